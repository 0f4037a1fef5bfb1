"""What the letters may mean, as big things to touch: a row or two, and arrows to turn the leaf."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kivy.properties import NumericProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from screens.icons import Icon
from screens.theme import Theme
from screens.widgets.dress import Dressed
from screens.widgets.keys import ArrowKey, CandidateKey
from screens.widgets.text import width_of

GAP = 3.0
PAD, TIGHT_PAD = 5.0, 3.2
"""Left and right of the words of a candidate, mm."""
ARROW = 17.0
"""Width of an arrow, mm."""
LEAST_FOR_TWO = 180.0
"""Width of a single row from which it has two arrows, mm."""
MOST_IN_ROW = 10


class CandidateBar(Dressed, FloatLayout):
    """Shows ``candidates`` leaf by leaf. Dispatches ``on_chosen`` with the place in the list.

    Attributes:
        candidates: what they say, best first.
        rows: of candidates.
        before, after: what the arrows are called at the control socket.
    """

    __events__ = ("on_chosen",)

    candidates = ObjectProperty(())
    rows = NumericProperty(2)
    before = StringProperty("")
    after = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        self._shown: list[CandidateKey] = []
        self._leaves: list[int] = [0]
        self._next = 0
        self._arrows: list[ArrowKey] = []
        super().__init__(**kwargs)
        self.bind(candidates=self._first_leaf, pos=self._place, size=self._place)
        self.bind(rows=self._redress, before=self._redress, after=self._redress)

    def dress(self, theme: Theme) -> None:
        """Make the arrows; candidates are made as they are needed, and used again."""
        self.clear_widgets()
        self._shown.clear()
        two = self.rows > 1
        icons = (
            (Icon.KEYBOARD_ARROW_UP, Icon.KEYBOARD_ARROW_DOWN)
            if two
            else (Icon.CHEVRON_LEFT, Icon.CHEVRON_RIGHT)
        )
        self._arrows = [
            ArrowKey(icons[0], theme, on_release=lambda _: self.turn_back()),
            ArrowKey(icons[1], theme, on_release=lambda _: self.turn_on()),
        ]
        for arrow, name in zip(self._arrows, (self.before, self.after), strict=True):
            arrow.text = name
            self.add_widget(arrow)
        self._place()

    def on_chosen(self, place: int) -> None:
        """The candidate at this place was touched."""

    def turn_on(self) -> None:
        """Show the next leaf; after the last one the first, for there may be no way back."""
        self._leaves = [*self._leaves, self._next] if self._next < len(self.candidates) else [0]
        self._place()

    def turn_back(self) -> None:
        """Show the leaf before."""
        self._leaves.pop()
        self._place()

    # -- placing ---------------------------------------------------------------------------

    def _first_leaf(self, *_: object) -> None:
        self._leaves = [0]
        self._place()

    def _place(self, *_: object) -> None:
        if self.theme is None:
            return
        gap = self.theme.mm(GAP)
        high = (self.height - gap * (self.rows - 1)) / self.rows
        words: Sequence[str] = self.candidates
        place, used = self._leaves[-1], 0
        for row in range(int(self.rows)):
            x, bottom = self.x, self.y + self.height - (row + 1) * high - row * gap
            while place < len(words) and used < MOST_IN_ROW * self.rows:
                wide = self._width(words[place])
                if x > self.x and x + wide > self.x + self._room:
                    break
                wide = min(wide, self._room)
                self._put(used, place, (x, bottom), (wide, high))
                x, used, place = x + wide + gap, used + 1, place + 1
        for key in self._shown[used:]:
            self._hide(key)
        self._next = place
        self._place_arrows(high, gap, more=place < len(words))

    @property
    def _room(self) -> float:
        arrows = 1 if self.rows > 1 or self._alone else 2
        taken: int = arrows * (self.theme.mm(ARROW) + self.theme.mm(GAP))
        return float(self.width) - taken

    @property
    def _alone(self) -> bool:
        """Tell whether there is room for one arrow only."""
        return bool(self.rows == 1 and self.width < self.theme.mm(LEAST_FOR_TWO))

    @property
    def _role(self) -> str:
        return "lead" if self.theme.tight else "title"

    def _width(self, words: str) -> float:
        font: float
        font, pad = self.theme.font(self._role), TIGHT_PAD if self.theme.tight else PAD
        wide = len(words) * font if words > "\u2fff" else width_of(words, font, bold=True)
        return float(max(self.theme.mm(20), wide + 2 * self.theme.mm(pad)))

    def _put(
        self, used: int, place: int, pos: tuple[float, float], size: tuple[float, float]
    ) -> None:
        if used == len(self._shown):
            key = CandidateKey(self.theme, self._role)
            key.bind(on_release=self._chosen)
            self._shown.append(key)
            self.add_widget(key)
        key = self._shown[used]
        key.place = place
        key.told = f"({place + 1})"
        key.text = self.candidates[place]
        long = self._width(key.text) > size[0]
        key.role = "body" if long else self._role
        key.pos, key.size = pos, size
        key.disabled, key.opacity = False, 1

    def _hide(self, key: CandidateKey) -> None:
        key.text = key.told = ""
        key.disabled, key.opacity, key.size = True, 0, (0, 0)

    def _place_arrows(self, high: float, gap: float, *, more: bool) -> None:
        before, after = self._arrows
        wide = self.theme.mm(ARROW)
        needed = more or len(self._leaves) > 1
        right, top = self.x + self.width, self.y + self.height
        after.disabled = not (more or self._alone)
        before.disabled = len(self._leaves) == 1 or self._alone
        after.pos = (right - wide, self.y)
        before.pos = (
            (right - wide, top - high) if self.rows > 1 else (right - 2 * wide - gap, self.y)
        )
        for arrow, seen in ((before, needed and not self._alone), (after, needed)):
            arrow.opacity = 1 if seen else 0
            arrow.size = (wide, high) if seen else (0, 0)
            arrow.repaint()

    def _chosen(self, key: CandidateKey) -> None:
        self.dispatch("on_chosen", key.place)

    def _redress(self, *_: object) -> None:
        if self.theme is not None:
            self.dress(self.theme)
