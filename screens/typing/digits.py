"""Typing digits on ten large keys: a telephone number in groups, any other as it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kivy.uix.anchorlayout import AnchorLayout
from kivy.uix.boxlayout import BoxLayout

from kiosk.typing.draft import Draft
from kiosk.typing.fields import Kind, phone_grouped
from screens.icons import Icon
from screens.typing.board import Board
from screens.widgets.button import BigButton
from screens.widgets.field import TextField
from screens.widgets.keypad import Keypad
from screens.widgets.text import width_of

if TYPE_CHECKING:
    from screens.typing.typing import TypingScreen


class DigitsBoard(Board):
    """Field, keys, Done."""

    def __init__(self, page: TypingScreen) -> None:
        super().__init__(page)
        theme = page.theme
        self.field = TextField(theme=theme)
        done = BigButton(
            theme=theme,
            text=page._("Done"),
            icon=Icon.DONE,
            tone="primary",
            on_release=lambda _: page.done(),
        )
        if theme.tight:
            self._lay_out_low(done)
        else:
            self.field.size_hint_y = done.size_hint_y = None
            self.field.height, done.height = theme.mm(28), theme.button
            for part in (self.field, self._keypad(), done):
                self.add_widget(part)

    def _lay_out_low(self, done: BigButton) -> None:
        """Keys in two rows; above them the field and Done, above those what is to be said."""
        theme = self.page.theme
        assert self.page.body is not None
        self.page.body.padding = [theme.margin, theme.mm(1)]
        strip = BoxLayout(spacing=theme.mm(3), size_hint_y=None, height=theme.button)
        done.size_hint_x = 0.4
        strip.add_widget(self.field)
        strip.add_widget(done)
        for part in (self.note, strip, self._keypad()):
            self.add_widget(part)

    def _keypad(self) -> AnchorLayout:
        page, theme = self.page, self.page.theme
        keypad = Keypad(
            theme=theme,
            clear=self._clear_word(page._("Clear")),
            rows_of_six=theme.tight or not theme.portrait,
        )
        keypad.bind(
            on_digit=lambda _, digit: page.change(page.draft.signed(digit)),
            on_erase=lambda _: page.change(page.draft.erased()),
            on_clear=lambda _: page.change(Draft()),
        )
        middle = AnchorLayout(anchor_y="bottom", size_hint_y=None if theme.tight else 1)
        if theme.tight:
            middle.height = keypad.size_hint_min_y
        middle.add_widget(keypad)
        return middle

    def _clear_word(self, word: str) -> str:
        """Return the word for its key, or nothing where six keys in a row are too narrow for it."""
        theme = self.page.theme
        key = (theme.screen.width_px - 2 * theme.margin) / 6 - theme.mm(3 + 2 * 4)
        fits = not theme.tight or width_of(word, theme.font(), bold=True) <= key
        return word if fits else ""

    def show(self) -> None:
        """Show the digits so far."""
        super().show()
        text = self.page.draft.text
        self.field.text = phone_grouped(text) if self.page.field.kind is Kind.PHONE else text
