"""Really cancel? And what it means for the record."""

from __future__ import annotations

from kivy.uix.widget import Widget

from kiosk.phrases.bookings import cancelling_costs
from kiosk.tap import Tap
from kiosk.venues import using
from screens.icons import Icon
from screens.venues.booking_page import BookingPage
from screens.widgets.cards import Telling, TellingCard
from screens.widgets.text import Say


class CancelScreen(BookingPage):
    """Really? And what it means for the record."""

    icon = Icon.CANCEL

    def heading(self) -> str:
        """Return the question."""
        return self._("Cancel it?")

    def on_pre_enter(self) -> None:
        """Ask."""
        theme, moment = self.theme, self.moment()
        late = using.is_late(self.booking, moment)
        sentence = cancelling_costs(self._, self.booking, moment)
        telling = Telling("bad" if late else "quiet", Icon.INFO, self._("Cancel it?"), sentence)
        if not theme.tight:
            self.add(Say(theme=theme, role="title", bold=True, text=self.what()))
        self.add(TellingCard(telling, short=theme.tight, theme=theme), Widget())
        yes = self.big_button(self._("Yes, cancel it"), Icon.CANCEL, self.cancel)
        no = self.big_button(self._("No, keep it"), Icon.UNDO, self.goes.back, primary=True)
        if theme.portrait:
            self.add(yes, no)
        else:
            yes.size_hint_y = no.size_hint_y = 1
            self.add(self.row(yes, no, high=theme.mm(20 if theme.tight else 30)))

    def cancel(self) -> None:
        """Give it back."""
        self.do(
            self.desk.cancel,
            Tap.fresh(),
            booking=self.booking.id,
            proof=self.proof,
            then=lambda _: self.once_sure(self.goes.back, self.booking.id),
        )
