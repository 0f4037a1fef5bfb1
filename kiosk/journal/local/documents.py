"""TinyDB whose documents are rows of SQLite: TinyDB's query API, SQLite's durability.

Every change is written through at once and only the rows it touches; reading goes page by page, so
neither a table nor the database is ever held in memory. What differs from stock TinyDB: documents
come in the order of their ``doc_id``; nothing is cached; a change that raises has not happened.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from collections.abc import ItemsView as _ItemsView
from contextlib import AbstractContextManager
from typing import Any, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from kiosk.journal.local.rows import Row, RowStore

_PAGE = 500
"""Rows read at a time: enough to be fast, little to hold."""
_BEFORE_ALL = -(2**63)


class RowStorage(Storage):
    """TinyDB's storage on a ``RowStore``; tables of ``Documents`` go past it to their rows."""

    def __init__(self, rows: RowStore) -> None:
        super().__init__()
        self.rows = rows

    def read(self) -> dict[str, Any] | None:
        """Return every table as a view of its rows, or ``None`` if there are no tables."""
        return {name: _Rows(self.rows, name) for name in self.rows.names()} or None

    def write(self, data: dict[str, Any]) -> None:
        """Make the tables equal to ``data``. Views that ``read`` gave stay as they are."""
        with self.rows.transaction():
            for name in self.rows.names():
                if name not in data:
                    self.rows.drop(name)
            for name, table in data.items():
                if not isinstance(table, _Rows):
                    self._replace(name, table)

    def _replace(self, name: str, table: Mapping[str, Row]) -> None:
        self.rows.create(name)
        self.rows.clear(name)
        for doc_id, document in table.items():
            self.rows.insert(name, int(doc_id), document)

    def close(self) -> None:
        """Close the file."""
        self.rows.close()


class DocumentTable(Table):
    """A TinyDB table that reads and writes single rows, with lookups by index."""

    def __init__(
        self,
        storage: Storage,
        name: str,
        cache_size: int = 0,
        persist_empty: bool = False,  # noqa: FBT001, FBT002  TinyDB's signature
    ) -> None:
        # What is found is never cached: it may be undone, and it may be personal.
        self._rows = cast(RowStorage, storage).rows
        super().__init__(storage, name, cache_size=0, persist_empty=persist_empty)

    def find(self, field: str, value: object) -> list[Document]:
        """Return the documents whose ``field`` equals ``value``, by index, oldest first.

        Raises:
            ValueError: ``field`` has no index; ``search`` reads the whole table.
        """
        if not self._rows.shape(self.name).finds_by(field):
            raise ValueError(f"{self.name}.{field} has no index")
        return [Document(row, doc_id) for doc_id, row in self._rows.find(self.name, field, value)]

    def knows(self, field: str, value: object) -> bool:
        """Tell whether ``find`` would find anything, without reading it."""
        return self._rows.knows(self.name, field, value)

    def page(self, after: int, limit: int) -> list[Document]:
        """Return at most ``limit`` documents with ``doc_id > after``, in order."""
        return [Document(row, doc_id) for doc_id, row in self._rows.page(self.name, after, limit)]

    def last(self, **fields: object) -> Document | None:
        """Return the document with the highest ``doc_id`` of those with these fields.

        Looks from the end: quick where such a document is near it.
        """
        found = self._rows.last(self.name, **fields)
        return Document(found[1], found[0]) if found else None

    def insert(self, document: Mapping[str, Any]) -> int:
        """Insert one document; see TinyDB. One statement: the whole cost of an append goes here."""
        if not isinstance(document, Mapping):
            raise ValueError("Document is not a Mapping")
        with self._rows.lock:
            if self.name not in self._rows.names():
                self._rows.create(self.name)
            known = isinstance(document, Document)
            doc_id = cast(Document, document).doc_id if known else self._get_next_id()
            try:
                self._rows.insert(self.name, doc_id, document)
            except sqlite3.IntegrityError as error:
                if self._rows.has(self.name, doc_id):
                    raise ValueError(f"Document with ID {doc_id} already exists") from error
                raise
            return doc_id

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Insert all documents or none; see TinyDB."""
        with self._rows.lock:
            return super().insert_multiple(documents)

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        """Update what ``cond`` finds, or insert; see TinyDB."""
        with self._rows.transaction():
            return super().upsert(document, cond)

    def _get_next_id(self) -> int:
        known = self.name in self._rows.names()
        return self._rows.newest(self.name) + 1 if known else 1

    def _read_table(self) -> Any:
        return _Rows(self._rows, self.name) if self.name in self._rows.names() else {}

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._rows.transaction():
            if self.name not in self._rows.names():
                self._rows.create(self.name)
            editing = _Editing(self._rows, self.name)
            updater(editing)
            editing.write_back()


class Documents(TinyDB):
    """A TinyDB on one SQLite file."""

    table_class = DocumentTable

    def __init__(self, rows: RowStore) -> None:
        super().__init__(rows, storage=RowStorage)
        self.rows = rows

    def table(self, name: str, **kwargs: Any) -> DocumentTable:
        """Return the table of this name; it is made by its first change."""
        return cast(DocumentTable, super().table(name, **kwargs))

    def transaction(self) -> AbstractContextManager[None]:
        """Make everything in the block, over any tables, one durable change or none."""
        return self.rows.transaction()


class _Rows(Mapping[str, Row]):
    """A table as TinyDB reads it: numbers as text, documents as they are; nothing is held."""

    def __init__(self, rows: RowStore, table: str) -> None:
        self._rows = rows
        self._table = table

    def __getitem__(self, key: str) -> Row:
        row = self._rows.get(self._table, int(key))
        if row is None:
            raise KeyError(key)
        return row

    def __iter__(self) -> Iterator[str]:
        return map(str, _ids(self._rows, self._table))

    def __len__(self) -> int:
        return self._rows.count(self._table)

    def items(self) -> _ItemsView[str, Row]:
        return _Items(self)

    def pages(self) -> Iterator[tuple[str, Row]]:
        after = _BEFORE_ALL
        while page := self._rows.page(self._table, after, _PAGE):
            for doc_id, row in page:
                yield str(doc_id), row
            after = page[-1][0]


class _Items(_ItemsView[str, Row]):
    _mapping: _Rows

    def __iter__(self) -> Iterator[tuple[str, Row]]:
        return self._mapping.pages()


class _Editing(MutableMapping[int, Row]):
    """A table as TinyDB changes it, inside a transaction.

    TinyDB takes a document out and changes it in place, one after the other. So the one taken last
    is kept beside a copy, and written when the next is taken or at the end.
    """

    def __init__(self, rows: RowStore, table: str) -> None:
        self._rows = rows
        self._table = table
        self._taken: tuple[int, Row, Row] | None = None
        self._absent: int | None = None  # asked for last and not there; TinyDB asks, then inserts

    def __getitem__(self, key: int) -> Row:
        if self._taken and self._taken[0] == key:
            return self._taken[1]
        self.write_back()
        row, copy = (self._rows.get(self._table, key) for _ in range(2))
        if row is None or copy is None:
            raise KeyError(key)
        self._taken = (key, row, copy)
        return row

    def __setitem__(self, key: int, document: Row) -> None:
        if key == self._absent or key not in self:
            self._rows.insert(self._table, key, document)
            self._absent = None
        else:
            row = self[key]
            row.clear()
            row.update(document)

    def __delitem__(self, key: int) -> None:
        if key not in self:
            raise KeyError(key)
        if self._taken and self._taken[0] == key:
            self._taken = None
        self._rows.delete(self._table, key)

    def __contains__(self, key: object) -> bool:
        there = isinstance(key, int) and self._rows.has(self._table, key)
        self._absent = key if isinstance(key, int) and not there else None
        return there

    def __iter__(self) -> Iterator[int]:
        return _ids(self._rows, self._table)

    def __len__(self) -> int:
        return self._rows.count(self._table)

    def clear(self) -> None:
        self._taken = None
        self._rows.clear(self._table)

    def write_back(self) -> None:
        if self._taken:
            key, row, copy = self._taken
            self._taken = None
            self._rows.update(self._table, key, copy, row)


def _ids(rows: RowStore, table: str) -> Iterator[int]:
    after = _BEFORE_ALL
    while page := rows.ids(table, after, _PAGE):
        yield from page
        after = page[-1]
