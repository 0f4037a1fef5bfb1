"""Where the parts of the door page stand on each panel: what a person takes along comes first.

Pure arranging: knows no desk and no errand. The code gets whatever room the words leave it, so
on every panel it is as large as there is room for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from screens.lockers.cards import DoorNumber
from screens.theme import Theme
from screens.widgets.cards import CodeCard
from screens.widgets.qr import QrCode


@dataclass(frozen=True)
class Parts:
    """What the page shows.

    Attributes:
        cabinet: makes the picture of the cabinet; called only where there is room for it.
        code: of a new rental; without one the door is the main thing.
        is_over: nobody is at the door any more: the code matters, the way there no longer does.
    """

    words: Widget
    number: DoorNumber
    cabinet: Callable[[], Widget]
    buttons: list[Widget]
    code: CodeCard | None = None
    qr: QrCode | None = None
    hint: Widget | None = None
    is_over: bool = False


def arranged(theme: Theme, parts: Parts, *, cramped: bool) -> list[Widget]:
    """Return what to put into the body, from the top."""
    if theme.tight:
        return _tight(theme, parts)
    if theme.portrait:
        return _upright(theme, parts)
    return _lying(theme, parts, cramped=cramped)


def row_of(theme: Theme, buttons: list[Widget]) -> BoxLayout:
    """Return buttons side by side."""
    high = max((button.height for button in buttons), default=0)
    row = BoxLayout(size_hint_y=None, height=high, spacing=theme.gap)
    for button in buttons:
        row.add_widget(button)
    return row


# -- upright -------------------------------------------------------------------------------


def _upright(theme: Theme, parts: Parts) -> list[Widget]:
    column: list[Widget] = [parts.words]
    if parts.code is None or parts.qr is None:
        place = BoxLayout(spacing=theme.gap)
        parts.number.size_hint_x = 0.45
        place.add_widget(parts.number)
        place.add_widget(parts.cabinet())
        column.append(place)
    else:
        parts.code.size_hint_y, parts.code.height = None, theme.mm(80)
        parts.qr.side = 104 if parts.is_over else 84
        take = BoxLayout(size_hint_y=None, height=parts.qr.height, spacing=theme.gap)
        take.add_widget(parts.number)
        take.add_widget(parts.qr)
        column += [parts.code, take, parts.cabinet()]
    if parts.hint is not None:
        column.append(parts.hint)
    return [*column, row_of(theme, parts.buttons)]


# -- lying ---------------------------------------------------------------------------------


def _lying(theme: Theme, parts: Parts, *, cramped: bool) -> list[Widget]:
    left = BoxLayout(orientation="vertical", spacing=theme.gap)
    left.size_hint_x = 0.3 if cramped else 0.36 if parts.code is None or theme.lowered else 0.28
    right = _column(theme, parts.words)
    left.add_widget(parts.number)
    if theme.lowered and parts.is_over and parts.qr is not None:
        parts.qr.side = 70 if cramped else 84
        parts.qr.pos_hint = {"center_x": 0.5}
        left.add_widget(parts.qr)
        right.add_widget(parts.code)
    else:
        parts.number.size_hint_y, parts.number.height = None, theme.mm(36)
        left.add_widget(parts.cabinet())
        right.add_widget(_code_and_qr(theme, parts, cramped=cramped))
    for part in (parts.hint, row_of(theme, parts.buttons)):
        if part is not None:
            right.add_widget(part)
    return [_side_by_side(theme, left, right)]


def _code_and_qr(theme: Theme, parts: Parts, *, cramped: bool) -> Widget:
    if parts.code is None or parts.qr is None:
        return Widget()
    parts.qr.side = 46 if cramped else 56 if theme.lowered else 88
    parts.qr.pos_hint = {"top": 1}
    row = BoxLayout(spacing=theme.gap)
    row.add_widget(parts.code)
    row.add_widget(parts.qr)
    return row


# -- low -----------------------------------------------------------------------------------


def _tight(theme: Theme, parts: Parts) -> list[Widget]:
    right = _column(theme, parts.words)
    if parts.code is None or parts.qr is None:
        parts.number.size_hint_x = 0.36
        right.add_widget(Widget())
        return [_side_by_side(theme, parts.number, right), row_of(theme, parts.buttons)]
    left = BoxLayout(orientation="vertical", spacing=theme.gap, size_hint_x=None)
    parts.qr.side = 60 if parts.is_over else 48
    left.width = parts.qr.width
    if not parts.is_over:
        left.add_widget(parts.number)
    left.add_widget(parts.qr)
    right.add_widget(parts.code)
    page: list[Widget] = [_side_by_side(theme, left, right)]
    if len(parts.buttons) > 1:
        page.append(row_of(theme, parts.buttons))
    elif parts.buttons:
        for part in (Widget(), *parts.buttons):
            left.add_widget(part)
    return page


def _column(theme: Theme, *parts: Widget) -> BoxLayout:
    column = BoxLayout(orientation="vertical", spacing=theme.gap)
    for part in parts:
        column.add_widget(part)
    return column


def _side_by_side(theme: Theme, *parts: Widget) -> BoxLayout:
    row = BoxLayout(spacing=theme.gap if theme.tight else theme.margin)
    for part in parts:
        row.add_widget(part)
    return row
