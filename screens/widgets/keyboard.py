"""The keys: pinyin, latin letters, digits, signs. Says what was touched, holds nothing typed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, DictProperty, ObjectProperty
from kivy.uix.floatlayout import FloatLayout

from screens.theme import Theme
from screens.touch import Tremble
from screens.widgets.dress import Dressed
from screens.widgets.keys import SignKey
from screens.widgets.layers import COLUMNS, WIDE_COLUMNS, Act, Key, Layer, Row, rows, wide_rows

HELD, REPEATED = 0.6, 0.12
"""Seconds after which a held key begins to repeat, and then goes on."""
GAP = 3.0
"""Between keys, mm."""
LEAST_WIDE = 330.0
"""Width in mm from which a low page has three long rows."""
LARGEST = (34.0, 24.0)
"""A key does not grow beyond, mm."""
_SHOWN: Mapping[str, str] = MappingProxyType({"v": "ü"})
"""No pinyin has a v; whoever looks for ü finds it."""


class Keyboard(Dressed, FloatLayout):
    """Four rows of ten keys, three of sixteen where a page is wide and low.

    Dispatches ``on_letter`` (pinyin), ``on_sign`` (everything else), ``on_erase``, ``on_clear``,
    ``on_done`` and, when another layer was chosen, the property ``layer``.

    Attributes:
        layer: the keys that are shown.
        layers: those one can change to.
        names: words on the keys, by layer and act.
        capital: the next latin letter is large.
    """

    __events__ = ("on_letter", "on_sign", "on_erase", "on_clear", "on_done")

    layer = ObjectProperty(Layer.PINYIN)
    layers = ObjectProperty(tuple(Layer))
    names = DictProperty()
    capital = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        self._tremble = Tremble()
        self._keys: list[tuple[SignKey, float, int, float]] = []
        self._repeat: Any = None
        super().__init__(**kwargs)
        for name in ("layer", "layers", "names", "capital"):
            self.fbind(name, self._redress)
        self.bind(pos=self._place, size=self._place)

    @staticmethod
    def least_height(theme: Theme) -> int:
        """Return the height that keys of 16 mm need, px."""
        count = len(_rows(theme, Layer.PINYIN, tuple(Layer)))
        return int(count * theme.target + (count - 1) * theme.mm(GAP))

    def dress(self, theme: Theme) -> None:
        """Make the keys."""
        self.stop_repeating()
        self.clear_widgets()
        self._keys.clear()
        shown = _rows(theme, self.layer, tuple(self.layers))
        for number, row in enumerate(shown):
            column = 0.0
            for key in row:
                made = self._key(key)
                self.add_widget(made)
                self._keys.append((made, key.span, number, column))
                column += key.span
        self._widths = [sum(key.span for key in row) for row in shown]
        self._place()

    def stop_repeating(self) -> None:
        """Let go of a held key."""
        if self._repeat is not None:
            self._repeat.cancel()
            self._repeat = None

    # -- making ----------------------------------------------------------------------------

    def _key(self, key: Key) -> SignKey:
        tone = "card"
        if key.sign == Act.DONE:
            tone = "primary"
        elif key.sign == self.layer or (key.sign == Act.SHIFT and self.capital):
            tone = "shell"
        elif len(key.sign) > 1:
            tone = "quiet"
        made = SignKey(key.sign, self._face(key.sign), self.theme, tone=tone)
        if key.sign == Act.ERASE:
            made.bind(on_press=self._erase_held, on_release=lambda _: self.stop_repeating())
        else:
            made.bind(on_release=self._touched)
        return made

    def _face(self, sign: str) -> str:
        if len(sign) > 1:
            return str(self.names.get(sign, sign))
        if self.layer is Layer.PINYIN:
            return _SHOWN.get(sign, sign)
        return sign.upper() if self.capital and self.layer is Layer.LATIN else sign

    def _place(self, *_: object) -> None:
        if self.theme is None or not self._keys:
            return
        gap = self.theme.mm(GAP)
        columns = max(COLUMNS, *self._widths)
        columns = WIDE_COLUMNS if columns > COLUMNS else columns
        wide = min(self.theme.mm(LARGEST[0]), (self.width - (columns - 1) * gap) / columns)
        count = len(self._widths)
        high = min(self.theme.mm(LARGEST[1]), (self.height - (count - 1) * gap) / count)
        for key, span, row, column in self._keys:
            whole = self._widths[row] * (wide + gap) - gap
            key.size = (span * (wide + gap) - gap, high)
            key.pos = (  # from x and width: what Kivy derives from them may be old here
                self.x + (self.width - whole) / 2 + column * (wide + gap),
                self.y + (count - 1 - row) * (high + gap),
            )

    # -- touching --------------------------------------------------------------------------

    def _touched(self, key: SignKey) -> None:
        if self._tremble.again(key.sign, Clock.time()):
            return
        if key.sign in Layer.__members__.values():
            self.capital = False
            self.layer = Layer(key.sign)
            return
        match key.sign:
            case Act.SHIFT:
                self.capital = not self.capital
            case Act.CLEAR:
                self.dispatch("on_clear")
            case Act.DONE:
                self.dispatch("on_done")
            case Act.SPACE:
                self.dispatch("on_sign", " ")
            case _ if self.layer is Layer.PINYIN:
                self.dispatch("on_letter", key.sign)
            case _:
                self.dispatch("on_sign", key.text)
                self.capital = False

    def _erase_held(self, key: SignKey) -> None:
        self.stop_repeating()
        if self._tremble.again(key.sign, Clock.time()):
            return
        self.dispatch("on_erase")
        self._repeat = Clock.schedule_once(self._erase_again, HELD)

    def _erase_again(self, _: float) -> None:
        self.dispatch("on_erase")
        self._repeat = Clock.schedule_once(self._erase_again, REPEATED)

    def on_letter(self, letter: str) -> None:
        """A letter of pinyin was typed."""

    def on_sign(self, sign: str) -> None:
        """A sign was typed that stands for itself."""

    def on_erase(self) -> None:
        """The last one is to go."""

    def on_clear(self) -> None:
        """Everything is to go."""

    def on_done(self) -> None:
        """The text is complete."""

    def _redress(self, *_: object) -> None:
        if self.theme is not None:
            self.dress(self.theme)


def _rows(theme: Theme, layer: Layer, layers: tuple[Layer, ...]) -> tuple[Row, ...]:
    wide = theme.tight and theme.screen.width_mm >= LEAST_WIDE
    return (wide_rows if wide else rows)(layer, layers)
