"""Reading the bare contacts of a board, before anybody knows what they mean."""

from __future__ import annotations

from contextlib import suppress

import msgspec

from drivers.line import Time
from drivers.lockers.bench.learning import Snapshot, left_shut
from drivers.lockers.bus import Bus
from drivers.lockers.frames import Family
from drivers.lockers.sensing import ANSWER_ERRORS
from drivers.lockers.wiring import Board, StatusOrder
from kiosk.errors import DeviceSilent

_TRIES = 3
_AGREE = 5
_WATCH_SECONDS = 3.0
_LOOK_EVERY = 0.08


class Contacts:
    """The contacts of the boards on one line, as bits."""

    def __init__(self, family: Family, bus: Bus, time: Time) -> None:
        self._family = family
        self._bus = bus
        self._time = time

    def snapshot(self, board: Board) -> Snapshot:
        """Return the contacts; two equal readings in a row are needed.

        Raises:
            PortUnavailable: the port is not there.
            DeviceSilent: the board does not answer, or never twice the same.
        """
        last = self._once(board)
        for _ in range(_AGREE):
            again = self._once(board)
            if again == last:
                return again
            last = again
        raise DeviceSilent(f"board {board.address}: its contacts never settle")

    def after_pulse(
        self, board: Board, shut: Snapshot, before: Snapshot
    ) -> tuple[Snapshot, int | None]:
        """Watch until a door left its shut state; return the contacts and the ms until then.

        Doors that are shut meanwhile, behind the walker, do not end the watching.

        Raises:
            PortUnavailable, DeviceSilent: see :meth:`snapshot`.
        """
        began = self._time.now()
        while (passed := self._time.now() - began) < _WATCH_SECONDS:
            self._bus.rest(_LOOK_EVERY)
            with suppress(*ANSWER_ERRORS):
                if _opened(shut, before, self._once(board)):
                    passed = self._time.now() - began
                    settled = self.snapshot(board)
                    if _opened(shut, before, settled):
                        return settled, round(1000 * passed)
        return self.snapshot(board), None

    def _once(self, board: Board) -> Snapshot:
        """Ask once, and again where nothing usable comes."""
        for turn in range(_TRIES):
            try:
                return self._asked(board)
            except ANSWER_ERRORS:
                if turn == _TRIES - 1:
                    raise
        raise DeviceSilent(f"board {board.address}: no answer")

    def _asked(self, board: Board) -> Snapshot:
        question = self._family.query_all(board.address)
        if question is None:
            return self._one_by_one(board)
        answer = self._bus.ask(question)
        high, low = (
            self._family.contacts(answer, msgspec.structs.replace(board, status_order=order))
            for order in (StatusOrder.HIGH_FIRST, StatusOrder.LOW_FIRST)
        )
        return Snapshot(high, low, len(answer.data))

    def _one_by_one(self, board: Board) -> Snapshot:
        bits: dict[int, bool | None] = {}
        for lock in range(1, board.locks + 1):
            question = self._family.query_one(board.address, lock)
            if question is not None:
                bits |= self._family.contacts(self._bus.ask(question), board)
        return Snapshot(bits, bits)


def _opened(shut: Snapshot, before: Snapshot, after: Snapshot) -> bool:
    high = StatusOrder.HIGH_FIRST  # which lock it is does not matter here
    return bool(left_shut(shut.bits(high), before.bits(high), after.bits(high)))
