"""A cabinet over a serial line: opens a door exactly as the station promises, and reads them all.

A pulse that was sent is never "opened": the door decides. No order is repeated blindly: the
second and last pulse is given only after a fresh, confirmed reading that says *closed*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from drivers.line import Time
from drivers.lockers.bus import Bus
from drivers.lockers.frames import QUESTIONS, Family, Frame, Request
from drivers.lockers.sensing import ANSWER_ERRORS, Place, Senses, reading
from drivers.lockers.wiring import Acknowledges, BankWiring, Board, Contact
from drivers.overhearing import OverheardPort
from kiosk.errors import DeviceError, DeviceGarbled, DeviceSilent, NotAllowed, PortUnavailable
from kiosk.ids import DoorId
from kiosk.ports import BankHealth, Opening, Outcome, Reading

_POLLS = (0.15, 0.3, 0.5, 0.8)
_POLL_AGAIN = 0.25
_WATCH_SECONDS = 3.0
_MOST_PULSES = 2
_COIL_REST = 0.35
_SETTLE_SECONDS = 0.5
_PROBE_SECONDS = 30.0
_ALL_SILENT_SECONDS = 3.0
_PATIENT_WITH_MUTE = 2
"""Orders in a row that a board may leave unanswered before it is given no more of a series."""


class SerialBank:
    """The doors of one port. Satisfies :class:`kiosk.ports.LockerBank`."""

    def __init__(
        self, wiring: BankWiring, *, family: Family, bus: Bus, time: Time, line: OverheardPort
    ) -> None:
        self._boards = tuple(_as_usual(board, family) for board in wiring.boards)
        boards = {board.address: board for board in self._boards}
        self._places = {wire.door: Place(wire, boards[wire.board]) for wire in wiring.doors}
        self.family = self._family = family
        self.time = self._time = time
        self.join = line.join
        """Lets somebody hear what goes over the line."""
        self._bus = bus
        self._senses = Senses(family, bus)
        self._readings: dict[DoorId, Reading] = {}
        self._answering = False
        self.url = wiring.port
        self._probe_at: dict[int, float] = {}
        self._pulsed_at = float("-inf")

    @property
    def doors(self) -> Sequence[DoorId]:
        """Every door of the bank, in the order of the station file."""
        return tuple(self._places)

    @property
    def answering(self) -> bool:
        """Whether any board answered the last :meth:`read`, be it that it feels no door."""
        return self._answering

    def open(self, door: DoorId) -> Opening:
        """Pulse ``door`` and watch it; see :class:`kiosk.ports.LockerBank`."""
        started = self._time.now()
        self._bus.hurry()
        outcome, pulses = self._open(self._places[door])
        elapsed_ms = round(1000 * (self._time.now() - started))
        return Opening(outcome=outcome, elapsed_ms=elapsed_ms, pulses=pulses)

    def read(self) -> Mapping[DoorId, Reading]:
        """Read every door now. Boards that do not answer give ``UNKNOWN``.

        A board that did not answer is left alone for 30 s, so that the others are not held up; for
        3 s where no other answers.

        Raises:
            PortUnavailable: the port is not there now.
        """
        found = {board.address: self._contacts(board) for board in self._boards}
        self._answering = any(contacts is not None for contacts in found.values())
        if not self._answering:
            # Nobody is held up by asking: a line that is whole again is soon heard.
            soon = self._time.now() + _ALL_SILENT_SECONDS
            self._probe_at = {at: min(when, soon) for at, when in self._probe_at.items()}
        self._readings = {
            door: reading(place, found[place.board.address] or {})
            for door, place in self._places.items()
        }
        return dict(self._readings)

    def sense(self, door: DoorId) -> Reading:
        """Read one door now; ``UNKNOWN`` where its board does not answer or nothing is wired.

        Raises:
            PortUnavailable: the port is not there now.
        """
        try:
            return self._senses.door(self._places[door])
        except ANSWER_ERRORS:
            return Reading.UNKNOWN

    def last(self, door: DoorId) -> Reading:
        """Return the newest reading of a door without asking again."""
        return self._readings.get(door, Reading.UNKNOWN)

    def ask(self, question: Request) -> Frame:
        """Ask a question of somebody at the bench, once; return what answers it.

        Raises:
            NotAllowed: it is an order.
            PortUnavailable, DeviceSilent, DeviceGarbled: no answer.
        """
        if question.kind not in QUESTIONS:
            raise NotAllowed(f"{question.kind} is no question")
        self._bus.hurry()
        return self._bus.ask(question)

    def outputs_off(self) -> None:
        """Bring all outputs to rest, where the family has such a command.

        Raises:
            PortUnavailable: the port is not there now.
        """
        for board in self._boards:
            unanswered = 0
            for order in self._family.outputs_off(board.address):
                if unanswered < _PATIENT_WITH_MUTE:
                    done = self._bus.tell(order, within=self._family.reply_seconds)
                    unanswered = 0 if done else unanswered + 1

    def health(self) -> BankHealth:
        """Return the counters. May be called from any thread."""
        bus, count = self._bus, self._bus.count
        return BankHealth(
            connected=bus.connected,
            why_not=str(bus.why_not or ""),
            requests=count.requests,
            answers=count.answers,
            timeouts=count.timeouts,
            skipped_bytes=bus.skipped,
            wrong_address=count.wrong_address,
            reports=count.reports,
            reconnects=bus.reconnects,
            echo=bus.echo,
        )

    def close(self) -> None:
        """Release the port. Idempotent."""
        self._bus.close()

    # --- opening ----------------------------------------------------------------------------

    def _open(self, place: Place) -> tuple[Outcome, int]:
        refused = self._look_first(place)
        if refused is not None:
            return refused, 0
        for pulses in range(1, _MOST_PULSES + 1):
            if not self._pulse(place):
                # Before a second pulse the door was sensed closed, and that still holds.
                return (Outcome.NOT_SENT if pulses == 1 else Outcome.NOT_OPENED), pulses - 1
            after = self._noted(place, self._watch(place))
            if after is Reading.OPEN:
                return Outcome.OPENED, pulses
            if after is Reading.UNKNOWN:
                return Outcome.UNCONFIRMED, pulses
        return Outcome.NOT_OPENED, _MOST_PULSES

    def _look_first(self, place: Place) -> Outcome | None:
        """Read the door; return the outcome where no pulse may follow."""
        wrong = self._bus.count.wrong_address
        self._noted(place, Reading.UNKNOWN)
        try:
            before = self._noted(place, self._senses.door(place))
        except DeviceSilent:
            # A mute board may still obey: one pulse, and nobody claims to know. But where only
            # another address answers, that board might obey the order as well.
            return Outcome.NOT_SENT if self._bus.count.wrong_address > wrong else None
        except (PortUnavailable, DeviceGarbled):
            return Outcome.NOT_SENT
        return Outcome.ALREADY_OPEN if before is Reading.OPEN else None

    def _pulse(self, place: Place) -> bool:
        """Drive the coil once, one at a time on this line; return whether bytes may have left."""
        coil_free_at = self._pulsed_at + self._family.pulse_seconds + _COIL_REST
        order = self._family.open_one(place.board.address, place.wire.lock)
        self._bus.rest(coil_free_at - self._time.now())
        try:
            self._bus.ready()
        except PortUnavailable:
            return False
        self._bus.reports()
        self._pulsed_at = self._time.now()
        never = place.board.acknowledges is Acknowledges.NEVER
        try:
            self._bus.tell(order, within=0.0 if never else self._family.acknowledge_seconds)
        except PortUnavailable:
            return True
        return True

    def _watch(self, place: Place) -> Reading:
        """Watch a pulsed door until it is open or 3 s have passed; then read it afresh."""
        if place.contact is Contact.NONE:
            return Reading.UNKNOWN
        missed = self._bus.count.timeouts
        for after in _poll_times():
            while self._hinted(place, until=self._pulsed_at + after):
                if self._glance(place) is Reading.OPEN:
                    return Reading.OPEN
            if self._glance(place) is Reading.OPEN:
                return Reading.OPEN
        if self._bus.count.timeouts > missed:
            # Late answers must not pass for fresh ones: a stale "closed" costs a second pulse.
            self._bus.rest(_SETTLE_SECONDS)
        return self._afresh(place)

    def _hinted(self, place: Place, *, until: float) -> bool:
        """Wait; return early, and true, when the board reports this very door."""
        while (left := until - self._time.now()) > 0:
            self._bus.rest(min(left, self._family.quiet_seconds))
            if any(_is_about(report, place) for report in self._bus.reports()):
                return True
        return False

    def _glance(self, place: Place) -> Reading:
        self._bus.hurry()
        try:
            return self._senses.door(place, tries=1)
        except DeviceError:
            return Reading.UNKNOWN

    def _afresh(self, place: Place) -> Reading:
        self._bus.hurry()
        try:
            return self._senses.afresh(place)
        except DeviceError:
            return Reading.UNKNOWN

    def _noted(self, place: Place, seen: Reading) -> Reading:
        self._readings[place.wire.door] = seen
        if seen is not Reading.UNKNOWN:
            self._probe_at.pop(place.board.address, None)
        return seen

    # --- the whole cabinet ------------------------------------------------------------------

    def _contacts(self, board: Board) -> Mapping[int, bool | None] | None:
        """Return the contacts of a board, ``None`` where it does not answer."""
        if self._time.now() < self._probe_at.get(board.address, float("-inf")):
            return None
        locks = [p.wire.lock for p in self._places.values() if p.board.address == board.address]
        contacts = self._senses.contacts(board, locks)
        if contacts is None:
            self._probe_at[board.address] = self._time.now() + _PROBE_SECONDS
        else:
            self._probe_at.pop(board.address, None)
        return contacts


def _as_usual(board: Board, family: Family) -> Board:
    """Return ``board`` with the contact of its family where none was set."""
    blind = family.contact is Contact.NONE
    contact = family.contact if blind else board.contact or family.contact
    return msgspec.structs.replace(board, contact=contact)


def _is_about(frame: Frame, place: Place) -> bool:
    return (frame.address, frame.lock) == (place.board.address, place.wire.lock)


def _poll_times() -> Sequence[float]:
    """Return when to look after a pulse, in seconds."""
    again = int((_WATCH_SECONDS - _POLLS[-1]) / _POLL_AGAIN)
    return *_POLLS, *(_POLLS[-1] + _POLL_AGAIN * n for n in range(1, again + 1)), _WATCH_SECONDS
