"""Keys one types with: a sign, a candidate, an arrow. Typing may be fast, so all are quick."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from kivy.properties import StringProperty

from kiosk.typing.draft import legible
from screens.icons import Icon
from screens.theme import Theme
from screens.widgets.button import LINE
from screens.widgets.dress import Pressable
from screens.widgets.layers import Act, Layer
from screens.widgets.text import Glyph, Say, width_of

_ICONS: Mapping[str, Icon] = MappingProxyType(
    {Act.ERASE: Icon.BACKSPACE, Act.SHIFT: Icon.KEYBOARD_ARROW_UP}
)
_SHORT: Mapping[str, str] = MappingProxyType({Layer.PINYIN: "中", Act.SPACE: "_"})
_SHORT_ICONS: Mapping[str, Icon] = MappingProxyType({Act.CLEAR: Icon.DELETE, Act.DONE: Icon.DONE})


class SignKey(Pressable):
    """One key with its sign in the middle; typing may be fast.

    A word that is wider than its key gives way to a pictogram or a shorter sign.

    Attributes:
        tone: the ground it stands on.
    """

    quick = True

    def __init__(self, sign: str, text: str, theme: Theme, *, tone: str = "card") -> None:
        self.sign, self.text, self.tone = sign, text, tone
        self._face: Any = None
        super().__init__(theme=theme, size_hint=(None, None))
        self.bind(pos=self._place, size=self._place)
        self.repaint()

    def repaint(self) -> None:
        """Colour by state."""
        tone = "pressed" if self.state == "down" else self.tone
        self.paint(self.theme.ground(tone).fill, self.theme.palette.line)
        if self._face is not None:
            self._face.tone = tone

    def _place(self, *_: object) -> None:
        words, role, icon = self._fitting()
        wanted = Glyph if icon else Say
        if not isinstance(self._face, wanted):
            self.clear_widgets()
            self._face = (
                Glyph(theme=self.theme, side=9)
                if icon
                else Say(theme=self.theme, wrap="box", halign="center", bold=True)
            )
            self.add_widget(self._face)
            self.repaint()
        if icon:
            self._face.icon = icon
        else:
            self._face.role, self._face.text, self._face.size = role, words, self.size
        self._face.pos = (
            self.x + (self.width - self._face.width) / 2,
            self.y + (self.height - self._face.height) / 2,
        )

    def _fitting(self) -> tuple[str, str, str]:
        """Return words, their role, and the pictogram that takes their place, if one does."""
        if self.sign in _ICONS:
            return "", "body", _ICONS[self.sign]
        role = "body"
        if len(self.text) == 1 and self.theme.font("lead") * LINE <= self.height:
            role = "lead"
        wide = width_of(self.text, self.theme.font(role), bold=True)
        if wide <= self.width - self.theme.mm(1.5):
            return self.text, role, ""
        return _SHORT.get(self.sign, self.text), role, _SHORT_ICONS.get(self.sign, "")


class CandidateKey(Pressable):
    """One candidate. What it says is not told outside: it would say what is typed."""

    quick = True
    text = StringProperty("")
    told = StringProperty("")
    role = StringProperty("title")

    def __init__(self, theme: Theme, role: str) -> None:
        self._words = Say(theme=theme, wrap="box", halign="center", bold=True, tone="card")
        super().__init__(theme=theme, size_hint=(None, None))
        self.add_widget(self._words)
        self.role = role
        self.bind(pos=self._place, size=self._place, text=self._show, role=self._show)
        self.repaint()

    def repaint(self) -> None:
        """Colour by state."""
        tone = "pressed" if self.state == "down" else "card"
        self.paint(self.theme.ground(tone).fill, self.theme.palette.line)
        self._words.tone = tone

    def _show(self, *_: object) -> None:
        self._words.role = self.role
        self._words.text = legible(self.text)

    def _place(self, *_: object) -> None:
        self._words.pos, self._words.size = self.pos, self.size


class ArrowKey(Pressable):
    """Turns the leaf."""

    quick = True

    def __init__(self, icon: Icon, theme: Theme, **kwargs: Any) -> None:
        self.text = ""
        self._glyph = Glyph(theme=theme, icon=icon, side=9, tone="quiet")
        super().__init__(theme=theme, size_hint=(None, None), **kwargs)
        self.add_widget(self._glyph)
        self.bind(pos=self._place, size=self._place)
        self.repaint()

    def repaint(self) -> None:
        """Colour by state."""
        tone = "idle" if self.disabled else "pressed" if self.state == "down" else "quiet"
        self.paint(self.theme.ground(tone).fill)
        self._glyph.tone = tone

    def _place(self, *_: object) -> None:
        self._glyph.center = self.center
