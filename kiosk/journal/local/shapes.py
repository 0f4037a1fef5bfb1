"""What a table of documents looks like: its columns, and what it is looked up by."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Kind(StrEnum):
    """What a column holds; SQLite refuses anything else (``STRICT`` tables)."""

    INTEGER = "INTEGER"
    TEXT = "TEXT"
    BLOB = "BLOB"


class Column(msgspec.Struct, frozen=True):
    """One field of every document of a table; ``None`` is allowed only if ``optional``."""

    name: str
    kind: Kind
    optional: bool = False


class Shape(msgspec.Struct, frozen=True):
    """The columns of a table, and the fields it is looked up by.

    Attributes:
        unique: groups of columns that no two rows share.
        indexed: groups of columns with an index that allows repeats.
    """

    columns: tuple[Column, ...]
    unique: tuple[tuple[str, ...], ...] = ()
    indexed: tuple[tuple[str, ...], ...] = ()

    def finds_by(self, field: str) -> bool:
        """Tell whether a lookup by ``field`` uses an index."""
        return any(group[0] == field for group in self.unique + self.indexed)


WHOLE = Shape(columns=(Column("document", Kind.BLOB),))
"""Shape of a table that was not declared: the whole document in one column."""
