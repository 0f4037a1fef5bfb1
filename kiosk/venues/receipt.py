"""What whoever applied takes along: the code, the text of the QR, what was asked for."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from kiosk.errors import Refused
from kiosk.ids import ApplicationId
from kiosk.links import Kind, QrText
from kiosk.tap import Done
from kiosk.venues.records import Application, Booking, Venues

LINK_FOR = timedelta(days=30)
"""How long after its last slot an application can be looked up by phone."""


class Receipt(msgspec.Struct, frozen=True):
    """What whoever applied takes along.

    Attributes:
        code: six digits; shown and printed now, never again. Empty if this tap was made before.
        qr: text of the QR; as ``code``.
    """

    application: Application
    bookings: tuple[Booking, ...]
    code: str
    qr: str


def receipt(venues: Venues, done: Done, code: str, token: str, qr_text: QrText) -> Receipt:
    """Return the receipt of an application that was just made.

    Raises:
        Refused: ``no_subject``: it is not there, because the positioner refused it.
    """
    application = ApplicationId(done.entry.id)
    known = venues.applications.get(application)
    if known is None:
        raise Refused("no_subject")
    bookings = venues.of(application)
    if done.repeated:
        return Receipt(known, bookings, "", "")
    until = max(each.slot.ends for each in bookings) + LINK_FOR
    return Receipt(known, bookings, code, qr_text(Kind.VENUE, token, until))
