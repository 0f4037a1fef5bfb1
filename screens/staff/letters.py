"""Latin letters, digits and a few signs, for labels in English and for numbers of phones.

Chinese is not typed here: a page that needs it offers values that were used before.
"""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty
from kivy.uix.boxlayout import BoxLayout

from screens.theme import Theme
from screens.touch import Tremble
from screens.widgets.dress import Dressed
from screens.widgets.keys import SignKey

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
        self._tremble = Tremble()
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
                tone = "quiet" if sign in (SHIFT, ERASE, MODE, SPACE) else "card"
                key = SignKey(sign, self._face(sign), theme, tone=tone)
                key.size_hint = (1, 1)
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

    def _typed(self, key: SignKey) -> None:
        if self._tremble.again(key.sign, Clock.time()):
            return
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
