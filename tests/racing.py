"""Races of processes: eight clients, two hubs, one PostgreSQL, and one thing that all want."""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec
from sqlalchemy import text

from kiosk.family import Family, nothing_due
from kiosk.hub.core import Hub
from kiosk.ids import (
    ActorId,
    ApplicationId,
    BookingId,
    CodeTag,
    CounterId,
    PersonId,
    SeriesId,
    ServiceId,
    StaffId,
    TicketId,
    TokenTag,
    VenueId,
    new_id,
    staff_actor,
)
from kiosk.journal.entry import Draft, Event, Head
from kiosk.packing import packed
from kiosk.queueing.counter_events import CounterOpened
from kiosk.queueing.events import Called, Finished, Result, TicketTaken
from kiosk.signatures import NONCE_BYTES, sign
from kiosk.tap import Tap
from kiosk.venue_settings import ApplicantKind
from kiosk.venues import VENUES
from kiosk.venues.applicant import Applicant
from kiosk.venues.events import (
    Applied,
    Approved,
    Asked,
    By,
    Cancelled,
    Occurrence,
    OfferAccepted,
    Offered,
    Rejected,
    RejectReason,
    WaitlistJoined,
)
from kiosk.venues.interval import Interval
from kiosk.wire import DECIDE, PROTOCOL, Decide, Pair, Paired, Pushed, decode_answer, encode
from tests.builders import FAMILIES
from tests.journals import ROOT, STATION, command

CLIENTS = 8
TIMELESS: tuple[Family[Any], ...] = tuple(replace(each, due=nothing_due) for each in FAMILIES)
"""A race is no matter of the hour: no day is closed and nothing lapses in the middle of one."""
_ASK = ServiceId("ask")


# -- processes -----------------------------------------------------------------------------


class HubProcess:
    """A hub of its own process; it may be killed and started again."""

    def __init__(self, url: str, directory: Path, *options: str) -> None:
        self._command = command("hub_process", url, directory, *options)
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self._command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        with self.process.stdout as said:
            self.port = int(said.readline())

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(20)


@contextmanager
def two_hubs(url: str, directory: Path, *options: str) -> Iterator[list[HubProcess]]:
    hubs = list[HubProcess]()
    try:
        for _ in range(2):
            hubs.append(HubProcess(url, directory, *options))
        yield hubs
    finally:
        for hub in hubs:
            hub.kill()


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


class Race:
    """One draft by every client at once; where things break, again until each was answered.

    Args:
        hub: on the same database, to make ready what is raced for.
        chance: cuts connections and kills hubs at random in between.
    """

    def __init__(
        self,
        hub: Hub,
        hubs: Sequence[HubProcess],
        clients: Sequence[Client],
        chance: random.Random | None = None,
    ) -> None:
        self.hub = hub
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
            self._something_breaks()
            for number in left:
                self._clients[number].go()
            for number in left:
                stands = self._clients[number].stands(drafts[number])
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

    def _something_breaks(self) -> None:
        if self._chance is None:
            return
        if self._chance.random() < 0.2:
            cut_connections(self.hub)
        if self._chance.random() < 0.02:
            struck = self._chance.choice(self._hubs)
            struck.kill()
            struck.start()


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


# -- what is raced for ---------------------------------------------------------------------


def the_next_ticket(race: Race, number: int) -> int:
    """Eight counters call the same ticket."""
    ticket = TicketId(f"ticket {number}")
    day = datetime.now(UTC).date()
    if number == 0:
        for counter in range(1, CLIENTS + 1):
            race.make(CounterOpened(CounterId(counter), StaffId(f"{counter:02}"), (_ASK,)))
    series = SeriesId(f"A{number}")  # a new one each time, so that none is ever used up
    race.make(TicketTaken(ticket, _ASK, series, 1, day, TokenTag(f"{number:064x}")))
    won = race.winners(lambda client: Called(ticket, CounterId(client + 1)))
    if won:
        race.make(Finished(ticket, CounterId(won[0] + 1), Result.SOLVED))
    return len(won)


def a_decision(race: Race, number: int) -> int:
    """Some reviewers say yes, some no, to the same application."""
    applied = _application("desk", number, 0)
    booking = applied.occurrences[0].booking
    race.make(applied)
    no = Rejected((booking,), RejectReason.NOT_SUITABLE)
    return len(race.winners(lambda client: no if client % 2 else Approved((booking,))))


def the_last_slot(race: Race, number: int) -> int:
    """Eight people apply for the same slot."""
    return len(race.winners(lambda client: _application("room", number, client)))


def an_offer(race: Race, number: int) -> int:
    """The same offer is accepted at eight places."""
    first, second = _application("line", number, 0), _application("line", number, 1)
    booking = second.occurrences[0].booking
    race.make(
        first,
        WaitlistJoined(second.application, second.asked, second.occurrences[0]),
        Cancelled(first.occurrences[0].booking, By.APPLICANT, minutes_before=5_000),
    )
    race.offer(booking)
    won = race.winners(lambda _client: OfferAccepted(booking))
    race.make(Cancelled(booking, By.APPLICANT, minutes_before=5_000))
    return len(won)


RACES: Mapping[str, Callable[[Race, int], int]] = MappingProxyType(
    {
        "the next ticket": the_next_ticket,
        "a decision": a_decision,
        "the last slot": the_last_slot,
        "an offer": an_offer,
    }
)


def _application(venue: str, number: int, who: int) -> Applied:
    starts = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    slot = Interval(starts + timedelta(hours=100 + number), starts + timedelta(hours=101 + number))
    tag = f"{new_id().replace('-', ''):0>64}"
    application = ApplicationId(new_id())
    return Applied(
        application,
        Asked(
            venue=VenueId(venue),
            kind=ApplicantKind.SOCIAL,
            applicant=Applicant(PersonId(f"{who:064x}")),
            code=CodeTag(tag),
            token=TokenTag(tag),
            head_count=5,
        ),
        (Occurrence(BookingId(f"{application}/0"), slot, slot),),
    )


def without_guard(hub: Hub) -> None:
    """Take away what the database itself would refuse behind the lock."""
    with hub.database.changing() as connection:
        for key in ("entries_pkey", "entries_id", "entries_seq"):
            connection.execute(text(f"ALTER TABLE entries DROP CONSTRAINT {key}"))


def pairing(hub: Hub) -> Callable[[], Paired]:
    """Return what pairs one more terminal."""
    return lambda: hub.pairing.pair(Pair(PROTOCOL, STATION, hub.pairing.show_code(STATION), "hall"))
