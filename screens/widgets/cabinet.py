"""The cabinet as it stands in the room: doors in columns, the one that matters lit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from kivy.properties import ObjectProperty
from kivy.uix.floatlayout import FloatLayout

from screens.theme import Theme
from screens.widgets.dress import Card, Dressed, Pressable
from screens.widgets.text import Say


class DoorShown(msgspec.Struct, frozen=True):
    """One door of the picture.

    Attributes:
        label: what stands on the door.
        column: from the left, 0 first.
        row: from the top, 0 first.
        height: in rows (a large door may be two).
        tone: ``card`` (plain), ``idle`` (pale), ``lockers`` (the one), ``good``, ``care``, ``bad``.
        named: write the label on it.
    """

    label: str
    column: int
    row: int
    height: int = 1
    tone: str = "idle"
    named: bool = False


class CabinetPicture(Dressed, FloatLayout):
    """Draws ``doors`` in the room it gets. With ``chosen`` set, each door can be touched.

    Attributes:
        doors: a sequence of ``DoorShown``.
        chosen: called with the label of a touched door; the page then sees to 16 mm a door.
    """

    doors = ObjectProperty(())
    # Not "on_…": Kivy takes such names for events and never sets the property.
    chosen = ObjectProperty(None, allownone=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.bind(pos=self._place, size=self._place, doors=self._build, chosen=self._build)
        self._build()

    def dress(self, theme: Theme) -> None:
        """Draw again."""
        self._build()

    def _build(self, *_: object) -> None:
        self.clear_widgets()
        if self.theme is None:
            return
        doors: Sequence[DoorShown] = self.doors
        for door in doors:
            if self.chosen is None:
                self.add_widget(_Door(door, theme=self.theme))
            else:
                self.add_widget(_DoorToTouch(door, self.chosen, theme=self.theme))
        self._place()

    def _place(self, *_: object) -> None:
        if not self.children or self.theme is None:
            return
        doors = [child.door for child in self.children]
        columns = max(door.column for door in doors) + 1
        rows = max(door.row + door.height for door in doors)
        gap = self.theme.mm(1.2 if self.chosen is None else 3)
        wide = (self.width - gap * (columns - 1)) / columns
        high = (self.height - gap * (rows - 1)) / rows
        for child in self.children:
            door = child.door
            child.size_hint = (None, None)
            child.size = (wide, high * door.height + gap * (door.height - 1))
            child.pos = (
                self.x + door.column * (wide + gap),
                self.top - (door.row + door.height) * (high + gap) + gap,
            )


def _label(door: DoorShown, theme: Theme) -> Say:
    return Say(
        theme=theme,
        text=door.label if door.named else "",
        tone=door.tone,
        role="lead",
        bold=True,
        wrap="line",
        pos_hint={"center_x": 0.5, "center_y": 0.5},
    )


class _Door(Card, FloatLayout):
    """A door in the picture."""

    def __init__(self, door: DoorShown, *, theme: Theme) -> None:
        self.door = door
        super().__init__(theme=theme)
        self.add_widget(_label(door, theme))

    def dress(self, theme: Theme) -> None:
        """Take the colour."""
        self.paint(theme.ground(self.door.tone).fill)


class _DoorToTouch(Pressable, FloatLayout):
    """A door that can be chosen."""

    def __init__(self, door: DoorShown, chosen: Callable[[str], None], *, theme: Theme) -> None:
        self.door = door
        self.text = door.label
        self._label: Say | None = None
        super().__init__(theme=theme)
        self._label = _label(door, theme)
        self.add_widget(self._label)
        self.bind(on_release=lambda _: chosen(door.label))
        self.repaint()

    def repaint(self) -> None:
        """Colour by state."""
        tone = "pressed" if self.state == "down" else self.door.tone
        if self.theme is not None:
            self.paint(self.theme.ground(tone).fill, self.theme.palette.line)
        if self._label is not None:
            self._label.tone = tone
