"""The link to the hub: two lanes, one that sends and one that waits for news, and how it stands.

Knows when to ask and when to ask again; what is said is ``kiosk.sync.conversation``'s business. A
decision is asked for on the thread of who wants it.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from kiosk.clock import Clock
from kiosk.errors import JournalDamaged, JournalError, Refused
from kiosk.following import FollowingStation
from kiosk.jobs import Runs
from kiosk.journal.entry import Draft, Entry, Event, Head, Placed
from kiosk.sync.conversation import Conversation
from kiosk.sync.line import WRONG_CERTIFICATE, HubAway, HubDenied, HubLine, expect
from kiosk.sync.standing import Standing, Stands
from kiosk.sync.tries import Tries
from kiosk.wire import MOST_WAIT, Fault, Noted, Report

FIRST_WAIT = 1.0
"""Seconds before the second try; each further one may wait twice as long."""
LONGEST_WAIT = 60.0
NEAR_WAIT = 2.0
"""The longest where the hub runs on this machine: it is never far."""
SHORTEST_NEWS = 3.0
"""Seconds to wait for news where whatever is on the way cuts off who waits longer."""
REPORT_EVERY = 60.0
LOOK_EVERY = 5.0
"""Seconds between two looks whether a report is to be sent before its time."""
RECORD = "record"
"""Why it stopped where what the hub sends does not follow what this terminal has."""
_PASSING = (Fault.CLOCK_OFF, Fault.REPEATED, WRONG_CERTIFICATE)
"""Denials that may end without anybody's doing; they are asked again as if the hub were away."""

_log = logging.getLogger(__name__)


class Link:
    """Keeps one terminal and its hub in step.

    Args:
        sending: the lane ``hub``.
        listening: the lane that waits for news.
        near: the hub runs on this machine.
        rounded: called at the end of each round in the lane, e.g. to write what had to wait for
            it; the round is had again if it cannot.
        hand_over: a history is to be handed over first; then ``handed_over`` is called.
        vouch: told the time of a hub that believes its own clock; not where it is this clock.
    """

    def __init__(
        self,
        station: FollowingStation,
        talk: Conversation,
        line: HubLine,
        sending: Runs,
        listening: Runs,
        clock: Clock,
        *,
        report: Callable[[], Report],
        near: bool = False,
        rounded: Callable[[], None] = lambda: None,
        hand_over: bool = False,
        handed_over: Callable[[], None] = lambda: None,
        vouch: Callable[[datetime], None] = lambda _: None,
        jitter: Callable[[float], float] = lambda most: random.uniform(0, most),
    ) -> None:
        self._talk = talk
        self._line = line
        self._sending = sending
        self._clock = clock
        self._report = report
        longest = NEAR_WAIT if near else LONGEST_WAIT
        first = FIRST_WAIT / 4 if near else FIRST_WAIT
        self._sends = Tries(sending, self._send, first=first, longest=longest, jitter=jitter)
        self._listens = Tries(listening, self._listen, first=first, longest=longest, jitter=jitter)
        self._near = near
        self._rounded = rounded
        self._hand_over = hand_over
        self._handed_over = handed_over
        self._vouch = vouch
        self._news_within = MOST_WAIT
        self._closed = False
        self._reported: tuple[float, Report] | None = None
        self._stands = Stands(clock)
        self._unsubscribe = station.subscribe(self._written)

    @property
    def standing(self) -> Standing:
        """How it is now."""
        return self._stands.now

    def on_change(self, call: Callable[[], None]) -> None:
        """Call when the link comes, goes or stops; on a lane."""
        self._stands.on_change(call)

    def start(self) -> None:
        """Begin to send and to listen."""
        self._sends.ask()
        self._sending.every(LOOK_EVERY, self._tell)
        self._listens.ask()

    def close(self) -> None:
        """Ask nothing any more. Idempotent."""
        if not self._closed:
            self._closed = True
            self._unsubscribe()

    def again(self) -> None:
        """Try once more after somebody has looked why it stopped."""
        self._stands.begins_again()
        for each in (self._sends, self._listens):
            each.answered()
            each.ask()

    def decide(self, draft: Draft, after: Head) -> Sequence[Placed]:
        """Have ``draft`` decided; see ``kiosk.following.Positioner``.

        Raises:
            Refused: ``positioner_away``.
        """
        if self._closed or self.standing.stopped:
            raise Refused("positioner_away")
        try:
            page = self._talk.decide(draft, after)
        except Refused:
            self._sends.ask()
            raise
        if not self.standing.connected and self._answered(self._sends):
            self._sends.ask()
        return page

    # -- the lanes -------------------------------------------------------------------------

    def _written(self, entry: Entry, event: Event) -> None:
        if not entry.position and not self.standing.stopped:
            self._sends.ask()

    def _send(self) -> None:
        if not self._silent:
            self._asked(self._sends, self._say_all)

    def _say_all(self) -> None:
        if self._hand_over:
            self._talk.hand_over()
            self._handed_over()
            self._hand_over = False
        self._talk.round()
        self._rounded()

    def _listen(self) -> None:
        if self._silent:
            return
        if self._hand_over:
            self._listens.ask_after(FIRST_WAIT)
        elif self._asked(self._listens, self._hear):
            self._listens.ask()

    def _hear(self) -> None:
        """Wait for news; where it was just missed, or cut off, ask whether the hub is there."""
        if self._listens.missed:
            self._talk.pull()
            return
        try:
            self._talk.pull(self._news_within)
        except HubAway:
            self._talk.pull()
            self._news_within = max(SHORTEST_NEWS, self._news_within / 2)
        else:
            self._news_within = min(MOST_WAIT, self._news_within + 1.0)

    def _tell(self) -> None:
        if self._closed or not self.standing.connected:
            return
        report, now = self._report(), self._clock.monotonic()
        if self._reported is not None:
            at, last = self._reported
            if now - at < REPORT_EVERY and _alike(report, last):
                return
        if self._asked(self._sends, lambda: self._noted(report)):
            self._reported = (now, report)

    def _noted(self, report: Report) -> None:
        noted = expect(self._line.report(report), Noted)
        self._stands.is_ahead(noted.now - self._clock.now())
        if noted.trusted and not self._near:
            self._vouch(noted.now)

    # -- how it went -----------------------------------------------------------------------

    @property
    def _silent(self) -> bool:
        return self._closed or bool(self.standing.stopped)

    def _asked(self, tries: Tries, ask: Callable[[], object]) -> bool:
        """Ask; True if it was answered. Otherwise it is asked again when that makes sense."""
        try:
            ask()
        except HubAway as away:
            self._missed(tries, away)
        except HubDenied as denied:
            if denied.reason in _PASSING:
                self._missed(tries, denied)
            else:
                self._stands.is_stopped(denied.reason, denied.sentence)
        except JournalDamaged as error:
            self._stands.is_stopped(RECORD, str(error))
        except (JournalError, OSError) as error:
            if not self._closed:
                _log.error("what the hub said was not kept: %s", type(error).__name__)
            self._missed(tries, error)
        except BaseException:
            tries.failed()  # whatever it was, which the lane tells: the exchange goes on
            raise
        else:
            return self._answered(tries)
        return False

    def _answered(self, tries: Tries) -> bool:
        """Take note that the hub is there; whoever has just missed it may ask again at once."""
        if self._silent:
            return False  # an answer that comes after a denial changes nothing of it
        other = self._listens if tries is self._sends else self._sends
        if tries.answered() and other.missed:
            other.ask()
        self._stands.is_connected(yes=not other.missed)
        return True

    def _missed(self, tries: Tries, why: Exception) -> None:
        if not self._silent:
            tries.failed()
            self._stands.is_connected(yes=False, why=why)


def _alike(one: Report, other: Report) -> bool:
    def lasting(report: Report) -> Report:
        return msgspec.structs.replace(report, at=other.at, pending=0, disk_free_mb=0)

    return lasting(one) == lasting(other)
