"""A PostgreSQL server as docs/hub.md tells to run it, and one that goes back to a point in time.

The steps are the book's.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import Server

_PATIENCE = 60.0


@contextmanager
def archiving() -> Iterator[tuple[Server, Path]]:
    """Run a server that archives its log; yield it, and the archive's directory."""
    place = Path(tempfile.mkdtemp(prefix="yizhan-pitr-"))
    place.chmod(0o755)
    server, archive = Server(place / "data"), place / "archive"
    try:
        server.make()
        server.own(archive)
        server.set(
            wal_level="replica",
            archive_mode="on",
            archive_command=f"test ! -f {archive}/%f && cp %p {archive}/%f",
        )
        server.start()
        yield server, archive
    finally:
        for each in place.iterdir():
            Server(each).stop()
        shutil.rmtree(place, ignore_errors=True)


def wait_archived(server: Server) -> None:
    """Let the log up to now be archived."""
    name = server.ask("SELECT pg_walfile_name(pg_switch_wal())")
    deadline = time.monotonic() + _PATIENCE
    while server.ask("SELECT coalesce(last_archived_wal, '') FROM pg_stat_archiver") < name:
        assert time.monotonic() < deadline, "the log was never archived"


def gone_back(copy: Path, archive: Path, until: str) -> Server:
    """Start the copy of a night at the point in time ``until``, by the steps of docs/hub.md."""
    base = Server(copy)
    base.set(
        restore_command=f"cp {archive}/%f %p",
        recovery_target_time=until,
        recovery_target_action="promote",
        archive_mode="off",
    )
    (base.directory / "recovery.signal").touch()
    base.start()
    deadline = time.monotonic() + _PATIENCE
    while base.ask("SELECT pg_is_in_recovery()") != "False":
        assert time.monotonic() < deadline, "it never became a server that may be written to"
    return base
