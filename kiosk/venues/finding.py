"""Whose booking it is: found by its code or its QR, and proved again by each act. Pure."""

from __future__ import annotations

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.ids import ApplicationId, BookingId, CodeTag, TokenTag
from kiosk.resting import must_not_rest, next_rest
from kiosk.venues.events import Via
from kiosk.venues.proof import Proof
from kiosk.venues.records import Application, Booking, Status, Venues
from kiosk.venues.upkeep_events import CodeAccepted, CodesRested


def by_code(venues: Venues, moment: Moment, *, code: CodeTag) -> Application:
    """Find the application that a code belongs to.

    Raises:
        Refused: ``codes_resting`` (until), ``wrong_code``.
    """
    must_not_rest(venues.rest, moment)
    return _found(venues, venues.by_code.get(code), "wrong_code")


def by_token(venues: Venues, moment: Moment, *, token: TokenTag) -> Application:
    """Find the application that a QR belongs to.

    Raises:
        Refused: ``qr_unknown``.
    """
    return _found(venues, venues.by_token.get(token), "qr_unknown")


def rest_codes(venues: Venues, moment: Moment) -> CodesRested:
    """Let code entry rest, longer each time until a right code comes."""
    rest = next_rest(venues.rest, moment)
    return CodesRested(until=rest.until, times=rest.times)


def accept_code(venues: Venues, moment: Moment) -> CodeAccepted:
    """Let the next rest be a short one again.

    Raises:
        Refused: ``unchanged`` if none was.
    """
    if venues.rest is None:
        raise Refused("unchanged")
    return CodeAccepted()


def must_be_theirs(application: Application, proof: Proof) -> None:
    """Do nothing if ``proof`` belongs to ``application``.

    Raises:
        Refused: ``not_yours``.
    """
    asked = application.asked
    expected = {Via.CODE: asked.code, Via.QR: asked.token, Via.STAFF: None}[proof.via]
    if proof.tag != expected:
        raise Refused("not_yours")


def theirs(venues: Venues, booking: BookingId, proof: Proof) -> tuple[Application, Booking]:
    """Return a booking of whoever shows ``proof``, with its application.

    Raises:
        Refused: ``no_subject`` (status, if it was refused when its turn came), ``not_yours``.
    """
    found = venues.bookings.get(booking)
    application = venues.application_of(booking)
    if found is None or application is None:
        raise Refused("no_subject")
    must_be_theirs(application, proof)
    if found.status is Status.REFUSED:
        raise Refused("no_subject", status=found.status)
    return application, found


def _found(venues: Venues, application: ApplicationId | None, otherwise: str) -> Application:
    found = None if application is None else venues.applications.get(application)
    if found is None:
        raise Refused(otherwise)
    return found
