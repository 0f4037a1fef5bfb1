"""Whom an event of the venues concerns, by what they come back with. Pure."""

from __future__ import annotations

from kiosk.family import Concern
from kiosk.ids import SubjectId
from kiosk.journal.entry import Event
from kiosk.venues import events as e
from kiosk.venues import upkeep_events as u


def about(event: Event) -> Concern | None:
    """Return the application, booking, mark or closure an event is about.

    Nobody misses a hold that was refused (the form says so by itself), nor what time asked for.
    """
    match event:
        case (
            e.Applied(application=application, asked=asked)
            | e.WaitlistJoined(application=application, asked=asked)
        ):
            person = asked.applicant.contact
            return Concern(SubjectId(application), asked.token, asked.code, person)
        case e.Supplemented(application=application) | e.SupplementAsked(application=application):
            return Concern(SubjectId(application))
        case e.Approved(bookings=bookings) | e.Rejected(bookings=bookings) if bookings:
            return Concern(SubjectId(bookings[0]))
        case u.MarkAppealed(mark=mark) | u.MarkExcused(mark=mark) | u.MarkUpheld(mark=mark):
            return Concern(SubjectId(mark))
        case u.BlackedOut(blackout=blackout) | u.BlackoutLifted(blackout=blackout):
            return Concern(SubjectId(blackout))
        case _:
            return _about_a_booking(event)


def _about_a_booking(event: Event) -> Concern | None:
    match event:
        case (
            e.OfferAccepted(booking=booking)
            | e.OfferDeclined(booking=booking)
            | e.CheckedIn(booking=booking)
            | e.Completed(booking=booking)
            | e.Cancelled(booking=booking)
            | u.MarkGiven(booking=booking)
        ):
            return Concern(SubjectId(booking))
        case _:
            return None
