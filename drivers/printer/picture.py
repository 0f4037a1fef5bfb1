"""A slip as a picture of one bit a dot, as wide as the paper.

Our own letters, so that Chinese is right on every printer. Text is drawn grey and cut at one
level: a thermal head knows no grey, and a dither makes strokes crumble. Nothing is ever cut off:
what does not fit is wrapped or made smaller.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from drivers.printer.wrapping import even_lines, tidy_lines
from kiosk.qr import matrix
from kiosk.slips import Big, Block, List, Pairs, Qr, Rule, Slip, Text, TextSize, Title

WHITE = 255
"""A dot without ink. Pillow keeps what it is given in mode ``1``, so it has to be this one."""

_FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"
_REGULAR, _BOLD, _ICONS = "Text-Regular.ttf", "Text-Bold.ttf", "Icons.ttf"
_NORMAL, _LARGE = 28, 38
"""Dots an em: 3.5 mm in ordinary type, 4.75 mm in large."""
_SIZES = {TextSize.SMALL: 0.82, TextSize.NORMAL: 1.0, TextSize.LARGE: 1.4}
_TITLE, _LEAST_TITLE = 1.15, 0.85
"""A name is made a little smaller before it is broken: Chinese has no spaces to break it at."""
_LINE = 1.4
_BASELINE = 1.07
_BLACK_BELOW = 150
"""Grey that still becomes a dot: a little above the middle, for strokes that hold on the paper."""
_BIGGEST_EMS = 5.0
_LABEL_SHARE = 0.6
_QR_DOTS = {384: 250, 576: 300}
_THICK = 3


_Placed = tuple[float, str, ImageFont.FreeTypeFont]


def picture(slip: Slip, width: int, *, large: bool = False) -> Image.Image:
    """Return ``slip`` as black on white, mode ``1``.

    Args:
        width: dots across, a multiple of 8.
        large: the printer's own setting; a slip may ask for large type by itself.
    """
    painter = _Painter(width, _LARGE if large or slip.large else _NORMAL)
    strips = [strip for block in slip.blocks for strip in painter.strips(block)]
    paper = Image.new("1", (width, sum(strip.height for strip in strips) or 1), WHITE)
    top = 0
    for strip in strips:
        paper.paste(strip, (0, top))
        top += strip.height
    return paper


class _Painter:
    """Draws blocks as strips across the whole paper, one below the other."""

    def __init__(self, width: int, em: int) -> None:
        self._width = width
        self._em = em

    def strips(self, block: Block) -> Iterator[Image.Image]:
        match block:
            case Title():
                yield from self._title(block)
            case Big():
                yield self._big(block.text)
            case Text():
                size = round(self._em * _SIZES[block.size])
                yield from self._text(block.text, size, bold=block.bold, centred=block.centred)
                yield self._space(0.3)
            case Pairs():
                yield from self._pairs(block)
            case List():
                yield from self._list(block)
            case Qr():
                yield from self._qr(block)
            case Rule():
                yield self._rule()

    # -- blocks ----------------------------------------------------------------------------

    def _title(self, title: Title) -> Iterator[Image.Image]:
        if title.icon:
            side = round(self._em * 2.6)
            strip, draw = self._strip(side)
            draw.text((self._width / 2, side / 2), title.icon, 0, _font(_ICONS, side), "mm")
            yield _inked(strip)
        size = round(self._em * _TITLE)
        on_one_line = int(size * self._width / max(1.0, _font(_BOLD, size).getlength(title.text)))
        if self._em * _LEAST_TITLE <= on_one_line < size:
            size = on_one_line
        yield from self._text(title.text, size, bold=True, centred=True)
        yield self._space(0.3)

    def _big(self, text: str) -> Image.Image:
        size = round(self._em * _BIGGEST_EMS)
        wide = _font(_BOLD, size).getlength(text)
        if wide > self._width:
            size = max(1, int(size * self._width / wide))
        while size > 1 and _font(_BOLD, size).getlength(text) > self._width:
            size -= 1
        strip, draw = self._strip(round(size * 1.25))
        draw.text((self._width / 2, size * 0.98), text, 0, _font(_BOLD, size), "ms")
        return _inked(strip)

    def _text(
        self, text: str, size: int, *, bold: bool = False, centred: bool = False
    ) -> Iterator[Image.Image]:
        font = _font(_BOLD if bold else _REGULAR, size)
        broken = even_lines if centred else tidy_lines
        for line in broken(text, self._width, font.getlength):
            x = (self._width - font.getlength(line)) / 2 if centred else 0
            yield self._rows([[(x, line, font)]])

    def _pairs(self, pairs: Pairs) -> Iterator[Image.Image]:
        size, gap = self._em, round(self._em * 0.5)
        thin, thick = _font(_REGULAR, size), _font(_BOLD, size)
        beside = [
            row for row in pairs.rows if thin.getlength(row.label) <= self._width * _LABEL_SHARE
        ]
        column = gap + max((thin.getlength(row.label) for row in beside), default=0)
        for row in pairs.rows:
            if row in beside and column + thick.getlength(row.value) <= self._width:
                yield self._rows([[(0, row.label, thin), (column, row.value, thick)]])
                continue
            yield from self._text(row.label, size)
            below = tidy_lines(row.value, self._width - size, thick.getlength)
            yield self._rows([[(size, line, thick)] for line in below])
        yield self._space(0.3)

    def _list(self, items: List) -> Iterator[Image.Image]:
        yield from self._text(items.heading, self._em, bold=True)
        size, box = self._em, round(self._em * 0.72)
        font, indent = _font(_REGULAR, size), round(self._em * 1.15)
        for item in items.items:
            found = tidy_lines(item, self._width - indent, font.getlength)
            strip = self._rows([[(indent, line, font)] for line in found])
            bottom = round(size * _BASELINE) + 1
            ImageDraw.Draw(strip).rectangle((0, bottom - box, box, bottom), outline=0, width=_THICK)
            yield strip
        yield self._space(0.3)

    def _qr(self, qr: Qr) -> Iterator[Image.Image]:
        rows = matrix(qr.data)
        dots = max(
            1, min(self._width, max(_QR_DOTS.get(self._width, 0), 4 * len(rows))) // len(rows)
        )
        code = Image.new("1", (len(rows), len(rows)))
        code.putdata([0 if dark else WHITE for row in rows for dark in row])
        side = dots * len(rows)
        strip = Image.new("1", (self._width, side), WHITE)
        strip.paste(
            code.resize((side, side), Image.Resampling.NEAREST), ((self._width - side) // 2, 0)
        )
        yield strip
        if qr.caption:
            small = round(self._em * _SIZES[TextSize.SMALL])
            yield from self._text(qr.caption, small, centred=True)
            yield self._space(0.3)

    def _rule(self) -> Image.Image:
        height = round(self._em * 0.9)
        strip, draw = self._strip(height)
        draw.rectangle((0, height // 2 - 1, self._width, height // 2 - 1 + _THICK - 1), 0)
        return _inked(strip)

    # -- strips ----------------------------------------------------------------------------

    def _rows(self, rows: Sequence[Sequence[_Placed]]) -> Image.Image:
        """Draw lines of text of one size, each of pieces with their left edges."""
        size = rows[0][0][2].size if rows else self._em
        height = round(size * _LINE)
        strip, draw = self._strip(height * max(len(rows), 1))
        for n, row in enumerate(rows):
            for x, text, font in row:
                draw.text((x, n * height + size * _BASELINE), text, 0, font, "ls")
        return _inked(strip)

    def _strip(self, height: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
        strip = Image.new("L", (self._width, height), WHITE)
        return strip, ImageDraw.Draw(strip)

    def _space(self, ems: float) -> Image.Image:
        return Image.new("1", (self._width, round(self._em * ems)), WHITE)


def _inked(grey: Image.Image) -> Image.Image:
    return grey.point([0 if level < _BLACK_BELOW else WHITE for level in range(256)], "1")


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / name, size)
