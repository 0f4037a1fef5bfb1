"""Boards that should not be on one line: two with the same address, two of different families."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from drivers.lockers.simulator.board import Board, Saying
from drivers.lockers.simulator.lock import Lock

SHADOW = 1000
"""A second board at an address stands in logs and orders at this number above it."""


class Shadow:
    """A board whose address another board has too: hears and answers at that same address."""

    def __init__(self, board: Board, address: int) -> None:
        self.address = address
        self.locks: Sequence[Lock] = board.locks
        self._board = board

    def hear(self, data: bytes, now: float) -> tuple[Sequence[int], Sequence[Saying]]:
        """Take bytes as the board does."""
        return self._board.hear(data, now)

    def report(self, lock: int, bit: int) -> Saying | None:
        """Return the unasked report of a lock."""
        return self._board.report(lock, bit)

    def readdressed(self, wire: bytes, address: int) -> bytes:
        """Return the same frame as if another board had sent it."""
        return self._board.readdressed(wire, address)


def on_one_line(boards: Iterable[Board]) -> list[Board]:
    """Return the boards so that each has a number of its own in logs and orders."""
    taken: set[int] = set()
    numbered: list[Board] = []
    for board in boards:
        number = board.address
        while number in taken:
            number += SHADOW
        taken.add(number)
        numbered.append(board if number == board.address else Shadow(board, number))
    return numbered
