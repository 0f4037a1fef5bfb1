"""Boards on one line, the line with its faults, and a person at the doors.

No I/O: time comes in, bytes go out. Whoever owns a cabinet calls ``receive`` with what the
terminal sent, ``due`` whenever ``next_at`` has come, and puts the bytes on the line. So the
same cabinet stands behind a pty, a TCP
port and, in tests, behind memory in virtual time.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from random import Random

import msgspec

from drivers.lockers.simulator.board import Board
from drivers.lockers.simulator.faults import Faults, bursts, damaged
from drivers.lockers.simulator.lock import Lock
from drivers.lockers.simulator.saying import Saying

_BITS_A_BYTE = 10


class Pulse(msgspec.Struct, frozen=True):
    """One drive of a coil: which in order, when, where, and what the door did.

    ``was_open`` marks a pulse that should not have been given: the door stood open.
    """

    n: int
    at: float
    board: int
    lock: int
    moved: bool
    was_open: bool


class Cabinet:
    """Boards, line and person.

    Args:
        baud: paces the bytes in both directions; ``None`` delivers at once.
        person: seconds after which whoever opened a door shuts it; ``None`` leaves it open.
        on_pulse: told of every drive of a coil, at once.
    """

    def __init__(
        self,
        boards: Sequence[Board],
        *,
        baud: int | None = 9600,
        faults: Faults | None = None,
        person: float | None = None,
        seed: int = 0,
        on_pulse: Callable[[Pulse], None] = lambda _: None,
    ) -> None:
        self.boards = {board.address: board for board in boards}
        self.faults = faults or Faults()
        self.person = person
        self.pulses: list[Pulse] = []
        self.unplug_at_pulse: float | None = None
        self.skip_coil = 0
        self._on_pulse = on_pulse
        self._byte_seconds = _BITS_A_BYTE / baud if baud else 0.0
        self._chance = Random(seed)
        self._order = count()
        self._events: list[tuple[float, int, Callable[[float], None]]] = []
        self._out: list[tuple[float, int, bytes]] = []
        self._line_free = 0.0
        self._last_byte = float("-inf")
        self._storming = False
        self._unplugged_until = float("-inf")

    @property
    def hungry(self) -> bool:
        """Boards take whatever comes."""
        return True

    # --- the line ---------------------------------------------------------------------------

    def receive(self, data: bytes, now: float) -> None:
        """The terminal sends ``data``; the boards have it after its time on the wire."""
        heard_at = now + len(data) * self._byte_seconds
        too_soon = now - self._last_byte < self.faults.min_gap
        self._last_byte = heard_at
        if self.faults.echo:
            self._send(data, now)
        if too_soon or self._request_lost():
            return
        self.later(heard_at, lambda at: self._heard(data, at))

    def due(self, now: float) -> bytes:
        """Let everything up to ``now`` happen; return the bytes that are on the line by then."""
        while self._events and self._events[0][0] <= now:
            at, _, happen = heapq.heappop(self._events)
            happen(at)
        ready = bytearray()
        while self._out and self._out[0][0] <= now:
            at, _, data = heapq.heappop(self._out)
            ready += data
            self._last_byte = max(self._last_byte, at)
        return bytes(ready)

    def next_at(self) -> float | None:
        """Return when something happens next."""
        return min((queue[0][0] for queue in (self._events, self._out) if queue), default=None)

    def plugged(self, now: float) -> bool:
        """Whether the adapter is there."""
        return now >= self._unplugged_until

    def unplug(self, seconds: float, now: float) -> None:
        """Pull the adapter; what is on the line is lost."""
        self._unplugged_until = now + seconds
        self._out.clear()
        self.later(self._unplugged_until, lambda _: None)

    def later(self, at: float, happen: Callable[[float], None]) -> None:
        """Let ``happen`` be called when ``at`` has come."""
        heapq.heappush(self._events, (at, next(self._order), happen))

    def set_faults(self, faults: Faults, now: float) -> None:
        """Change what is wrong with the line."""
        self.faults = faults
        if faults.storm and not self._storming:
            self._storming = True
            self.later(now, self._storm)

    # --- the person -------------------------------------------------------------------------

    def shut(self, board: int, lock: int, now: float) -> None:
        """Somebody shuts the door."""
        self._lock(board, lock).shut(now)
        self._report_change(board, lock, now)

    def pull(self, board: int, lock: int, now: float) -> None:
        """Somebody forces the door open."""
        self._lock(board, lock).pull(now)
        self._opened(board, lock, now)

    # --- within -----------------------------------------------------------------------------

    def _request_lost(self) -> bool:
        if self.faults.deaf_next:
            self.faults = msgspec.structs.replace(self.faults, deaf_next=self.faults.deaf_next - 1)
            return True
        return bool(self.faults.deaf) and self._chance.random() < self.faults.deaf

    def _heard(self, data: bytes, now: float) -> None:
        for board in self.boards.values():
            if board.address in self.faults.dead:
                continue
            pulsed, said = board.hear(data, now)
            for lock in pulsed:
                self._drive(board.address, lock, now)
            for saying in said:
                self._answer(board, saying, now)

    def _drive(self, address: int, lock: int, now: float) -> None:
        if self.skip_coil:
            self.skip_coil -= 1
            return
        driven = self._lock(address, lock)
        was_open = not driven.shut_at(now)
        opens_at = driven.pulse(now)
        moved = opens_at is not None
        pulse = Pulse(len(self.pulses) + 1, now, address, lock, moved, was_open)
        self.pulses.append(pulse)
        self._on_pulse(pulse)
        if self.unplug_at_pulse is not None:
            self.unplug(self.unplug_at_pulse, now)
            self.unplug_at_pulse = None
        if opens_at is not None:
            self.later(opens_at, lambda at: self._opened(address, lock, at))

    def _opened(self, address: int, lock: int, now: float) -> None:
        self._report_change(address, lock, now)
        if self.person is not None:
            self.later(now + self.person, lambda at: self.shut(address, lock, at))

    def _report_change(self, address: int, lock: int, now: float) -> None:
        seen_at = now + self._lock(address, lock).feedback_seconds
        self.later(seen_at, lambda at: self._report(address, lock, at))

    def _report(self, address: int, lock: int, now: float) -> None:
        saying = self.boards[address].report(lock, self._lock(address, lock).contact(now))
        if saying is not None and address not in self.faults.dead:
            self._send(saying.wire, now)

    def _storm(self, now: float) -> None:
        self._storming = self.faults.storm > 0
        if not self._storming:
            return
        address = self._chance.choice(list(self.boards))
        lock = self._chance.choice(self.boards[address].locks)
        lie = self.faults.storm_lies and self._chance.random() < 0.5
        saying = self.boards[address].report(lock.number, lock.contact(now) ^ lie)
        if saying is not None:
            self._send(saying.wire, now)
        self.later(now + 1 / self.faults.storm, self._storm)

    def _answer(self, board: Board, saying: Saying, now: float) -> None:
        if saying.kind in self.faults.mute or self._answer_lost():
            return
        at = now + saying.after
        if self.faults.late and self._chance.random() < self.faults.late_chance:
            at += self.faults.late
        wire = saying.wire
        frames = [self._glued(board, wire, now)]
        if self.faults.wrong_address:
            frames = [board.readdressed(wire, self.faults.wrong_address)]
        if self.faults.ghost:
            frames.insert(0, board.readdressed(wire, self.faults.ghost))
        # A late answer does not hold the line meanwhile: newer ones overtake it.
        for frame in frames:
            self.later(at, partial(self._send, frame))

    def _answer_lost(self) -> bool:
        if self.faults.drop_next:
            self.faults = msgspec.structs.replace(self.faults, drop_next=self.faults.drop_next - 1)
            return True
        return bool(self.faults.drop) and self._chance.random() < self.faults.drop

    def _glued(self, board: Board, wire: bytes, now: float) -> bytes:
        lock = self._chance.choice(board.locks)
        saying = board.report(lock.number, lock.contact(now))
        if saying is None or not self.faults.glue:
            return wire
        glue, left = self.faults.glue, self.faults.glue_next - 1
        if left >= 0:
            rest = {"glue_next": left, "glue": glue if left else ""}
            self.faults = msgspec.structs.replace(self.faults, **rest)
        cut = {"before": 0, "after": len(wire), "inside": len(wire) // 2}[glue]
        return wire[:cut] + saying.wire + wire[cut:]

    def _send(self, wire: bytes, at: float) -> None:
        """Put a frame on the line when it is free, byte by byte at the line's pace."""
        start = max(at, self._line_free)
        for burst in bursts(damaged(wire, self.faults, self._chance), self.faults):
            for byte in burst:
                start += self._byte_seconds
                heapq.heappush(self._out, (start, next(self._order), bytes((byte,))))
            start += self.faults.split_gap if self.faults.split else 0.0
        self._line_free = start

    def _lock(self, board: int, lock: int) -> Lock:
        return self.boards[board].locks[lock - 1]
