"""The frame of every page: where am I, how do I get back, who helps me; always in one place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from kivy.graphics import Color, Rectangle
from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from screens.icons import Icon
from screens.theme import Theme
from screens.widgets.button import BigButton
from screens.widgets.dress import Card
from screens.widgets.text import Glyph, Say


class Band(BoxLayout):
    """A row on a plain coloured ground."""

    def __init__(self, theme: Theme, tone: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        with self.canvas.before:
            Color(*theme.ground(tone).fill)
            self._ground = Rectangle(pos=self.pos, size=self.size)
        self.bind(pos=self._draw, size=self._draw)

    def _draw(self, *_: object) -> None:
        self._ground.pos = self.pos
        self._ground.size = self.size


class Header(Band):
    """The colour of the family, its pictogram, what the page is called, the time."""

    title = StringProperty("")
    clock = StringProperty("")

    def __init__(self, theme: Theme, tone: str, icon: Icon, title: str) -> None:
        super().__init__(
            theme,
            tone,
            size_hint_y=None,
            height=theme.header,
            padding=[theme.margin, 0],
            spacing=theme.mm(4),
        )
        side = 10 if theme.tight else 14
        glyph = Glyph(theme=theme, tone=tone, icon=icon, side=side, pos_hint={"center_y": 0.5})
        self._title = Say(theme=theme, tone=tone, role="title", bold=True, wrap="box", text=title)
        self._clock = Say(
            theme=theme, tone=tone, role="lead", wrap="line", pos_hint={"center_y": 0.5}
        )
        self._title.halign = "left"
        self.bind(title=self._title.setter("text"), clock=self._clock.setter("text"))
        for part in (glyph, self._title, self._clock):
            self.add_widget(part)


class Footer(Band):
    """Home, back, help: three equal buttons that never move."""

    def __init__(self, theme: Theme, **ways: Any) -> None:
        edge = theme.mm(2.5 if theme.tight else 4)
        super().__init__(
            theme,
            "quiet",
            size_hint_y=None,
            height=theme.footer,
            padding=[theme.margin, edge],
            spacing=theme.gap,
        )
        self._buttons = {}
        for name, icon in (
            ("home", Icon.HOME),
            ("back", Icon.ARROW_BACK),
            ("help", Icon.SUPPORT_AGENT),
        ):
            button = BigButton(
                theme=theme, text=ways[name], icon=icon, on_release=ways[f"on_{name}"]
            )
            self._buttons[name] = button
            self.add_widget(button)

    def can_go(self, *, home: bool, back: bool) -> None:
        """Say which ways are open; a closed one stays where it is, pale."""
        self._buttons["home"].disabled = not home
        self._buttons["back"].disabled = not back


class Notice(Card, BoxLayout):
    """One sentence on a coloured card, with its pictogram.

    Attributes:
        tone: ``good``, ``care``, ``bad`` or ``quiet``.
    """

    text = StringProperty("")
    tone = StringProperty("care")

    ICONS: ClassVar[Mapping[str, Icon]] = MappingProxyType(
        {
            "good": Icon.CHECK_CIRCLE,
            "care": Icon.INFO,
            "bad": Icon.ERROR,
            "quiet": Icon.INFO,
        }
    )

    def __init__(self, **kwargs: Any) -> None:
        self._glyph = Glyph(side=9, pos_hint={"center_y": 0.5})
        self._words = Say(wrap="grow", halign="left", pos_hint={"center_y": 0.5})
        super().__init__(**kwargs)
        self.size_hint_y = None
        self.add_widget(self._glyph)
        self.add_widget(self._words)
        self.bind(text=self._show, tone=self._show)
        self._words.bind(height=self._grow)
        self._show()

    def dress(self, theme: Theme) -> None:
        """Take sizes and colours."""
        self.padding = [theme.mm(4), theme.mm(2.5)]
        self.spacing = theme.mm(3)
        self._glyph.theme = theme
        self._words.theme = theme
        self._show()

    def _show(self, *_: object) -> None:
        self._words.text = self.text
        self._glyph.icon = self.ICONS[self.tone]
        if self.theme is not None:
            for part in (self._glyph, self._words):
                part.tone = self.tone
            self.paint(self.theme.ground(self.tone).fill)
            self._grow()

    def _grow(self, *_: object) -> None:
        self.height = max(self._words.height, self._glyph.height) + 2 * self.padding[1]


class NoticeBar(BoxLayout):
    """Where a page says a sentence: under the header, no higher than the sentence."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            orientation="vertical",
            size_hint_y=None,
            height=0,
            padding=[theme.margin, 0],
        )
        self._theme = theme
        self._said: Notice | None = None
        self.bind(minimum_height=self.setter("height"))

    def show(self, sentence: str, tone: str) -> None:
        """Say ``sentence``; nothing when it is empty."""
        if self._said is not None:
            self.remove_widget(self._said)
            self._said = None
        if sentence:
            self._said = Notice(theme=self._theme, text=sentence, tone=tone)
            self.add_widget(self._said)
        self._pad()

    def show_working(self, working: Widget) -> None:
        """Say that the page waits."""
        if working.parent is None:
            self.add_widget(working)
        self._pad()

    def hide_working(self, working: Widget) -> None:
        """The waiting is over."""
        self.remove_widget(working)
        self._pad()

    def _pad(self) -> None:
        self.padding[1] = self._theme.gap if self.children else 0


class Working(Notice):
    """The page waits for an answer."""

    ICONS = MappingProxyType({**Notice.ICONS, "quiet": Icon.HOURGLASS_TOP})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("tone", "quiet")
        super().__init__(**kwargs)
