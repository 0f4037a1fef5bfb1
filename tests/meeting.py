"""Two who act at the same moment: they meet between the last question and the entry."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable
from typing import Any

from kiosk.errors import Refused
from kiosk.journal.entry import Entry
from tests.fakes import MemoryJournal

_LATE = 60.0
_GUARDED = 0.02
"""With the lock the other one cannot come; so long it would have had."""


class MeetingJournal(MemoryJournal):
    """Lets the other thread in before an entry is written, while two act :func:`at_once`.

    Args:
        guarded: a lock keeps the other one away; without it both surely come.
    """

    def __init__(self, *, guarded: bool) -> None:
        super().__init__()
        self.meet: threading.Barrier | None = None
        self._patience = _GUARDED if guarded else _LATE
        self._writing = threading.Lock()

    def append(self, *args: Any, **kwargs: Any) -> Entry:
        if self.meet is not None:
            with contextlib.suppress(threading.BrokenBarrierError):
                self.meet.wait(self._patience)
        with self._writing:
            return super().append(*args, **kwargs)


def at_once(journal: MeetingJournal, *acts: Callable[[], object]) -> int:
    """Do both ``acts`` at the same moment; return how many were not refused."""
    start, won = threading.Barrier(len(acts)), list[object]()
    journal.meet = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        start.wait(_LATE)
        with contextlib.suppress(Refused):
            won.append(act())

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(2 * _LATE)
            assert not thread.is_alive()
    finally:
        sys.setswitchinterval(before)
    journal.meet = None
    return len(won)
