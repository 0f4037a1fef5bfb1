"""The link to the hub: two lanes, one that sends and one that waits for news, and how it stands.

Knows when to ask and when to ask again; what is said is ``kiosk.sync.conversation``'s business. A
decision is asked for on the thread of who wants it.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import msgspec

from kiosk.clock import Clock
from kiosk.errors import JournalDamaged, JournalError, KioskError, Refused
from kiosk.following import FollowingStation
from kiosk.jobs import Job, Runs
from kiosk.journal.entry import Draft, Entry, Event, Head, Placed
from kiosk.sync.conversation import Conversation
from kiosk.sync.line import WRONG_CERTIFICATE, HubAway, HubDenied, HubLine, expect
from kiosk.wire import MOST_WAIT, Fault, Noted, Report

FIRST_WAIT = 1.0
"""Seconds before the second try; each further one may wait twice as long."""
LONGEST_WAIT = 60.0
NEAR_WAIT = 2.0
"""The longest where the hub runs on this machine: it is never far."""
REPORT_EVERY = 60.0
LOOK_EVERY = 5.0
"""Seconds between two looks whether a report is to be sent before its time."""
RECORD = "record"
"""Why it stopped where what the hub sends does not follow what this terminal has."""
_PASSING = (Fault.CLOCK_OFF, Fault.REPEATED, WRONG_CERTIFICATE)
"""Denials that may end without anybody's doing; they are asked again as if the hub were away."""

_log = logging.getLogger(__name__)


class Standing(msgspec.Struct, frozen=True):
    """How the link is. ``since`` when it has been so.

    Attributes:
        connected: the last question was answered.
        ever: it was connected since the program started.
        stopped: why nothing is sent any more: a ``wire.Fault``, or ``wrong_certificate``, or
            ``record``; empty while it goes on.
        sentence: of the hub, about that.
        ahead: by how much the hub's clock is ahead of this one.
    """

    since: datetime
    connected: bool = False
    ever: bool = False
    stopped: str = ""
    sentence: str = ""
    ahead: timedelta = timedelta()


class Link:
    """Keeps one terminal and its hub in step.

    Args:
        sending: the lane ``hub``.
        listening: the lane that waits for news.
        near: the hub runs on this machine.
        rounded: called after each round in the lane, e.g. to write what had to wait for it.
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
        self._station = station
        self._talk = talk
        self._line = line
        self._sending = sending
        self._listening = listening
        self._clock = clock
        self._report = report
        self._longest = NEAR_WAIT if near else LONGEST_WAIT
        self._first = FIRST_WAIT / 4 if near else FIRST_WAIT
        self._near = near
        self._rounded = rounded
        self._hand_over = hand_over
        self._handed_over = handed_over
        self._vouch = vouch
        self._jitter = jitter
        self._tries = {"send": 0, "listen": 0}
        self._later_jobs: dict[str, Job] = {}
        self._asked_to_send = False
        self._closed = False
        self._reported: tuple[float, Report] | None = None
        self._heard: list[Callable[[], None]] = []
        self.standing = Standing(since=clock.now())
        self._unsubscribe = station.subscribe(self._written)

    def start(self) -> None:
        """Begin to send and to listen."""
        self._sending.submit(self._send)
        self._sending.every(LOOK_EVERY, self._tell)
        self._listening.submit(self._listen)

    def close(self) -> None:
        """Ask nothing any more. Idempotent."""
        if not self._closed:
            self._closed = True
            self._unsubscribe()

    def on_change(self, call: Callable[[], None]) -> None:
        """Call when the link comes, goes or stops; on a lane."""
        self._heard.append(call)

    def again(self) -> None:
        """Try once more after somebody has looked why it stopped."""
        self._stands(connected=False)
        self._tries = dict.fromkeys(self._tries, 0)
        self._sending.submit(self._send)
        self._listening.submit(self._listen)

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
            self._sending.submit(self._send)
            raise
        if not self.standing.connected:
            self._stands(connected=True)
            self._sending.submit(self._send)
        return page

    # -- the lanes -------------------------------------------------------------------------

    def _written(self, entry: Entry, event: Event) -> None:
        if not entry.position and not self._asked_to_send and not self.standing.stopped:
            self._asked_to_send = True
            self._sending.submit(self._send)

    def _send(self) -> None:
        self._asked_to_send = False
        if self._closed or self.standing.stopped:
            return
        if self._asks("send", self._say_all, self._send):
            self._rounded()

    def _say_all(self) -> None:
        if self._hand_over:
            self._talk.hand_over()
            self._handed_over()
            self._hand_over = False
        self._talk.round()

    def _listen(self) -> None:
        if self._closed or self.standing.stopped:
            return
        if self._hand_over:
            self._listening.after(FIRST_WAIT, self._listen)
            return
        was_away = not self.standing.connected
        if self._asks("listen", lambda: self._talk.pull(MOST_WAIT), self._listen):
            self._listening.submit(self._listen)
            if was_away:
                self._sending.submit(self._send)

    def _tell(self) -> None:
        if self._closed or not self.standing.connected:
            return
        report, now = self._report(), self._clock.monotonic()
        if self._reported is not None:
            at, last = self._reported
            if now - at < REPORT_EVERY and _alike(report, last):
                return
        if self._asks("send", lambda: self._noted(report), self._tell_soon):
            self._reported = (now, report)

    def _tell_soon(self) -> None:
        """Leave it to the next look."""

    def _noted(self, report: Report) -> None:
        noted = expect(self._line.report(report), Noted)
        ahead = noted.now - self._clock.now()
        self.standing = msgspec.structs.replace(self.standing, ahead=ahead)
        if noted.trusted and not self._near:
            self._vouch(noted.now)

    # -- how it went -----------------------------------------------------------------------

    def _asks(self, who: str, ask: Callable[[], object], again: Callable[[], None]) -> bool:
        """Ask; True if it was answered. Otherwise ``again`` is called when it makes sense."""
        lane = self._listening if who == "listen" else self._sending
        try:
            ask()
        except HubAway as away:
            self._later(who, lane, again, away)
        except HubDenied as denied:
            if denied.reason in _PASSING:
                self._later(who, lane, again, denied)
            else:
                self._stop(denied.reason, denied.sentence)
        except JournalDamaged as error:
            self._stop(RECORD, str(error))
        except JournalError as error:
            _log.error("the record did not take what the hub said: %s", error)
            self._later(who, lane, again, error)
        else:
            if not self._closed:
                self._tries[who] = 0
                self._stands(connected=True)
                return True
        return False

    def _later(self, who: str, lane: Runs, again: Callable[[], None], why: KioskError) -> None:
        if self._closed:
            return
        self._tries[who] += 1
        most = min(self._longest, self._first * 2 ** min(self._tries[who], 10))
        if waits := self._later_jobs.get(who):
            waits.cancel()  # one try is enough, however many asked for it
        self._later_jobs[who] = lane.after(max(0.05, self._jitter(most)), again)
        if who == "send" or self.standing.connected or isinstance(why, HubDenied):
            self._stands(connected=False, why=why)

    def _stop(self, reason: str, sentence: str) -> None:
        _log.error("the hub does not hear this terminal: %s", reason)
        self.standing = Standing(
            since=self._clock.now(), ever=self.standing.ever, stopped=reason, sentence=sentence
        )
        self._say()

    def _stands(self, *, connected: bool, why: KioskError | None = None) -> None:
        was = self.standing
        sentence = why.sentence if isinstance(why, HubDenied) else ""
        if (was.connected, was.stopped, was.sentence) == (connected, "", sentence):
            return
        since = self._clock.now() if was.connected != connected or was.stopped else was.since
        self.standing = msgspec.structs.replace(
            was,
            since=since,
            connected=connected,
            ever=was.ever or connected,
            stopped="",
            sentence=sentence,
        )
        if was.connected != connected:
            _log.info("the hub is %s", "there" if connected else f"away: {why}")
        self._say()

    def _say(self) -> None:
        for call in tuple(self._heard):
            call()


def _alike(one: Report, other: Report) -> bool:
    def lasting(report: Report) -> Report:
        return msgspec.structs.replace(report, at=other.at, pending=0, disk_free_mb=0)

    return lasting(one) == lasting(other)
