"""Races of processes: eight clients, two hubs, one PostgreSQL, and one thing that all want."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import text

from kiosk.family import Family, nothing_due
from kiosk.hub.core import Hub
from kiosk.ids import ActorId, BookingId, StaffId, new_id, staff_actor
from kiosk.journal.entry import Draft, Event, Head
from kiosk.packing import packed
from kiosk.signatures import NONCE_BYTES, sign
from kiosk.tap import Tap
from kiosk.venues import VENUES
from kiosk.venues.events import Offered
from kiosk.wire import DECIDE, PROTOCOL, Decide, Pair, Paired, Pushed, decode_answer, encode
from tests.builders import FAMILIES
from tests.ending import end_at_once
from tests.journals import ROOT, STATION, command

CLIENTS = 8
BREAKS = 0.25
"""How often something breaks when all ask at once."""
DIES = 0.1
"""How often that is a hub that is killed; otherwise all its connections to the database are cut."""
TIMELESS: tuple[Family[Any], ...] = tuple(replace(each, due=nothing_due) for each in FAMILIES)
"""A race is no matter of the hour: no day is closed and nothing lapses in the middle of one."""


# -- processes -----------------------------------------------------------------------------


class HubProcess:
    """A hub of its own process; it may be killed and started again.

    Args:
        begin: starts one and returns its number and its port.
    """

    def __init__(self, begin: Callable[[], tuple[int, int]]) -> None:
        self._begin = begin
        self.start()

    def start(self) -> None:
        self.pid, self.port = self._begin()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        end_at_once(self.pid, signal.SIGKILL)


@contextmanager
def hub_processes(
    url: str, directory: Path, *options: str, count: int
) -> Iterator[list[HubProcess]]:
    """Start hubs on the same database."""
    loaded = command("hub_process", url, directory, *options)
    pipe = subprocess.PIPE
    with subprocess.Popen(loaded, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        hubs = list[HubProcess]()
        try:
            for _ in range(count):
                hubs.append(HubProcess(partial(_begin, process)))
            yield hubs
        finally:
            for hub in hubs:
                hub.kill()


def _begin(process: subprocess.Popen[str]) -> tuple[int, int]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("one more\n")
    process.stdin.flush()
    number, port = process.stdout.readline().split()
    return int(number), int(port)


def two_hubs(url: str, directory: Path, *options: str) -> AbstractContextManager[list[HubProcess]]:
    """Start what every race is between."""
    return hub_processes(url, directory, *options, count=2)


class Client:
    """A process that sends what it is given when all others do, for one paired terminal."""

    def __init__(self, paired: Paired, process: subprocess.Popen[str]) -> None:
        self.paired = paired
        self._process = process

    def load(self, port: int, draft: Draft, head: Head) -> None:
        body, headers = packed(encode(Decide(PROTOCOL, draft, head)))
        signed = sign(
            self.paired.key,
            "POST",
            DECIDE,
            body,
            station=STATION,
            terminal=self.paired.terminal,
            at=datetime.now(UTC),
            nonce=os.urandom(NONCE_BYTES),
        )
        sent = json.dumps({**headers, **signed.headers()}).encode()
        self._say(f"{port} {DECIDE} {body.hex()} {sent.hex()}")
        assert self._hear() == "ready"

    def go(self) -> None:
        self._say("go")

    def stands(self, draft: Draft) -> bool | None:
        """Tell whether the hub said that ``draft`` stands; ``None`` if it said nothing."""
        said = self._hear()
        answer = None if said == "cut" else decode_answer(bytes.fromhex(said))
        if not isinstance(answer, Pushed):
            return None
        found = [each.entry.refused for each in answer.page if each.entry.id == draft.id]
        return found == [None]

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def _hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def clients_of(pair: Callable[[], Paired]) -> Iterator[list[Client]]:
    """Start the client processes, each for a terminal of its own."""
    with ExitStack() as ending:
        found = list[Client]()
        for _ in range(CLIENTS):
            process = ending.enter_context(
                subprocess.Popen(
                    command("hub_contender"),
                    cwd=ROOT,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            found.append(Client(pair(), process))
        yield found


# -- one race ------------------------------------------------------------------------------


@dataclass
class Broken:
    """What was broken on purpose so far."""

    cuts: int = 0
    kills: int = 0
    unanswered: int = 0


class Race:
    """One draft by every client at once; where things break, again until each was answered.

    Args:
        hub: on the same database, to make ready what is raced for.
        chance: cuts connections and kills hubs at random, before all ask or while some wait.
    """

    def __init__(
        self,
        hub: Hub,
        hubs: Sequence[HubProcess],
        clients: Sequence[Client],
        chance: random.Random | None = None,
    ) -> None:
        self.hub = hub
        self.broken = Broken()
        self._hubs = hubs
        self._clients = clients
        self._chance = chance

    def winners(self, event_of: Callable[[int], Event]) -> list[int]:
        """Return which clients were told that what they asked for is theirs."""
        drafts = [draft_of(event_of(number), number + 1) for number in range(CLIENTS)]
        head = self.hub.station(STATION).journal.head
        outcome = dict[int, bool]()
        times = 0
        while left := [number for number in range(CLIENTS) if number not in outcome]:
            for number in left:
                port = self._hubs[(number + times) % len(self._hubs)].port
                self._clients[number].load(port, drafts[number], head)
            for number, stands in self._asked(left, drafts):
                if stands is not None or self._chance is None:
                    outcome[number] = bool(stands)
            times += 1
        return [number for number in range(CLIENTS) if outcome[number]]

    def make(self, *events: Event) -> None:
        """Make these true before the race."""
        station = self.hub.station(STATION)
        for entry in station.place([draft_of(event) for event in events]):
            assert entry.refused is None, entry

    def offer(self, booking: BookingId) -> None:
        until = datetime.now(UTC) + timedelta(hours=1)
        station = self.hub.fresh(STATION)
        station.do(Tap.fresh(), VENUES, lambda _state, _moment: Offered(booking, until))

    def _asked(
        self, left: Sequence[int], drafts: Sequence[Draft]
    ) -> Iterator[tuple[int, bool | None]]:
        """Let all go at once, break what is to break after some are answered, yield each answer."""
        breaks = self._chance is not None and self._chance.random() < BREAKS
        after = self._chance.randrange(-1, len(left)) if self._chance and breaks else None
        if after == -1:
            self._break()
        for number in left:
            self._clients[number].go()
        for place, number in enumerate(left):
            if after == place:
                self._break()
            stands = self._clients[number].stands(drafts[number])
            self.broken.unanswered += stands is None
            yield number, stands

    def _break(self) -> None:
        assert self._chance is not None
        if self._chance.random() >= DIES:
            cut_connections(self.hub)
            self.broken.cuts += 1
            return
        struck = self._chance.choice(self._hubs)
        struck.kill()
        struck.start()
        self.broken.kills += 1


def draft_of(event: Event, staff: int = 1) -> Draft:
    now = datetime.now(UTC)
    actor: ActorId = staff_actor(StaffId(f"{staff:02}"))
    body = msgspec.json.encode(event)
    return Draft(id=new_id(), at=now, business_date=now.date(), actor=actor, event=body)


def cut_connections(hub: Hub) -> None:
    """End every other connection of this database's user, wherever in a turn it is."""
    with hub.database.changing() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE usename = current_user AND pid <> pg_backend_pid()"
            )
        )


def without_guard(hub: Hub) -> None:
    """Take away what the database itself would refuse behind the lock."""
    with hub.database.changing() as connection:
        for key in ("entries_pkey", "entries_id", "entries_seq"):
            connection.execute(text(f"ALTER TABLE entries DROP CONSTRAINT {key}"))


def pairing(hub: Hub) -> Callable[[], Paired]:
    """Return what pairs one more terminal."""
    return lambda: hub.pairing.pair(Pair(PROTOCOL, STATION, hub.pairing.show_code(STATION), "hall"))
