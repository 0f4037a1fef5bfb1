"""The calendar of a venue for programs that subscribe to one: when it is taken, by nobody's name.

The link is shown to staff, who give it to whom they like. It is made of the venue alone, so it is
always the same one.
"""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import blake2b

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kiosk.documents.ics import venue_feed
from kiosk.hub.pages.following import UNKNOWN, Followed, Following, NoPage
from kiosk.hub.pages.phone_page import PhonePage
from kiosk.hub.pages.route import page_router
from kiosk.hub.pages.sections import Section
from kiosk.ids import StationId, VenueId
from kiosk.links import SUBJECT_BYTES, Kind, Link, tail_of
from kiosk.secrets import StationKey
from kiosk.venue_papers import VenuePapers
from kiosk.venues.desk import VenueDesk

_END = datetime(2099, 1, 1, tzinfo=UTC)
"""A subscription has no end of its own."""
_ICS = "text/calendar; charset=utf-8; method=PUBLISH"


def calendar_path(station: StationId, venue: VenueId, key: StationKey) -> str:
    """Return the path of the calendar of ``venue``."""
    link = Link(Kind.CALENDAR, station, _subject(venue), _END)
    return f"/calendar/{station}/{tail_of(link, key)}.ics"


def routes() -> APIRouter:
    """Return the route of calendars."""
    api = page_router()
    following = Following()

    @api.get("/calendar/{station}/{tail}.ics")
    async def calendar(request: Request, station: str, tail: str) -> Response:
        """Send when a venue is taken."""
        page = PhonePage(request)

        def made() -> Response:
            kind, sender = Kind.CALENDAR, page.sender
            followed = following.follow(page.hub, kind, station, tail, sender=sender)
            return Response(_feed(followed, page.language), media_type=_ICS)

        try:
            return await page.run(made)
        except NoPage as why:
            return page.sorry(why)

    return api


def _feed(followed: Followed, language: str) -> bytes:
    file, station = followed.file, followed.station
    subject = followed.link.subject
    venues = (each.id for each in file.site.bookable() if _subject(each.id) == subject)
    venue = next(venues, None)
    if venue is None:
        raise NoPage(*UNKNOWN)
    papers = VenuePapers(
        VenueDesk(station, file.site, followed.key),
        station=file.id,
        name=station.moment().settings.labels.name,
        rules=file.texts.venue_rules,
        language=language,
    )
    return venue_feed(papers.name_of(venue), papers.feed(venue))


def _subject(venue: VenueId) -> bytes:
    return blake2b(venue.encode(), digest_size=SUBJECT_BYTES).digest()


SECTION = Section(routes)
