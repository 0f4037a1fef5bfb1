"""The paper of a simulated printer: rows of dots, cut into slips."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image

from drivers.printer.simulator.reader import Columns

_USUAL_SPACING = 30


class Paper:
    """One roll.

    Args:
        width: dots across.
        on_slip: gets every slip that is cut off, as a picture, black on white.
    """

    def __init__(self, width: int, on_slip: Callable[[Image.Image], None]) -> None:
        self.slips = 0
        self.spacing = _USUAL_SPACING
        self._bytes = width // 8
        self._rows = bytearray()
        self._line: list[Columns] = []
        self._on_slip = on_slip

    @property
    def length(self) -> int:
        """Rows since the last cut."""
        return len(self._rows) // self._bytes

    def row(self, dots: bytes) -> None:
        """Print one row of dots; what is wider than the paper is lost, as it is in life."""
        self._rows += dots[: self._bytes].ljust(self._bytes, b"\0")

    def feed(self, rows: int) -> None:
        """Move on without ink."""
        self._rows += bytes(rows * self._bytes)

    def columns(self, columns: Columns) -> None:
        """Put dots by columns into the line that is being made."""
        self._line.append(columns)

    def line_height(self) -> int:
        """Return how far the next line moves the paper."""
        return max([self.spacing, *(part.height for part in self._line)])

    def end_line(self) -> None:
        """Print the line that was made."""
        height, parts, self._line = self.line_height(), self._line, []
        tall = max((part.height for part in parts), default=0)
        for y in range(tall):
            bits = "".join(_bits(part, y) for part in parts)
            self.row(int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8)))
        self.feed(height - tall)

    def reset(self) -> None:
        """Forget line and spacing, not what is on the paper."""
        self.spacing = _USUAL_SPACING
        self._line = []

    def cut(self) -> None:
        """Cut off what is printed."""
        if self.length:
            self.slips += 1
            self._on_slip(self.picture())
        self._rows.clear()

    def picture(self) -> Image.Image:
        """Return what is on the paper since the last cut."""
        size = (self._bytes * 8, max(1, self.length))
        white = bytes(byte ^ 0xFF for byte in self._rows) or b"\xff" * self._bytes
        return Image.frombytes("1", size, white)


def save_in(folder: Path) -> Callable[[Image.Image], None]:
    """Return what keeps each slip as a file: ``slip-0001.png`` and so on."""

    def save(picture: Image.Image) -> None:
        number = 1 + max((int(old.stem[5:]) for old in folder.glob("slip-*.png")), default=0)
        picture.save(folder / f"slip-{number:04}.png")

    return save


def _bits(part: Columns, y: int) -> str:
    step = part.height // 8
    return "".join(
        str(part.data[x + y // 8] >> (7 - y % 8) & 1) for x in range(0, len(part.data), step)
    )
