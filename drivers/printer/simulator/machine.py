"""A simulated slip printer: a buffer, a head that takes its time, a roll, and what goes wrong.

No I/O: time and bytes come in, bytes go out (``drivers/serving``). Questions that are answered at
once are answered also while the head stands still; the others wait in the buffer like all else.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import msgspec

from drivers.printer.simulator import reader as esc
from drivers.printer.simulator.paper import Paper

_FIXED = 0x12
"""Bits that are set in every answer to DLE EOT."""


class Faults(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is wrong. The default is a good printer.

    Attributes:
        paper: ``ok``, ``low`` or ``out``.
        cover: it stands open.
        jam: the cutter or the paper is stuck.
        mute: it prints and answers nothing at all.
        no_turn: it answers at once, but does not know the question that waits its turn.
        hang: it takes nothing and answers nothing.
        paper_rows, jam_rows, unplug_rows: so many rows from now paper ends, it jams, or its
            plug is pulled (for ``unplug_seconds``); -1 is never.
        forgetful: it does not know the order to drop its buffer.
    """

    paper: str = "ok"
    cover: bool = False
    jam: bool = False
    mute: bool = False
    no_turn: bool = False
    hang: bool = False
    paper_rows: int = -1
    jam_rows: int = -1
    unplug_rows: int = -1
    unplug_seconds: float = 3.0
    forgetful: bool = False

    @property
    def stopped(self) -> bool:
        """Whether the head stands still."""
        return self.paper == "out" or self.cover or self.jam or self.hang


class Machine:
    """One printer.

    Args:
        rows_a_second: how fast the paper moves; 400 is 50 mm/s.
        buffer: bytes it takes before it holds its sender up.
    """

    def __init__(self, paper: Paper, *, rows_a_second: float = 400.0, buffer: int = 4096) -> None:
        self.paper = paper
        self.faults = Faults()
        self.rows_a_second = rows_a_second
        self.strange = 0
        self.most_waiting = 0
        self._buffer = buffer
        self._reader = esc.Reader()
        self._queue: deque[tuple[esc.Command, int]] = deque()
        self._waiting = 0
        self._out = bytearray()
        self._busy_until = 0.0
        self._unplugged_until = float("-inf")
        self._wake_at: float | None = None
        self._moved = 0

    # -- the line --------------------------------------------------------------------------

    @property
    def hungry(self) -> bool:
        """Whether there is room for more."""
        return not self.faults.hang and self._held() < self._buffer

    def receive(self, data: bytes, now: float) -> None:
        """Take bytes; answer what is answered at once, put the rest into the buffer."""
        for command, size in self._reader.feed(data):
            match command:
                case esc.Now(number=number):
                    self._say(self._status(number))
                case esc.Drop():
                    if not self.faults.forgetful:
                        self._lose_buffer()
                case _:
                    self._queue.append((command, size))
                    self._waiting += size
        self.most_waiting = max(self.most_waiting, self._held())
        self._work(now)

    def due(self, now: float) -> bytes:
        """Let everything up to ``now`` happen; return what it says."""
        self._work(now)
        said, self._out = bytes(self._out), bytearray()
        return said

    def next_at(self) -> float | None:
        """Return when something happens next."""
        if self._out:
            return 0.0
        if self._queue and not self.faults.stopped:
            return self._busy_until
        return self._wake_at

    def plugged(self, now: float) -> bool:
        """Whether its plug is in."""
        if self._wake_at is not None and now >= self._wake_at:
            self._wake_at = None
        return now >= self._unplugged_until

    def unplug(self, seconds: float, now: float) -> None:
        """Pull the plug; what was in the buffer is gone, what is on the paper stays."""
        self._unplugged_until = self._wake_at = now + seconds
        self._lose_buffer()
        self._out.clear()

    def set_faults(self, faults: Faults, now: float) -> None:
        """Break it, or mend it: then it goes on with what it has."""
        self.faults = faults
        self._busy_until = max(self._busy_until, now)
        self._work(now)

    # -- the head --------------------------------------------------------------------------

    def _held(self) -> int:
        return self._waiting + len(self._reader.partial)

    def _lose_buffer(self) -> None:
        self._queue.clear()
        self._waiting = 0
        self._reader.forget()
        self.paper.reset()

    def _work(self, now: float) -> None:
        while self._queue and self._busy_until <= now and not self.faults.stopped:
            command, size = self._queue[0]
            rest = self._do(command, now)
            if not self._queue or self._queue[0][0] is not command:
                return  # the plug was pulled within it
            self._busy_until = now + self._moved / self.rows_a_second
            if rest is not None:
                self._queue[0] = (rest, size)
                return
            self._queue.popleft()
            self._waiting -= size

    def _do(self, command: esc.Command, now: float) -> esc.Command | None:
        """Carry out one command; return what is left of it when the head had to stop."""
        self._moved = 0
        match command:
            case esc.Rows(width=width, data=data):
                return self._print_rows(width, data, now)
            case esc.Line(count=count):
                for _ in range(count):
                    self._move(self.paper.line_height(), self.paper.end_line)
            case esc.Feed(dots=dots):
                self._move(dots, lambda: self.paper.feed(dots))
            case esc.Cut(dots_before=dots):
                self._move(dots, lambda: self.paper.feed(dots))
                self.paper.cut()
            case _:
                self._do_standing(command)
        return None

    def _do_standing(self, command: esc.Command) -> None:
        """Carry out what does not move the paper."""
        match command:
            case esc.Columns():
                self.paper.columns(command)
            case esc.Spacing(dots=dots):
                self.paper.spacing = dots
            case esc.Init():
                self.paper.reset()
            case esc.Ask() if not self.faults.no_turn:
                self._say({"low": 0x03}.get(self.faults.paper, 0x00))
            case esc.Strange():
                self.strange += 1

    def _move(self, rows: int, act: Callable[[], None]) -> None:
        self._moved += rows
        act()

    def _print_rows(self, width: int, data: bytes, now: float) -> esc.Command | None:
        for start in range(0, len(data), width):
            self._count_down(now)
            if self.faults.stopped or not self.plugged(now):
                return esc.Rows(width, data[start:])
            self.paper.row(data[start : start + width])
            self._moved += 1
        return None

    def _count_down(self, now: float) -> None:
        faults = self.faults
        if faults.paper_rows == 0:
            faults = msgspec.structs.replace(faults, paper="out")
        if faults.jam_rows == 0:
            faults = msgspec.structs.replace(faults, jam=True)
        if faults.unplug_rows == 0:
            self.unplug(faults.unplug_seconds, now)
        self.faults = msgspec.structs.replace(
            faults,
            paper_rows=max(-1, faults.paper_rows - 1),
            jam_rows=max(-1, faults.jam_rows - 1),
            unplug_rows=max(-1, faults.unplug_rows - 1),
        )

    # -- answers ---------------------------------------------------------------------------

    def _say(self, byte: int) -> None:
        if not self.faults.mute and not self.faults.hang:
            self._out.append(byte)

    def _status(self, number: int) -> int:
        faults = self.faults
        out = faults.paper == "out"
        bits = {
            1: 0x08 * faults.stopped,
            2: 0x04 * faults.cover | 0x20 * out | 0x40 * faults.jam,
            3: 0x08 * faults.jam,
            4: 0x6C * out | 0x0C * (faults.paper == "low"),
        }
        return _FIXED | bits.get(number, 0)
