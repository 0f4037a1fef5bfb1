"""What the station promises whatever family it serves: durable, once, and never by halves."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kiosk.clock import Moment
from kiosk.errors import NotDurable
from kiosk.family import Family, Proposal, Stamp
from kiosk.ids import EntryId, follow_id, new_id
from kiosk.journal.entry import Checkpoint, Draft, Entry, Event
from kiosk.lockers import LOCKERS, rules
from kiosk.lockers.events import OpenEnded, OpenReason
from kiosk.ports import Outcome
from kiosk.staff import STAFF
from kiosk.staff import rules as staff_rules
from kiosk.staff.events import HelpCalled
from kiosk.station import Station
from kiosk.tap import Tap
from tests.builders import Site, door, note, present, refusal, rented, set_to, station
from tests.fakes import FakeClock, MemoryJournal
from tests.histories import START
from tests.journals import opened


def help_called(where: Station, tap: Tap | None = None) -> EntryId:
    return where.do(tap or Tap.fresh(), STAFF, staff_rules.call_help).entry.id


def append(journal: MemoryJournal, event: bytes, refused: str | None = None) -> Entry:
    draft = Draft(new_id(), START, START.date(), Tap.fresh().actor, event)
    return journal.append(draft, position_time=START, refused=refused)


# -- durable before true -------------------------------------------------------------------


def test_where_the_append_fails_nothing_has_changed_and_nobody_is_told() -> None:
    journal = MemoryJournal()
    where = station(journal)
    told: list[Event] = []
    where.subscribe(lambda entry, event: told.append(event))
    before = where.state(LOCKERS), where.state(STAFF), journal.head
    journal.refuses = True
    with pytest.raises(NotDurable):
        rented(where)
    with pytest.raises(NotDurable):
        help_called(where)
    assert (where.state(LOCKERS), where.state(STAFF), journal.head) == before
    assert told == []


def test_who_listens_is_told_when_it_is_durable_and_true() -> None:
    journal = MemoryJournal()
    where = station(journal)
    told: list[tuple[int, int]] = []
    end = where.subscribe(
        lambda entry, event: told.append(
            (journal.head.position, len(where.state(STAFF).help_calls))
        )
    )
    help_called(where)
    end()
    help_called(where)
    assert told == [(1, 1)]


class Odd(Event, frozen=True, tag="tests.odd"):
    number: int = 0


class Sum(msgspec.Struct, frozen=True):
    total: int = 0


def divide(state: Sum, stamp: Stamp, event: Event) -> Sum:
    assert isinstance(event, Odd)
    return Sum(state.total + 60 // event.number)


TESTS: Family[Sum] = Family(name="tests", fold_version=1, empty=Sum(), events=(Odd,), fold=divide)


def with_tests(journal: MemoryJournal, family: Family[Sum] = TESTS) -> Station:
    return Station(journal, (LOCKERS, STAFF, family), FakeClock(), present)


def odd(state: Sum, moment: Moment, number: int) -> Odd:
    return Odd(number)


def test_what_cannot_be_folded_is_not_written() -> None:
    journal = MemoryJournal()
    where = with_tests(journal)
    with pytest.raises(ZeroDivisionError):
        where.do(Tap.fresh(), TESTS, odd, 0)
    assert journal.head.position == 0
    assert where.state(TESTS).total == 0


def test_a_clash_is_refused_before_anything_is_written() -> None:
    journal = MemoryJournal()
    family = Family(
        name="tests",
        fold_version=1,
        empty=Sum(),
        events=(Odd,),
        fold=divide,
        clash=lambda state, event, moment: "taken" if state.total else None,
    )
    where = with_tests(journal, family)
    where.do(Tap.fresh(), family, odd, 1)
    assert refusal(where.do, Tap.fresh(), family, odd, 2) == "taken"
    assert journal.head.position == 1


def test_an_event_of_no_family_is_a_fault_not_an_entry() -> None:
    journal = MemoryJournal()
    where = station(journal)
    with pytest.raises(TypeError):
        where.do(Tap.fresh(), STAFF, lambda state, moment: Odd(1))
    assert journal.head.position == 0


def test_a_checkpoint_that_fails_does_not_deny_the_entry_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kiosk.station._CHECKPOINT_EVERY", 2)
    journal = MemoryJournal()
    journal.keeps = False
    where = station(journal)
    for _ in range(5):
        help_called(where)
    assert journal.head.position == 5
    assert len(where.state(STAFF).help_calls) == 5
    journal.keeps = True
    help_called(where)
    kept = journal.checkpoint("staff")
    assert kept is not None
    assert kept.head.position == 6


# -- one tap, one id, one entry ------------------------------------------------------------


def test_the_same_tap_twice_is_one_entry_also_after_opening_again(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    where = station(journal)
    tap = Tap.fresh()
    first = where.do(tap, STAFF, staff_rules.call_help)
    second = where.do(tap, STAFF, staff_rules.call_help)
    assert (first.repeated, second.repeated) == (False, True)
    assert second.entry == first.entry
    where.close()
    where.close()
    where = station(opened(tmp_path))
    third = where.do(tap, STAFF, staff_rules.call_help)
    assert third.repeated
    assert (third.entry, third.event) == (first.entry, first.event)
    assert len(where.state(STAFF).help_calls) == 1
    assert where.journal.head.position == 1
    where.close()


def test_a_repeated_tap_asks_no_rule_and_tells_nobody() -> None:
    where = station()
    tap = Tap.fresh()
    rented(where, tap=tap)
    told: list[Event] = []
    where.subscribe(lambda entry, event: told.append(event))

    def never(state: object, moment: Moment) -> Event:
        raise AssertionError

    assert where.do(tap, LOCKERS, never).repeated
    assert told == []


def test_a_refused_entry_is_answered_with_its_refusal() -> None:
    journal = MemoryJournal()
    entry = append(journal, msgspec.json.encode(HelpCalled()), refused="no_subject")
    where = station(journal)
    assert refusal(help_called, where, Tap(entry.id)) == "no_subject"
    assert where.state(STAFF).help_calls == ()


# -- what a journal may hold ---------------------------------------------------------------


@pytest.mark.parametrize(
    "event", [b'{"tag":"future.thing","x":[1,{"y":2}]}', b'{"no":"tag"}', b"not json", b""]
)
def test_an_unknown_event_is_kept_counted_and_skipped(event: bytes) -> None:
    journal = MemoryJournal()
    entry = append(journal, event)
    where = station(journal)
    help_called(where)
    assert (where.unknown_tags, where.set_aside) == (1, ())
    assert [known for _, known in where.events()] == [None, HelpCalled()]
    assert next(journal.read()).event == event
    assert refusal(help_called, where, Tap(entry.id)) == "unknown_event"


def test_an_entry_whose_fold_raises_is_set_aside_and_only_its_family_stops() -> None:
    journal = MemoryJournal()
    for number in (1, 0, 2):
        append(journal, msgspec.json.encode(Odd(number)))
    where = with_tests(journal)
    assert [(each.position, each.family) for each in where.set_aside] == [(2, "tests")]
    assert where.state(TESTS).total == 90
    assert refusal(where.do, Tap.fresh(), TESTS, odd, 1) == "family_read_only"
    help_called(where)
    rented(where)
    where.checkpoint()
    assert journal.checkpoint("tests") is None
    assert journal.checkpoint("lockers") is not None
    again = with_tests(journal)
    assert [each.position for each in again.set_aside] == [2]
    assert len(again.state(LOCKERS).rentals) == 1


@pytest.mark.parametrize(
    "event",
    [
        b'{"tag":"lockers.rented","rental":"r"}',
        b'{"tag":"lockers.door_marked","door":"A01","mark":"sings"}',
    ],
)
def test_a_known_event_that_cannot_be_read_is_set_aside_not_passed_over(event: bytes) -> None:
    journal = MemoryJournal()
    append(journal, event)
    where = station(journal)
    assert [(each.position, each.family) for each in where.set_aside] == [(1, "lockers")]
    assert where.unknown_tags == 0
    assert refusal(rented, where) == "family_read_only"
    help_called(where)


def test_staff_still_open_doors_of_a_family_that_takes_no_promises() -> None:
    journal = MemoryJournal()
    append(journal, b'{"tag":"lockers.rented","rental":"r"}')
    site = Site(journal=journal).serve()
    site.desk.rent(Tap.fresh(), site.hears, size=site.cabinet.doors[0].size)
    assert site.refused() == "family_read_only"
    site.told.clear()
    site.desk.staff_open(Tap.fresh(), site.hears, door=door(1), reason=OpenReason.EMERGENCY)
    site.settle()
    assert site.heard() == ["Ordered", "Opened"]


def test_a_checkpoint_of_another_version_or_history_or_damaged_is_folded_anew() -> None:
    journal = MemoryJournal()
    where = station(journal)
    rented(where)
    help_called(where)
    good = [where.state(LOCKERS), where.state(STAFF)]
    head = journal.head
    for name, version, at, state in (
        ("lockers", LOCKERS.fold_version + 1, head, b"\x80"),
        ("lockers", LOCKERS.fold_version, msgspec.structs.replace(head, digest=bytes(32)), b"\x80"),
        ("lockers", LOCKERS.fold_version, head, b"\xc1"),
        ("lockers", LOCKERS.fold_version, head, b"\x81\xa5doors\x01"),
    ):
        journal.keep([Checkpoint(name, version, at, state)])
        again = station(journal)
        assert [again.state(LOCKERS), again.state(STAFF)] == good
        assert again.set_aside == ()


def test_a_good_checkpoint_is_used() -> None:
    journal = MemoryJournal()
    where = station(journal)
    rented(where)
    journal.keep(
        [Checkpoint("lockers", LOCKERS.fold_version, journal.head, LOCKERS.pack(LOCKERS.empty))]
    )
    assert not station(journal).state(LOCKERS).rentals


def test_a_journal_of_a_newer_program_is_read_and_takes_nothing() -> None:
    journal = MemoryJournal()
    rented(station(journal))
    journal.read_only = True
    where = station(journal)
    assert where.read_only
    assert len(where.state(LOCKERS).rentals) == 1
    assert refusal(help_called, where) == "read_only"
    assert where.tend() == 0
    where.checkpoint()
    assert journal.checkpoint("lockers") is None


def test_a_checkpoint_that_fails_at_the_end_still_lets_go_of_the_journal(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    where = station(journal)
    journal.keep = lambda checkpoints: (_ for _ in ()).throw(NotDurable("full"))  # type: ignore[method-assign]
    with pytest.raises(NotDurable):
        where.close()
    station(opened(tmp_path)).close()


# -- time and erasure ----------------------------------------------------------------------


def test_what_time_asks_for_is_written_once_whoever_asks_again() -> None:
    proposal = Proposal(follow_id("tests", "deadline"), Odd(6))
    family = Family(
        name="tests",
        fold_version=1,
        empty=Sum(),
        events=(Odd,),
        fold=divide,
        due=lambda state, moment: [proposal],
    )
    journal = MemoryJournal()
    where = with_tests(journal, family)
    assert (where.tend(), where.tend()) == (1, 0)
    assert with_tests(journal, family).tend() == 0
    assert where.state(family).total == 10


def test_what_time_asks_for_waits_while_the_family_is_read_only() -> None:
    family = Family(
        name="tests",
        fold_version=1,
        empty=Sum(),
        events=(Odd,),
        fold=divide,
        due=lambda state, moment: [Proposal(follow_id("tests", "due"), Odd(6))],
    )
    journal = MemoryJournal()
    append(journal, msgspec.json.encode(Odd(0)))
    assert with_tests(journal, family).tend() == 0
    assert journal.head.position == 1


def test_nothing_personal_is_taken_by_a_family_that_erases_nothing() -> None:
    where = station()
    with pytest.raises(TypeError):
        help_called(where, Tap.fresh(private=note("13800001111")))
    assert where.journal.head.position == 0


def test_an_erasure_that_fails_is_tried_again() -> None:
    journal, clock = MemoryJournal(), FakeClock()
    where = station(journal, clock)
    tap = Tap.fresh(private=note("13800001111"))
    rental = rented(where, tap=tap)
    order = next(iter(where.state(LOCKERS).orders))
    ended = OpenEnded(order=order, door=rental.door, outcome=Outcome.NOT_SENT)
    where.do(Tap.fresh(), LOCKERS, lambda state, moment: ended)
    where.do(Tap.fresh(), LOCKERS, rules.give_up, rental=rental.id)
    clock.advance(days=31)
    journal.refuses = True
    with pytest.raises(NotDurable):
        where.tend()
    assert journal.private(tap.id) is not None
    journal.refuses = False
    assert where.tend() == 1
    assert journal.private(tap.id) is None
    assert where.tend() == 0


def test_settings_hold_from_the_moment_they_are_changed() -> None:
    where = station()
    set_to(where, "lockers.max_hours", "6")
    assert where.moment().settings.lockers.max_hours == 6
    assert refusal(rented, where, hours=7) == "too_long"
