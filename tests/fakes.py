"""Fakes shared by the tests. A fake keeps the promises of the protocol it stands for."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from kiosk.errors import NotDurable, PortUnavailable, WhyUnavailable
from kiosk.ids import DoorId, EntryId, OriginId, PersonId, StationId
from kiosk.jobs import Job
from kiosk.journal.checking import check_chain
from kiosk.journal.entry import Checkpoint, Draft, Entry, Head, Private, place
from kiosk.ports import (
    BankHealth,
    Opening,
    Outcome,
    Printed,
    PrinterStatus,
    PrintOutcome,
    Reading,
)
from kiosk.slips import Slip


class FakeClock:
    """A clock that moves only when told. Keeps the promises of ``kiosk.clock.Clock``."""

    def __init__(self, at: datetime = datetime(2026, 2, 11, 2, 0, tzinfo=UTC)) -> None:
        self._at = at
        self._second = 1000.0
        self.is_trusted = True
        self.ahead = timedelta()
        """By how much the machine's own clock is ahead, while it is not trusted."""

    def now(self) -> datetime:
        return self._at

    def monotonic(self) -> float:
        return self._second

    def trusted(self) -> bool:
        return self.is_trusted

    def offered(self) -> datetime:
        return self._at + (timedelta() if self.is_trusted else self.ahead)

    def advance(self, seconds: float = 0, **parts: float) -> datetime:
        """Let time pass: ``advance(30)``, ``advance(hours=4, minutes=15)``."""
        passed = timedelta(seconds=seconds, **parts)
        self._at += passed
        self._second += passed.total_seconds()
        return self._at

    def jump_to(self, at: datetime) -> None:
        """Set the wall clock, as a person or a bad battery would; no time passes."""
        self._at = at


class HandLane:
    """A lane whose jobs run when the test says so. Keeps the promises of ``kiosk.jobs.Runs``.

    A job that fails without ``failed`` fails the test.
    """

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self._jobs: list[tuple[float, int, Job]] = []
        self._order = itertools.count()

    def submit(
        self,
        job: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        def call() -> None:
            try:
                result = job(*args)
            except Exception as error:
                if failed is None:
                    raise
                failed(error)
                return
            if then is not None:
                then(result)

        return self._put(0.0, Job(call, None))

    def after(self, seconds: float, job: Callable[[], object]) -> Job:
        return self._put(seconds, Job(lambda: (job(), None)[1], None))

    def every(self, seconds: float, job: Callable[[], object]) -> Job:
        return self._put(0.0, Job(lambda: (job(), None)[1], seconds))

    def run(self) -> bool:
        """Run what is due now and what that asks for at once; tell whether there was anything."""
        ran = False
        while (job := self._next()) is not None:
            ran = True
            job._call()
            if job._period is not None and not job.cancelled:
                self._put(job._period, job)
        return ran

    def drop(self) -> None:
        """Forget every job, as the end of the process does."""
        self._jobs.clear()

    def _put(self, delay: float, job: Job) -> Job:
        due = self._clock.monotonic() + delay if delay > 0 else 0.0
        heapq.heappush(self._jobs, (due, next(self._order), job))
        return job

    def _next(self) -> Job | None:
        while self._jobs and self._jobs[0][0] <= self._clock.monotonic():
            job = heapq.heappop(self._jobs)[2]
            if not job.cancelled:
                return job
        return None


class FakeBank:
    """A cabinet without a line. Keeps the promises of ``kiosk.ports.LockerBank``.

    Attributes:
        open_doors: what stands open; the test opens and shuts doors by hand.
        jammed: doors whose latch does not move.
        gone: the port is not there.
        mute: no board answers, though the pulses arrive.
        pulses: every pulse that reached a lock.
    """

    def __init__(self, doors: Sequence[DoorId]) -> None:
        self.doors = tuple(doors)
        self.open_doors: set[DoorId] = set()
        self.jammed: set[DoorId] = set()
        self.gone = False
        self.mute = False
        self.pulses: list[DoorId] = []
        self.times_off = 0
        self.closed = False

    @property
    def answering(self) -> bool:
        return not self.gone and not self.mute

    def open(self, door: DoorId) -> Opening:
        if self.gone:
            return Opening(Outcome.NOT_SENT, elapsed_ms=0, pulses=0)
        if not self.mute and door in self.open_doors:
            return Opening(Outcome.ALREADY_OPEN, elapsed_ms=20, pulses=0)
        self._pulse(door)
        if self.mute:
            return Opening(Outcome.UNCONFIRMED, elapsed_ms=3000, pulses=1)
        if door in self.jammed:
            self._pulse(door)
            return Opening(Outcome.NOT_OPENED, elapsed_ms=6000, pulses=2)
        return Opening(Outcome.OPENED, elapsed_ms=150, pulses=1)

    def read(self) -> Mapping[DoorId, Reading]:
        if self.gone:
            raise PortUnavailable("fake", WhyUnavailable.UNPLUGGED)
        return {door: self._reading(door) for door in self.doors}

    def outputs_off(self) -> None:
        self.times_off += not self.gone

    def health(self) -> BankHealth:
        return BankHealth(connected=not self.gone)

    def close(self) -> None:
        self.closed = True

    def _pulse(self, door: DoorId) -> None:
        self.pulses.append(door)
        if door not in self.jammed:
            self.open_doors.add(door)

    def _reading(self, door: DoorId) -> Reading:
        if self.mute:
            return Reading.UNKNOWN
        return Reading.OPEN if door in self.open_doors else Reading.CLOSED


class FakePrinter:
    """Prints on a list; waits at the gate before it does, if the gate is shut."""

    def __init__(self) -> None:
        self.slips: list[Slip] = []
        self.outcome = Printed(PrintOutcome.PRINTED)
        self.state = PrinterStatus.READY
        self.gate = threading.Event()
        self.at_gate = threading.Event()
        self.gate.set()
        self.closed = False

    def print(self, slip: Slip) -> Printed:
        self.at_gate.set()
        assert self.gate.wait(60.0)
        self.slips.append(slip)
        return self.outcome

    def status(self) -> PrinterStatus:
        return self.state

    def close(self) -> None:
        self.closed = True


class MemoryJournal:
    """A journal that ends with the test. Keeps the promises of ``kiosk.journal.entry.Journal``.

    Attributes:
        refuses: the disk says no.
        keeps: it takes checkpoints.
    """

    def __init__(self) -> None:
        self.station = StationId("huaken")
        self.read_only = False
        self.refuses = False
        self.keeps = True
        self._entries: list[Entry] = []
        self._by_id: dict[EntryId, Entry] = {}
        self._private: dict[EntryId, Private] = {}
        self._checkpoints: dict[str, Checkpoint] = {}

    @property
    def head(self) -> Head:
        last = self._entries[-1] if self._entries else None
        return Head(last.position, last.digest) if last else Head()

    @contextmanager
    def turn(self) -> Iterator[None]:
        yield

    def append(self, draft: Draft, *, position_time: datetime, refused: str | None = None) -> Entry:
        if self.refuses:
            raise NotDurable("the disk is full")
        if draft.id in self._by_id:
            return self._by_id[draft.id]
        entry = place(
            draft,
            self.head,
            station=self.station,
            origin=draft.origin or OriginId("t1.0"),
            seq=self.head.position + 1 if draft.origin is None else draft.seq,
            position_time=position_time,
            refused=refused,
        )
        self._entries.append(entry)
        self._by_id[entry.id] = entry
        if draft.private is not None:
            self._private[entry.id] = draft.private
        return entry

    def find(self, entry: EntryId) -> Entry | None:
        return self._by_id.get(entry)

    def read(self, after: int = 0, limit: int | None = None) -> Iterator[Entry]:
        yield from self._entries[after : None if limit is None else after + limit]

    def private(self, entry: EntryId) -> Private | None:
        return self._private.get(entry)

    def of_person(self, person: PersonId) -> Sequence[EntryId]:
        return [entry for entry, row in self._private.items() if row.person == person]

    def erase(self, entries: Sequence[EntryId], draft: Draft, *, position_time: datetime) -> Entry:
        entry = self.append(draft, position_time=position_time)
        for gone in entries:
            self._private.pop(gone, None)
        return entry

    def checkpoint(self, family: str) -> Checkpoint | None:
        return self._checkpoints.get(family)

    def keep(self, checkpoints: Sequence[Checkpoint]) -> None:
        if not self.keeps:
            raise NotDurable("the disk is full")
        self._checkpoints |= {each.family: each for each in checkpoints}

    def verify(self) -> Head:
        return check_chain(self.station, self._entries)

    def close(self) -> None:
        """What is in memory stays, so that a test can open it again."""
