"""Signing in: five wrong PINs, the second person, roles, and a disk that is full."""

from __future__ import annotations

import pytest

from kiosk.errors import NotDurable, Refused
from kiosk.ids import COMMAND_LINE, StaffId, staff_actor
from kiosk.settings import Permission, Role
from kiosk.staff import STAFF, rules
from kiosk.staff.events import PinRested, SignedIn, WhySignedOut
from kiosk.staff.login import FirstPin, StaffLogin
from kiosk.tap import Tap
from tests.builders import key, refusal, set_to, station
from tests.fakes import FakeClock, MemoryJournal

ADMINISTRATOR, SUPERVISOR, TECHNICIAN = StaffId("01"), StaffId("02"), StaffId("03")
WRONG = "000000"


class Desk:
    """A station whose first members have their PINs."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.journal = MemoryJournal()
        self.station = station(self.journal, self.clock)
        self.login = StaffLogin(self.station, key())
        self.drawn: dict[StaffId, FirstPin] = {
            each.member: each for each in self.login.draw_first()
        }
        self.login.keep_first(Tap.fresh(), tuple(self.drawn.values()))

    def pin(self, member: StaffId) -> str:
        return self.drawn[member].pin

    def try_pin(self, member: StaffId, pin: str) -> str:
        return refusal(self.login.sign_in, member, pin)

    def events(self, kind: type) -> list[object]:
        return [event for _, event in self.station.events() if isinstance(event, kind)]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_there_is_no_pin_before_the_first_run_makes_them() -> None:
    login = StaffLogin(station(), key())
    assert login.needs_first_pins
    assert refusal(login.sign_in, ADMINISTRATOR, WRONG) == "wrong_pin"
    drawn = login.draw_first()
    assert login.needs_first_pins
    assert {each.role for each in drawn} >= {Role.ADMINISTRATOR, Role.TECHNICIAN}
    login.keep_first(Tap.fresh(), drawn)
    assert not login.needs_first_pins
    assert refusal(login.keep_first, Tap.fresh(), drawn) == "already_enrolled"


def test_a_right_pin_begins_a_session_in_the_journal(desk: Desk) -> None:
    session = desk.login.sign_in(TECHNICIAN, desk.pin(TECHNICIAN))
    assert (session.member, session.role) == (TECHNICIAN, Role.TECHNICIAN)
    assert session.may(Permission.SET_CLOCK)
    assert not session.may(Permission.MANAGE_STAFF)
    last = list(desk.station.events())[-1]
    assert (last[0].actor, last[1]) == (staff_actor(TECHNICIAN), SignedIn(TECHNICIAN))
    desk.login.sign_out(session, WhySignedOut.IDLE)
    assert session.tap().actor == staff_actor(TECHNICIAN)


def test_no_pin_and_no_code_of_it_is_in_the_journal(desk: Desk) -> None:
    stored = b"".join(entry.event for entry in desk.journal.read())
    for each in desk.drawn.values():
        assert each.pin.encode() not in stored


def test_five_wrong_pins_rest_this_member_for_fifteen_minutes(desk: Desk) -> None:
    for left in (4, 3, 2, 1):
        with pytest.raises(Refused) as refused:
            desk.login.sign_in(TECHNICIAN, WRONG)
        assert (refused.value.reason, refused.value.facts) == ("wrong_pin", {"left": left})
    assert desk.try_pin(TECHNICIAN, WRONG) == "pin_resting"
    assert desk.try_pin(TECHNICIAN, desk.pin(TECHNICIAN)) == "pin_resting"
    assert desk.try_pin(SUPERVISOR, desk.pin(SUPERVISOR)) == ""
    desk.clock.advance(minutes=14, seconds=59)
    assert desk.try_pin(TECHNICIAN, desk.pin(TECHNICIAN)) == "pin_resting"
    desk.clock.advance(1)
    assert desk.try_pin(TECHNICIAN, desk.pin(TECHNICIAN)) == ""
    assert len(desk.events(PinRested)) == 1


def test_a_rest_holds_after_a_restart(desk: Desk) -> None:
    for _ in range(5):
        desk.try_pin(TECHNICIAN, WRONG)
    again = StaffLogin(station(desk.journal, desk.clock), key())
    assert refusal(again.sign_in, TECHNICIAN, desk.pin(TECHNICIAN)) == "pin_resting"


def test_a_right_pin_in_between_begins_the_count_anew(desk: Desk) -> None:
    for _ in range(3):
        for _ in range(4):
            assert desk.try_pin(TECHNICIAN, WRONG) == "wrong_pin"
        assert desk.try_pin(TECHNICIAN, desk.pin(TECHNICIAN)) == ""


def test_a_number_nobody_has_looks_the_same_and_leaves_no_trace(desk: Desk) -> None:
    before = desk.journal.head
    typed = StaffId("13800001111")
    reasons = [desk.try_pin(typed, WRONG) for _ in range(6)]
    assert reasons == ["wrong_pin"] * 4 + ["pin_resting"] * 2
    assert desk.journal.head == before


def test_who_has_left_signs_in_no_more(desk: Desk) -> None:
    desk.station.do(Tap.fresh(), STAFF, rules.leave, by=ADMINISTRATOR, member=SUPERVISOR)
    assert desk.try_pin(SUPERVISOR, desk.pin(SUPERVISOR)) == "wrong_pin"


def test_the_second_person_is_another_one_who_may_do_it(desk: Desk) -> None:
    def second(member: StaffId, pin: str) -> str:
        return refusal(
            desk.login.second, member, pin, first=SUPERVISOR, needs=Permission.CLEAR_DOORS
        )

    assert second(SUPERVISOR, desk.pin(SUPERVISOR)) == "same_person"
    assert second(ADMINISTRATOR, WRONG) == "wrong_pin"
    assert second(TECHNICIAN, desk.pin(TECHNICIAN)) == "not_allowed"
    assert second(ADMINISTRATOR, desk.pin(ADMINISTRATOR)) == ""


def test_a_permission_taken_away_holds_for_sessions_that_began_before(desk: Desk) -> None:
    session = desk.login.sign_in(TECHNICIAN, desk.pin(TECHNICIAN))
    desk.login.must(session, Permission.BLOCK_DOORS)
    set_to(desk.station, "roles.technician", "view_doors")
    assert refusal(desk.login.must, session, Permission.BLOCK_DOORS) == "not_allowed"
    desk.station.do(Tap.fresh(), STAFF, rules.leave, by=ADMINISTRATOR, member=TECHNICIAN)
    assert refusal(desk.login.must, session, Permission.VIEW_DOORS) == "not_allowed"


def test_staff_sign_in_while_the_disk_is_full(desk: Desk) -> None:
    desk.journal.refuses = True
    assert desk.login.sign_in(SUPERVISOR, desk.pin(SUPERVISOR)).may(Permission.OPEN_DOORS)
    assert desk.try_pin(SUPERVISOR, WRONG) == "wrong_pin"


def test_staff_sign_in_to_a_journal_that_may_only_be_read(desk: Desk) -> None:
    desk.journal.read_only = True
    assert desk.login.sign_in(SUPERVISOR, desk.pin(SUPERVISOR)).member == SUPERVISOR


def test_wrong_pins_are_not_forgotten_because_their_rest_could_not_be_written(desk: Desk) -> None:
    desk.journal.refuses = True
    for _ in range(4):
        desk.try_pin(SUPERVISOR, WRONG)
    for _ in range(3):
        with pytest.raises(NotDurable):
            desk.login.sign_in(SUPERVISOR, WRONG)


@pytest.mark.parametrize(
    "pin",
    ["", "12345", "abcdef", "111222", "123456", "987654", "444456", "１２３９８７", "135 790"],
)
def test_a_weak_pin_is_not_taken(desk: Desk, pin: str) -> None:
    assert refusal(desk.login.hash, pin) == "weak_pin"


def test_a_changed_pin_is_the_only_one_that_holds(desk: Desk) -> None:
    kept = desk.login.hash("927351")
    desk.station.do(
        Tap.fresh(), STAFF, rules.change_pin, by=TECHNICIAN, member=TECHNICIAN, pin=kept
    )
    assert desk.try_pin(TECHNICIAN, desk.pin(TECHNICIAN)) == "wrong_pin"
    assert desk.try_pin(TECHNICIAN, "927351") == ""


def test_a_reset_pin_ends_the_rest(desk: Desk) -> None:
    for _ in range(5):
        desk.try_pin(TECHNICIAN, WRONG)
    pin, kept = desk.login.new_pin()
    desk.station.do(Tap.fresh(COMMAND_LINE), STAFF, rules.reset_pin, member=TECHNICIAN, pin=kept)
    assert desk.try_pin(TECHNICIAN, pin) == ""
