"""Common turns: questions of one station that come while a turn is under way share the next one.

A turn costs a wait for the disk; a hundred questions in it cost one wait together.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock

from kiosk.errors import JournalDamaged, JournalError, KioskError
from kiosk.hub.exchange import Adopting, Question
from kiosk.hub.faults import Denied
from kiosk.hub.metrics import Metrics
from kiosk.hub.recent import Recent
from kiosk.hub.store import HubJournal
from kiosk.jobs import Runs
from kiosk.journal.entry import Draft, Head, Placed
from kiosk.positioning import PositioningStation
from kiosk.wire import Answer, Fault

_log = logging.getLogger(__name__)
_MOST_AT_ONCE = 256


class Asked:
    """A question, and where its answer goes."""

    def __init__(self, question: Question, nonce: str, until: float) -> None:
        self.question = question
        self.nonce = nonce
        self.until = until
        self.answer: Future[Answer] = Future()
        self.denied: KioskError | None = None
        self.given: tuple[Draft, ...] = ()


class Turns:
    """The line of one station in this process, and the station they are asked of.

    Args:
        build: makes the station from its journal, anew where it must be.
        lane: runs the turns one after another.
        moved: is told the new head after each turn.
    """

    def __init__(
        self,
        journal: HubJournal,
        build: Callable[[HubJournal], PositioningStation],
        lane: Runs,
        metrics: Metrics,
        moved: Callable[[HubJournal, Head], None],
    ) -> None:
        self.journal = journal
        self._build = build
        self._lane = lane
        self._metrics = metrics
        self._moved = moved
        self._waiting: deque[Asked] = deque()
        self._opening = Lock()
        self._station: PositioningStation | None = None
        self._last = Head()
        self._recent = Recent(journal)

    @property
    def station(self) -> PositioningStation:
        """The station; it is opened when it is first asked for."""
        with self._opening:
            if self._station is None:
                self._station = self._opened()
            return self._station

    def head(self) -> Head:
        """Return the present end; rows that are over are erased before it is first told."""
        if not self.journal.read_only:
            _ = self.station
        return self.journal.head

    def ask(self, question: Question, *, nonce: str, until: float) -> Future[Answer]:
        """Have ``question`` answered in the next turn.

        Args:
            nonce: of the request, which may be used once; forgotten after ``until``.
        """
        asked = Asked(question, nonce, until)
        self._waiting.append(asked)
        self._lane.submit(self._take_turn)
        return asked.answer

    def adopt(self, question: Adopting, *, nonce: str, until: float) -> Future[Answer]:
        """Take over a page of a history in a turn of its own, and fold it."""
        asked = Asked(question, nonce, until)
        self._lane.submit(self._adopt, asked)
        return asked.answer

    def page(self, after: int, limit: int, head: Head) -> Sequence[Placed]:
        """Return entries up to ``head``, which is the present one."""
        return self._recent.up_to(head, after, limit)

    def close(self) -> None:
        """Keep a checkpoint, so that the next start is quick."""
        if self._station is not None:
            try:
                self._station.close()
            except JournalError as error:
                _log.warning("no checkpoint was kept: %s", type(error).__name__)

    def _adopt(self, asked: Asked) -> None:
        try:
            station = self.station
            with self.journal.turn():
                self._foresee([asked])
                self._drafts(asked)
                head = self.journal.head
            station.place([])
        except JournalError as error:
            _log.error("a history was not taken over by %s: %s", self.journal.station, error)
            self._end([asked], Denied(Fault.AWAY))
            return
        self._recent.clear()
        self._answer([asked], head)
        self._moved(self.journal, head)

    def _opened(self) -> PositioningStation:
        # In a turn, so that nobody writes between what is folded and the head that is noted.
        with self.journal.turn():
            return self._build(self.journal)

    def _take_turn(self) -> None:
        group = list[Asked]()
        while self._waiting and len(group) < _MOST_AT_ONCE:
            group.append(self._waiting.popleft())
        if not group:
            return
        try:
            with self._metrics.turn(len(group)):
                head = self._placed(group)
        except JournalError as error:
            _log.error("a turn of %s failed: %s", self.journal.station, error)
            self._forget_station(error)
            self._end(group, Denied(Fault.AWAY))
        except BaseException:
            self._station = None
            self._end(group, Denied(Fault.AWAY))
            raise
        else:
            self._answer(group, head)
            self._moved(self.journal, head)

    def _placed(self, group: Sequence[Asked]) -> Head:
        station = self.station
        before, after = Head(), Head()

        def begin() -> Sequence[Draft]:
            nonlocal before
            before = self.journal.head
            if self.journal.digest_at(self._last.position) != self._last.digest:
                raise JournalDamaged(self._last.position, "the database was put back")
            self._foresee(group)
            return ()

        def end() -> Sequence[Draft]:
            nonlocal after
            after = self.journal.head
            return ()

        def of(asked: Asked) -> Callable[[], Sequence[Draft]]:
            return lambda: self._drafts(asked)

        placed = station.place_groups([begin, *map(of, group), end])
        self._last = after
        for entries in placed:
            for entry in entries:
                if entry.position > before.position:
                    self._metrics.placed(entry.refused)
        private = {draft.id: draft.private for asked in group for draft in asked.given}
        self._recent.went_on(before, after, placed, private)
        return after

    def _foresee(self, group: Sequence[Asked]) -> None:
        entries = [entry for asked in group for entry in asked.question.entries]
        positions = [each for asked in group for each in asked.question.positions]
        self.journal.foresee(entries, positions)
        used = self.journal.use_once({asked.nonce: asked.until for asked in group})
        for asked in group:
            if asked.nonce in used:
                asked.denied = Denied(Fault.REPEATED)

    def _drafts(self, asked: Asked) -> Sequence[Draft]:
        if asked.denied is not None:
            return ()
        try:
            asked.given = tuple(asked.question.drafts(self.journal))
        except Denied as denied:
            asked.denied = denied
            return ()
        return asked.given

    def _answer(self, group: Sequence[Asked], head: Head) -> None:
        for asked in group:
            try:
                if asked.denied is not None:
                    raise asked.denied
                asked.answer.set_result(asked.question.answer(head, self._recent))
            except KioskError as error:
                asked.answer.set_exception(error)

    def _end(self, group: Sequence[Asked], error: KioskError) -> None:
        for asked in group:
            asked.answer.set_exception(error)

    def _forget_station(self, error: JournalError) -> None:
        if isinstance(error, JournalDamaged):
            self._station, self._last = None, Head()
            self._recent.clear()
