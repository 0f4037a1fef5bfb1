"""What screens and pages say alike of a booking: when it is, and for whom."""

from __future__ import annotations

from kiosk.phrases import dates
from kiosk.phrases import venues as phrases
from kiosk.phrases.dates import Says
from kiosk.venues.desk import VenueDesk
from kiosk.venues.interval import Interval
from kiosk.venues.records import Application


def slot_words(_: Says, slot: Interval) -> str:
    """Return day and time of a slot."""
    return _("{day}, {hour}").format(
        day=dates.day_words(_, slot.day), hour=dates.span_words(slot.starts, slot.ends)
    )


def applied_for(_: Says, desk: VenueDesk, application: Application, language: str) -> str:
    """Return for whom somebody applied: an organisation, or the kind of applicant; no person."""
    organisation = application.asked.applicant.organisation
    listed = None if organisation is None else desk.site.organisation(organisation)
    if listed is not None:
        return listed.name.in_language(language)
    typed = desk.details(application.id).organisation
    return typed or phrases.kinds(_)[application.asked.kind]
