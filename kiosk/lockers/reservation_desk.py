"""The part of the desk that promises doors for later, and holds them when their time begins."""

from __future__ import annotations

import logging
from datetime import datetime

from kiosk.errors import JournalError, Refused
from kiosk.ids import TERMINAL, RentalId, ReservationId, follow_id
from kiosk.lockers import LOCKERS, reservations
from kiosk.lockers.counter import Counter
from kiosk.lockers.events import Via
from kiosk.lockers.finding import Finder
from kiosk.lockers.plan import Size
from kiosk.lockers.reservation_events import ReservationArrived, Reserved
from kiosk.lockers.steps import Promised, ReservationGone, ReservationMade
from kiosk.lockers.waiting import Told
from kiosk.secrets import draw_token, token_tag
from kiosk.tap import Tap

_log = logging.getLogger(__name__)


class ReservationDesk:
    """Reservations, for screens. Methods return at once; steps come to ``told``."""

    def __init__(self, counter: Counter, finder: Finder) -> None:
        self._counter = counter
        self._finder = finder
        self._station = counter.station

    def sizes(self, starts: datetime, ends: datetime) -> tuple[Size, ...]:
        """Return the sizes that can be promised for [starts, ends)."""
        return reservations.can_be_reserved(
            self._station.state(LOCKERS),
            self._station.moment(),
            cabinet=self._counter.cabinet,
            starts=starts,
            ends=ends,
        )

    def reserve(
        self,
        tap: Tap,
        told: Told,
        *,
        size: Size,
        starts: datetime,
        ends: datetime,
        easy: bool = False,
    ) -> None:
        """Promise a door for [starts, ends). Step: ReservationMade."""
        self._counter.on_lane(told, lambda: self._reserve(tap, told, size, starts, ends, easy=easy))

    def enter_code(self, told: Told, *, code: str) -> None:
        """Look up the code of a reservation. Step: ReservationFound."""
        self._counter.on_lane(
            told, lambda: self._counter.tell(told, self._finder.reservation_by_code(code))
        )

    def arrive(self, tap: Tap, told: Told, *, reservation: ReservationId, via: Via) -> None:
        """Open the door of a reservation. Steps: Promised, Opened | NotOpened | Unsure, IsShut.

        The code stays as it was, so ``Promised`` has none.
        """
        self._counter.on_lane(told, lambda: self._arrive(tap, told, reservation, via))

    def cancel(self, tap: Tap, told: Told, *, reservation: ReservationId) -> None:
        """Give a promise back. Step: ReservationGone."""

        def cancelled() -> None:
            self._station.do(tap, LOCKERS, reservations.cancel, reservation=reservation)
            self._counter.tell(told, ReservationGone(reservation))

        self._counter.on_lane(told, cancelled)

    def hold_doors(self) -> None:
        """Hold a door for each promise whose time has begun. Runs on the station's lane.

        While no bank can be reached nothing is held and nothing fails: the doors may be free.
        """
        lockers, moment = self._station.state(LOCKERS), self._station.moment()
        for each in reservations.begins(lockers, moment):
            if self._counter.cabinet.find(each.door) is None:
                continue  # another terminal of the station holds it
            if not self._counter.state.online:
                return
            self._hold(each.id, each.starts)

    def _hold(self, reservation: ReservationId, starts: datetime) -> None:
        tap = Tap(follow_id(reservation, "held", starts.isoformat()), TERMINAL)
        try:
            self._station.do(
                tap,
                LOCKERS,
                reservations.hold,
                reservation=reservation,
                cabinet=self._counter.cabinet,
                usable=self._counter.usable(),
            )
        except (Refused, JournalError) as error:
            _log.error("no door is held for a reservation: %s", type(error).__name__)

    def _reserve(
        self, tap: Tap, told: Told, size: Size, starts: datetime, ends: datetime, *, easy: bool
    ) -> None:
        token = draw_token()
        code = self._counter.codes.draw_code(self._station.state(LOCKERS).code_taken)
        done = self._station.do(
            tap,
            LOCKERS,
            reservations.reserve,
            reservation=ReservationId(tap.id),
            cabinet=self._counter.cabinet,
            size=size,
            easy=easy,
            starts=starts,
            ends=ends,
            code=self._counter.codes.code_tag(code),
            token=token_tag(token),
        )
        made = done.event
        if done.repeated or not isinstance(made, Reserved):
            return
        self._counter.tell(
            told,
            ReservationMade(
                made.reservation,
                size,
                code,
                self._counter.qr(token, made.ends),
                made.starts,
                made.ends,
                made.grace_until,
            ),
        )

    def _arrive(self, tap: Tap, told: Told, reservation: ReservationId, via: Via) -> None:
        kept = self._station.state(LOCKERS).reservations.get(reservation)
        if kept is not None and self._counter.cabinet.find(kept.door) is None:
            raise Refused("elsewhere", door=kept.door)  # another terminal opens it
        self._counter.must_be_online()
        done = self._station.do(
            tap,
            LOCKERS,
            reservations.arrive,
            reservation=reservation,
            rental=RentalId(tap.id),
            cabinet=self._counter.cabinet,
            usable=self._counter.usable(),
            via=via,
        )
        arrived = done.event
        if done.repeated or not isinstance(arrived, ReservationArrived):
            return
        size = self._station.state(LOCKERS).rentals[arrived.rental].size
        self._counter.waiting.wait(told, tap.id)
        promised = Promised(arrived.rental, arrived.door, size, "", "", arrived.until)
        self._counter.tell(told, promised)
        self._counter.open(tap.id, arrived.door)
