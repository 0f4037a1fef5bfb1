"""An A4 page in the station's own fonts: words, lines and squares, measured in mm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont

FONTS = Path(__file__).parents[2] / "assets" / "fonts"
WIDTH, HEIGHT = 210.0, 297.0
MARGIN = 16.0
MM_PER_POINT = 25.4 / 72
UNKNOWN = "□"
"""Stands for a sign that the bundled fonts do not have."""
_PIECE = re.compile(r"(?:[!-~]+|[（《“]*[^!-~])[ ，。、；：！？）》”…]*|[（《“]+")
"""Signs that may not begin a line go with what stands before them, others with what follows."""
LEADING = 1.35
"""Height of a line over the size of its type."""

Matrix = Sequence[Sequence[bool]]
"""A QR code, row by row, dark is true."""


class Paper:
    """Pages under each other; ``y`` is where the next line stands, mm from the top.

    Args:
        made: stands in the file as its date, so the same page is the same bytes.
    """

    def __init__(self, title: str, made: datetime) -> None:
        self._pdf = FPDF(format="A4")
        self._pdf.set_auto_page_break(auto=False)
        self._pdf.add_font("Text", fname=FONTS / "Text-Regular.ttf")
        self._pdf.add_font("Text", "B", FONTS / "Text-Bold.ttf")
        self._pdf.set_title(title)
        self._pdf.set_creation_date(made)
        self._pdf.set_lang("zh-CN")
        self.y = MARGIN

    def page(self) -> None:
        """Begin a page."""
        self._pdf.add_page()
        self.y = MARGIN

    def says(
        self,
        text: str,
        size: float,
        *,
        bold: bool = False,
        left: float = MARGIN,
        width: float = WIDTH - 2 * MARGIN,
        align: str = "L",
        grey: int = 0,
    ) -> float:
        """Write ``text``, broken into lines; return the height it took. ``y`` stays.

        Args:
            size: of the type, in points.
            grey: 0 black to 255 white.
        """
        self._use(size, bold=bold)
        self._pdf.set_text_color(grey)
        high = size * MM_PER_POINT * LEADING
        top = self.y
        for line in self._lines(text, width):
            self._pdf.set_xy(left, top)
            self._pdf.cell(width, high, line, align=align)
            top += high
        return top - self.y

    def height_of(self, text: str, size: float, *, bold: bool = False, width: float) -> float:
        """Return the height ``text`` would take."""
        self._use(size, bold=bold)
        return len(list(self._lines(text, width))) * size * MM_PER_POINT * LEADING

    def rule(self, *, thick: float = 0.3, grey: int = 160) -> None:
        """Draw a line across the page at ``y``."""
        self._pdf.set_draw_color(grey)
        self._pdf.set_line_width(thick)
        self._pdf.line(MARGIN, self.y, WIDTH - MARGIN, self.y)

    def code(self, matrix: Matrix, *, left: float, top: float, side: float) -> None:
        """Draw a QR code; four modules of white belong round it."""
        module = side / len(matrix)
        self._pdf.set_fill_color(0)
        for row, dark in enumerate(matrix):
            for first, count in _runs(dark):
                self._pdf.rect(
                    left + first * module, top + row * module, count * module, module, style="F"
                )

    def finished(self) -> bytes:
        """Return the file."""
        return bytes(self._pdf.output())

    def _use(self, size: float, *, bold: bool) -> None:
        self._pdf.set_font("Text", "B" if bold else "", size)

    def _lines(self, text: str, width: float) -> Iterator[str]:
        """Yield lines no wider than ``width``; Latin words stay whole, Chinese breaks anywhere."""
        for paragraph in self._known(text).split("\n"):
            line = ""
            for piece in _pieces(paragraph):
                if line and self._pdf.get_string_width(line + piece.rstrip()) > width:
                    yield line.rstrip()
                    line = piece.lstrip()
                else:
                    line += piece
            yield line.rstrip()

    def _known(self, text: str) -> str:
        font = self._pdf.current_font
        assert isinstance(font, TTFFont)
        return "".join(sign if sign == "\n" or ord(sign) in font.cmap else UNKNOWN for sign in text)


def _pieces(text: str) -> list[str]:
    """Return what may stand alone on a line: a Latin word, or one other sign with what ends it."""
    return _PIECE.findall(text)


def _runs(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    first = None
    for place, dark in enumerate([*row, False]):
        if dark and first is None:
            first = place
        elif not dark and first is not None:
            yield first, place - first
            first = None
