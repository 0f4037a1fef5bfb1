"""Walks the widget tree of a page and says what an old hand or an old eye would stumble over.

Sizes come from the tree, contrast from the pixels that were drawn. ``faults(stage)`` returns one
sentence for each mistake; a page is good when there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise
from typing import Any, NamedTuple

from fontTools.ttLib import TTFont

from screens.kivy_setup import FONTS
from screens.theme import CAPITAL, Theme, contrast

TARGET = 16.0
PRIMARY = 20.0
GAP = 3.0
LINE_SPACING = 1.3
TORN = re.compile(r"[A-Za-z0-9*:–-]\n[A-Za-z0-9*]|\n[，。、；：！？）》”…]|[（《“]\n")
HALF = 0.5
"""A second line is so large at least, of the line above it."""
NATURAL_LINE = 1.448
"""Line height of the bundled text font over its size."""
MOST_ROWS = 6
GLYPH = 0.97
"""A few pictograms are a hair wider than their square; nothing of them is lost."""
SLACK = 1.0
"""Pixels that rounding may cost."""


class Box(NamedTuple):
    """A rectangle of the window, px."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, other: Box, slack: float = SLACK) -> bool:
        return (
            other.left >= self.left - slack
            and other.bottom >= self.bottom - slack
            and other.right <= self.right + slack
            and other.top <= self.top + slack
        )

    def meets(self, other: Box) -> bool:
        return self.apart(other) == (0, 0) and min(self.common(other)) > SLACK

    def common(self, other: Box) -> tuple[float, float]:
        return (
            min(self.right, other.right) - max(self.left, other.left),
            min(self.top, other.top) - max(self.bottom, other.bottom),
        )

    def apart(self, other: Box) -> tuple[float, float]:
        across, up = self.common(other)
        return max(0.0, -across), max(0.0, -up)


class Seen(NamedTuple):
    """A widget, where it is, what it stands in, and the part of the window it may show in.

    ``away``: a scroll view shows only a part of it, or none.
    """

    widget: Any
    box: Box
    inside: tuple[Any, ...]
    port: Box
    away: bool


def faults(stage: Any) -> list[str]:
    """Return every mistake of what is on the screen."""
    picture = stage.picture()
    window = Box(0, 0, stage.screen.width_px, stage.screen.height_px)
    theme = stage.page.theme
    seen = list(_walk(stage.navigator, window))
    found = [
        *_targets(seen, theme),
        *_rows(seen, theme),
        *_texts(seen, theme),
        *_second_lines(seen),
        *_contrast(seen, theme, picture, window),
    ]
    return [f"{type(stage.page).__name__}: {each}" for each in found]


# -- what is there ---------------------------------------------------------------------------


def _walk(
    widget: Any,
    port: Box,
    inside: tuple[Any, ...] = (),
    *,
    root: bool = True,
    scrolled: bool = False,
) -> Iterator[Seen]:
    from kivy.uix.scrollview import ScrollView

    if widget.opacity == 0:
        return
    box = _box(widget)
    if not root:
        yield Seen(widget, box, inside, port, away=scrolled and not port.holds(box))
    scrolls = isinstance(widget, ScrollView)
    inner = _clip(port, box) if scrolls else port
    for child in reversed(widget.children):
        yield from _walk(child, inner, (*inside, widget), root=False, scrolled=scrolled or scrolls)


def _box(widget: Any) -> Box:
    left, bottom = widget.to_window(*widget.pos)
    return Box(left, bottom, left + widget.width, bottom + widget.height)


def _clip(one: Box, other: Box) -> Box:
    return Box(
        max(one.left, other.left),
        max(one.bottom, other.bottom),
        min(one.right, other.right),
        min(one.top, other.top),
    )


def _is_target(widget: Any) -> bool:
    from kivy.uix.behaviors import ButtonBehavior

    return isinstance(widget, ButtonBehavior)


def _is_text(widget: Any) -> bool:
    from kivy.uix.label import Label

    return isinstance(widget, Label) and bool(widget.text.strip())


def _is_glyph(widget: Any) -> bool:
    from screens.widgets.text import Glyph

    return isinstance(widget, Glyph)


def _name(widget: Any) -> str:
    text = getattr(widget, "text", "") or getattr(widget, "icon", "")
    return f"{type(widget).__name__} {text[:24]!r}"


# -- hands -----------------------------------------------------------------------------------


def _targets(seen: list[Seen], theme: Theme) -> Iterator[str]:
    exact = theme.screen.px_per_mm
    targets = [each for each in seen if _is_target(each.widget)]
    for each in targets:
        least = PRIMARY if getattr(each.widget, "primary", False) else TARGET
        wide, high = each.widget.width / exact, each.widget.height / exact
        if min(wide, high) < least - SLACK / exact:
            yield f"{_name(each.widget)} is {wide:.1f} x {high:.1f} mm, less than {least:g}"
        if not each.port.holds(each.box) and not each.away:
            yield f"{_name(each.widget)} leaves the screen"
    for one, other in combinations(targets, 2):
        if one.widget in other.inside or other.widget in one.inside:
            yield f"{_name(one.widget)} and {_name(other.widget)} lie in one another"
        elif one.away or other.away:
            continue
        elif one.box.meets(other.box):
            yield f"{_name(one.widget)} overlaps {_name(other.widget)}"
        elif max(one.box.apart(other.box)) < GAP * exact - SLACK:
            space = max(one.box.apart(other.box)) / exact
            yield f"{_name(one.widget)} is {space:.1f} mm from {_name(other.widget)}"


def _rows(seen: list[Seen], theme: Theme) -> Iterator[str]:
    from screens.widgets.rows import ListRow

    rows = sum(isinstance(each.widget, ListRow) and not each.away for each in seen)
    if theme.care and rows > MOST_ROWS:
        yield f"{rows} list entries at once in care mode"


# -- eyes ------------------------------------------------------------------------------------


def _texts(seen: list[Seen], theme: Theme) -> Iterator[str]:
    texts = [each for each in seen if _is_text(each.widget)]
    for each in texts:
        yield from _size_of_text(each, theme)
        yield from _room_of_text(each)
        yield from _unknown_signs(each.widget)
    inked = [(each, _ink(each)) for each in texts if not each.away]
    for (one, ink), (other, other_ink) in combinations(inked, 2):
        if ink.meets(other_ink):
            yield f"{_name(one.widget)} is written over {_name(other.widget)}"
    targets = [each for each in seen if _is_target(each.widget) and not each.away]
    for each, ink in inked:
        for target in targets:
            if ink.meets(target.box) and target.widget not in each.inside:
                yield f"{_name(each.widget)} runs into {_name(target.widget)}"


def _size_of_text(each: Seen, theme: Theme) -> Iterator[str]:
    label = each.widget
    if _is_glyph(label):
        return
    capital = label.font_size * CAPITAL / theme.screen.px_per_mm
    if capital < theme.least_capital - 0.05:
        yield f"{_name(label)} has capitals of {capital:.1f} mm"
    if label.line_height * NATURAL_LINE < LINE_SPACING:
        yield f"{_name(label)} has its lines too close"


def _second_lines(seen: list[Seen]) -> Iterator[str]:
    """What explains a button is at least half as large as what it explains."""
    for each in seen:
        words, hint = (getattr(each.widget, name, None) for name in ("_words", "_hint"))
        if words is None or hint is None or not (words.text and hint.text):
            continue
        if hint.font_size < HALF * words.font_size:
            yield f"{_name(each.widget)} is explained in letters of {hint.font_size:.0f} px"


def _room_of_text(each: Seen) -> Iterator[str]:
    label = each.widget
    wide, high = _whole(label)
    if _is_glyph(label):
        wide, high = wide * GLYPH, high * GLYPH
    if wide > label.width + SLACK or high > label.height + SLACK:
        yield f"{_name(label)} is cut: {wide} x {high} px in {label.width:.0f} x {label.height:.0f}"
    yield from _torn(label)
    if label.shorten and getattr(label, "is_shortened", False):
        yield f"{_name(label)} is shortened"
    ink = _ink(each)
    if not each.port.holds(ink) and not each.away:
        yield f"{_name(label)} leaves the screen"
    for outer in each.inside:
        if _is_target(outer) and not _box(outer).holds(ink):
            yield f"{_name(label)} sticks out of {_name(outer)}"


def _whole(label: Any) -> tuple[float, float]:
    """Return the size of the whole text: a label with a fixed height drops lines silently."""
    from kivy.core.text import Label as CoreLabel

    width, height = label.text_size
    if height is None or label.shorten:
        wide, high = label.texture_size
        return wide, high
    whole = CoreLabel(
        text=label._label.text,
        font_name=label.font_name,
        font_size=label.font_size,
        bold=label.bold,
        text_size=(width, None),
        line_height=label.line_height,
    )
    whole.refresh()
    return min(whole.width, width), whole.height


def _torn(label: Any) -> Iterator[str]:
    """Yield words and numbers that a line end cuts in two, and signs that may not begin a line."""
    lines = ["".join(word.text for word in line.words) for line in label._label._cached_lines]
    for one, next_one in pairwise(lines):
        together = one[-4:] + next_one[:4] in label.text
        if together and TORN.search(f"{one[-1:]}\n{next_one[:1]}"):
            yield f"{_name(label)} is torn between {one[-6:]!r} and {next_one[:6]!r}"


def _ink(each: Seen) -> Box:
    """Return where the letters are: the texture in the middle of (or along) its label."""
    label, box = each.widget, each.box
    wide, high = label.texture_size
    middle = (box.bottom + box.top) / 2
    across = (box.left + box.right) / 2
    return Box(across - wide / 2, middle - high / 2, across + wide / 2, middle + high / 2)


def _unknown_signs(label: Any) -> Iterator[str]:
    known = signs("Icons.ttf" if _is_glyph(label) else "Text-Regular.ttf")
    missing = sorted({sign for sign in label.text if not sign.isspace() and ord(sign) not in known})
    if missing:
        yield f"{_name(label)} has signs the font does not: {''.join(missing)}"


@cache
def signs(font: str) -> frozenset[int]:
    """Return the code points of a bundled font."""
    with TTFont(FONTS / font, lazy=True) as file:
        return frozenset(file.getBestCmap())


def _contrast(seen: list[Seen], theme: Theme, picture: Any, window: Box) -> Iterator[str]:
    for each in seen:
        if not _is_text(each.widget) or each.away:
            continue
        ink = _clip(window, _ink(each))
        if ink.right - ink.left < 2 or ink.top - ink.bottom < 2:
            continue
        ratio = drawn_contrast(picture, ink)
        if ratio < theme.least_contrast:
            yield f"{_name(each.widget)} has a contrast of {ratio:.1f}"


def drawn_contrast(picture: Any, box: Box) -> float:
    """Return the contrast between the commonest colour of ``box`` and the one furthest from it."""
    high = picture.height
    crop = picture.crop(
        (int(box.left), int(high - box.top), int(box.right), int(high - box.bottom))
    )
    colours = crop.getcolors(crop.width * crop.height)
    colours.sort(reverse=True)
    ground = _colour(colours[0][1])
    least = max(3, crop.width * crop.height // 5_000)
    return max(
        (contrast(ground, _colour(colour)) for count, colour in colours if count >= least),
        default=1.0,
    )


def _colour(colour: tuple[int, int, int]) -> tuple[float, float, float, float]:
    red, green, blue = colour
    return red / 255, green / 255, blue / 255, 1.0
