"""Lines to a hub for tests: to a real hub in the same process, without HTTP, and with faults."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TypeVar

from kiosk.hub.core import Hub
from kiosk.hub.exchange import Adopting, Deciding, Pushing, Question, unlike
from kiosk.hub.faults import SAID, Denied
from kiosk.ids import StationId, new_id
from kiosk.journal.entry import Head
from kiosk.sync.line import HubAway, HubDenied
from kiosk.wire import (
    MOST_ENTRIES,
    Adopt,
    Answer,
    Decide,
    Fault,
    Noted,
    Page,
    Push,
    Report,
    decode,
    decode_answer,
    encode,
)
from tests.journals import STATION

T = TypeVar("T", Push, Decide, Adopt)
LOST = "lost"
"""The question is answered, and the answer does not arrive."""
AWAY = "away"
"""The question does not arrive."""


class DirectLine:
    """What a terminal says, said to ``hub``.

    ``faults`` are used up one by one, one a question; ``None`` lets a question through. While
    ``away`` nothing arrives at all.
    """

    def __init__(self, hub: Hub, terminal: str, station: StationId = STATION) -> None:
        self.hub = hub
        self.terminal = terminal
        self.station = station
        self.away = False
        self.faults: deque[str | None] = deque()
        self.asked: list[str] = []

    def push(self, push: Push) -> Answer:
        return self._said("push", lambda: self._turn(Pushing(_travelled(push), self.terminal)))

    def decide(self, decide: Decide) -> Answer:
        return self._said("decide", lambda: self._turn(Deciding(_travelled(decide))))

    def adopt(self, adopt: Adopt) -> Answer:
        return self._said("adopt", lambda: self._adopt(Adopting(_travelled(adopt))))

    def pull(self, after: Head, wait: float) -> Answer:
        return self._said("pull", lambda: self._pull(after))

    def report(self, report: Report) -> Answer:
        return self._said("report", lambda: Noted(self.hub.clock.now(), True))

    def hurried(self) -> DirectLine:
        return self

    def _said(self, what: str, ask: Callable[[], Answer]) -> Answer:
        self.asked.append(what)
        fault = self.faults.popleft() if self.faults else None
        if self.away or fault == AWAY:
            raise HubAway("as the test wants it")
        try:
            answer = decode_answer(encode(ask()))
        except Denied as denied:
            if denied.fault is Fault.AWAY:
                raise HubAway("away") from denied
            raise HubDenied(denied.fault, SAID[denied.fault][1]) from denied
        if fault == LOST:
            raise HubAway("the answer was lost")
        return answer

    def _turn(self, question: Question) -> Answer:
        turns = self.hub.turns(self.station)
        self.hub.check_adopted(self.station, turns.journal)
        return turns.ask(question, nonce=new_id(), until=2e9).result(60)

    def _adopt(self, question: Adopting) -> Answer:
        if self.hub.adopts(self.station) != self.terminal:
            raise Denied(Fault.NOT_EMPTY)
        return self.hub.turns(self.station).adopt(question, nonce=new_id(), until=2e9).result(60)

    def _pull(self, after: Head) -> Answer:
        turns = self.hub.turns(self.station)
        different = unlike(turns.journal, after)
        if different is not None:
            return different
        head = turns.journal.head
        if head.position == after.position:
            return Page((), head)
        return Page(tuple(turns.page(after.position, MOST_ENTRIES, head)), head)


def _travelled(asked: T) -> T:
    return decode(encode(asked), type(asked))
