"""Turning the leaves of a list: the leaf before, which of how many, the leaf after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.uix.boxlayout import BoxLayout

from screens.icons import Icon
from screens.theme import Theme
from screens.widgets.button import BigButton
from screens.widgets.text import Say


class Turner(BoxLayout):
    """Previous leaf, which of how many, next leaf."""

    def __init__(
        self, theme: Theme, before: str, after: str, turn: Callable[[int], None], **kwargs: Any
    ) -> None:
        kwargs.setdefault("size_hint", (None, None))
        super().__init__(spacing=theme.gap, height=theme.target, **kwargs)
        self._before = BigButton(theme=theme, text=before, icon=Icon.CHEVRON_LEFT, role="body")
        self._after = BigButton(theme=theme, text=after, icon=Icon.CHEVRON_RIGHT, role="body")
        self._which = Say(theme=theme, halign="center", wrap="box")
        self._before.bind(on_release=lambda _: turn(-1))
        self._after.bind(on_release=lambda _: turn(1))
        for part in (self._before, self._which, self._after):
            self.add_widget(part)

    def show(self, leaf: int, count: int) -> None:
        """Say which leaf of how many this is."""
        self._which.text = f"{leaf + 1} / {count}"
        self._before.disabled = leaf <= 0
        self._after.disabled = leaf >= count - 1
