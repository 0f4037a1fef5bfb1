"""What every simulated board is to the cabinet, and the one table of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import msgspec

from drivers.lockers.simulator.dc import DcBoard
from drivers.lockers.simulator.kerong import Cu16Board, Cu48Board
from drivers.lockers.simulator.lock import Lock
from drivers.lockers.simulator.saying import Saying as Saying
from drivers.lockers.simulator.wkly import WklyBoard
from drivers.lockers.simulator.xor8a import Xor8aBoard


class Board(Protocol):
    """A board that hears every byte on the line and answers its own."""

    address: int
    locks: Sequence[Lock]

    def hear(self, data: bytes, now: float) -> tuple[Sequence[int], Sequence[Saying]]:
        """Take bytes; return the locks whose coil is driven now and what the board will say."""
        ...

    def report(self, lock: int, bit: int) -> Saying | None:
        """Return the unasked report of a lock, where the board sends such."""
        ...

    def readdressed(self, wire: bytes, address: int) -> bytes:
        """Return the same frame as if another board had sent it."""
        ...


class BoardPlan(msgspec.Struct, frozen=True):
    """How to build one simulated board.

    Attributes:
        closed_bit: what a contact says while its door is shut; ``None``: as in the family's paper.
        acknowledges: whether it answers an open.
        reply_seconds: its own delay before any answer.
        short_answers: one byte of data where two are usual (``dc``).
        report_head: the command byte of its own reports of doors, 0 where it sends none.
        other_way: locks whose contact says the opposite of the others.
    """

    address: int = 1
    locks: int = 24
    closed_bit: int | None = None
    status_bytes: int | None = None
    low_first: bool = False
    acknowledges: bool = True
    reply_seconds: float = 0.01
    short_answers: bool = False
    report_head: int = 0
    sensor: bool = True
    latch_seconds: float = 0.03
    feedback_seconds: float = 0.03
    other_way: tuple[int, ...] = ()


def _locks(plan: BoardPlan, *, closed_bit: int = 1) -> list[Lock]:
    usual = closed_bit if plan.closed_bit is None else plan.closed_bit
    return [
        Lock(
            number,
            closed_bit=usual ^ (number in plan.other_way),
            sensor=plan.sensor,
            latch_seconds=plan.latch_seconds,
            feedback_seconds=plan.feedback_seconds,
        )
        for number in range(1, plan.locks + 1)
    ]


def _xor8a(plan: BoardPlan) -> Board:
    return Xor8aBoard(
        plan.address,
        _locks(plan),
        status_bytes=plan.status_bytes or max(3, -(-plan.locks // 8)),
        low_first=plan.low_first,
        acknowledges=plan.acknowledges,
        reply_seconds=plan.reply_seconds,
        report_head=plan.report_head,
    )


def _wkly(plan: BoardPlan) -> Board:
    return WklyBoard(
        plan.address,
        _locks(plan),
        acknowledges=plan.acknowledges,
        reply_seconds=plan.reply_seconds,
        reports=bool(plan.report_head),
    )


def _dc(plan: BoardPlan) -> Board:
    return DcBoard(
        plan.address,
        _locks(plan, closed_bit=0),
        status_bytes=plan.status_bytes or max(2, -(-plan.locks // 8)),
        low_first=plan.low_first,
        acknowledges=plan.acknowledges,
        reply_seconds=plan.reply_seconds,
        short=plan.short_answers,
    )


def _cu48(plan: BoardPlan) -> Board:
    return Cu48Board(plan.address, _locks(plan), reply_seconds=plan.reply_seconds)


def _cu16(plan: BoardPlan) -> Board:
    return Cu16Board(
        plan.address,
        _locks(plan),
        reply_seconds=plan.reply_seconds,
        acknowledges=plan.acknowledges,
    )


BUILDERS: Mapping[str, Callable[[BoardPlan], Board]] = {
    "xor8a": _xor8a,
    "wkly": _wkly,
    "dc": _dc,
    "cu48": _cu48,
    "cu16": _cu16,
}
