"""Reading feedback contacts so that a disturbed line never makes a door look other than it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from drivers.lockers.bus import Bus
from drivers.lockers.frames import Family, Kind, Request
from drivers.lockers.wiring import Board, Contact, DoorWire
from kiosk.errors import DeviceGarbled, DeviceSilent
from kiosk.ports import Reading

ANSWER_ERRORS = (DeviceSilent, DeviceGarbled)
_CONFIRM_TRIES = 4
_READ_TRIES = 2


class Place(msgspec.Struct, frozen=True):
    """A door with everything that is known about its wire."""

    wire: DoorWire
    board: Board

    @property
    def contact(self) -> Contact:
        """The polarity that holds for this door."""
        return self.wire.contact or self.board.contact


def reading(place: Place, contacts: Mapping[int, bool]) -> Reading:
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

    def door(self, place: Place, *, tries: int = 3) -> Reading:
        """Read one door; ``UNKNOWN`` where it has no contact or readings contradict each other.

        Raises:
            PortUnavailable, DeviceSilent, DeviceGarbled: no usable answer.
        """
        if place.contact is Contact.NONE:
            self._bus.ready()
            return Reading.UNKNOWN
        one, other = self._questions(place)
        first = self._ask(place, [one, other, one][:tries])
        if not self._disturbed(place.board.address):
            return first
        return self._agreed(place, [one, other, one], first)

    def afresh(self, place: Place) -> Reading:
        """Read one door by two different questions that must agree.

        Raises:
            PortUnavailable, DeviceSilent, DeviceGarbled: no usable answer.
        """
        one, other = self._questions(place)
        return self._agreed(place, [other, one], self._ask(place, [one, other]))

    def contacts(self, board: Board, locks: Sequence[int]) -> Mapping[int, bool]:
        """Return the contacts of a board; nothing where it does not answer.

        Raises:
            PortUnavailable: the port is not there.
        """
        found = self._contacts(board, locks)
        for _ in range(_CONFIRM_TRIES):
            if not found or not self._disturbed(board.address):
                return found
            again = self._contacts(board, locks)
            if again == found:
                return found
            found = again
        return {}

    def _disturbed(self, address: int) -> bool:
        """Whether the line was anything but clean since this was asked last."""
        seen, self._seen_disturbances = self._seen_disturbances, self._bus.disturbances
        return self._seen_disturbances != seen or self._bus.answer_owed(address)

    def _questions(self, place: Place) -> tuple[Request, Request]:
        one = self._family.query_one(place.board.address, place.wire.lock)
        whole = self._family.query_all(place.board.address)
        return (whole, one) if place.board.address in self._answers_all_only else (one, whole)

    def _ask(self, place: Place, questions: Sequence[Request]) -> Reading:
        """Ask one question after the other until one is answered."""
        failure: DeviceSilent | DeviceGarbled | None = None
        for question in questions:
            try:
                answer = self._bus.ask(question)
            except DeviceGarbled as error:
                failure = error
            except DeviceSilent as error:
                failure = failure or error
            else:
                self._prefer(question.kind, place.board.address, failed=failure is not None)
                return reading(place, self._family.contacts(answer, place.board))
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

    def _contacts(self, board: Board, locks: Sequence[int]) -> Mapping[int, bool]:
        found: dict[int, bool] = {}
        for _ in range(_READ_TRIES):
            try:
                found |= self._answer(board, self._family.query_all(board.address))
                break
            except ANSWER_ERRORS:
                continue
        for lock in locks:
            if lock in found:
                continue
            try:
                found |= self._answer(board, self._family.query_one(board.address, lock))
            except ANSWER_ERRORS:
                break
        return found

    def _answer(self, board: Board, question: Request) -> Mapping[int, bool]:
        return self._family.contacts(self._bus.ask(question), board)
