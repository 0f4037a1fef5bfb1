"""It is applied for: the code to take along, how it stands, when the answer comes."""

from __future__ import annotations

from collections.abc import Callable

from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.clock import business_date
from kiosk.phrases import printed as print_words
from kiosk.ports import Printed
from kiosk.printing import SlipId
from kiosk.venues import review
from kiosk.venues.receipt import Receipt
from kiosk.venues.records import Booking, Status
from screens.icons import Icon
from screens.venues.page import VenueScreen
from screens.venues.slip import receipt_slip
from screens.widgets.button import BigButton
from screens.widgets.cards import CodeCard, Telling, TellingCard
from screens.widgets.qr import QrCode


class AppliedScreen(VenueScreen):
    """The receipt. Given: ``receipt``."""

    icon = Icon.CHECK_CIRCLE
    personal = True
    clips = ("applied",)

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Your application")

    @property
    def receipt(self) -> Receipt:
        """What the desk gave."""
        receipt: Receipt = self.given["receipt"]
        return receipt

    @property
    def booking(self) -> Booking:
        """The first use."""
        return self.receipt.bookings[0]

    def on_pre_enter(self) -> None:
        """Show it; there is no way back into the form."""
        self.can_go_back = False
        self._slip: SlipId | None = None
        self._show()

    def _show(self) -> None:
        assert self.body is not None
        self.body.clear_widgets()
        self.keep_mark(self._sure, self.receipt.application.id)
        theme = self.theme
        telling = self._telling()
        done = self.big_button(self._("Done"), Icon.DONE, self.goes.finish, primary=True)
        if theme.tight:
            self.title = (
                telling.headline if self._waits or self.tentative else self._("Waiting for review")
            )
            self.add(self._code(), done)
            return
        self.add(TellingCard(telling, pictured=not theme.lowered, theme=theme))
        self.add(self._code())
        if not theme.lowered and theme.portrait:
            plan = self.site.venue(self.booking.venue)
            assert plan is not None
            self.add(Widget(size_hint_y=0.05), self.picture_of(plan), Widget(size_hint_y=0.05))
        paper = self.services.printing.fitted
        text = self._("Calendar") if paper and theme.care else self._("Phone calendar")
        ways = [self._way(text, Icon.CALENDAR_MONTH, self.to_phone)]
        if paper:
            ways.append(self._way(self._("Print a slip"), Icon.PRINT, self.print))
        done.size_hint_y = 1
        self.add(self.row(*ways, done, high=theme.mm(24 if theme.lowered else 30)))

    @property
    def tentative(self) -> bool:
        """Whether it waits to be confirmed."""
        return self.is_tentative(self.receipt.application.id)

    def _sure(self) -> None:
        self._slip = None  # what is printed from now on says so
        self._show()

    def on_scan(self, code: str) -> bool:
        """Not now: the code is being copied."""
        return False

    def to_phone(self) -> None:
        """Show the day as a QR that a phone puts into its calendar."""
        self.goes.go("venues.phone", booking=self.booking)

    def print(self) -> None:
        """Print the slip; touched again, once more."""
        printing = self.services.printing
        if self._slip is None:
            slip = receipt_slip(self, self.receipt, self._answer(), tentative=self.tentative)
            self._slip = made = printing.print(slip, self._printed)
            self.visit.at_end(lambda gone: printing.forget(made))
        else:
            printing.reprint(self._slip, self._printed)

    def _printed(self, printed: Printed) -> None:
        if self.current:
            self.say_notice(print_words.sentence(printed, self._), tone=print_words.tone(printed))

    # -- showing ---------------------------------------------------------------------------

    def _way(self, text: str, icon: Icon, act: Callable[[], None]) -> BigButton:
        return BigButton(
            theme=self.theme, icon=icon, role="body", text=text, on_release=lambda _: act()
        )

    @property
    def _waits(self) -> bool:
        return self.booking.status is Status.WAITING

    def _telling(self) -> Telling:
        plan = self.site.venue(self.booking.venue)
        assert plan is not None
        what = f"{self.name_of(plan)}  {self.slot_words(self.booking.slot)}"
        if self.tentative:
            later = self._("Keep this code. Look with it later whether the place is yours.")
            headline = self.tentative_words()
            return Telling("care", Icon.HOURGLASS_TOP, headline, f"{what}\n{later}")
        if self._waits:
            later = self._("If it comes free, it is kept for you for a while. Look with your code.")
            return Telling("care", Icon.HOURGLASS_TOP, self._("You are on the waiting list"), later)
        more = len(self.receipt.bookings) - 1
        if more:
            what = self._("{first} and {count} more weeks").format(first=what, count=more)
        headline = self._("Applied: now waiting for review")
        return Telling("good", Icon.CHECK_CIRCLE, headline, f"{what}\n{self._answer()}")

    def _answer(self) -> str:
        clock = review.review_clock(self.venues, self.moment(), self.receipt.application)
        if clock is None:
            return ""
        by = min(business_date(clock.remind_at), clock.first)
        words = self._("The answer comes by {day}: look here with your code, or ask the staff.")
        return words.format(day=self.day_words(by))

    def _code(self) -> BoxLayout:
        theme = self.theme
        side = 56 if theme.tight else 62 if theme.lowered else 92 if theme.portrait else 84
        if theme.tight:
            side = 52
        row = BoxLayout(size_hint_y=None, height=theme.mm(side), spacing=theme.gap)
        card = CodeCard(
            theme=theme,
            code=self.receipt.code,
            label=self._("Code of your booking"),
            foot="" if theme.lowered or theme.tight else self._("Take a photo of it"),
        )
        row.add_widget(card)
        row.add_widget(QrCode(theme=theme, data=self.receipt.qr, side=side))
        return row
