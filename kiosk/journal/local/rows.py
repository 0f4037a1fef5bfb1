"""Rows of SQLite: one connection, one lock, transactions, and documents written as rows.

Knows nothing of TinyDB or of journals. A table has a ``Shape``: named, typed columns; a table
without one keeps each document whole, as msgpack. ``doc_id`` is the row's number.

Why these settings: WAL with ``synchronous=FULL`` is the one mode in which a commit is on the disk
when it returns and costs one sync; ``locking_mode=EXCLUSIVE`` on a single connection keeps the
index of the log in memory (no ``-shm`` file, no race between two connections resetting the log);
``secure_delete`` overwrites what is freed; ``temp_store=MEMORY`` keeps rows out of temporary files.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import msgspec

from kiosk.journal.local.shapes import WHOLE, Shape

Row = dict[str, Any]

_SETTINGS = (
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF",
)


class RowStore:
    """The rows of one SQLite file, for one process. Safe from any thread.

    Args:
        path: the file; it is made if it is not there.
        shapes: declared tables. Others may be used too; see ``WHOLE``.
        lock: what puts threads in order. Only a test that shows why it is needed gives another.

    Raises:
        sqlite3.Error: from every method, as SQLite says it; a change that raised did not happen.
    """

    def __init__(
        self,
        path: Path,
        shapes: Mapping[str, Shape],
        lock: AbstractContextManager[object] | None = None,
    ) -> None:
        self.lock = lock or threading.RLock()
        self._shapes = dict(shapes)
        self._columns = {
            name: ", ".join(_quoted(column.name) for column in shape.columns)
            for name, shape in shapes.items()
        }
        self._connection = sqlite3.connect(
            path, timeout=0, isolation_level=None, check_same_thread=False
        )
        try:
            for setting in _SETTINGS:
                self._connection.execute(setting)
            self._names = self._stored_names()
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Move the log into the file and let go of it. Idempotent."""
        with self.lock:
            self._connection.close()

    def setting(self, name: str) -> Any:
        """Return what SQLite says a ``PRAGMA`` is now."""
        return self._all(f"PRAGMA {name}")[0][0]

    def read_only(self) -> None:
        """Refuse every change from now on."""
        self._all("PRAGMA query_only=ON")

    def empty_log(self) -> None:
        """Move every committed page into the file, sync it, and cut the log to zero bytes.

        Raises:
            sqlite3.Error: it could not be done completely; nothing is lost.
        """
        blocked, _, _ = self._all("PRAGMA wal_checkpoint(TRUNCATE)")[0]
        if blocked:
            raise sqlite3.OperationalError("the log is in use")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything in the block one change: all of it is durable at the end, or none of it.

        Other threads wait. A block inside a block is undone alone if it raises.
        """
        with self.lock:
            inner = self._connection.in_transaction
            self._all("SAVEPOINT inner" if inner else "BEGIN IMMEDIATE")
            try:
                yield
                self._all("RELEASE inner" if inner else "COMMIT")
            except BaseException:
                self._undo(inner=inner)
                raise

    def _undo(self, *, inner: bool) -> None:
        if self._connection.in_transaction:  # SQLite itself rolls back on some errors
            if inner:
                self._all("ROLLBACK TO inner")
                self._all("RELEASE inner")
            else:
                self._all("ROLLBACK")
        self._names = self._stored_names()

    # -- tables ---------------------------------------------------------------------------------

    def names(self) -> Collection[str]:
        """Return the names of the tables that exist, in the order they were made."""
        return self._names

    def shape(self, table: str) -> Shape:
        """Return the shape of a table, declared or not."""
        return self._shapes.get(table, WHOLE)

    def create(self, table: str) -> None:
        """Make ``table`` with its indexes, if it is not there."""
        with self.transaction():
            if table in self._names:
                return
            shape = self.shape(table)
            columns = ["doc_id INTEGER PRIMARY KEY"]
            for column in shape.columns:
                needed = "" if column.optional else " NOT NULL"
                columns.append(f"{_quoted(column.name)} {column.kind}{needed}")
            self._all(f"CREATE TABLE {_quoted(table)} ({', '.join(columns)}) STRICT")
            self.index(table)
            self._names = self._stored_names()

    def index(self, table: str) -> None:
        """Make the indexes of ``table`` that are not there."""
        shape = self.shape(table)
        for unique, groups in (("UNIQUE ", shape.unique), ("", shape.indexed)):
            for group in groups:
                name = _quoted("_by_".join((table, *group)))
                fields = ", ".join(map(_quoted, group))
                made = f"CREATE {unique}INDEX IF NOT EXISTS {name}"
                self._all(f"{made} ON {_quoted(table)} ({fields})")

    def drop(self, table: str) -> None:
        """Delete ``table`` with all its rows."""
        with self.transaction():
            self._all(f"DROP TABLE {_quoted(table)}")
            self._names = self._stored_names()

    def _stored_names(self) -> Collection[str]:
        found = self._all(
            "SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite!_%' "
            "ESCAPE '!' ORDER BY rowid"
        )
        return dict.fromkeys(name for (name,) in found).keys()

    # -- rows -----------------------------------------------------------------------------------

    def get(self, table: str, doc_id: int) -> Row | None:
        """Return one row, or ``None``."""
        found = self._select(table, "WHERE doc_id=?", (doc_id,))
        return found[0][1] if found else None

    def has(self, table: str, doc_id: int) -> bool:
        """Tell whether the row is there, without reading it."""
        return bool(self._all(f"SELECT 1 FROM {_quoted(table)} WHERE doc_id=?", (doc_id,)))

    def find(self, table: str, field: str, value: object) -> list[tuple[int, Row]]:
        """Return the rows whose ``field`` equals ``value``, oldest first, by index."""
        where = f"WHERE {_quoted(field)}=? ORDER BY doc_id"
        return self._select(table, where, (value,))

    def knows(self, table: str, field: str, value: object) -> bool:
        """Tell whether a row has this ``field``, without reading it."""
        sql = f"SELECT 1 FROM {_quoted(table)} WHERE {_quoted(field)}=? LIMIT 1"
        return bool(self._all(sql, (value,)))

    def page(self, table: str, after: int, limit: int) -> list[tuple[int, Row]]:
        """Return at most ``limit`` rows with a number beyond ``after``, in order."""
        return self._select(table, "WHERE doc_id>? ORDER BY doc_id LIMIT ?", (after, limit))

    def last(self, table: str, **fields: object) -> tuple[int, Row] | None:
        """Return the row with the highest number of those with these fields, from the end."""
        where = " AND ".join(f"{_quoted(name)}=?" for name in fields) or "1"
        rest = f"WHERE {where} ORDER BY doc_id DESC LIMIT 1"
        found = self._select(table, rest, tuple(fields.values()))
        return found[0] if found else None

    def newest(self, table: str) -> int:
        """Return the highest row number, 0 if there is none."""
        found: int | None = self._all(f"SELECT max(doc_id) FROM {_quoted(table)}")[0][0]
        return found or 0

    def ids(self, table: str, after: int, limit: int) -> list[int]:
        """Return at most ``limit`` row numbers beyond ``after``, in order."""
        sql = f"SELECT doc_id FROM {_quoted(table)} WHERE doc_id>? ORDER BY doc_id LIMIT ?"
        return [doc_id for (doc_id,) in self._all(sql, (after, limit))]

    def count(self, table: str) -> int:
        """Return how many rows there are."""
        counted: int = self._all(f"SELECT count(*) FROM {_quoted(table)}")[0][0]
        return counted

    def insert(self, table: str, doc_id: int, document: Mapping[str, Any]) -> None:
        """Write a new row.

        Raises:
            ValueError: the document has not exactly the fields of the table.
        """
        values = self._encode(table, document)
        marks = ",?" * len(values)
        self._all(f"INSERT INTO {_quoted(table)} VALUES (?{marks})", (doc_id, *values))

    def update(
        self, table: str, doc_id: int, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> None:
        """Write the fields in which ``new`` differs from ``old``, in place.

        A value of the same size stays where it was, so no copy of the old one is left behind.

        Raises:
            ValueError: the document has not exactly the fields of the table.
        """
        before, after = self._encode(table, old), self._encode(table, new)
        changes = [
            (column.name, value)
            for column, was, value in zip(self.shape(table).columns, before, after, strict=True)
            if was != value
        ]
        if changes:
            sets = ", ".join(f"{_quoted(name)}=?" for name, _ in changes)
            values = [value for _, value in changes]
            self._all(f"UPDATE {_quoted(table)} SET {sets} WHERE doc_id=?", (*values, doc_id))

    def delete(self, table: str, doc_id: int) -> None:
        """Delete one row."""
        self._all(f"DELETE FROM {_quoted(table)} WHERE doc_id=?", (doc_id,))

    def clear(self, table: str) -> None:
        """Delete all rows."""
        self._all(f"DELETE FROM {_quoted(table)}")

    def _select(
        self, table: str, rest: str, values: Sequence[object] = ()
    ) -> list[tuple[int, Row]]:
        columns = self._columns.get(table, _quoted(WHOLE.columns[0].name))
        sql = f"SELECT doc_id, {columns} FROM {_quoted(table)} {rest}"
        return [(row[0], self._decode(table, row[1:])) for row in self._all(sql, values)]

    def _encode(self, table: str, document: Mapping[str, Any]) -> tuple[Any, ...]:
        shape = self.shape(table)
        if shape is WHOLE:
            return (msgspec.msgpack.encode(dict(document)),)
        try:
            values = tuple([document[column.name] for column in shape.columns])
        except KeyError as error:
            raise ValueError(f"{table}: of its fields {error} is missing") from error
        if len(values) != len(document):
            raise ValueError(f"{table}: fields {sorted(document)} are not those of the table")
        return values

    def _decode(self, table: str, values: Sequence[Any]) -> Row:
        shape = self.shape(table)
        if shape is WHOLE:
            document: Row = msgspec.msgpack.decode(values[0])
            return document
        return {column.name: value for column, value in zip(shape.columns, values, strict=True)}

    def _all(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        with self.lock:
            return self._connection.execute(sql, values).fetchall()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
