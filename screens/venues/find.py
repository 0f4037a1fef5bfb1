"""Come back with the six digits or the QR of an application."""

from __future__ import annotations

from functools import partial

from kiosk.errors import Refused
from kiosk.phrases import venues as phrases
from kiosk.venues.finder import Found
from kiosk.venues.records import Booking
from screens import symbols
from screens.icons import Icon
from screens.six_digits import SixDigits
from screens.staff.rows import PagedRows, Row
from screens.telling.finding import news_about
from screens.venues.page import VenueScreen
from screens.widgets.text import Say


class FindScreen(SixDigits, VenueScreen):
    """Six digits, or the QR code before the scanner."""

    icon = Icon.KEY
    personal = True
    clips = ("booking_code",)

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("I have applied")

    def on_pre_enter(self) -> None:
        """Ask for the code; or follow a scan at once."""
        question = self._("Please type the code of your booking.")
        self.ask_for_code(question, self._("Code of your booking"))
        if "scanned" in self.given:
            self.on_scan(self.given["scanned"])

    def on_scan(self, code: str) -> bool:
        """Follow any code that is held to the scanner here."""
        self.do(self.desk.by_qr, code, then=self._found)
        return True

    def entered(self) -> None:
        """Ask whose application it is."""
        self.do(self.desk.by_code, self.code, then=self._found)

    def refuse(self, refused: Refused) -> None:
        """Say why not; the digits are typed anew."""
        self.code = ""
        super().refuse(refused)

    def _found(self, found: Found) -> None:
        self.code = ""
        only = found.bookings[0] if len(found.bookings) == 1 else None
        page = "venues.series" if only is None else "venues.booking"
        given = {"found": found} if only is None else {"proof": found.proof, "booking": only.id}
        things = (found.application.id, *(each.id for each in found.bookings))
        if not self.tell_news(news_about(self.station, *things), (page, given)):
            self.goes.replace(page, **given)


class SeriesScreen(VenueScreen):
    """Every week of a series, each as it stands. Given: ``found``."""

    icon = Icon.CALENDAR_MONTH
    personal = True

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Your weeks")

    def on_pre_enter(self) -> None:
        """Show them; a touch leads to one."""
        if not self.theme.tight:
            question = self._("Which of them?")
            self.add(Say(theme=self.theme, role="title", bold=True, text=question))
        self._listing = PagedRows(
            theme=self.theme,
            before=self._("Prev."),
            after=self._("Next"),
            empty=self._("That is over already."),
        )
        self.add(self._listing)
        self._fill()

    def _fill(self) -> None:
        found: Found = self.given["found"]
        weeks = self.venues.of(found.application.id)
        self.keep_mark(self._fill, found.application.id, *(each.id for each in weeks))
        self._listing.rows = tuple(self._row(each) for each in weeks)

    def _row(self, booking: Booking) -> Row:
        found: Found = self.given["found"]
        tentative = self.is_tentative(found.application.id, booking.id)
        status = phrases.statuses(self._)[booking.status]
        return Row(
            self.slot_words(booking.slot),
            self.tentative_words() if tentative else status,
            icon=Icon.HOURGLASS_TOP
            if tentative
            else symbols.STATUS_ICONS.get(booking.status, Icon.BLOCK),
            touched=partial(self.goes.go, "venues.booking", proof=found.proof, booking=booking.id),
        )
