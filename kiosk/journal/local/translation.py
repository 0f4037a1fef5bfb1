"""What SQLite says, translated into what the station knows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.errors import JournalBusy, JournalDamaged, JournalError, NotDurable

_PRIMARY = 0xFF
"""The low byte of an extended result code is the plain one."""


@contextmanager
def as_journal_errors() -> Iterator[None]:
    """Raise ``JournalError``s where the block raises errors of SQLite."""
    try:
        yield
    except sqlite3.Error as error:
        raise journal_error(error) from error


def journal_error(error: sqlite3.Error) -> JournalError:
    """Return what an error of SQLite means for the journal."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:  # said by Python: the journal is closed
        return JournalError(str(error))
    match code & _PRIMARY:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return JournalBusy("another process has the journal open")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return JournalDamaged(0, str(error))
        case _:
            return NotDurable(str(error))
