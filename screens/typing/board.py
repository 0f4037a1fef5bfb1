"""What both ways of typing share: the question, the line below it, and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kivy.uix.boxlayout import BoxLayout

from screens.widgets.button import LINE
from screens.widgets.text import Say

if TYPE_CHECKING:
    from screens.typing.typing import TypingScreen


LEAST_FOR_GAPS = 250.0
"""Height in mm from which parts stand further apart."""


class Board(BoxLayout):
    """Fills the body of the typing page."""

    def __init__(self, page: TypingScreen, **kwargs: Any) -> None:
        self.page = page
        theme = page.theme
        super().__init__(
            orientation="vertical",
            spacing=theme.gap if theme.page_height_mm > LEAST_FOR_GAPS else theme.mm(3),
            **kwargs,
        )
        self.note = Say(theme=theme, halign="left", wrap="box")
        if not theme.tight:
            self.note.size_hint_y = None
            self.note.height = theme.font() * LINE * (1 if theme.lowered else 2)
            self.add_widget(
                Say(
                    theme=theme,
                    text=page.field.label,
                    role="display" if theme.portrait else "title",
                    bold=True,
                    halign="left",
                )
            )
            self.add_widget(self.note)

    def show(self) -> None:
        """Show how things stand."""
        said = self.page.note
        self.note.text = said
        self.note.bold = said != self.page.field.hint
        self.note.muted = not self.note.bold

    def leave(self) -> None:
        """The page is gone."""
