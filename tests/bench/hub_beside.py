"""A hub process on SQLite for a measurement, and the same hub in this process beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kiosk.clock import SystemClock
from kiosk.hub.core import Hub
from kiosk.hub.database import Database
from tests.hubs import hub_in
from tests.racing import HubProcess, hub_processes


@contextmanager
def sqlite_hub(directory: Path) -> Iterator[tuple[Hub, HubProcess]]:
    """Serve a new database in ``directory``, which is made."""
    directory.mkdir()
    url = f"sqlite:///{directory / 'hub.db'}"
    with ExitStack() as ending:
        hub = hub_in(directory, Database(url), clock=SystemClock())
        ending.callback(hub.close)
        (process,) = ending.enter_context(hub_processes(url, directory, count=1))
        yield hub, process
