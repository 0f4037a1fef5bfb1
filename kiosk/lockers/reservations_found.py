"""Whose reservation it is: found by its code or its QR. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.ids import CodeTag, TokenTag
from kiosk.lockers.booked import Reservation
from kiosk.lockers.records import Lockers
from kiosk.lockers.reservations import must_be_open
from kiosk.resting import must_not_rest


def reservation_by_code(lockers: Lockers, moment: Moment, *, code: CodeTag) -> Reservation:
    """Find the reservation that a code belongs to.

    Raises:
        Refused: ``codes_resting`` (until), ``wrong_reservation``, and as ``must_be_open``.
    """
    must_not_rest(lockers.rest, moment)
    return _found(moment, (each for each in lockers.reservations.values() if each.code == code))


def reservation_by_token(lockers: Lockers, moment: Moment, *, token: TokenTag) -> Reservation:
    """Find the reservation that a QR belongs to.

    Raises:
        Refused: ``wrong_reservation``, and as ``must_be_open``.
    """
    return _found(moment, (each for each in lockers.reservations.values() if each.token == token))


def _found(moment: Moment, matching: Iterable[Reservation]) -> Reservation:
    found = next(iter(matching), None)
    if found is None:
        raise Refused("wrong_reservation")
    must_be_open(found, moment)
    return found
