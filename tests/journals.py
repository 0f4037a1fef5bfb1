"""Builders for tests of the journal, and the programs that the tests start as processes."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from kiosk.ids import RESIDENT, EntryId, OriginId, PersonId, StationId, new_id
from kiosk.journal.entry import Draft, Private
from kiosk.journal.local import LocalJournal
from tests.examples import soaking

ROOT = Path(__file__).parent.parent
STATION = StationId("huaken")
ORIGIN = OriginId("t1.0")
NOON = datetime(2026, 2, 11, 4, 0, tzinfo=UTC)


def opened(
    directory: Path, station: StationId = STATION, origin: OriginId = ORIGIN
) -> LocalJournal:
    return LocalJournal.open(directory, station=station, origin=origin)


def draft(
    event: bytes = b'{"tag":"tests.happened"}',
    private: Private | None = None,
    entry: EntryId | None = None,
) -> Draft:
    return Draft(
        id=entry or new_id(),
        at=NOON,
        business_date=NOON.date(),
        actor=RESIDENT,
        event=event,
        private=private,
    )


def private(person: str | None = "p1", **body: str) -> Private:
    return Private(
        body=body or {"phone": "13800001111"},
        salt=os.urandom(16),
        person=None if person is None else PersonId(person),
    )


def traces(directory: Path, needle: bytes) -> list[str]:
    """Return the names of the files in which these bytes stand."""
    return sorted(
        file.name for file in directory.rglob("*") if file.is_file() and needle in file.read_bytes()
    )


def command(program: str, *args: object) -> list[str]:
    """Return the command line of one of the journal programs of the tests."""
    return [sys.executable, "-m", f"tests.programs.{program}", *map(str, args)]


def run(program: str, *args: object, **environment: str) -> str:
    """Run one to its end and return what it printed; what went wrong is in the assertion."""
    done = subprocess.run(
        command(program, *args),
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=None if soaking() else 60,  # with full counts a machine may be busy for long
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
