"""Latin letters, digits and a few signs, for labels in English and for numbers of phones.

Chinese is not typed here: a page that needs it offers values that were used before.
"""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty
from kivy.uix.boxlayout import BoxLayout

from screens.icons import Icon
from screens.theme import Theme
from screens.touch import KEY_BOUNCE
from screens.widgets.dress import Dressed, Pressable
from screens.widgets.text import Glyph, Say

SHIFT, ERASE, MODE, SPACE = "shift", "erase", "mode", "space"
LETTERS = (
    tuple("qwertyuiop"),
    (*"asdfghjkl", ERASE),
    (SHIFT, *"zxcvbnm", MODE, SPACE),
)
SIGNS = (
    tuple("1234567890"),
    (*"+-:/.,()&", ERASE),
    (SHIFT, *"'\"!?#@", "·", MODE, SPACE),
)
_ICONS = {SHIFT: Icon.KEYBOARD_ARROW_UP, ERASE: Icon.BACKSPACE}


class LetterKey(Pressable):
    """One key; typing may be fast."""

    quick = True

    def __init__(self, sign: str, text: str, theme: Theme) -> None:
        self.sign, self.text = sign, text
        self._face: Any = Say(theme=theme, text=text, wrap="box", halign="center", bold=True)
        if sign in _ICONS:
            self._face = Glyph(theme=theme, icon=_ICONS[sign], side=8)
        super().__init__(theme=theme)
        self.add_widget(self._face)
        self.bind(pos=self._place, size=self._place)
        self.repaint()

    def repaint(self) -> None:
        """Colour by state."""
        plain = "card" if self.sign not in (SHIFT, ERASE, MODE, SPACE) else "quiet"
        tone = "pressed" if self.state == "down" else plain
        self.paint(self.theme.ground(tone).fill, self.theme.palette.line)
        self._face.tone = tone

    def _place(self, *_: object) -> None:
        if isinstance(self._face, Say):
            self._face.size = self.size
        self._face.center = self.center


class Letters(Dressed, BoxLayout):
    """Three rows of ten keys. Dispatches ``on_sign`` (text) and ``on_erase``.

    Attributes:
        capital: the next letter is large.
        signs: digits and signs are shown instead of letters.
    """

    __events__ = ("on_sign", "on_erase")

    capital = BooleanProperty(False)
    signs = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        self._last: tuple[str, float] = ("", float("-inf"))
        super().__init__(orientation="vertical", **kwargs)
        self.size_hint_y = None
        for name in ("capital", "signs"):
            self.fbind(name, self._redress)

    def dress(self, theme: Theme) -> None:
        """Lay the keys out."""
        self.clear_widgets()
        gap = theme.mm(3)
        high = theme.target if theme.tight else theme.mm(20)
        self.spacing = gap
        self.height = 3 * high + 2 * gap
        for signs in SIGNS if self.signs else LETTERS:
            row = BoxLayout(spacing=gap)
            for sign in signs:
                key = LetterKey(sign, self._face(sign), theme)
                key.bind(on_release=self._typed)
                row.add_widget(key)
            self.add_widget(row)

    def on_sign(self, sign: str) -> None:
        """A sign was typed."""

    def on_erase(self) -> None:
        """The last sign is to go."""

    def _face(self, sign: str) -> str:
        if sign == MODE:
            return "ab" if self.signs else "12"
        if sign == SPACE:
            return "_"
        return sign.upper() if self.capital and len(sign) == 1 else sign

    def _typed(self, key: LetterKey) -> None:
        now = Clock.time()
        sign, at = self._last
        if key.sign == sign and now - at < KEY_BOUNCE:
            return
        self._last = (key.sign, now)
        match key.sign:
            case "shift":
                self.capital = not self.capital
            case "mode":
                self.signs = not self.signs
            case "erase":
                self.dispatch("on_erase")
            case "space":
                self.dispatch("on_sign", " ")
            case _:
                self.dispatch("on_sign", key.text)
                self.capital = False

    def _redress(self, *_: object) -> None:
        if self.theme is not None:
            self.dress(self.theme)
