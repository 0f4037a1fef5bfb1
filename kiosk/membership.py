"""Opening a terminal as what it is: its own positioner, or one that follows a hub."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from kiosk.config import StationFile
from kiosk.errors import Refused
from kiosk.ids import TERMINAL, OriginId, StationId, follow_id, number_in, terminal_of
from kiosk.journal.entry import Head, Journal
from kiosk.journal.local import LocalJournal
from kiosk.journal.local.following import FollowingJournal
from kiosk.journal.local.guard import Guard
from kiosk.journal.local.journal import LOCK
from kiosk.lockers import LOCKERS
from kiosk.lockers.events import Mark, MarkReason
from kiosk.lockers.plan import Cabinet
from kiosk.lockers.rules import mark
from kiosk.program import program_version
from kiosk.secrets import KEY_FILE
from kiosk.station import Station
from kiosk.sync.belonging import Belonging, belonging_in
from kiosk.sync.child import DIRECTORY
from kiosk.sync.pairing import (
    Self,
    address,
    certificate_at,
    fingerprint,
    is_unused,
    keep,
    must_have_room,
    pair,
    take_effect,
)
from kiosk.tap import Tap

THIS_TERMINAL = OriginId("t1.0")
"""Terminal 1, epoch 0: who numbers before a hub has given a name."""
_LEFT_ALONE = (Mark.TO_CHECK, Mark.OUT_OF_SERVICE)


def belonging_of(data: Path) -> Belonging | None:
    """Return to which hub the terminal in ``data`` belongs, after what pairing gave is in use.

    Raises:
        ConfigError: the file is damaged.
        JournalBusy: a terminal runs here, whose record is not to be laid aside under its hands.
        OSError: the disk does not take it.
    """
    found = belonging_in(data)
    if found is None or not found.key_to_take:
        return found
    guard = Guard.take(data / LOCK)
    try:
        return take_effect(data, found)
    finally:
        guard.release()


def follows(data: Path, belonging: Belonging | None) -> bool:
    """Tell whether the terminal in ``data`` has its entries positioned by a hub.

    It does for ever once it was paired, or once it has started a hub of its own.
    """
    return belonging is not None or (data / DIRECTORY).is_dir()


def journal_of(
    data: Path, station: StationId, belonging: Belonging | None, *, following: bool
) -> LocalJournal:
    """Open the journal as the terminal needs it.

    Raises:
        JournalError: it cannot be opened.
    """
    # Under its former name first, so that the journal learns that those entries are its own.
    origin = THIS_TERMINAL if belonging is None else belonging.former or belonging.origin
    kind = FollowingJournal if following else LocalJournal
    return kind.open(data, station=station, origin=origin)


def number_of(file: StationFile, belonging: Belonging | None) -> int:
    """Return the digit in the numbers of this terminal's tickets."""
    given = 0 if belonging is None else number_in(belonging.terminal)
    return given if 1 <= given <= 9 else file.device.terminal


def is_empty(journal: Journal) -> bool:
    """Tell whether nothing was ever written here."""
    waits = isinstance(journal, FollowingJournal) and bool(journal.pending(1))
    return journal.head == Head() and not waits


def last_time(journal: Journal) -> datetime | None:
    """Return the time of the newest entry, be it that it still waits for its position."""
    waits = journal.last_made() if isinstance(journal, FollowingJournal) else None
    last = next(journal.read(journal.head.position - 1, 1), None) if journal.head.position else None
    return max((each.at for each in (waits, last) if each is not None), default=None)


def brought_along(
    file: StationFile, data: Path, journal: LocalJournal, *, name: str, certificate: str
) -> Self:
    """Return what this terminal brings along when it is paired; nothing if it was never used.

    To the hub to which it belongs already it brings all it has: that may have forgotten it.
    """
    before = belonging_in(data)
    back = before is not None and fingerprint(before.certificate) == fingerprint(certificate)
    return described(file, data, journal, name=name, used=back or not nobody_used(journal))


def nobody_used(journal: Journal) -> bool:
    """Tell whether nobody but staff and the machine itself has done anything at this terminal."""
    waiting = journal.pending() if isinstance(journal, FollowingJournal) else ()
    return is_unused(journal, [placed.entry for placed in waiting])


def described(
    file: StationFile, data: Path, journal: LocalJournal, *, name: str, used: bool
) -> Self:
    """Return how a terminal asks to be taken in.

    Args:
        used: what it has counts: it comes with its record and its key.
    """
    return Self(
        station=file.id,
        name=name or file.device.hub.name,
        program=program_version(),
        banks=tuple(bank.name for bank in file.device.banks),
        head=journal.head if used else Head(),
        key=(data / KEY_FILE).read_bytes() if used else b"",
        origin=journal.origin if used else OriginId(""),
        highest=_highest(journal) if used else 0,
    )


def _highest(journal: Journal) -> int:
    return max((number_in(terminal_of(entry.origin)) for entry in journal.read()), default=0)


class DoorsToCheck:
    """Asks staff to look into every door of this terminal, once for each cause."""

    def __init__(self, cabinet: Cabinet) -> None:
        self._cabinet = cabinet

    def because(self, station: Station, cause: str, reason: MarkReason) -> None:
        """Mark every door that is not marked already; the same cause marks once.

        Raises:
            JournalError: the disk said no; asking again marks the rest.
        """
        for plan in self._cabinet.doors:
            if station.state(LOCKERS).door(plan.id).mark in _LEFT_ALONE:
                continue
            tap = Tap(follow_id("doors to check", cause, plan.id), TERMINAL)
            try:
                station.do(
                    tap,
                    LOCKERS,
                    mark,
                    cabinet=self._cabinet,
                    door=plan.id,
                    mark=Mark.TO_CHECK,
                    reason=reason,
                )
            except Refused:
                continue  # a record that may only be read marks nothing


class Joined(msgspec.Struct, frozen=True):
    """What a hub said when it took a terminal in; in use from the next start.

    Attributes:
        anew: the record of this terminal, which nobody has used, gives way to the station's.
        adopts: the hub takes over the record of this terminal.
        fingerprint: SHA-256 of the hub's certificate, as the hub shows it.
    """

    station: StationId
    terminal: str
    url: str
    fingerprint: str
    anew: bool
    adopts: bool


def join(
    file: StationFile, data: Path, journal: LocalJournal, *, url: str, code: str, name: str = ""
) -> Joined:
    """Have this terminal taken in by the hub at ``url``.

    Args:
        url: as staff wrote it.
        code: six digits the hub shows.

    Raises:
        NoAddress: ``url`` is none.
        HubAway, HubDenied: nobody answered, or the hub said no.
        OSError: the disk does not take what the hub gave.
    """
    at = address(url)
    must_have_room(data)
    certificate = certificate_at(at)
    myself = brought_along(file, data, journal, name=name, certificate=certificate)
    belonging, key = pair(at, certificate, code, myself)
    anew = not myself.key and not is_empty(journal)
    keep(data, belonging, key, anew=anew)
    return Joined(
        station=belonging.station,
        terminal=belonging.terminal,
        url=at,
        fingerprint=fingerprint(certificate),
        anew=anew,
        adopts=belonging.adopt,
    )


def join_running(
    file: StationFile,
    data: Path,
    station: Station,
    journal: LocalJournal,
    *,
    url: str,
    code: str,
    name: str = "",
) -> Joined:
    """Have a terminal that runs taken in; raises as ``join``.

    A record that nobody has used gives way at the next start. So that nobody uses it until then,
    it takes no entry any more.
    """
    joined = None
    station.give_way(yes=nobody_used(journal))
    try:
        joined = join(file, data, journal, url=url, code=code, name=name)
    finally:
        station.give_way(yes=joined is not None and joined.anew)
    return joined
