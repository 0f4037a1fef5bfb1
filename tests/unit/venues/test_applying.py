"""What may be applied for, and what is refused with its reason."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import Refused
from kiosk.ids import EquipmentId, HoldId, OrganisationId, TextVersion, VenueId
from kiosk.settings import Counting
from kiosk.tap import Tap
from kiosk.venue_settings import ApplicantKind
from kiosk.venues import checks, review, rules, upkeep
from kiosk.venues.events import RejectReason
from kiosk.venues.form import PURPOSE_MOST
from kiosk.venues.interval import Interval
from kiosk.venues.plan import local
from kiosk.venues.records import Status
from kiosk.venues.upkeep_events import BlackoutReason
from tests.unit.venues.world import (
    CLUB,
    COUNTER,
    FRIDAY,
    PROJECTOR,
    ROOM,
    SITE,
    SQUARE,
    THURSDAY,
    UNIT,
    Hall,
    form,
    no_shows,
    slot,
)

SUNDAY = 6
WEDNESDAY = THURSDAY - timedelta(days=1)
ROWS = Path(__file__).parents[2] / "data" / "workdays.csv"


def refused(call: Callable[..., object], *args: Any, **kwargs: Any) -> Refused:
    with pytest.raises(Refused) as raised:
        call(*args, **kwargs)
    return raised.value


# -- what is fine ---------------------------------------------------------------------------


def test_an_application_holds_its_slot_and_comes_with_code_and_qr() -> None:
    hall = Hall()
    made = hall.apply(slot(hours=2), equipment=(PROJECTOR,))
    (booking,) = made.bookings
    assert (booking.status, booking.slot) == (Status.PENDING, slot(hours=2))
    assert len(made.code) == 6
    assert made.qr.startswith("YZV1:")
    assert refused(hall.apply, slot(hour=10)).reason == "taken"
    assert hall.status(hall.apply(slot(hour=11))) is Status.PENDING


def test_the_same_tap_twice_is_one_application_and_its_code_is_not_told_again() -> None:
    hall = Hall()
    tap = Tap.fresh()
    made, again = hall.apply(by=1, tap=tap), hall.apply(by=1, tap=tap)
    assert again.application == made.application
    assert (again.code, again.qr) == ("", "")
    assert hall.tags() == ["Applied"]


def test_half_open_slots_follow_each_other_and_buffers_do_not_overlap() -> None:
    hall = Hall()
    hall.apply(slot(hour=9), venue=SQUARE)
    assert refused(hall.apply, slot(hour=10), venue=SQUARE).reason == "taken"
    hall.apply(slot(hour=11), venue=SQUARE)  # 10:45 begins what is kept before it
    hall.apply(slot(hour=9))
    hall.apply(slot(hour=10))


# -- what is not ----------------------------------------------------------------------------


@dataclass
class Bad:
    """Something wrong, with the reason and the facts it is refused with."""

    reason: str
    slots: tuple[Interval, ...] = ()
    facts: dict[str, Any] | None = None
    venue: VenueId = ROOM
    form: dict[str, Any] | None = None


BAD = [
    Bad("too_soon", (slot(WEDNESDAY),), {"earliest": THURSDAY, "day": WEDNESDAY}),
    Bad("in_the_past", (slot(date(2026, 3, 2), 9),)),
    Bad("in_the_past", (slot(date(2026, 2, 27)),)),
    Bad("in_the_past", (Interval(slot().ends, slot().starts),)),
    Bad("too_far", (slot(date(2026, 5, 2)),), {"last": date(2026, 5, 1)}),
    Bad("closed", (slot(date(2026, 3, 8)),)),  # a Sunday
    Bad("closed", (slot(hour=7),)),
    Bad("closed", (slot(hour=19, hours=2),)),
    Bad("holiday", (slot(date(2026, 4, 4)),), {"holiday": "tomb_sweeping"}),
    Bad("off_slot", (slot(minute=30),)),
    Bad("off_slot", (slot(hours=1.5),)),
    Bad("too_long", (slot(hours=5),), {"most": 4}),
    Bad("quiet_hours", (slot(hour=11, hours=2),), venue=SQUARE),
    Bad("slots_overlap", (slot(), slot(hours=2))),
    Bad("too_many_slots", tuple(slot(hour=8) for _ in range(13)), {"most": 12}),
    Bad("not_bookable", venue=COUNTER),
    Bad("no_such_venue", venue=VenueId("nowhere")),
    Bad("wrong_applicant", form={"kind": ApplicantKind.RESIDENTS}),
    Bad("over_capacity", form={"head_count": 17}, facts={"most": 16}),
    Bad("nobody", form={"head_count": 0}),
    Bad("no_such_equipment", form={"equipment": (EquipmentId("piano"),)}),
    Bad("rules_not_agreed", form={"agreed": None}),
    Bad("rules_not_agreed", form={"agreed": TextVersion("older")}),
    Bad("bad_phone", form={"phone": "1380000000a"}),
    Bad("bad_phone", form={"phone": "1380000"}),
    Bad("bad_phone", form={"phone": "23800000000"}),
    Bad("missing", form={"phone": "  "}, facts={"field": "phone"}),
    Bad("missing", form={"contact": " \n"}, facts={"field": "contact"}),
    Bad("missing", form={"purpose": ""}, facts={"field": "purpose"}),
    Bad("missing", form={"organisation_name": ""}, facts={"field": "organisation"}),
    Bad(
        "too_many_words",
        form={"purpose": "排" * 2000},
        facts={"field": "purpose", "most": PURPOSE_MOST},
    ),
    Bad("too_many_words", form={"contact": "林" * 61}, facts={"field": "contact", "most": 60}),
    Bad("no_such_organisation", form={"organisation": OrganisationId("nobody")}),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.reason)
def test_what_cannot_be_is_refused_with_its_reason_and_writes_nothing(bad: Bad) -> None:
    hall = Hall()
    found = refused(hall.apply, *bad.slots, venue=bad.venue, **(bad.form or {}))
    assert found.reason == bad.reason
    assert (bad.facts or {}).items() <= found.facts.items()
    assert hall.tags() == []


def test_a_phone_may_be_written_in_any_way_people_write_it() -> None:
    hall = Hall()
    known = hall.desk.applicant("13800000001").contact
    for written in ("138 0000 0001", "138-0000-0001", "+86 13800000001", "１３８００００００01"):
        assert hall.desk.applicant(written).contact == known
    for landline in ("0898-65811234", "（0898）65811234", "65811234", "010 6552 9999"):
        assert hall.desk.applicant(landline).contact != known


def test_names_are_kept_byte_for_byte() -> None:
    hall = Hall()
    names: dict[str, Any] = {
        "contact": "𡌡 😀 ·e\u0301",
        "purpose": "  庆祝 🎉\n第二行 ",
        "organisation_name": "㐂社",
    }
    made = hall.apply(**names)
    kept = hall.desk.details(made.application.id)
    assert (kept.contact, kept.purpose, kept.organisation) == tuple(names.values())


def test_five_hundred_characters_of_purpose_are_fine() -> None:
    Hall().apply(purpose="😀" * PURPOSE_MOST)


def test_an_untrusted_clock_promises_no_day() -> None:
    hall = Hall()
    hall.clock.is_trusted = False
    assert refused(hall.apply).reason == "untrusted_clock"
    for at in (slot(), slot(date(2026, 3, 1))):
        held: dict[str, Any] = {"venue": ROOM, "slots": [at]}
        assert refused(hall.desk.hold, Tap.fresh(), **held).reason == "untrusted_clock"
        assert refused(hall.apply, at).reason == "untrusted_clock"


def test_a_year_that_was_not_announced_is_refused_and_never_guessed() -> None:
    hall = Hall()
    hall.clock.jump_to(datetime(2026, 12, 30, 2, 0, tzinfo=UTC))
    found = refused(hall.apply, slot(date(2027, 1, 5)))
    assert (found.reason, found.facts["year"]) == ("calendar_unknown", 2027)
    hall.set("notice.days", "0")
    assert refused(hall.apply, slot(date(2027, 1, 5))).reason == "calendar_unknown"
    # The square opens on holidays too, so nothing need be known of the day.
    hall.apply(slot(date(2027, 1, 5)), venue=SQUARE)
    hall.apply(slot(date(2026, 12, 31), 9))


def test_a_blackout_is_refused_with_its_reason() -> None:
    hall = Hall()
    hall.do(
        upkeep.black_out,
        blackout="b1",
        site=SITE,
        venue=ROOM,
        during=slot(hours=3),
        reason=BlackoutReason.REPAIR,
    )
    found = refused(hall.apply, slot(hour=11))
    assert (found.reason, found.facts["why"]) == ("blackout", BlackoutReason.REPAIR)
    hall.apply(slot(hour=12))
    assert refused(hall.apply, slot(), venue=SQUARE, head_count=301).reason == "over_capacity"


def test_a_restricted_applicant_is_told_until_when() -> None:
    hall = Hall()
    no_shows(hall, 9, 10, 11, by=1)
    found = refused(hall.apply, slot(date(2026, 3, 17)), by=1)
    assert found.reason == "restricted"
    assert found.facts == {"until": THURSDAY + timedelta(days=90), "points": 3.0}


# -- who is who -----------------------------------------------------------------------------


def test_four_applications_are_open_at_once_whatever_the_name() -> None:
    hall = Hall()
    for hour in range(9, 13):
        hall.apply(slot(hour=hour), by=1, organisation_name=f"第{hour}社")
    found = refused(hall.apply, slot(hour=14), by=1)
    assert (found.reason, found.facts) == ("too_many", {"most": 4})


def test_a_known_organisation_has_one_limit_whatever_the_phone() -> None:
    hall = Hall()
    for number in range(4):
        hall.apply(slot(hour=9 + number), by=number, organisation=CLUB)
    assert refused(hall.apply, slot(hour=14), by=9, organisation=CLUB).reason == "too_many"
    typed: dict[str, Any] = {"organisation_name": " 象棋 社"}
    assert refused(hall.apply, slot(hour=14), by=9, **typed).reason == "too_many"
    hall.apply(slot(hour=14), by=9, organisation=UNIT)


def test_a_listed_organisation_is_what_the_list_says() -> None:
    hall = Hall()
    made = hall.apply(kind=ApplicantKind.PARTY, organisation=UNIT)
    assert made.application.asked.kind is ApplicantKind.WORK_UNIT


def test_what_is_over_makes_room_and_a_series_is_one_application() -> None:
    hall = Hall()
    made = [hall.apply(*rules.weekly(slot(hour=9 + n), 3), by=1) for n in range(4)]
    assert refused(hall.apply, slot(hour=14), by=1).reason == "too_many"
    whole = [each.id for each in made[0].bookings]
    hall.do(review.reject, bookings=whole[:2], reason=RejectReason.NOT_SUITABLE)
    assert refused(hall.apply, slot(hour=14), by=1).reason == "too_many"
    hall.do(review.reject, bookings=whole[2:], reason=RejectReason.NOT_SUITABLE)
    hall.apply(slot(hour=14), by=1)


def test_groups_of_residents_apply_where_the_station_or_the_venue_lets_them() -> None:
    hall = Hall()
    residents: dict[str, Any] = {"kind": ApplicantKind.RESIDENTS, "organisation_name": ""}
    assert refused(hall.apply, **residents).reason == "wrong_applicant"
    hall.apply(venue=SQUARE, **residents)
    hall.set("bookings.resident_groups", "may_apply")
    hall.apply(**residents)


def test_a_code_in_use_is_not_given_twice() -> None:
    hall = Hall()
    made = hall.apply()
    again: dict[str, Any] = {
        "application": "other",
        "site": SITE,
        "asked": made.application.asked,
        "slots": [slot(FRIDAY)],
    }
    assert refused(hall.do, rules.apply_for, **again).reason == "code_in_use"


# -- holding while the form is filled in ----------------------------------------------------


def held(hall: Hall, at: Interval, instead_of: HoldId | None = None) -> HoldId:
    return hall.desk.hold(Tap.fresh(), venue=ROOM, slots=[at], instead_of=instead_of).id


def test_a_slot_is_kept_for_ten_minutes_while_the_form_is_filled_in() -> None:
    hall = Hall()
    mine = held(hall, slot())
    assert refused(hall.apply).reason == "taken"
    assert refused(held, hall, slot(hours=2)).reason == "taken"
    hall.clock.advance(minutes=9, seconds=59)
    assert refused(hall.apply).reason == "taken"
    made = hall.desk.apply(Tap.fresh(), venue=ROOM, slots=[slot()], form=form(), hold=mine)
    assert hall.status(made) is Status.PENDING
    assert mine not in hall.venues.holds


def test_a_hold_is_over_by_itself_and_late_is_not_too_late_while_nobody_else_wants_it() -> None:
    hall = Hall()
    mine = held(hall, slot())
    hall.clock.advance(minutes=10)
    other = hall.apply()
    again: dict[str, Any] = {"venue": ROOM, "slots": [slot()], "form": form(), "hold": mine}
    assert refused(hall.desk.apply, Tap.fresh(), **again).reason == "taken"
    hall.desk.cancel(Tap.fresh(), booking=other.bookings[0].id, proof=hall.proof(other))
    hall.desk.apply(Tap.fresh(), **again)


def test_another_choice_gives_the_first_back_and_so_does_going_away() -> None:
    hall = Hall()
    mine = held(hall, slot())
    mine = held(hall, slot(hour=9, hours=2), instead_of=mine)
    assert refused(hall.apply, slot(hour=10)).reason == "taken"
    hall.desk.drop(Tap.fresh(), hold=mine)
    hall.apply(slot(hour=10))
    assert refused(hall.desk.drop, Tap.fresh(), hold=mine).reason == "no_subject"


# -- the rule of notice ---------------------------------------------------------------------


def rows() -> list[tuple[date, int, date]]:
    with ROWS.open(encoding="utf-8") as lines:
        return [
            (
                date.fromisoformat(row["apply_date"]),
                int(row["rule_days"]),
                date.fromisoformat(row["earliest_use_date"]),
            )
            for row in csv.DictReader(lines)
        ]


@pytest.mark.parametrize(("applied", "days", "earliest"), rows())
def test_the_first_day_of_notice_is_taken_and_the_day_before_it_is_too_soon(
    applied: date, days: int, earliest: date
) -> None:
    hall = Hall()
    hall.clock.jump_to(local(applied, time(9)))
    hall.set("notice.days", str(days))
    assert checks.earliest_use(hall.moment).day == earliest
    made = hall.apply(slot(earliest, 10), venue=SQUARE)
    assert made.bookings[0].slot.day == earliest
    before = refused(hall.apply, slot(earliest - timedelta(days=1), 10), venue=SQUARE)
    assert before.reason in ("too_soon", "in_the_past")
    if before.reason == "too_soon":
        assert before.facts["earliest"] == earliest
        assert before.facts["because"][-1].day == earliest


@pytest.mark.parametrize(
    ("applied", "counting", "earliest"),
    [
        (date(2026, 2, 11), Counting.THIRD_DAY, date(2026, 2, 14)),
        (date(2026, 2, 12), Counting.THIRD_DAY, date(2026, 2, 24)),
        (date(2026, 11, 21), Counting.THIRD_DAY, date(2026, 11, 25)),
        (date(2026, 11, 20), Counting.CLEAR_DAYS, date(2026, 11, 26)),
        (date(2026, 2, 11), Counting.CLEAR_DAYS, date(2026, 2, 15)),
    ],
)
def test_both_ways_of_counting_hold_for_applications(
    applied: date, counting: Counting, earliest: date
) -> None:
    hall = Hall()
    hall.clock.jump_to(local(applied, time(9)))
    hall.set("notice.counting", counting.value)
    assert (
        refused(hall.apply, slot(earliest - timedelta(days=1), 10), venue=SQUARE).facts["earliest"]
        == earliest
    )
    hall.apply(slot(earliest, 10), venue=SQUARE)


@pytest.mark.parametrize(
    ("at", "cut_off", "earliest"),
    [
        (time(19, 29), "", THURSDAY),
        (time(19, 30), "", FRIDAY),  # closing time
        (time(23, 59), "", FRIDAY),
        (time(15, 59), "16:00", THURSDAY),
        (time(16, 0), "16:00", FRIDAY),
    ],
)
def test_after_the_cut_off_an_application_counts_as_made_the_next_day(
    at: time, cut_off: str, earliest: date
) -> None:
    hall = Hall()
    hall.set("notice.cut_off", cut_off)
    hall.clock.jump_to(local(date(2026, 3, 2), at))
    assert checks.earliest_use(hall.moment).day == earliest
    hall.apply(slot(earliest, 10), venue=SQUARE)


def test_the_rule_holds_for_each_slot_of_a_series_and_says_which() -> None:
    hall = Hall()
    found = refused(hall.apply, slot(FRIDAY), slot(WEDNESDAY))
    assert (found.reason, found.facts["day"]) == ("too_soon", WEDNESDAY)
    found = refused(hall.apply, *rules.weekly(slot(), 10))
    assert (found.reason, found.facts["day"]) == ("too_far", date(2026, 5, 7))
    assert len(hall.apply(*rules.weekly(slot(), 9)).bookings) == 9


def test_one_slot_that_is_taken_refuses_the_whole_series() -> None:
    hall = Hall()
    hall.apply(slot(date(2026, 3, 19)))
    assert refused(hall.apply, *rules.weekly(slot(), 4)).reason == "taken"
    assert len(hall.venues.bookings) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC), date(2026, 3, 6)),  # midnight in China
        (datetime(2026, 3, 31, 15, 59, 59, tzinfo=UTC), date(2026, 4, 7)),  # end of a month
        (datetime(2025, 12, 31, 15, 59, 59, tzinfo=UTC), date(2026, 1, 6)),  # end of a year
    ],
)
def test_midnight_month_end_and_year_end_change_nothing_but_the_day(
    before: datetime, after: date
) -> None:
    """After closing time an application counts as made the next day already."""
    hall = Hall()
    hall.clock.jump_to(before)
    earlier = checks.earliest_use(hall.moment)
    assert hall.moment.business_date == earlier.because[0].day - timedelta(days=2)
    hall.clock.advance(1)
    later = checks.earliest_use(hall.moment)
    assert (earlier.day, later.day) == (after, after)
    hall.apply(slot(after, 10), venue=SQUARE)


def test_a_clock_set_back_over_midnight_asks_the_rule_anew() -> None:
    hall = Hall()
    hall.clock.jump_to(local(date(2026, 3, 3), time(0, 1)))
    assert refused(hall.apply, slot(THURSDAY), venue=SQUARE).reason == "too_soon"
    hall.clock.jump_to(local(date(2026, 3, 2), time(9)))
    hall.apply(slot(THURSDAY), venue=SQUARE)


def test_a_limit_itself_is_still_fine() -> None:
    hall = Hall()
    hall.apply(slot(hours=4), head_count=16)
    dates = (slot(THURSDAY + timedelta(days=n), 15) for n in range(1, 20))
    twelve = [each for each in dates if each.day.weekday() != SUNDAY][:12]
    assert len(hall.apply(*twelve).bookings) == 12


def test_the_limits_are_settings() -> None:
    hall = Hall()
    hall.set("bookings.max_hours", "2")
    hall.set("bookings.horizon_days", "14")
    assert refused(hall.apply, slot(hours=3)).facts["most"] == 2
    assert refused(hall.apply, slot(date(2026, 3, 17))).facts["last"] == date(2026, 3, 16)
