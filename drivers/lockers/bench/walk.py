"""The walk along a cabinet: pulse lock after lock, ask which door moved, see which contact did.

Each lock is pulsed once; a second time only when the person says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from drivers.line import Time
from drivers.lockers.bench.asking import Asks
from drivers.lockers.bench.contacts import Contacts
from drivers.lockers.bench.learning import Snapshot, Walked
from drivers.lockers.bench.places import Labels
from drivers.lockers.bench.progress import Progress
from drivers.lockers.bus import Bus
from drivers.lockers.frames import Family
from drivers.lockers.wiring import Board
from kiosk.errors import DeviceSilent
from kiosk.ids import DoorId

_YES = ("", "y", "yes", "j", "是", "对")
_NO = ("n", "no", "-", "否", "没有")
_AGAIN = ("r", "again", "重来")
_QUIT = ("q", "quit", "退出")
_COIL_REST = 0.35
_MOST_QUESTIONS = 20


class Stopped(Exception):
    """The person ended the walk, or nobody answers any more."""


class Answer(msgspec.Struct, frozen=True):
    """What the person said: the door that moved, nothing, or "once more"."""

    door: DoorId | None = None
    again: bool = False


class Walk:
    """One walk over the boards of a line.

    Args:
        asks: says which door moved.
        progress: shows how far it is.
    """

    def __init__(
        self, family: Family, bus: Bus, time: Time, *, asks: Asks, progress: Progress
    ) -> None:
        self._family = family
        self._bus = bus
        self._time = time
        self._asks = asks
        self._progress = progress
        self._contacts = Contacts(family, bus, time)
        self._pulsed_at = float("-inf")

    def go(self, boards: Sequence[Board], labels: Labels) -> list[Walked]:
        """Walk over every lock of every board; what was walked before "quit" is kept.

        Raises:
            PortUnavailable: the port was lost.
            DeviceSilent: a board does not answer.
        """
        shut = {board.address: self._contacts.snapshot(board) for board in boards}
        walked: list[Walked] = []
        try:
            self._each(boards, labels, shut, walked.append)
        except Stopped:
            pass
        finally:
            self._progress.clear()
        return walked

    def _each(
        self,
        boards: Sequence[Board],
        labels: Labels,
        shut: Mapping[int, Snapshot],
        note: Callable[[Walked], None],
    ) -> None:
        whole = sum(board.locks for board in boards)
        done = 0
        for board in boards:
            for lock in range(1, board.locks + 1):
                self._progress.show(done, whole, f"board {board.address} lock {lock}")
                note(self._one(board, lock, shut[board.address], labels))
                done += 1

    def _one(self, board: Board, lock: int, shut: Snapshot, labels: Labels) -> Walked:
        while True:
            before = self._contacts.snapshot(board)
            acknowledged = self._pulse(board, lock)
            after, ms = self._contacts.after_pulse(board, shut, before)
            answer = self._answer(board, lock, labels, ms)
            if answer.again:
                continue
            if answer.door is not None:
                labels.take(answer.door)
            return Walked(
                board=board.address,
                lock=lock,
                shut=shut,
                before=before,
                after=after,
                door=answer.door,
                ms=ms,
                acknowledged=acknowledged,
            )

    def _pulse(self, board: Board, lock: int) -> bool:
        """Drive the coil once; return whether the board acknowledged it."""
        free_at = self._pulsed_at + self._family.pulse_seconds + _COIL_REST
        self._bus.rest(free_at - self._time.now())
        self._pulsed_at = self._time.now()
        order = self._family.open_one(board.address, lock)
        return self._bus.tell(order, within=self._family.acknowledge_seconds)

    def _answer(self, board: Board, lock: int, labels: Labels, ms: int | None) -> Answer:
        expected = labels.expected(board.address, lock)
        sensed = f"a contact changed after {ms} ms" if ms is not None else "no contact changed"
        guess = f"Enter = {expected}, " if expected else ""
        question = (
            f"board {board.address} lock {lock} ({sensed}). Which door moved?"
            f" [{guess}another label, n = none, r = again, q = quit]"
        )
        for _ in range(_MOST_QUESTIONS):
            said = self._asks.ask(question)
            if said is None or said.lower() in _QUIT:
                raise Stopped
            answer = _understood(said, expected, labels)
            if answer is not None:
                return answer
            question = f"{said!r} is no free door label. Which door moved?"
        raise DeviceSilent("nobody says which door moved")


def _understood(said: str, expected: DoorId | None, labels: Labels) -> Answer | None:
    word = said.lower()
    if word in _NO:
        return Answer()
    if word in _AGAIN:
        return Answer(again=True)
    door = expected if word in _YES else labels.named(said)
    return None if door is None or labels.taken(door) else Answer(door)
