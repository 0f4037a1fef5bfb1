"""Three faces that rate a visit by one touch."""

from __future__ import annotations

from collections.abc import Callable

from kivy.uix.boxlayout import BoxLayout

from screens.queue.page import QueueScreen
from screens.theme import Role
from screens.widgets.face import FaceButton

FACES = ((1, 5), (0, 3), (-1, 1))
"""A face, and how many stars it stands for."""


def three_faces(page: QueueScreen, rate: Callable[[int], None]) -> BoxLayout:
    """Return the faces side by side; a touch gives ``rate`` the stars."""
    theme = page.theme
    words = {1: page._("Good"), 0: page._("So-so"), -1: page._("Not good")}
    row = BoxLayout(spacing=theme.gap, size_hint_max_y=theme.mm(130))
    for mood, stars in FACES:
        face = FaceButton(
            theme=theme,
            mood=mood,
            text=words[mood],
            role=Role.LEAD if theme.tight else Role.TITLE,
            on_release=lambda _, stars=stars: rate(stars),
        )
        row.add_widget(face)
    return row
