"""One bank on its lane: carries out orders once, watches doors, records what is sensed.

Record first, act second: an order is in the journal before it comes here, its outcome follows as an
entry with an id made from the order. After a restart an order without an outcome is sensed, never
pulsed again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.clock import Clock
from kiosk.errors import PortUnavailable
from kiosk.ids import TERMINAL, BankId, DoorId, EntryId, follow_id, new_id
from kiosk.jobs import Runs
from kiosk.lockers import LOCKERS
from kiosk.lockers.contacts import Contacts
from kiosk.lockers.events import Alarm, AlarmRaised, OpenAsked, OpenEnded, SeenOpen, Shut
from kiosk.lockers.records import Lockers, Order
from kiosk.lockers.steps import BankSeen, IsShut, NotOpened, Opened, Seen, StandsOpen, Step, Unsure
from kiosk.lockers.writing import Writing
from kiosk.ports import BankHealth, LockerBank, Opening, Outcome, Reading
from kiosk.station import Station
from kiosk.tap import Tap

WATCHING_S = 0.25
"""Between two looks while a door is open or was just ordered open."""
RESTING_S = 1.0
"""Between two looks otherwise."""
AWAY_S = 2.0
"""Between two tries while the bank is gone."""
SILENT = "silent"
"""Why a bank is away whose port is there while no board on it answers: its power is gone."""

Notify = Callable[[Step | BankSeen], None]


class BankWatch:
    """Owns the lane's view of one bank. Public methods may be called from any thread."""

    def __init__(
        self,
        name: BankId,
        bank: LockerBank,
        lane: Runs,
        station: Station,
        clock: Clock,
        notify: Notify,
    ) -> None:
        self.name = name
        self._bank = bank
        self._lane = lane
        self._station = station
        self._clock = clock
        self._notify = notify
        self._writing = Writing(station)
        self._contacts = Contacts(bank.doors)
        self._carried: set[EntryId] = set()
        self._opened_at: dict[EntryId, float] = {}
        self._said: dict[EntryId, int] = {}
        self._commanded: dict[DoorId, float] = {}
        self._online = BankSeen(name, online=False)
        self._stopped = False
        self._found = frozenset(self._lockers().orders)

    @property
    def seen(self) -> Mapping[DoorId, Seen]:
        """What is sensed now; replaced whole, so any thread may read it."""
        return self._contacts.seen

    @property
    def bank(self) -> BankSeen:
        """Whether the bank can be reached."""
        return self._online

    @property
    def health(self) -> BankHealth:
        """What the bank has counted since it was made."""
        return self._bank.health()

    def start(self) -> None:
        """Begin to look at the doors."""
        self._lane.submit(self._look_and_again)

    def stop(self) -> None:
        """Look no more."""
        self._stopped = True

    def order(self, order: EntryId, door: DoorId, asked: float | None = None) -> None:
        """Carry out an order that is in the journal.

        Args:
            asked: when it was asked for (monotonic): too late it is not sent; default: now.
        """
        asked = self._clock.monotonic() if asked is None else asked
        self._lane.submit(self.carry_out, order, door, asked)

    def order_unwritten(self, tap: Tap, asked: OpenAsked) -> None:
        """Open a door for staff although the station takes no entries; written once it does."""
        at = self._clock.monotonic()
        self._lane.submit(self._carry_out_unwritten, tap, asked, at)

    def look_now(self) -> None:
        """Look soon, for a page that shows readings."""
        self._lane.submit(self.look)

    # -- orders ----------------------------------------------------------------------------

    def carry_out(self, order: EntryId, door: DoorId, asked: float) -> None:
        """Open ``door`` once for ``order`` and record the outcome. Runs in the lane."""
        live = self._lockers().orders.get(order)
        if live is None or live.ended or order in self._carried:
            return
        self._carried.add(order)
        self._record_outcome(live, self._pulse(door, asked))

    def _carry_out_unwritten(self, tap: Tap, asked: OpenAsked, at: float) -> None:
        if tap.id in self._carried:
            return
        self._carried.add(tap.id)
        moment = self._station.moment()
        order = Order(tap.id, asked.door, asked.purpose, 0, moment.at, asked.rental)
        opening = self._pulse(asked.door, at)
        self._writing.owe(tap, asked)
        self._record_outcome(order, opening)

    def _pulse(self, door: DoorId, asked: float) -> Opening:
        limit = self._station.moment().settings.lockers.command_age_s
        if self._clock.monotonic() - asked > limit:
            return Opening(Outcome.NOT_SENT, elapsed_ms=0, pulses=0)
        self._commanded[door] = self._clock.monotonic()
        opening = self._bank.open(door)
        self._commanded[door] = self._clock.monotonic()
        return opening

    def _record_outcome(self, order: Order, opening: Opening) -> None:
        # Owed if it cannot be written: whoever stands there is told what the door did all the same.
        self._writing.owe(
            Tap(follow_id(order.id, "ended"), TERMINAL),
            OpenEnded(
                order=order.id,
                door=order.door,
                outcome=opening.outcome,
                elapsed_ms=opening.elapsed_ms,
                pulses=opening.pulses,
            ),
        )
        match opening.outcome:
            case Outcome.OPENED | Outcome.ALREADY_OPEN:
                self._is_open(order, opening.outcome)
            case Outcome.UNCONFIRMED:
                self._notify(Unsure(order.id, order.door, order.rental))
            case _:
                self._notify(
                    NotOpened(order.id, order.door, opening.outcome, order.purpose, order.rental)
                )

    def _is_open(self, order: Order, outcome: Outcome) -> None:
        now = self._clock.monotonic()
        self._opened_at[order.id] = now
        self._contacts.took_open(order.door, now)
        self._notify(Opened(order.id, order.door, outcome))

    # -- looking ---------------------------------------------------------------------------

    def _look_and_again(self) -> None:
        if self._stopped:
            return
        try:
            self.look()
        finally:
            self._lane.after(self._pause(), self._look_and_again)

    def _pause(self) -> float:
        if not self._online.online:
            return AWAY_S
        mine = set(self._bank.doors)
        busy = any(order.door in mine for order in self._lockers().orders.values())
        return WATCHING_S if busy else RESTING_S

    def look(self) -> None:
        """Read every door once and record what follows. Runs in the lane."""
        self._writing.settle()
        try:
            if not self._online.online:
                self._bank.outputs_off()
            readings = self._bank.read()
        except PortUnavailable as gone:
            self._away(str(gone.why))
            return
        if not self._bank.answering:
            self._away(SILENT)
            return
        if not self._online.online:
            self._back(readings)
        was = self._contacts.seen
        for door, reading in self._contacts.take(readings, self._clock.monotonic()).items():
            self._look_at(door, was[door].reading, reading)

    def _look_at(self, door: DoorId, was: Reading, reading: Reading) -> None:
        order = self._lockers().order_of(door)
        if order is not None:
            if order.ended:
                self._look_at_order(order, reading)
        elif was is Reading.UNKNOWN:
            self._compare(door, reading)  # its board was silent for a while
        elif reading is Reading.OPEN and was is Reading.CLOSED:
            self._opened_by_itself(door)
        elif reading is Reading.CLOSED and was is Reading.OPEN:
            self._writing.write(new_id(), Shut(order=follow_id("closed", door), door=door))

    def _look_at_order(self, order: Order, reading: Reading) -> None:
        if reading is Reading.CLOSED:
            self._is_shut(order)
        elif reading is Reading.OPEN and not order.opened:
            self._writing.write(
                follow_id(order.id, "seen_open"), SeenOpen(order=order.id, door=order.door)
            )
            self._is_open(order, Outcome.OPENED)
        elif reading is Reading.OPEN:
            self._stands_open(order)

    def _is_shut(self, order: Order) -> None:
        if not self._writing.write(
            follow_id(order.id, "shut"), Shut(order=order.id, door=order.door)
        ):
            return
        self._carried.discard(order.id)
        self._opened_at.pop(order.id, None)
        self._said.pop(order.id, None)
        self._notify(IsShut(order.id, order.door, order.purpose, seen_open=order.opened))

    def _stands_open(self, order: Order) -> None:
        limits = self._station.moment().settings.lockers
        now = self._clock.monotonic()
        open_for = now - self._opened_at.setdefault(order.id, now)
        for seconds in (limits.ajar_first_s, limits.ajar_second_s, limits.ajar_alarm_s):
            if self._said.get(order.id, 0) < seconds <= open_for:
                self._said[order.id] = seconds
                self._notify(StandsOpen(order.id, order.door, seconds))
                if seconds == limits.ajar_alarm_s:
                    alarm = AlarmRaised(
                        door=order.door,
                        alarm=Alarm.AJAR,
                        believed=Reading.OPEN,
                        sensed=Reading.OPEN,
                    )
                    self._writing.owe(Tap(follow_id(order.id, "ajar"), TERMINAL), alarm)

    def _opened_by_itself(self, door: DoorId) -> None:
        window = self._station.moment().settings.lockers.forced_window_s
        commanded = self._commanded.get(door)
        late = commanded is not None and self._clock.monotonic() - commanded <= window
        alarm = Alarm.DIFFERS if late else Alarm.FORCED
        self._alarm(door, alarm, Reading.CLOSED, Reading.OPEN)

    # -- away and back ---------------------------------------------------------------------

    def _away(self, why: str) -> None:
        self._contacts.forget()
        if self._online.online or self._online.why_not != why:
            self._online = BankSeen(self.name, online=False, why_not=why)
            self._notify(self._online)

    def _back(self, readings: Mapping[DoorId, Reading]) -> None:
        """Compare what is sensed with what is believed, before any door is given out."""
        self._contacts.forget()
        for door, reading in readings.items():
            self._compare(door, reading)
        self._online = BankSeen(self.name, online=True)
        self._notify(self._online)

    def _compare(self, door: DoorId, sensed: Reading) -> None:
        lockers = self._lockers()
        order, record = lockers.order_of(door), lockers.door(door)
        if order is not None and not order.ended:
            if order.id not in self._found and order.id not in self._carried:
                return  # made in this run, its turn in the lane is still to come
            is_open = sensed is Reading.OPEN
            outcome = Outcome.OPENED if is_open else Outcome.UNCONFIRMED
            event = OpenEnded(order=order.id, door=door, outcome=outcome, found=True)
            self._writing.owe(Tap(follow_id(order.id, "ended"), TERMINAL), event)
            return
        if order is not None or Reading.UNKNOWN in (sensed, record.believed):
            return
        if sensed is not record.believed:
            self._alarm(door, Alarm.DIFFERS, record.believed, sensed)

    # -- the station -----------------------------------------------------------------------

    def _lockers(self) -> Lockers:
        return self._station.state(LOCKERS)

    def _alarm(self, door: DoorId, alarm: Alarm, believed: Reading, sensed: Reading) -> None:
        event = AlarmRaised(door=door, alarm=alarm, believed=believed, sensed=sensed)
        self._writing.owe(Tap(new_id(), TERMINAL), event)
