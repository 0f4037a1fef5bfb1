"""Listening on the line of a cabinet: every frame, when it came, what it says. Given: ``bank``."""

from __future__ import annotations

from kivy.uix.boxlayout import BoxLayout

from kiosk.ids import BankId
from kiosk.line_talk import Listening, Spoken
from screens.icons import Icon
from screens.staff import line_words
from screens.staff.doors import LOOK_EVERY
from screens.staff.page import RowsPage
from screens.staff.rows import Row
from screens.widgets.button import BigButton
from screens.widgets.text import Say

MOST_LIVE = 16
"""Rows while they go on changing; all that is kept is shown when it is held still."""


class ListenScreen(RowsPage):
    """Hears along with the cabinet, whose doors work as ever; newest first, held still by touch."""

    icon = Icon.FORUM

    def heading(self) -> str:
        """Return whose line it is."""
        return self._("The line of cabinet {bank}").format(bank=self.given["bank"])

    def fill(self) -> None:
        """Begin to listen, and say what holds."""
        bank: BankId = self.given["bank"]
        self._heard: Listening = self.services.line_talk.listen(bank)
        self._still: tuple[Spoken, ...] | None = None
        self.hold = BigButton(
            theme=self.theme,
            tone="primary",
            size_hint_y=None,
            height=self.theme.button,
            on_release=lambda _: self.touched_hold(),
        )
        self._name_hold()
        if not self.theme.tight:
            self.ask(self._holds())
        elif not self.theme.care:
            self._side_by_side(self._holds())

    def on_pre_enter(self) -> None:
        """Go on listening."""
        super().on_pre_enter()
        self.keep_looking(LOOK_EVERY)

    def on_leave(self) -> None:
        """Hear no more."""
        self._heard.close()
        super().on_leave()

    def nothing(self) -> str:
        """Return the sentence for a line on which nothing was said yet."""
        return self._("Nothing was said yet.")

    def foot(self) -> None:
        """Put the button that holds the list still."""
        if self.hold.parent is None:
            self.add_widget(self.hold)

    def _side_by_side(self, words: str) -> None:
        """Save the height of a line: a low page has little room for the list."""
        said = Say(theme=self.theme, text=words, wrap="box", size_hint_x=1.6)
        head = BoxLayout(size_hint_y=None, height=self.theme.button, spacing=self.theme.gap)
        for part in (said, self.hold):
            head.add_widget(part)
        self.add_widget(head)

    def touched_hold(self) -> None:
        """Hold the list still to be read, or go on."""
        self._still = self._heard.spoken() if self._still is None else None
        self.listing.leaf = 0
        self._name_hold()
        self.again()

    def rows(self) -> list[Row]:
        """Return what was heard, newest first."""
        shown = self._still if self._still is not None else self._heard.spoken()[-MOST_LIVE:]
        rows = [line_words.row(self._, said) for said in reversed(shown)]
        if self.theme.tight and self.theme.care:
            rows.append(Row(self._holds(), icon=Icon.INFO, wide=True))
        return rows

    def _holds(self) -> str:
        return self._("Only listening. The terminal goes on asking, and doors open as ever.")

    def _name_hold(self) -> None:
        still = self._still is not None
        self.hold.text = self._("Go on") if still else self._("Hold still")
        self.hold.icon = Icon.REFRESH if still else Icon.BACK_HAND
