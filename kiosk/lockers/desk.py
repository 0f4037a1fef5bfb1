"""The locker desk: what screens ask for, and the steps they are told.

Every order goes the same way: record (station lane), then pulse and watch (bank lane), then record
what was sensed. The desk holds no truth of its own: only who is to be told, and plain codes for as
long as it takes to hand them over.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial

import msgspec

from kiosk.errors import JournalError, Refused
from kiosk.ids import BankId, CodeTag, DoorId, RentalId, StaffId, follow_id
from kiosk.jobs import Post, Runs
from kiosk.links import QrText, bare
from kiosk.lockers import LOCKERS, rules
from kiosk.lockers.allocation import Free, free_doors
from kiosk.lockers.counter import Counter
from kiosk.lockers.events import OpenReason, Purpose, Rented, Via
from kiosk.lockers.finding import Codes, Finder
from kiosk.lockers.handover_desk import HandoverDesk
from kiosk.lockers.plan import Cabinet, Size
from kiosk.lockers.records import Rental
from kiosk.lockers.remote_desk import RemoteDesk
from kiosk.lockers.reservation_desk import ReservationDesk
from kiosk.lockers.steps import (
    BankSeen,
    DeskState,
    Found,
    NotOpened,
    Promised,
    ReservationFound,
    Step,
)
from kiosk.lockers.waiting import Told
from kiosk.lockers.watch import BankWatch
from kiosk.ports import BankHealth, Outcome
from kiosk.secrets import draw_token, token_tag
from kiosk.station import NO_ENTRIES, Station
from kiosk.tap import Tap

_log = logging.getLogger(__name__)


class LockerDesk:
    """The one front of the lockers for screens, staff pages and the command line.

    Methods return at once; steps come to ``told`` through ``post``.
    """

    def __init__(
        self,
        station: Station,
        cabinet: Cabinet,
        codes: Codes,
        lane: Runs,
        post: Post,
        qr_text: QrText = bare,
    ) -> None:
        self._counter = counter = Counter(station, cabinet, codes, lane, post, qr_text)
        self._station = station
        self.cabinet = cabinet
        self._codes = codes
        self._waiting = counter.waiting
        self._finder = Finder(station, codes)
        self._listeners: list[Callable[[], None]] = []
        self.reservations = ReservationDesk(counter, self._finder)
        self.handovers = HandoverDesk(counter)
        self._remote = RemoteDesk(counter)

    def serve(self, watches: Sequence[BankWatch]) -> None:
        """Begin to look at the banks."""
        self._counter.serve(watches)
        self._remote.look()

    def stop(self) -> None:
        """Look no more; orders under way still end."""
        for watch in self._counter.watches:
            watch.stop()

    # -- what is there ---------------------------------------------------------------------

    @property
    def state(self) -> DeskState:
        """What is sensed now."""
        return self._counter.state

    def code_tag(self, code: str) -> CodeTag:
        """Return what the journal keeps of a code."""
        return self._codes.code_tag(code)

    def health(self) -> Mapping[BankId, BankHealth]:
        """Return what each bank has counted since it was made."""
        return {watch.name: watch.health for watch in self._counter.watches}

    def usable(self) -> frozenset[DoorId]:
        """Return the doors that are sensed closed now; only such are given out."""
        return self._counter.usable()

    def free(self) -> tuple[Free, ...]:
        """Return what can be had now for the usual time, per size."""
        lockers = self._station.state(LOCKERS)
        moment = self._station.moment()
        limits = moment.settings.lockers
        usual = timedelta(hours=limits.default_hours, minutes=limits.grace_min)
        return free_doors(
            lockers,
            moment,
            cabinet=self.cabinet,
            usable=self.usable(),
            until=moment.at + usual,
        )

    def subscribe(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call ``changed`` through ``post`` when a bank goes or comes back.

        Returns:
            A function that ends the subscription.
        """
        self._listeners.append(changed)
        return lambda: self._listeners.remove(changed)

    # -- residents -------------------------------------------------------------------------

    def rent(
        self, tap: Tap, told: Told, *, size: Size, easy: bool = False, hours: int | None = None
    ) -> None:
        """Rent a door and open it. Steps: Promised, Opened | NotOpened | Unsure, IsShut."""
        self._counter.on_lane(told, lambda: self._rent(tap, told, size, easy=easy, hours=hours))

    def enter_code(self, told: Told, *, door: DoorId, code: str) -> None:
        """Look up a door number and its code. Step: Found."""
        self._counter.on_lane(told, lambda: self._enter_code(told, door, code))

    def scan(self, told: Told, *, text: str) -> None:
        """Look up what a scanner read. Step: Found."""
        self._counter.on_lane(told, lambda: self._counter.tell(told, self._by_qr(text)))

    def open_rental(
        self, tap: Tap, told: Told, *, rental: RentalId, purpose: Purpose, via: Via
    ) -> None:
        """Open a rented door to take something or to give it back. Steps: Ordered, Opened …"""
        self._counter.on_lane(
            told,
            lambda: self._counter.ordered(
                told,
                self._station.do(
                    tap, LOCKERS, rules.open_rental, rental=rental, purpose=purpose, via=via
                ),
            ),
        )

    def give_up(self, tap: Tap, told: Told, *, rental: RentalId) -> None:
        """End a rental whose door never opened."""
        self._counter.on_lane(
            told, lambda: self._station.do(tap, LOCKERS, rules.give_up, rental=rental)
        )

    def leave(self, told: Told) -> None:
        """Tell this listener nothing more: the visit is over. Orders go on."""
        self._waiting.leave(told)

    # -- staff -----------------------------------------------------------------------------

    def staff_open(self, tap: Tap, told: Told, *, door: DoorId, reason: OpenReason) -> None:
        """Open any door with a reason. Steps: Ordered, Opened …

        Staff can do this even while the station takes no entries.
        """
        self._counter.on_lane(told, lambda: self._staff_open(tap, told, door, reason))

    def clear(self, tap: Tap, told: Told, *, door: DoorId, first: StaffId, second: StaffId) -> None:
        """Open an overdue door to take the goods out. Steps: Ordered, Opened …"""
        self._counter.on_lane(
            told,
            lambda: self._counter.ordered(
                told,
                self._station.do(tap, LOCKERS, rules.clear, door=door, first=first, second=second),
            ),
        )

    # -- on the station lane ---------------------------------------------------------------

    def _by_qr(self, text: str) -> Found | ReservationFound:
        found = self._finder.by_qr(text)
        if isinstance(found, Found) and self.cabinet.find(found.door) is None:
            raise Refused("elsewhere", door=found.door)  # another terminal opens it
        return found

    def _enter_code(self, told: Told, door: DoorId, code: str) -> None:
        if self.cabinet.find(door) is None:
            raise Refused("no_such_door", door=door)
        self._counter.tell(told, self._finder.by_code(door, code))

    def _rent(self, tap: Tap, told: Told, size: Size, *, easy: bool, hours: int | None) -> None:
        self._counter.must_be_online()
        token = draw_token()
        lockers = self._station.state(LOCKERS)
        code = self._codes.draw_code(lockers.code_taken)
        done = self._station.do(
            tap,
            LOCKERS,
            rules.rent,
            rental=RentalId(tap.id),
            cabinet=self.cabinet,
            usable=self.usable(),
            size=size,
            easy=easy,
            code=self._codes.code_tag(code),
            token=token_tag(token),
            hours=hours,
        )
        rented = done.event
        if done.repeated or not isinstance(rented, Rented):
            return
        self._waiting.wait(told, tap.id)
        qr = self._counter.qr(token, rented.until)
        self._counter.tell(told, Promised(rented.rental, rented.door, size, code, qr, rented.until))
        self._counter.open(tap.id, rented.door)

    def _staff_open(self, tap: Tap, told: Told, door: DoorId, reason: OpenReason) -> None:
        rule = partial(rules.staff_open, cabinet=self.cabinet, door=door, reason=reason)
        try:
            self._counter.ordered(told, self._station.do(tap, LOCKERS, rule))
            return
        except Refused as refused:
            if refused.reason not in NO_ENTRIES:
                raise
        except JournalError:
            pass
        asked = rule(self._station.state(LOCKERS), self._station.moment())
        _log.error("door %s is opened for staff before it can be written down", door)
        self._counter.begin(told, tap.id, asked)
        self._counter.watch(door).order_unwritten(tap, asked)

    # -- from the bank lanes ---------------------------------------------------------------

    def heard(self, step: Step | BankSeen) -> None:
        """Take a step from a watch: act on it if the desk must, then tell who waits for it."""
        if isinstance(step, BankSeen):
            for listener in tuple(self._listeners):
                self._counter.post(listener)
            return
        if isinstance(step, NotOpened):
            step = self._after_not_opened(step)
        self._waiting.pass_on(step)

    def _after_not_opened(self, step: NotOpened) -> NotOpened:
        """A rental whose first door did not open gets another one, or ends: nothing is inside."""
        rental = self._rental_promised_by(step)
        if rental is None:
            return step
        order = follow_id(step.order, "another")
        try:
            if step.outcome is not Outcome.NOT_OPENED:
                raise Refused("not_sent")
            self._station.do(
                Tap(order),
                LOCKERS,
                rules.give_another,
                rental=rental.id,
                cabinet=self.cabinet,
                usable=self.usable() - {step.door},
            )
        except (Refused, JournalError):
            return msgspec.structs.replace(step, ended=self._gave_up(step, rental))
        door = self._station.state(LOCKERS).rentals[rental.id].door
        self._waiting.wait_too(step.order, order)
        self._counter.watch(door).order(order, door)
        return msgspec.structs.replace(step, another=door)

    def _gave_up(self, step: NotOpened, rental: Rental) -> bool:
        tap = Tap(follow_id(step.order, "gave_up"))
        try:
            self._station.do(tap, LOCKERS, rules.give_up, rental=rental.id)
        except (Refused, JournalError):
            return False  # the rental stands; whoever waits is still told that it did not open
        return True

    def _rental_promised_by(self, step: NotOpened) -> Rental | None:
        if step.purpose is not Purpose.STORE or step.rental is None:
            return None
        rental = self._station.state(LOCKERS).rentals.get(step.rental)
        return rental if rental is not None and rental.is_untouched else None
