"""Reads ESC/POS: bytes in, commands out. No paper and no clock.

    ESC @           as after switching on       ESC 2, ESC 3 n   line spacing: 30 dots, n dots
    ESC * m nL nH   dots by columns             LF, ESC d n      feed one line, n lines
    ESC J n         feed n dots                 GS V m [n]       cut
    GS v 0 m xL xH yL yH …                      dots by rows
    GS r n          status in its turn          DLE EOT n, DLE ENQ n, DLE DC4 fn …  at once

Dots are bits, the left or upper one highest, 1 is black. What is read at once is given out at once,
but not from within the dots of a picture.
"""

from __future__ import annotations

import msgspec

_NUL, _LF, _DLE, _ESC, _GS = 0x00, 0x0A, 0x10, 0x1B, 0x1D


class Init(msgspec.Struct, frozen=True):
    """ESC @."""


class Rows(msgspec.Struct, frozen=True):
    """GS v 0: a picture, ``width`` bytes a row."""

    width: int
    data: bytes


class Columns(msgspec.Struct, frozen=True):
    """ESC *: the next columns of the line, ``height`` dots each."""

    height: int
    data: bytes


class Line(msgspec.Struct, frozen=True):
    """LF or ESC d: what is in the line comes out, and so many lines are fed."""

    count: int


class Feed(msgspec.Struct, frozen=True):
    """ESC J: feed dots."""

    dots: int


class Spacing(msgspec.Struct, frozen=True):
    """ESC 2, ESC 3: dots from line to line."""

    dots: int


class Cut(msgspec.Struct, frozen=True):
    """GS V."""

    dots_before: int
    partial: bool


class Ask(msgspec.Struct, frozen=True):
    """GS r: tell how the paper is, when everything before this is done."""


class Now(msgspec.Struct, frozen=True):
    """DLE EOT ``number``: tell at once."""

    number: int


class Drop(msgspec.Struct, frozen=True):
    """DLE DC4 8 or DLE ENQ 2: forget what is in the buffer."""


class Strange(msgspec.Struct, frozen=True):
    """A byte that belongs to no command known here."""

    byte: int


Command = Init | Rows | Columns | Line | Feed | Spacing | Cut | Ask | Now | Drop | Strange
_Step = tuple[int, Command | None]
"""Bytes used up, and what they said; no bytes: more are needed."""

_CLEAR = b"\x01\x03\x14\x01\x06\x02\x08"
_MORE: _Step = (0, None)


class Reader:
    """Keeps what is not complete yet.

    Attributes:
        partial: the bytes of it.
    """

    def __init__(self) -> None:
        self.partial = bytearray()

    def feed(self, data: bytes) -> list[tuple[Command, int]]:
        """Take bytes; return the commands that are complete, each with its size."""
        self.partial += data
        found = []
        while self.partial:
            used, command = _step(bytes(self.partial))
            if not used:
                break
            del self.partial[:used]
            if command is not None:
                found.append((command, used))
        return found

    def forget(self) -> None:
        """Drop what is not complete."""
        self.partial.clear()


def _step(data: bytes) -> _Step:
    first = data[0]
    if first == _NUL:
        return 1, None
    if first == _LF:
        return 1, Line(1)
    if first not in (_DLE, _ESC, _GS):
        return 1, Strange(first)
    if len(data) < 2:
        return _MORE
    return {_DLE: _dle, _ESC: _esc, _GS: _gs}[first](data)


def _dle(data: bytes) -> _Step:
    if data[1] not in (0x04, 0x05, 0x14):
        return 1, Strange(data[0])
    if len(data) < 3:
        return _MORE
    if data[1] == 0x04:
        return 3, Now(data[2])
    if data[1] == 0x05:
        return 3, Drop() if data[2] == 2 else None
    if data[2] != 8:
        return 3, None
    if len(data) < 3 + len(_CLEAR):
        return _MORE
    return 3 + len(_CLEAR), Drop() if data[3 : 3 + len(_CLEAR)] == _CLEAR else None


def _esc(data: bytes) -> _Step:
    match chr(data[1]):
        case "@":
            return 2, Init()
        case "2":
            return 2, Spacing(30)
        case "*":
            return _columns(data)
        case "3" | "J" | "d":
            return (3, _moves(data)) if len(data) >= 3 else _MORE
        case _:
            return 1, Strange(data[0])


def _moves(data: bytes) -> Command:
    match chr(data[1]):
        case "3":
            return Spacing(data[2])
        case "J":
            return Feed(data[2])
        case _:
            return Line(data[2])


def _columns(data: bytes) -> _Step:
    if len(data) < 5:
        return _MORE
    height = 24 if data[2] in (32, 33) else 8
    size = 5 + (data[3] + 256 * data[4]) * height // 8
    return (size, Columns(height, data[5:size])) if len(data) >= size else _MORE


def _gs(data: bytes) -> _Step:
    match chr(data[1]):
        case "r":
            return (3, Ask()) if len(data) >= 3 else _MORE
        case "V":
            return _cut(data)
        case "v":
            return _rows(data)
        case _:
            return 1, Strange(data[0])


def _cut(data: bytes) -> _Step:
    if len(data) < 3:
        return _MORE
    if data[2] in (65, 66):
        return (4, Cut(data[3], partial=data[2] == 66)) if len(data) >= 4 else _MORE
    return 3, Cut(0, partial=data[2] in (1, 49))


def _rows(data: bytes) -> _Step:
    if len(data) < 8:
        return _MORE
    width, height = data[4] + 256 * data[5], data[6] + 256 * data[7]
    size = 8 + width * height
    return (size, Rows(width, data[8:size])) if len(data) >= size else _MORE
