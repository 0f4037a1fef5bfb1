"""Six digits on large keys, or a QR before the scanner: how one comes back to what one had."""

from __future__ import annotations

from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.secrets import CODE_DIGITS
from screens.covering import CoveringScreen
from screens.icons import Icon
from screens.widgets.keypad import CodeField, Keypad
from screens.widgets.rows import Fact
from screens.widgets.text import Say


class SixDigits(CoveringScreen):
    """The sixth digit asks; subclasses say what in ``entered``."""

    code = StringProperty("")

    def entered(self) -> None:
        """All six digits are there."""

    def ask_for_code(self, question: str, short: str) -> None:
        """Lay the page out: question, boxes, keys; ``short`` is the header of a low page."""
        theme = self.theme
        upright = theme.portrait or theme.tight
        field = CodeField(theme=theme, length=CODE_DIGITS, typed=self.code)
        self.bind(code=field.setter("typed"))
        left = BoxLayout(orientation="vertical", spacing=theme.gap)
        if upright:
            left.size_hint_y = None
            left.bind(minimum_height=left.setter("height"))
        if theme.tight:
            self.title = short
        else:
            left.add_widget(Say(theme=theme, role="title", bold=True, text=question))
        left.add_widget(field)
        if self.services.scanner and not theme.tight:
            left.add_widget(self._scan_hint())
        if not upright:
            left.add_widget(Widget())
        whole = BoxLayout(orientation="vertical" if upright else "horizontal", spacing=theme.gap)
        whole.add_widget(left)
        whole.add_widget(self._keypad())
        self.add_widget(whole)

    def type(self, digit: str) -> None:
        """Add a digit; the sixth one asks."""
        if self.busy or len(self.code) >= CODE_DIGITS:
            return
        self.notice = ""
        self.code += digit
        if len(self.code) == CODE_DIGITS:
            self.entered()

    def erase(self) -> None:
        """Take the last digit back."""
        if not self.busy:
            self.code = self.code[:-1]

    def clear(self) -> None:
        """Take all digits back."""
        if not self.busy:
            self.code = ""

    def clear_key(self) -> str:
        """Return what stands on the key that wipes all digits."""
        return self._("C") if self.cramped else self._("Clear")

    def _scan_hint(self) -> Fact:
        return Fact(
            theme=self.theme,
            icon=Icon.QR_CODE_SCANNER,
            label=self._("You have a QR code?"),
            text=self._("Hold it to the scanner."),
        )

    def _keypad(self) -> Keypad:
        keypad = Keypad(
            theme=self.theme,
            clear=self.clear_key(),
            rows_of_six=self.theme.tight,
            pos_hint={"center_x": 0.5},
        )
        keypad.bind(
            on_digit=lambda _, digit: self.type(digit),
            on_erase=lambda _: self.erase(),
            on_clear=lambda _: self.clear(),
        )
        return keypad
