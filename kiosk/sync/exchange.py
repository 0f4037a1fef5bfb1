"""``Exchange``: everything a following terminal needs to keep in step with its hub, put together:
where that is, the line, what is said, two lanes; and its own hub, with which it pairs itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from kiosk.clock import Clock
from kiosk.errors import Refused
from kiosk.following import Differently, FollowingStation
from kiosk.jobs import Lane
from kiosk.journal.entry import Draft, Head, Placed
from kiosk.sync.belonging import OWN, Belonging, belonging_in, keep_belonging
from kiosk.sync.conversation import Conversation
from kiosk.sync.host import Host
from kiosk.sync.http import HttpLine
from kiosk.sync.line import HubDenied
from kiosk.sync.link import Link
from kiosk.sync.own import OwnHub, OwnPairing
from kiosk.sync.pairing import Self
from kiosk.sync.situation import Situation
from kiosk.sync.standing import Standing
from kiosk.wire import Fault

WAITING_ENDS_WITHIN = 0.2
"""Seconds; who waits for news or a decision is not waited for: no answer is believed any more."""
SENDING_ENDS_WITHIN = 2.0
"""Seconds; what a hub that hangs has not answered by then is sent again at the next start."""
_log = logging.getLogger(__name__)


class Exchange:
    """Keeps one terminal in step with its hub, from ``begin`` to ``close``.

    Args:
        belonging: what pairing gave; ``None``: it pairs itself with its own hub.
        myself: what it brings along when it pairs itself.
    """

    def __init__(
        self,
        data: Path,
        clock: Clock,
        belonging: Belonging | None,
        myself: Callable[[], Self],
    ) -> None:
        self._data = data
        self._clock = clock
        self._myself = myself
        self.belonging = belonging
        self._own: OwnHub | None = None
        self._line: HttpLine | None = None
        self._link: Link | None = None
        self._lanes: tuple[Lane, Lane, Lane] | None = None
        self._begun = Standing(since=clock.now())
        self._heard: list[Callable[[], None]] = []
        self._pairs: OwnPairing | None = None
        self._closed = False
        self._differences: Sequence[Differently] = ()
        self._forked = False
        self._host: Host

    # -- what others ask ----------------------------------------------------------------------

    @property
    def standing(self) -> Standing:
        """How the link is now."""
        return self._link.standing if self._link else self._begun

    @property
    def situation(self) -> Situation:
        """Everything that can be said of it."""
        belonging = self.belonging
        return Situation(
            url=self._url(),
            own=belonging is None or belonging.url == OWN,
            terminal=belonging.terminal if belonging else "",
            certificate=belonging.certificate if belonging else "",
            standing=self.standing,
            waiting=self._station.pending,
            trouble=self._own.trouble if self._own else "",
            differently=len(self._differences),
            forked=self._forked,
        )

    @property
    def differences(self) -> Sequence[Differently]:
        """What was decided otherwise when the hub had been put back, as of the last round."""
        return self._differences

    def forget_differences(self) -> None:
        """Staff have seen all of these."""
        self._station.forget_differences([each.was.id for each in self._differences])
        self._look()

    def decide(self, draft: Draft, after: Head) -> Sequence[Placed]:
        """Have ``draft`` decided; see ``kiosk.following.Positioner``.

        Raises:
            Refused: ``positioner_away``.
        """
        if self._link is None:
            raise Refused("positioner_away")
        return self._link.decide(draft, after)

    def on_change(self, call: Callable[[], None]) -> None:
        """Call when the hub comes, goes or stops; on a lane."""
        self._heard.append(call)

    def again(self) -> None:
        """Try once more: somebody has looked why it stopped."""
        if self._link is not None:
            self._link.again()
        elif self._pairs is not None:
            self._begun = Standing(since=self._clock.now())
            self._pairs.begin()

    # -- from beginning to end -----------------------------------------------------------------

    def follow(
        self,
        station: FollowingStation,
        host: Host,
    ) -> None:
        """Name the station and what is around its exchange; must be called before anything else."""
        self._station = station
        self._host = host
        if self.belonging is not None:
            station.number_as(self.belonging.origin)
        self._look()

    def begin(self, own: OwnHub | None = None) -> None:
        """Begin to talk, with ``own`` where this terminal has the hub itself."""
        self._lanes = Lane("hub"), Lane("hub news"), Lane("hub decisions")
        if self.belonging is not None and self.belonging.url != OWN:
            self._attach(self.belonging)
            return
        self._own = own
        if own is None:
            return
        own.start()
        if self.belonging is not None:
            self._attach(self.belonging)
        else:
            self._pair_with(own, self._lanes[0])

    def first_round(self) -> None:
        """Where nothing is here yet, get the station from its hub; before anything is shown.

        Raises:
            HubAway, HubDenied: it could not be had.
        """
        journal = self._station.following
        if self.belonging is not None and journal.head == Head() and not journal.pending(1):
            self.catch_up()

    def catch_up(self) -> None:
        """Have one round now, on the caller's thread.

        Raises:
            HubAway, HubDenied, JournalError: it could not be had.
        """
        assert self.belonging is not None
        line = self._line_to(self.belonging)
        try:
            talk = Conversation(self._station, line, on_fork=self._host.on_fork)
            if self.belonging.adopt:
                talk.hand_over()
                self._handed_over()
            talk.round()
        finally:
            line.close()
        self._in_step()

    def banks_are_known(self) -> None:
        """The cabinets of this terminal need not be looked into."""
        if self.belonging is not None and self.belonging.new_banks:
            self._keep(msgspec.structs.replace(self.belonging, new_banks=False))

    def close(self) -> None:
        """Ask nothing any more, then end its own hub. Idempotent."""
        self._closed = True
        if self._link is not None:
            self._link.close()
        if self._line is not None:
            self._line.close()
        lanes, self._lanes = self._lanes, None
        if lanes is not None:
            sending, *waiting = lanes
            for lane in waiting:
                lane.close(WAITING_ENDS_WITHIN)
            sending.close(SENDING_ENDS_WITHIN)
        if self._own is not None:
            self._own.close()

    # -- the link ------------------------------------------------------------------------------

    def _url(self) -> str:
        if self.belonging is not None and self.belonging.url != OWN:
            return self.belonging.url
        return self._own.url if self._own else ""

    def _attach(self, belonging: Belonging) -> None:
        if self._closed or self._lanes is None:
            return
        self._line = line = self._line_to(belonging)
        self._link = Link(
            self._station,
            Conversation(self._station, line, on_fork=self._host.on_fork),
            line,
            *self._lanes[:2],
            self._clock,
            report=self._host.report,
            near=belonging.is_near,
            rounded=self._in_step,
            hand_over=belonging.adopt,
            handed_over=self._handed_over,
            vouch=self._host.vouch,
        )
        self._link.on_change(self._say)
        self._link.start()

    def _line_to(self, belonging: Belonging) -> HttpLine:
        return HttpLine(
            self._url,
            station=belonging.station,
            terminal=belonging.terminal,
            key=belonging.key,
            certificate=belonging.certificate_file(self._data),
            now=self._clock.now,
            hurry=self._lanes[2] if self._lanes else None,
        )

    def _handed_over(self) -> None:
        assert self.belonging is not None
        self._keep(msgspec.structs.replace(self.belonging, adopt=False))

    def _keep(self, belonging: Belonging) -> None:
        if belonging_in(self._data) == self.belonging:
            keep_belonging(self._data, belonging)  # or another hub has taken it in meanwhile
        self.belonging = belonging

    def _in_step(self) -> None:
        self._host.rounded()
        self._look()

    def _look(self) -> None:
        self._differences = self._station.decided_differently()
        self._forked = self._station.forked

    def _say(self) -> None:
        self._look()
        if self._own is not None and self.standing.stopped == Fault.UNKNOWN_TERMINAL:
            self._come_back(self._own)
        for call in tuple(self._heard):
            call()

    # -- its own hub ---------------------------------------------------------------------------

    def _pair_with(self, own: OwnHub, lane: Lane) -> None:
        self._pairs = OwnPairing(
            own,
            self._data,
            lane,
            self._myself,
            before=self.belonging,
            taken_in=self._taken_in,
            denied=self._not_taken_in,
        )
        self._pairs.begin()

    def _come_back(self, own: OwnHub) -> None:
        """Its own hub was put back to before they came together: they do it once more."""
        if self._link and self._line and self._lanes:
            self._link.close()
            self._line.close()
            self._begun, self._link = self._link.standing, None
            self._pair_with(own, self._lanes[0])

    def _taken_in(self, belonging: Belonging) -> None:
        self.belonging = belonging
        self._station.number_as(belonging.origin)
        self._attach(belonging)

    def _not_taken_in(self, denied: HubDenied) -> None:
        _log.error("the own hub does not take this terminal: %s", denied.reason)
        self._begun = Standing(
            since=self._clock.now(), stopped=denied.reason, sentence=denied.sentence
        )
        self._say()
