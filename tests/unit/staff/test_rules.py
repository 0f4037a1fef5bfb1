"""Members, roles, settings and their history, the clock, calls for help."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.ids import COMMAND_LINE, PinHash, SettingKey, StaffId, staff_actor
from kiosk.setting_keys import print_all
from kiosk.settings import Role, Settings
from kiosk.staff import STAFF, rules
from kiosk.staff.records import Staff
from kiosk.station import Station
from kiosk.tap import Tap
from tests.builders import refusal, set_to, station
from tests.fakes import FakeClock, MemoryJournal

ADMINISTRATOR, SUPERVISOR, TECHNICIAN = StaffId("01"), StaffId("02"), StaffId("03")
PIN = PinHash("$argon2id$x")


@pytest.fixture
def where() -> Station:
    one = station()
    pins = {member: PIN for member, _ in rules.FIRST_MEMBERS}
    one.do(Tap.fresh(), STAFF, rules.enrol_first, pins=pins)
    return one


def staff(where: Station) -> Staff:
    return where.state(STAFF)


def do(where: Station, rule: Any, **facts: Any) -> str:
    by = facts.get("by", COMMAND_LINE)
    return refusal(where.do, Tap.fresh(staff_actor(by)), STAFF, rule, **facts)


def test_a_station_is_founded_once_with_the_settings_of_its_file(where: Station) -> None:
    seed = {**print_all(Settings()), SettingKey("lockers.max_hours"): "12"}
    assert do(where, rules.found, seed=seed) == ""
    assert staff(where).settings.lockers.max_hours == 12
    assert do(where, rules.found, seed=seed) == "already_founded"


def test_every_change_of_a_setting_has_a_line_of_history_newest_first() -> None:
    clock = FakeClock()
    where = station(MemoryJournal(), clock)
    where.do(
        Tap.fresh(),
        STAFF,
        rules.enrol_first,
        pins={member: PIN for member, _ in rules.FIRST_MEMBERS},
    )
    expected: list[object] = []
    for value, before in (("6", "4"), ("8", "6")):
        at = clock.advance(minutes=1)
        assert (
            do(
                where,
                rules.change_setting,
                by=SUPERVISOR,
                key=SettingKey("lockers.default_hours"),
                value=value,
            )
            == ""
        )
        expected.insert(0, (at, staff_actor(SUPERVISOR), before, value))
    history = staff(where).history
    assert [(line.at, line.actor, line.before, line.after) for line in history] == expected


def test_the_history_at_hand_is_bounded_and_the_rest_is_in_the_journal(where: Station) -> None:
    for number in range(210):
        set_to(where, "lockers.grace_min", str(number % 2 + 1))
    assert len(staff(where).history) == 200
    assert where.journal.head.position == 211


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("lockers.default_hours", "4", "unchanged"),
        ("lockers.default_hours", " 4 ", "unchanged"),
        ("lockers.default_hours", "0", "bad_value"),
        ("lockers.default_hours", "many", "bad_value"),
        ("lockers.nonsense", "4", "unknown_setting"),
        ("roles.administrator", "view_doors", "bad_value"),
    ],
)
def test_a_setting_that_cannot_hold_is_refused(
    where: Station, key: str, value: str, reason: str
) -> None:
    assert do(where, rules.change_setting, by=ADMINISTRATOR, key=key, value=value) == reason
    assert staff(where).history == ()


def test_who_may_not_change_settings_changes_none(where: Station) -> None:
    for by in (TECHNICIAN, StaffId("77")):
        facts = {"key": "lockers.default_hours", "value": "6"}
        assert do(where, rules.change_setting, by=by, **facts) == "not_allowed"


def test_a_new_member_gets_the_next_number_and_it_is_never_given_again(where: Station) -> None:
    assert do(where, rules.enrol, by=ADMINISTRATOR, role=Role.ATTENDANT, pin=PIN) == ""
    assert do(where, rules.leave, by=ADMINISTRATOR, member=StaffId("04")) == ""
    assert do(where, rules.enrol, by=ADMINISTRATOR, role=Role.REVIEWER, pin=PIN) == ""
    assert [member.id for member in staff(where).active()] == ["01", "02", "03", "05"]
    assert do(where, rules.enrol, by=SUPERVISOR, role=Role.REVIEWER, pin=PIN) == "not_allowed"


def test_there_are_ninety_nine_numbers(where: Station) -> None:
    for _ in range(96):
        assert do(where, rules.enrol, by=ADMINISTRATOR, role=Role.ATTENDANT, pin=PIN) == ""
    assert (
        do(where, rules.enrol, by=ADMINISTRATOR, role=Role.ATTENDANT, pin=PIN) == "no_number_left"
    )


def test_the_last_administrator_stays_one(where: Station) -> None:
    last = "last_administrator"
    assert do(where, rules.leave, by=ADMINISTRATOR, member=ADMINISTRATOR) == last
    demote = {"member": ADMINISTRATOR, "role": Role.ATTENDANT}
    assert do(where, rules.give_role, by=ADMINISTRATOR, **demote) == last
    promote = {"member": SUPERVISOR, "role": Role.ADMINISTRATOR}
    assert do(where, rules.give_role, by=ADMINISTRATOR, **promote) == ""
    assert do(where, rules.give_role, by=ADMINISTRATOR, **demote) == ""
    assert do(where, rules.leave, by=SUPERVISOR, member=SUPERVISOR) == last


def test_a_role_for_nobody_or_the_same_role_is_refused(where: Station) -> None:
    for member, role, reason in (
        (StaffId("77"), Role.ATTENDANT, "no_subject"),
        (TECHNICIAN, Role.TECHNICIAN, "unchanged"),
    ):
        assert do(where, rules.give_role, by=ADMINISTRATOR, member=member, role=role) == reason


def test_ones_own_pin_may_be_changed_by_anybody_anothers_with_permission(where: Station) -> None:
    assert do(where, rules.change_pin, by=TECHNICIAN, member=TECHNICIAN, pin=PIN) == ""
    assert do(where, rules.change_pin, by=TECHNICIAN, member=SUPERVISOR, pin=PIN) == "not_allowed"
    assert do(where, rules.change_pin, by=ADMINISTRATOR, member=SUPERVISOR, pin=PIN) == ""
    assert do(where, rules.reset_pin, member=StaffId("77"), pin=PIN) == "no_subject"


def test_the_clock_is_confirmed_by_who_may(where: Station) -> None:
    shown = datetime(2026, 2, 11, 9, 30, tzinfo=UTC)
    assert do(where, rules.confirm_clock, by=SUPERVISOR, shown=shown) == "not_allowed"
    assert do(where, rules.confirm_clock, by=TECHNICIAN, shown=shown) == ""
    assert staff(where).clock_confirmed == shown


def test_calls_for_help_stand_until_they_are_answered(where: Station) -> None:
    assert do(where, rules.answer_help) == "no_help_call"
    for _ in range(25):
        assert do(where, rules.call_help) == ""
    assert len(staff(where).help_calls) == 20
    assert do(where, rules.answer_help) == ""
    assert staff(where).help_calls == ()


def test_a_resting_pin_is_freed_by_who_manages_the_staff_and_by_nobody_else(
    where: Station,
) -> None:
    free: Any = rules.free_pin
    facts = {"by": ADMINISTRATOR, "member": SUPERVISOR}
    assert refusal(where.do, Tap.fresh(), STAFF, free, **facts) == "unchanged"
    where.do(Tap.fresh(), STAFF, rules.rest_pin, member=SUPERVISOR)
    other = {**facts, "by": TECHNICIAN}
    assert refusal(where.do, Tap.fresh(), STAFF, free, **other) == "not_allowed"
    gone = {**facts, "member": StaffId("77")}
    assert refusal(where.do, Tap.fresh(), STAFF, free, **gone) == "no_subject"
    where.do(Tap.fresh(), STAFF, free, **facts)
    found = where.state(STAFF).member(SUPERVISOR)
    assert found is not None
    assert found.rest_until is None
