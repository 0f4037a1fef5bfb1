"""Every journal there is, opened and opened again, for the one suite that all of them pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import msgspec
from sqlalchemy.engine import make_url

from kiosk.hub.database import Database
from kiosk.hub.store import HubJournal
from kiosk.journal.entry import Draft, Entry, Journal, Placed
from kiosk.journal.local.following import FollowingJournal
from tests.fakes import MemoryJournal
from tests.journals import ORIGIN, STATION, opened

AnyJournal = Any
"""A ``Journal``; ``Followed`` gives most of it by delegation, which mypy cannot see."""


class Keeper(Protocol):
    """Where a journal is kept, so that it can be opened again."""

    def open(self) -> AnyJournal: ...

    def close(self) -> None: ...


class InMemory:
    def __init__(self, directory: Path, database: Callable[[], str]) -> None:
        self._journal = MemoryJournal()

    def open(self) -> AnyJournal:
        return self._journal

    def close(self) -> None:
        """It ends with the test."""


class OnDisk:
    def __init__(self, directory: Path, database: Callable[[], str]) -> None:
        self._directory = directory
        self._journal: Journal | None = None

    def open(self) -> AnyJournal:
        self.close()
        self._journal = opened(self._directory)
        return self._journal

    def close(self) -> None:
        if self._journal is not None:
            self._journal.close()


class Followed:
    """A terminal's journal whose entries are positioned elsewhere as soon as they are made."""

    def __init__(self, directory: Path, database: Callable[[], str]) -> None:
        self._directory = directory
        self._elsewhere = MemoryJournal()
        self._journal: FollowingJournal | None = None

    def open(self) -> AnyJournal:
        self.close()
        self._journal = FollowingJournal.open(self._directory, station=STATION, origin=ORIGIN)
        return self

    def close(self) -> None:
        if self._journal is not None:
            self._journal.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._journal, name)

    def append(self, draft: Draft, *, position_time: datetime, refused: str | None = None) -> Entry:
        assert self._journal is not None
        made = self._journal.append(draft, position_time=position_time)
        return self._placed(made, draft, position_time, refused)

    def erase(self, entries: Any, draft: Draft, *, position_time: datetime) -> Entry:
        assert self._journal is not None
        made = self._journal.erase(entries, draft, position_time=position_time)
        return self._placed(made, draft, position_time, None)

    def _placed(self, made: Entry, draft: Draft, at: datetime, refused: str | None) -> Entry:
        assert self._journal is not None
        if made.position:
            return made
        sent = msgspec.structs.replace(draft, origin=made.origin, seq=made.seq)
        placed = self._elsewhere.append(sent, position_time=at, refused=refused)
        self._journal.take([Placed(placed, draft.private)])
        return placed


class InHub:
    def __init__(self, url: str) -> None:
        self.url = url
        self.database: Database | None = None

    def open(self) -> AnyJournal:
        self.close()
        self.database = Database(self.url)
        return HubJournal(self.database, station=STATION)

    def close(self) -> None:
        if self.database is not None:
            self.database.close()

    @contextmanager
    def planting(self) -> Iterator[Any]:
        """Yield a connection that changes what is stored behind the journal's back."""
        assert self.database is not None
        with self.database.changing() as connection:
            yield connection

    @property
    def is_sqlite(self) -> bool:
        return make_url(self.url).get_backend_name() == "sqlite"


def hub_on_sqlite(directory: Path, database: Callable[[], str]) -> InHub:
    directory.mkdir(exist_ok=True)
    return InHub(f"sqlite:///{directory / 'hub.db'}")


def hub_on_postgres(directory: Path, database: Callable[[], str]) -> InHub:
    return InHub(database())


KEEPERS: Mapping[str, Callable[[Path, Callable[[], str]], Keeper]] = {
    "memory": InMemory,
    "local": OnDisk,
    "following": Followed,
    "hub on SQLite": hub_on_sqlite,
    "hub on PostgreSQL": hub_on_postgres,
}
HUBS: Mapping[str, Callable[[Path, Callable[[], str]], InHub]] = {
    "SQLite": hub_on_sqlite,
    "PostgreSQL": hub_on_postgres,
}
