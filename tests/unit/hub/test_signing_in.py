"""Signing in at the hub: wrong PINs are counted for all processes, sessions end in time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from kiosk.errors import Refused
from kiosk.hub.core import Hub
from kiosk.hub.keys import StationKeys
from kiosk.hub.sessions import SESSION_FOR, Sessions, pin_mark
from kiosk.hub.signing_in import MOST_FROM_ONE, SigningIn
from kiosk.ids import PinHash, StaffId, StationId
from kiosk.settings import Role
from kiosk.staff import STAFF, rules
from kiosk.staff.events import PinRested, SignedIn
from kiosk.tap import Tap
from tests.builders import refusal
from tests.fakes import FakeClock
from tests.filled import MORNING, PINS, Filled, open_hub

ONE, RIGHT = PINS[Role.ADMINISTRATOR]
TWO, _ = PINS[Role.SUPERVISOR]
NOBODY = StaffId("77")
WRONG = "000111"


class Place:
    """A hub, and a second process on the same files."""

    def __init__(self, directory: Path) -> None:
        self.clock = FakeClock(MORNING)
        self.hub = open_hub(directory, self.clock)
        self.filled = Filled(self.hub, fill=False)
        self.name = self.filled.name
        self.other = open_hub(directory, self.clock)

    def try_pin(self, pin: str, member: StaffId = ONE, hub: Hub | None = None, **more: str) -> str:
        return refusal((hub or self.hub).signing_in.sign_in, self.name, member, pin, **more)

    def events(self, kind: type[Any]) -> int:
        return sum(isinstance(event, kind) for _, event in self.filled.station.events())


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    found = Place(tmp_path)
    yield found
    found.other.close()
    found.hub.close()


def test_the_right_pin_begins_a_session_and_is_an_entry(place: Place) -> None:
    token = place.hub.signing_in.sign_in(place.name, ONE, RIGHT)
    known = place.hub.sessions.find(token)
    assert known is not None
    assert (known.station, known.member) == (place.name, ONE)
    assert place.events(SignedIn) == 1


def test_the_token_is_nowhere_in_the_database(place: Place, tmp_path: Path) -> None:
    token = place.hub.signing_in.sign_in(place.name, ONE, RIGHT)
    for path in tmp_path.rglob("hub.db*"):
        assert token.encode() not in path.read_bytes()


@pytest.mark.parametrize("member", [ONE, NOBODY])
def test_five_wrong_pins_rest_the_number_whichever_process_is_asked(
    place: Place, member: StaffId
) -> None:
    hubs = [place.hub, place.other, place.hub, place.other]
    assert [place.try_pin(WRONG, member, hub) for hub in hubs] == ["wrong_pin"] * 4
    assert place.try_pin(WRONG, member) == "pin_resting"
    for hub in (place.hub, place.other):
        assert place.try_pin(RIGHT, member, hub) == "pin_resting"
    place.clock.advance(minutes=15, seconds=1)
    assert place.try_pin(RIGHT, member) == ("" if member is ONE else "wrong_pin")


def test_what_nobody_is_called_stays_out_of_the_journal(place: Place) -> None:
    for _ in range(5):
        place.try_pin(WRONG, NOBODY)
    assert place.events(PinRested) == 0
    for _ in range(5):
        place.try_pin(WRONG)
    assert place.events(PinRested) == 1


def test_a_right_pin_forgets_the_wrong_ones_before_it(place: Place) -> None:
    for _ in range(3):
        assert [place.try_pin(WRONG) for _ in range(4)] == ["wrong_pin"] * 4
        assert place.try_pin(RIGHT) == ""


def test_a_refusal_says_how_many_tries_are_left(place: Place) -> None:
    with pytest.raises(Refused) as refused:
        place.hub.signing_in.sign_in(place.name, ONE, WRONG)
    assert refused.value.facts == {"left": 4}


def test_a_stranger_who_guesses_keeps_nobody_out_of_their_own_browser(place: Place) -> None:
    assert place.try_pin(RIGHT) == ""
    proof = place.hub.signing_in.proof_for(place.name, ONE)
    for _ in range(5):
        place.try_pin(WRONG)
    assert place.try_pin(RIGHT) == "pin_resting"
    assert place.try_pin(RIGHT, proof=proof) == ""
    assert place.try_pin(RIGHT, hub=place.other, proof=proof) == ""
    assert place.try_pin(RIGHT) == "pin_resting"


def test_whoever_has_the_browser_of_a_member_has_five_tries_too(place: Place) -> None:
    proof = place.hub.signing_in.proof_for(place.name, ONE)
    hubs = [place.hub, place.other, place.hub, place.other]
    said = [place.try_pin(WRONG, hub=hub, proof=proof) for hub in hubs]
    assert said == ["wrong_pin"] * 4
    assert place.try_pin(WRONG, proof=proof) == "pin_resting"
    assert place.try_pin(RIGHT, proof=proof) == "pin_resting"
    assert place.events(PinRested) == 1
    place.hub.signing_in.forget_tries(place.name, ONE)
    assert place.try_pin(RIGHT, proof=proof) == ""


@pytest.mark.parametrize("made", ["", ".", "x.y", "x", "of another member", "of the PIN before"])
def test_a_browser_that_is_not_known_rests_with_the_number(place: Place, made: str) -> None:
    signing_in = place.hub.signing_in
    proofs = {
        "of another member": signing_in.proof_for(place.name, TWO),
        "of the PIN before": signing_in.proof_for(place.name, ONE),
    }
    pin = place.filled.key.pin_hash("602214")
    place.filled.station.do(Tap.fresh(), STAFF, rules.reset_pin, member=ONE, pin=pin)
    for _ in range(5):
        place.try_pin(WRONG)
    assert place.try_pin("602214", proof=proofs.get(made, made)) == "pin_resting"


def test_who_guesses_at_many_numbers_from_one_address_has_to_wait(place: Place) -> None:
    numbers = [StaffId(f"{number:02}") for number in range(10, 40)]
    said = [place.try_pin(WRONG, each, sender="192.0.2.7") for each in numbers]
    assert said == ["wrong_pin"] * MOST_FROM_ONE + ["sender_resting"] * (30 - MOST_FROM_ONE)
    assert place.try_pin(RIGHT, sender="192.0.2.7") == "sender_resting"
    for _ in range(MOST_FROM_ONE + 1):
        assert place.try_pin(RIGHT, sender="192.0.2.8") == ""


class Counting:
    """A key that counts how many PINs are looked at, all of them at the same time."""

    def __init__(self, together: int) -> None:
        self.looked_at = 0
        self._together = threading.Barrier(together)
        self._lock = threading.Lock()

    def of(self, station: StationId) -> Counting:
        return self

    def pin_hash(self, pin: str) -> PinHash:
        return PinHash("hash")

    def pin_matches(self, kept: PinHash, pin: str) -> bool:
        with self._lock:
            self.looked_at += 1
        self._together.wait(60)
        return False


@pytest.mark.parametrize(("counts_first", "looked_at"), [(False, 9), (True, 5)])
def test_guesses_sent_at_once_are_no_more_than_guesses_one_after_another(
    place: Place, counts_first: bool, looked_at: int
) -> None:
    keys = Counting(looked_at)
    signing_in = SigningIn(
        place.hub.database,
        cast(StationKeys, keys),
        place.hub.sessions,
        place.hub.present,
        at_once=9,
        counts_first=counts_first,
    )
    with ThreadPoolExecutor(9) as pool:
        said = list(
            pool.map(lambda _: refusal(signing_in.sign_in, place.name, ONE, WRONG), range(9))
        )
    assert keys.looked_at == looked_at
    assert set(said) <= {"wrong_pin", "pin_resting"}


def test_a_session_ends_after_half_a_day_whatever_is_done(place: Place) -> None:
    token = place.hub.signing_in.sign_in(place.name, ONE, RIGHT)
    place.clock.advance(hours=11, minutes=59)
    assert place.hub.sessions.find(token) is not None
    place.clock.advance(minutes=1)
    assert place.other.sessions.find(token) is None
    assert timedelta(hours=12) == SESSION_FOR


def test_doing_something_keeps_a_session_and_looking_at_it_does_not(place: Place) -> None:
    sessions: Sessions = place.hub.sessions
    token = place.hub.signing_in.sign_in(place.name, ONE, RIGHT)

    def idle() -> bool:
        known = place.other.sessions.find(token, touch=False)
        assert known is not None
        return sessions.is_idle(known, 10)

    place.clock.advance(minutes=9)
    sessions.find(token)
    place.clock.advance(minutes=9)
    assert not idle()
    sessions.find(token, touch=False)
    place.clock.advance(minutes=1)
    assert idle()


def test_a_session_of_an_earlier_pin_is_told_from_one_of_the_present(place: Place) -> None:
    token = place.hub.signing_in.sign_in(place.name, ONE, RIGHT)
    known = place.hub.sessions.find(token)
    member = place.filled.station.state(STAFF).member(ONE)
    assert known is not None
    assert member is not None
    assert known.pin == pin_mark(member.pin)
    assert known.pin != pin_mark(PinHash("another"))


def test_a_station_that_no_terminal_was_paired_with_has_no_key(tmp_path: Path) -> None:
    hub = open_hub(tmp_path)
    hub.know(StationId("empty"))
    assert refusal(hub.signing_in.sign_in, StationId("empty"), ONE, RIGHT) == "no_station_key"
    hub.close()
