"""From a picture to ESC/POS bytes, in pieces no printer's buffer is too small for.

The commands are python-escpos' own. White is cheap: rows without ink go as one byte a row, and the
white at the right end of a band is not sent at all, so a slip takes half the bytes. That counts on
a serial line: a ticket on paper of 58 mm is 33 kB, 34 s at 9600 baud.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import cache, partial
from typing import Any

import msgspec
from PIL import Image, ImageChops

from kiosk.config.printer import WIDTHS, Cut, Raster

BEGIN = b"\x1b@"
"""ESC @: as after switching on."""
DROP_BUFFER = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""DLE DC4 8: forget what was received and not printed (where the printer knows it)."""
ASK_IN_ORDER = b"\x1dr\x01"
"""GS r 1: answered when everything before it has been worked through."""
NOTHING = bytes(2048)
"""Signs a printer passes over; they also fill up a band that was torn off in the middle."""

_AT_ONCE = re.compile(rb"\x10(?=[\x04\x05\x14])")
_PIECE = 2048
_COLUMN_ROWS = 24
_WHITE_ROWS = 6
"""Rows without ink from which it pays to send them by themselves."""


class Piece(msgspec.Struct, frozen=True):
    """Bytes to be sent at one go, and the rows of paper they make."""

    data: bytes
    rows: int


def pieces(paper: Image.Image, raster: Raster, cut: Cut) -> list[Piece]:
    """Return the slip in the order it is sent; the last piece feeds and cuts."""
    bands = list(_bands(paper) if raster is Raster.ROWS else _columns(paper))
    impl = "bitImageRaster" if raster is Raster.ROWS else "bitImageColumn"
    found = []
    for band in bands:
        printer = _recorder()
        printer.image(band, impl=impl)
        found.append(Piece(harmless(printer.output), band.height))
    return [*found, Piece(_end(cut), 0)]


def harmless(data: bytes) -> bytes:
    """Return dots that no printer takes for an order to be obeyed at once.

    By their papers printers obey DLE EOT, ENQ and DC4 also where the bytes stand in a picture by
    chance: one of them forgets the slip, another switches the printer off. One more dot beside
    the one of DLE breaks the chance; nobody sees it.
    """
    return _AT_ONCE.sub(b"\x30", data)


def _end(cut: Cut) -> bytes:
    printer = _recorder()
    if cut is Cut.NONE:
        printer.print_and_feed(6)
    else:
        printer.cut(mode="PART" if cut is Cut.PARTIAL else "FULL")
    data: bytes = printer.output
    return data


def _bands(paper: Image.Image) -> Iterator[Image.Image]:
    """Cut the picture where rows of ink and longer stretches of white meet, and into pieces."""
    ink = ImageChops.invert(paper)
    top = 0
    for bottom in _edges(ink):
        box = ink.crop((0, top, ink.width, bottom)).getbbox()
        width = -(-(box[2] if box else 1) // 8) * 8
        step = max(1, _PIECE // (width // 8))
        for start in range(top, bottom, step):
            yield paper.crop((0, start, width, min(bottom, start + step)))
        top = bottom


def _edges(ink: Image.Image) -> list[int]:
    edges, white_from = [], 0
    for row in range(ink.height):
        if ink.crop((0, row, ink.width, row + 1)).getbbox() is None:
            continue
        if row - white_from >= _WHITE_ROWS:
            edges += [white_from, row]
        white_from = row + 1
    if ink.height > white_from:
        edges.append(white_from)
    return [edge for edge in [*edges, ink.height] if edge]


def _columns(paper: Image.Image) -> Iterator[Image.Image]:
    for top in range(0, paper.height, _COLUMN_ROWS):
        yield paper.crop((0, top, paper.width, min(paper.height, top + _COLUMN_ROWS)))


@cache
def _library() -> Any:
    # At its import it makes a directory for a cache of its own, on every start: taken away again.
    from escpos import capabilities, printer

    shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    profile = capabilities.Profile(features={"paperPartCut": True, "paperFullCut": True})
    # Our pictures fit the paper; a profile without a width makes the library talk on stdout.
    profile.profile_data = profile.profile_data | {"media": {"width": {"pixels": max(WIDTHS)}}}
    return partial(printer.Dummy, profile=profile)


def _recorder() -> Any:
    return _library()()
