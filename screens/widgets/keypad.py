"""Digits: the keys, and what has been typed so far."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.gridlayout import GridLayout

from screens.icons import Icon
from screens.theme import Theme
from screens.touch import Tremble
from screens.widgets.button import BigButton
from screens.widgets.dress import Card, Dressed
from screens.widgets.text import Say


class DigitKey(BigButton):
    """One key. Typing may be fast; the same key twice at once is a tremble."""

    quick = True

    @property
    def primary(self) -> bool:  # type: ignore[override]
        """A key is at least 20 mm."""
        return True


class Keypad(Dressed, GridLayout):
    """Ten digits, one step back, all gone. Dispatches ``on_digit``, ``on_erase``, ``on_clear``.

    Four rows of three where there is height, two rows of six on a low page. Keys grow with the
    room they get, and are never less than 20 mm.

    Attributes:
        clear: the word on the key that wipes everything; a pictogram where it has none.
        rows_of_six: lie down; set by the page where it has width but no height.
        largest: side of a key it does not grow beyond, mm.
    """

    __events__ = ("on_digit", "on_erase", "on_clear")

    clear = StringProperty("")
    rows_of_six = BooleanProperty(False)
    largest = NumericProperty(36)

    def __init__(self, **kwargs: Any) -> None:
        self._tremble = Tremble()
        super().__init__(**kwargs)
        self.bind(rows_of_six=self._redress, clear=self._redress)

    def dress(self, theme: Theme) -> None:
        """Lay the keys out."""
        self.clear_widgets()
        keys = self._order()
        self.cols = self._columns()
        self.spacing = theme.mm(3)
        rows = len(keys) // self.cols
        self.size_hint_min_y = rows * theme.key + (rows - 1) * theme.mm(3)
        self.size_hint_min_x = self.cols * theme.key + (self.cols - 1) * theme.mm(3)
        self.size_hint_max_y = rows * theme.mm(self.largest) + (rows - 1) * theme.mm(3)
        self.size_hint_max_x = self.cols * theme.mm(self.largest * 1.6) + self.cols * theme.mm(3)
        for key in keys:
            self.add_widget(key)

    def on_digit(self, digit: str) -> None:
        """A digit was typed."""

    def on_erase(self) -> None:
        """The last digit is to go."""

    def on_clear(self, *_: object) -> None:
        """Everything is to go."""

    def _columns(self) -> int:
        return 6 if self.rows_of_six else 3

    def _order(self) -> list[DigitKey]:
        erase, clear = self._erasers()
        digits = {digit: self._digit(digit) for digit in "1234567890"}
        if self.rows_of_six:
            return [*map(digits.get, "12345"), erase, *map(digits.get, "67890"), clear]  # type: ignore[list-item]
        return [*map(digits.get, "123456789"), clear, digits["0"], erase]  # type: ignore[list-item]

    def _erasers(self) -> tuple[DigitKey, DigitKey]:
        """Return the key for one step back and the one that wipes everything."""
        erase = self._key(icon=Icon.BACKSPACE, tone="quiet", on_release=self._erase)
        icon = "" if self.clear else Icon.DELETE
        clear = self._key(
            text=self.clear, icon=icon, tone="quiet", role="body", on_release=self._wipe
        )
        return erase, clear

    def _digit(self, digit: str) -> DigitKey:
        return self._key(text=digit, role="title", on_release=self._type)

    def _key(self, **kwargs: Any) -> DigitKey:
        return DigitKey(theme=self.theme, **kwargs)

    def _type(self, key: DigitKey) -> None:
        if not self._tremble.again(key.text, Clock.time()):
            self.dispatch("on_digit", key.text)

    def _erase(self, *_: object) -> None:
        self.dispatch("on_erase")

    def _wipe(self, *_: object) -> None:
        self.dispatch("on_clear")

    def _redress(self, *_: object) -> None:
        if self.theme is not None:
            self.dress(self.theme)


class HexKeypad(Keypad):
    """Sixteen digits, for bytes as technicians write them: rows of six; of nine on a low page."""

    def _columns(self) -> int:
        return 9 if self.theme.tight else 6

    def _order(self) -> list[DigitKey]:
        return [*map(self._digit, "0123456789ABCDEF"), *self._erasers()]


def grouped(code: str, group: int = 3) -> str:
    """Return ``code`` in groups, so that it is read and copied without losing one's place."""
    return " ".join(code[start : start + group] for start in range(0, len(code), group))


class CodeShown(Card, BoxLayout):
    """A code to be copied: as large as there is room, in groups of three.

    Attributes:
        code: the digits.
        group: how many stand together.
    """

    code = StringProperty("")
    group = NumericProperty(3)
    tone = StringProperty("card")

    def __init__(self, **kwargs: Any) -> None:
        self._digits = Say(role="code", bold=True, halign="center", tone="card")
        super().__init__(**kwargs)
        self.size_hint_y = None
        self.add_widget(self._digits)
        self._digits.bind(height=self._grow)
        self.bind(code=self._show, group=self._show, tone=self._show)
        self._show()

    def dress(self, theme: Theme) -> None:
        """Take sizes and colours."""
        self.padding = [theme.mm(3), theme.mm(2)]
        self._digits.theme = theme
        self._show()

    def _show(self, *_: object) -> None:
        self._digits.text = grouped(self.code, int(self.group))
        if self.theme is not None:
            self._digits.tone = self.tone
            self.paint(self.theme.ground(self.tone).fill)

    def _grow(self, *_: object) -> None:
        self.height = self._digits.height + 2 * self.padding[1]


class CodeField(Dressed, BoxLayout):
    """What has been typed: one box for each digit that is wanted.

    Attributes:
        typed: the digits so far.
        length: how many are wanted.
        hidden: show dots instead (a PIN).
    """

    typed = StringProperty("")
    length = NumericProperty(6)
    hidden = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.size_hint_y = None
        self.bind(typed=self._show, length=self._build, hidden=self._show)

    def dress(self, theme: Theme) -> None:
        """Build the boxes."""
        self.spacing = theme.mm(2)
        self.height = theme.mm(16 if theme.tight else 22)
        self._build()

    def _build(self, *_: object) -> None:
        if self.theme is None:
            return
        self.clear_widgets()
        for _place in range(int(self.length)):
            self.add_widget(_Box(theme=self.theme))
        self._show()

    def _show(self, *_: object) -> None:
        for place, box in enumerate(reversed(self.children)):
            digit = self.typed[place : place + 1]
            box.show("●" if digit and self.hidden else digit, is_next=place == len(self.typed))


class _Box(Card, BoxLayout):
    """One digit."""

    def __init__(self, **kwargs: Any) -> None:
        self._digit = Say(role="title", bold=True, halign="center", wrap="box", tone="card")
        super().__init__(**kwargs)
        self.add_widget(self._digit)

    def dress(self, theme: Theme) -> None:
        self._digit.theme = theme

    def show(self, digit: str, *, is_next: bool) -> None:
        """Show a digit; the box that is filled next stands out."""
        self._digit.text = digit
        tone = "good" if is_next else "card"
        self._digit.tone = tone
        self.paint(self.theme.ground(tone).fill, self.theme.palette.line)
