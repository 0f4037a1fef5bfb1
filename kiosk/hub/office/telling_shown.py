"""Who is to be told that something could not stand, as staff see it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from kiosk.concerned import TELLERS, Concerned, contact_of
from kiosk.config import StationFile
from kiosk.hub.office.settings_shown import who
from kiosk.ids import RESIDENT, EntryId
from kiosk.masking import mask_name, mask_phone
from kiosk.phrases import dates
from kiosk.phrases import telling as phrases
from kiosk.settings import Permission
from kiosk.station import Station
from kiosk.telling import TELLING
from kiosk.telling.records import ToTell
from kiosk.typing.fields import phone_grouped
from kiosk.venues import VENUES
from kiosk.words import Words


class NewsShown(msgspec.Struct, frozen=True, kw_only=True):
    """A refused entry that somebody does not know of yet.

    Attributes:
        whose: who of the staff recorded it; empty if a resident did.
        mine: the role may see whom it concerns, and tell them.
        contact: whom to tell; empty where nobody is known, or the role may not know.
        masked: the number can be shown whole; ``kept``: and the record keeps who looked.
    """

    entry: EntryId
    thing: str
    which: str
    why: str
    whose: str
    since: str
    mine: bool
    contact: str
    masked: bool
    kept: bool


class ListShown:
    """The list in the words of a page.

    Args:
        file: what stands at the station, ``None`` where the hub was not told.
        may: says what the role may do.
    """

    def __init__(
        self,
        station: Station,
        file: StationFile | None,
        words: Words,
        may: Callable[[Permission], bool],
    ) -> None:
        site, hall = (None, None) if file is None else (file.site, file.hall)
        self._ = words.gettext
        self._station = station
        self._concerned = Concerned(station, site, hall, self._, words.language)
        self._may = may

    def rows(self, whole: EntryId | None = None) -> list[NewsShown]:
        """Return all of it, the oldest first; the number of ``whole`` is shown in full."""
        return [
            self._row(each, whole=each.entry == whole)
            for each in self._station.state(TELLING).to_tell()
        ]

    def _row(self, news: ToTell, *, whole: bool) -> NewsShown:
        need = TELLERS.get(news.family)
        mine = need is not None and self._may(need)
        name, phone = contact_of(self._station, news) if mine else ("", "")
        number = phone_grouped(phone) if whole else mask_phone(phone) if phone else ""
        return NewsShown(
            entry=news.entry,
            thing=phrases.thing(self._, news.kind),
            which=self._concerned.which(news),
            why=phrases.why(self._, news.reason),
            whose="" if news.actor == RESIDENT else who(self._, news.actor),
            since=dates.moment_words(self._, news.made),
            mine=mine,
            contact="  ".join(part for part in (mask_name(name) if name else "", number) if part),
            masked=bool(phone) and not whole,
            kept=news.family == VENUES.name,
        )
