"""What is said to the hub, and what follows from each answer. No thread, clock or wait.

Each public method of ``Conversation`` asks one question and does what the answer asks for; all may
be called from several threads. No lock is held while a question is under way, since everything is
matched by id and position: an answer that comes late, twice or never changes nothing that was not
true before. A program that ends between any two lines goes on from the journal alone.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from kiosk.errors import JournalDamaged, Refused
from kiosk.following import FollowingStation
from kiosk.ids import OriginId
from kiosk.journal.entry import Draft, Head, Placed
from kiosk.sync.line import HubAway, HubDenied, HubLine, draft_of, expect
from kiosk.wire import (
    MOST_ENTRIES,
    PROTOCOL,
    Adopt,
    Adopted,
    Answer,
    Decide,
    Forked,
    Gap,
    Page,
    Push,
    Pushed,
    Unlike,
)

MOST_BYTES = 1024 * 1024
"""Of events and personal rows in one push; the hub takes four times that, packed."""
MOST_TURNS = 50
"""Questions of one round that bring nothing new before it is given up as odd."""

_log = logging.getLogger(__name__)

Forking = Callable[[OriginId], None]
"""Told that this terminal was put back or cloned, and under what it is going to number: it writes
down what has to be looked at. Called again with the same name if the program ended in between."""


class Conversation:
    """One terminal's exchange with the positioner of its station.

    Args:
        line: where questions go.
        on_fork: writes down which doors cannot be proved empty, with ids that repeat.
    """

    def __init__(
        self, station: FollowingStation, line: HubLine, *, on_fork: Forking = lambda _: None
    ) -> None:
        self._station = station
        self._journal = station.following
        self._line = line
        self._on_fork = on_fork
        self._changing = threading.RLock()

    # -- rounds ----------------------------------------------------------------------------

    def round(self) -> None:
        """Push all that waits and take all there is: afterwards both know the same.

        Raises:
            HubAway: the hub did not answer.
            HubDenied: the hub does not want to hear this terminal; somebody has to look.
            JournalError: the disk said no.
        """
        quiet = 0
        before = self._stands()
        while self._push(self._line) or self.pull():
            now = self._stands()
            quiet = 0 if now != before else quiet + 1
            before = now
            if quiet > MOST_TURNS:
                raise HubAway("the hub answers, and nothing comes of it")

    def push(self) -> bool:
        """Send the beginning of what waits; return whether anything was said.

        Raises:
            HubAway, HubDenied, JournalError: see ``round``.
        """
        return self._push(self._line)

    def _push(self, line: HubLine) -> bool:
        if self._journal.forked:
            self._begin_anew(line)
        asked = self._to_push()
        if not asked.entries:
            return False
        self._heard(line, asked, line.push(asked))
        return True

    def pull(self, wait: float = 0.0) -> bool:
        """Take what follows the head, waiting up to ``wait`` seconds; return if anything came.

        Raises:
            HubAway, HubDenied, JournalError: see ``round``.
        """
        return self._pull(self._line, wait)

    def _pull(self, line: HubLine, wait: float = 0.0) -> bool:
        head = self._journal.head
        answer = line.pull(head, wait)
        if isinstance(answer, Unlike):
            self._go_back(head, answer)
            return True
        page = expect(answer, Page).page
        self._merge(head, page)
        return bool(page)

    # -- one decision ----------------------------------------------------------------------

    def decide(self, draft: Draft, after: Head) -> Sequence[Placed]:
        """Have ``draft`` decided, after what waits here was positioned; see ``Positioner``.

        Raises:
            Refused: ``positioner_away``.
        """
        line = self._line.hurried()
        try:
            for _ in range(MOST_TURNS):
                if not self._push(line):
                    return self._decided(line, draft, self._journal.head)
        except (HubAway, HubDenied) as error:
            raise Refused("positioner_away") from error
        raise Refused("positioner_away")

    def _decided(self, line: HubLine, draft: Draft, head: Head) -> Sequence[Placed]:
        answer = line.decide(Decide(PROTOCOL, draft, head))
        if isinstance(answer, Unlike):
            self._go_back(head, answer)
            raise Refused("positioner_away")
        pushed = expect(answer, Pushed)
        page = pushed.page
        while page and all(placed.entry.id != draft.id for placed in page):
            self._merge(head, page)
            head = _end(page)
            page = expect(line.pull(head, 0.0), Page).page
        # Here, not by who asked: another answer may have gone back meanwhile.
        self._merge(head, page)
        return ()

    # -- a history that is taken over ------------------------------------------------------

    def hand_over(self) -> None:
        """Give an empty hub the history of this terminal. May be begun again at any time.

        Raises:
            HubAway, HubDenied, JournalError: see ``round``.
        """
        to = self._journal.head.position
        at = expect(self._line.adopt(Adopt(PROTOCOL, ())), Adopted).head.position
        while at < to:
            entries = self._journal.read(at, MOST_ENTRIES)
            page = tuple(Placed(each, self._journal.private(each.id)) for each in entries)
            taken = expect(self._line.adopt(Adopt(PROTOCOL, page)), Adopted).head.position
            if taken <= at:
                raise HubAway("the hub took nothing of the history")
            at = taken

    # -- what answers ask for --------------------------------------------------------------

    def _to_push(self) -> Push:
        with self._changing:
            waiting = self._journal.pending(MOST_ENTRIES)
            head = self._journal.head
        drafts = list[Draft]()
        size = 0
        for placed in waiting:
            size += _size(placed)
            alike = not drafts or placed.entry.origin == drafts[0].origin
            if not alike or (drafts and size > MOST_BYTES):
                break
            drafts.append(draft_of(placed))
        origin = drafts[0].origin if drafts else None
        return Push(PROTOCOL, origin or self._journal.origin, tuple(drafts), head)

    def _heard(self, line: HubLine, asked: Push, answer: Answer) -> None:
        origin = asked.origin
        match answer:
            case Pushed(page=page, head=end):
                self._merge(asked.head, page)
                while self._journal.head.position < end.position and self._pull(line):
                    pass
            case Gap(expected=expected):
                # Something of ours was positioned under another number, or not as we know it.
                self._catch_up(line)
                if expected != asked.entries[0].seq:
                    self._number_anew(origin)
            case Forked():
                _log.error("the hub knows another entry of this number: put back, or cloned")
                if origin == self._journal.origin:
                    self._journal.note_forked()
                    self._begin_anew(line)
                else:
                    self._number_anew(origin)
            case Unlike():
                self._go_back(asked.head, answer)
            case _:
                expect(answer, Pushed)

    def _begin_anew(self, line: HubLine) -> None:
        """Become another self than the one that went on without us."""
        self._catch_up(line)
        with self._changing:
            if not self._journal.forked:
                return
            self._on_fork(self._journal.next_epoch())
            self._journal.renumber(self._journal.next_epoch())
            self._station.show_again()

    def _number_anew(self, origin: OriginId) -> None:
        with self._changing:
            waiting = self._journal.pending(1)
            if waiting and waiting[0].entry.origin == origin:
                self._journal.renumber(self._journal.next_epoch())

    def _catch_up(self, line: HubLine) -> None:
        while self._pull(line):
            pass

    def _merge(self, asked: Head, page: Sequence[Placed]) -> None:
        try:
            self._station.merge(page)
        except JournalDamaged:
            if self._journal.head == asked:
                raise
            # Another answer was here before it, perhaps of a hub that was put back since. If it
            # is not that, the next question is answered the same way and finds the same head.

    def _go_back(self, asked: Head, unlike: Unlike) -> None:
        with self._changing:
            if self._journal.head_at(asked.position) != asked:
                return  # another answer said so before this one
            for mark in unlike.marks:
                if self._journal.head_at(mark.position) == mark:
                    _log.error(
                        "the hub was put back: from position %d to %d",
                        asked.position,
                        mark.position,
                    )
                    self._station.go_back(mark.position)
                    return
        raise HubAway("the hub has no history that begins as ours")

    def _stands(self) -> tuple[Head, OriginId, int]:
        return self._journal.head, self._journal.origin, self._station.pending


def _end(page: Sequence[Placed]) -> Head:
    last = page[-1].entry
    return Head(last.position, last.digest)


def _size(placed: Placed) -> int:
    private = placed.private
    body = 0 if private is None else sum(len(value.encode()) for value in private.body.values())
    return len(placed.entry.event) + body
