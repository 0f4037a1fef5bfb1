"""Opening the database of a hub: SQLite in a file, or PostgreSQL by its address."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DatabaseError, IntegrityError, SQLAlchemyError

from kiosk.errors import JournalDamaged, JournalError, NotDurable
from kiosk.files import alone_in, keep_private_file, make_private_directory
from kiosk.hub import tables

FILE = "hub.db"
SQLITE = "sqlite"
_TURN = "turn"
_BUSY_SECONDS = 20
_POSTGRES = {
    # A hub that hangs or is cut off must not hold a station's turn for ever.
    "options": "-c lock_timeout=20s -c idle_in_transaction_session_timeout=30s",
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}


class Database:
    """One database that may serve many stations, and many hub processes at once."""

    def __init__(self, url: str | URL) -> None:
        self.engine = _engine(make_url(url))
        self._one_writer = threading.Lock()
        with as_journal_errors(), _one_beginner(self.engine.url):
            self.read_only = self._prepare() > tables.FORMAT

    @classmethod
    def in_directory(cls, directory: Path) -> Database:
        """Open the SQLite file in ``directory``; both are made if they are not there."""
        make_private_directory(directory)
        return cls(f"sqlite:///{keep_private_file(directory / FILE)}")

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of this machine."""
        return self.engine.dialect.name == SQLITE

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection for questions."""
        with as_journal_errors(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """Yield a connection in a transaction that is durable when the block ends."""
        with as_journal_errors(), self._in_line(), self.engine.connect() as connection:
            turn = connection.execution_options(**{_TURN: True})
            with turn.begin():
                yield turn

    @contextmanager
    def _in_line(self) -> Iterator[None]:
        """Let threads of this process write one after another where the file has one writer.

        SQLite lets who finds it busy look again now and then, and with many who look some never
        come to it in time.
        """
        if not self.is_sqlite:
            yield
            return
        if not self._one_writer.acquire(timeout=_BUSY_SECONDS):
            raise NotDurable("no turn to write came")
        try:
            yield
        finally:
            self._one_writer.release()

    def empty_logs(self) -> None:
        """After an erasure: let no old version of a row lie about longer than it must."""
        with as_journal_errors(), self.engine.connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            if self.is_sqlite:
                alone.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
            else:
                alone.exec_driver_sql("VACUUM private")

    def close(self) -> None:
        """Let every connection go."""
        self.engine.dispose()

    def _prepare(self) -> int:
        for _ in range(2):  # two hubs may start on an empty database at once
            try:
                with self.engine.connect() as connection:
                    turn = connection.execution_options(**{_TURN: True})
                    with turn.begin():
                        return _prepared(turn)
            except IntegrityError:
                continue
            except SQLAlchemyError:
                if self.is_sqlite:
                    raise
                continue
        with self.engine.connect() as connection:
            return _prepared(connection)


@contextmanager
def _one_beginner(url: URL) -> Iterator[None]:
    """SQLite waits for nobody while it goes over to a log: two at once would find it locked."""
    if url.get_backend_name() == SQLITE and url.database:
        with alone_in(Path(url.database).parent):
            yield
    else:
        yield


def _prepared(connection: Connection) -> int:
    tables.METADATA.create_all(connection)
    found = connection.scalar(select(tables.FACTS.c.value).where(tables.FACTS.c.key == "format"))
    if found is None:
        connection.execute(insert(tables.FACTS), {"key": "format", "value": str(tables.FORMAT)})
        return tables.FORMAT
    return int(found)


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != SQLITE:
        return create_engine(
            url, connect_args=_POSTGRES, pool_size=8, max_overflow=24, pool_pre_ping=True
        )
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_connection(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; ``_begin`` does
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") != "AUTOCOMMIT":
        # A turn takes the only right to write before it reads, so what it reads stays true.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(_TURN) else "BEGIN")


@contextmanager
def as_journal_errors() -> Iterator[None]:
    """Raise ``JournalError``s where the block raises errors of the database."""
    try:
        yield
    except SQLAlchemyError as error:
        raise _journal_error(error) from error


def _journal_error(error: SQLAlchemyError) -> JournalError:
    said = str(getattr(error, "orig", error))
    if isinstance(error, DatabaseError) and ("malformed" in said or "not a database" in said):
        return JournalDamaged(0, "the database is damaged")
    # Without the statement: its parameters may be personal.
    return NotDurable(f"{type(error).__name__}: {type(getattr(error, 'orig', error)).__name__}")


def is_well(database: Database) -> bool:
    """Tell whether the database answers."""
    try:
        with database.reading() as connection:
            connection.execute(text("SELECT 1")).all()
    except JournalError:
        return False
    return True
