"""Reading feedback contacts so that a disturbed line never makes a door look other than it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

import msgspec

from drivers.lockers.bus import Bus
from drivers.lockers.frames import Family, Kind, Request
from drivers.lockers.wiring import Board, Contact, DoorWire
from kiosk.errors import DeviceGarbled, DeviceSilent
from kiosk.ports import Reading

ANSWER_ERRORS = (DeviceSilent, DeviceGarbled)
_CONFIRM_TRIES = 4
_READ_TRIES = 2
_ASK_TRIES = 3


class Place(msgspec.Struct, frozen=True):
    """A door with everything that is known about its wire."""

    wire: DoorWire
    board: Board

    @property
    def contact(self) -> Contact:
        """The polarity that holds for this door."""
        return self.wire.contact or self.board.contact or Contact.NONE


def reading(place: Place, contacts: Mapping[int, bool | None]) -> Reading:
    """Return what the feedback bits of a board say about one door."""
    bit = contacts.get(place.wire.lock)
    if bit is None or place.contact is Contact.NONE:
        return Reading.UNKNOWN
    return Reading.CLOSED if bit is (place.contact is Contact.CLOSED_IS_1) else Reading.OPEN


class Senses:
    """Asks boards about their contacts.

    One answer is believed while the line is clean. Where anything else happened since the last
    reading (noise, a report, a time-out, a late or foreign answer), two equal readings in a row are
    needed: the first may be the late answer to an older question.
    """

    def __init__(self, family: Family, bus: Bus) -> None:
        self._family = family
        self._bus = bus
        self._answers_all_only: set[int] = set()
        self._seen_disturbances = 0

    def door(self, place: Place, *, tries: int = _ASK_TRIES) -> Reading:
        """Read one door; ``UNKNOWN`` where it has no contact or readings contradict each other.

        Raises:
            PortUnavailable, DeviceSilent, DeviceGarbled: no usable answer.
        """
        if place.contact is Contact.NONE:
            self._bus.ready()
            return Reading.UNKNOWN
        questions = self._questions(place, tries=_ASK_TRIES)
        first = self._ask(place, questions[:tries])
        if not self._disturbed(place.board.address):
            return first
        return self._agreed(place, questions, first)

    def afresh(self, place: Place) -> Reading:
        """Read one door by two different questions (where there are two) that must agree.

        Raises:
            PortUnavailable, DeviceSilent, DeviceGarbled: no usable answer.
        """
        questions = self._questions(place, tries=2)
        return self._agreed(place, questions[::-1], self._ask(place, questions))

    def contacts(self, board: Board, locks: Sequence[int]) -> Mapping[int, bool | None] | None:
        """Return the contacts of a board; ``None`` where it does not answer.

        Raises:
            PortUnavailable: the port is not there.
        """
        if self._family.contact is Contact.NONE:
            return {} if self._lives(board) else None
        found = self._contacts(board, locks)
        for _ in range(_CONFIRM_TRIES):
            if not found or not self._disturbed(board.address):
                return found or None
            again = self._contacts(board, locks)
            if again == found:
                return found
            found = again
        return None

    def _lives(self, board: Board) -> bool:
        """Whether a board that feels no door answers what any of its kind answers."""
        for probe in self._family.probes(board.address):
            with suppress(*ANSWER_ERRORS):
                self._bus.ask(probe)
                return True
        return False

    def _disturbed(self, address: int) -> bool:
        """Whether the line was anything but clean since this was asked last."""
        seen, self._seen_disturbances = self._seen_disturbances, self._bus.disturbances
        return self._seen_disturbances != seen or self._bus.answer_owed(address)

    def _questions(self, place: Place, *, tries: int) -> Sequence[Request]:
        """Return what to ask, turn by turn: both questions, where the family has two."""
        address = place.board.address
        one = self._family.query_one(address, place.wire.lock)
        whole = self._family.query_all(address)
        pair = (whole, one) if address in self._answers_all_only else (one, whole)
        known = [question for question in pair if question is not None]
        return [known[turn % len(known)] for turn in range(tries)] if known else []

    def _ask(self, place: Place, questions: Sequence[Request]) -> Reading:
        """Ask one question after the other until an answer tells about this door."""
        failure: DeviceSilent | DeviceGarbled | None = None
        telling_nothing: set[Kind] = set()
        for turn, question in enumerate(questions):
            if question.kind in telling_nothing:
                continue
            try:
                answer = self._bus.ask(question)
            except DeviceGarbled as error:
                failure = error
                continue
            except DeviceSilent as error:
                failure = failure or error
                continue
            told = reading(place, self._family.contacts(answer, place.board))
            if told is not Reading.UNKNOWN:
                self._prefer(question.kind, place.board.address, failed=turn > 0)
                return told
            telling_nothing.add(question.kind)
        if telling_nothing:
            return Reading.UNKNOWN
        raise failure or DeviceSilent("nothing was asked")

    def _prefer(self, kind: Kind, address: int, *, failed: bool) -> None:
        """A board that left the other question unanswered is asked this one first from now on."""
        if failed and kind is Kind.ALL:
            self._answers_all_only.add(address)
        elif failed and kind is Kind.ONE:
            self._answers_all_only.discard(address)

    def _agreed(self, place: Place, questions: Sequence[Request], first: Reading) -> Reading:
        previous = first
        for turn in range(_CONFIRM_TRIES):
            again = self._ask(place, questions if turn % 2 == 0 else questions[::-1])
            if again is previous:
                return again
            previous = again
        return Reading.UNKNOWN

    def _contacts(self, board: Board, locks: Sequence[int]) -> Mapping[int, bool | None]:
        found = dict(self._whole(board))
        for lock in locks:
            question = self._family.query_one(board.address, lock)
            if lock in found or question is None:
                continue
            try:
                found |= self._answer(board, question)
            except ANSWER_ERRORS:
                break
        return found

    def _whole(self, board: Board) -> Mapping[int, bool | None]:
        question = self._family.query_all(board.address)
        if question is None:
            return {}
        for _ in range(_READ_TRIES):
            with suppress(*ANSWER_ERRORS):
                return self._answer(board, question)
        return {}

    def _answer(self, board: Board, question: Request) -> Mapping[int, bool | None]:
        return self._family.contacts(self._bus.ask(question), board)
