"""Which one it was, in the words of a page."""

from __future__ import annotations

from kiosk.concerned import Concerned
from kiosk.telling.records import ToTell
from screens.base import KioskScreen


def details(page: KioskScreen, news: ToTell) -> str:
    """Return which one it was; empty if that is not known any more."""
    services = page.services
    site = None if services.venues is None else services.venues.site
    hall = None if services.queue is None else services.queue.hall
    language = page.visit.language
    return Concerned(services.station, site, hall, page._, language).which(news)
