"""Finding whose door it is: by door number and code, or by QR. Wrong codes are counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kiosk.errors import Refused
from kiosk.ids import CodeTag, DoorId
from kiosk.links import Kind
from kiosk.lockers import LOCKERS, reservations_found, rules
from kiosk.lockers.booked import Reservation
from kiosk.lockers.records import Rental
from kiosk.lockers.steps import Found, ReservationFound
from kiosk.resting import WrongCodes
from kiosk.secrets import token_tag
from kiosk.station import Station
from kiosk.tap import Tap

QR_PREFIX = Kind.LOCKER.prefix
"""Begins every bare QR of a rental, so that a scan is known for what it is."""
_WRONG = ("wrong_code", "code_of_another_door", "door_free", "wrong_reservation")


class Codes(Protocol):
    """What the desk needs of the station key."""

    def draw_code(self, taken: Callable[[CodeTag], bool]) -> str: ...

    def code_tag(self, code: str) -> CodeTag: ...


class Finder:
    """Answers who rents what; runs on the station lane.

    Five wrong codes in a row let code entry rest; the QR and everything else go on.
    """

    def __init__(self, station: Station, codes: Codes) -> None:
        self._station = station
        self._codes = codes
        self._wrong = WrongCodes()

    def by_code(self, door: DoorId, code: str) -> Found:
        """Find the rental by door number and code.

        Raises:
            Refused: as ``rules.by_code``, and ``codes_resting`` (until) from the fifth on.
        """
        lockers, moment = self._station.state(LOCKERS), self._station.moment()
        try:
            rental = rules.by_code(lockers, moment, door=door, code=self._codes.code_tag(code))
        except Refused as refused:
            self._count_wrong(refused)
            raise
        self._wrong.right()
        return self._found(rental, by_qr=False)

    def reservation_by_code(self, code: str) -> ReservationFound:
        """Find a reservation by its code; whose it is has no door number yet.

        Raises:
            Refused: as ``reservations_found.reservation_by_code``, and ``codes_resting`` (until).
        """
        lockers, moment = self._station.state(LOCKERS), self._station.moment()
        try:
            found = reservations_found.reservation_by_code(
                lockers, moment, code=self._codes.code_tag(code)
            )
        except Refused as refused:
            self._count_wrong(refused)
            raise
        self._wrong.right()
        return _reservation(found, by_qr=False)

    def by_qr(self, text: str) -> Found | ReservationFound:
        """Find a rental or a reservation by what a scanner read.

        Raises:
            Refused: ``qr_unknown``, ``qr_used``, ``reservation_released`` (until).
        """
        if not text.startswith(QR_PREFIX):
            raise Refused("qr_unknown")
        token = token_tag(text.removeprefix(QR_PREFIX))
        lockers, moment = self._station.state(LOCKERS), self._station.moment()
        try:
            return self._found(rules.by_token(lockers, moment, token=token), by_qr=True)
        except Refused as refused:
            if refused.reason != "qr_unknown" or not lockers.token_taken(token):
                raise
        found = reservations_found.reservation_by_token(lockers, moment, token=token)
        return _reservation(found, by_qr=True)

    def _count_wrong(self, refused: Refused) -> None:
        if refused.reason not in _WRONG:
            return
        if not self._wrong.wrong(self._station.moment()):
            return
        self._station.do(Tap.fresh(), LOCKERS, rules.rest_codes)
        rest = self._station.state(LOCKERS).rest
        raise Refused("codes_resting", until=rest.until if rest else None) from refused

    def _found(self, rental: Rental, *, by_qr: bool) -> Found:
        overdue = rental.is_overdue(self._station.moment().at)
        handed = rental.giver is not None
        return Found(rental.id, rental.door, rental.until, overdue, by_qr, hand_over=handed)


def _reservation(found: Reservation, *, by_qr: bool) -> ReservationFound:
    return ReservationFound(
        found.id, found.size, found.starts, found.ends, found.grace_until, by_qr
    )
