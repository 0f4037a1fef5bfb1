"""What the venue pages share: the desk, days and places in words, refusals."""

from __future__ import annotations

from datetime import date, datetime

from kiosk.errors import Refused
from kiosk.phrases import dates
from kiosk.phrases import venues as phrases
from kiosk.venues import VENUES
from kiosk.venues.desk import VenueDesk
from kiosk.venues.finder import QR_PREFIX
from kiosk.venues.interval import Interval
from kiosk.venues.plan import Site, VenuePlan, Where
from kiosk.venues.records import Venues
from screens.confirming import ConfirmingScreen
from screens.icons import Icon
from screens.theme import Family
from screens.venues.drawings import drawing_of
from screens.widgets.drawing import Drawn


class VenueScreen(ConfirmingScreen):
    """A blue page."""

    family = Family.VENUES
    icon = Icon.MEETING_ROOM

    # -- what the station knows ------------------------------------------------------------

    @property
    def desk(self) -> VenueDesk:
        """The one front of the venues."""
        desk: VenueDesk = self.services.venues
        return desk

    @property
    def site(self) -> Site:
        """Places and organisations of the station."""
        return self.desk.site

    @property
    def venues(self) -> Venues:
        """What is true now."""
        return self.station.state(VENUES)

    @property
    def covers(self) -> bool:
        """A sentence finds no room beside the rest."""
        theme = self.theme
        return bool(theme.tight or theme.lowered or (theme.care and not theme.portrait))

    # -- words -----------------------------------------------------------------------------

    def name_of(self, plan: VenuePlan) -> str:
        """Return what a place is called."""
        return plan.name.in_language(self.visit.language)

    def day_words(self, day: date) -> str:
        """Return a day as people say it."""
        return dates.day_words(self._, day)

    def slot_words(self, slot: Interval) -> str:
        """Return day and time of a slot."""
        return self._("{day}, {hour}").format(
            day=self.day_words(slot.day), hour=dates.span_words(slot.starts, slot.ends)
        )

    def time_words(self, at: datetime) -> str:
        """Return day and time."""
        return dates.moment_words(self._, at)

    def words(self, refused: Refused) -> str:
        """Return the one sentence for a refusal."""
        return phrases.refusal(self._, refused) or super().words(refused)

    def picture_of(self, plan: VenuePlan) -> Drawn:
        """Return the picture of a place, to stand where there is room for it."""
        drawing = drawing_of(plan.picture, indoor=plan.where is Where.INDOOR)
        high = self.theme.mm(110)
        return Drawn(theme=self.theme, drawing=drawing, size_hint_max_y=high, corner=4)

    # -- ways ------------------------------------------------------------------------------

    def on_scan(self, code: str) -> bool:
        """A booking's QR leads to it from every page that has nothing better to do."""
        if not code.startswith(QR_PREFIX) or self.busy:
            return False
        self.goes.go("venues.find", scanned=code)
        return True
