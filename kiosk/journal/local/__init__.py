"""The journal on this machine's disk: TinyDB documents as rows of SQLite."""

from kiosk.journal.local.journal import LocalJournal

__all__ = ["LocalJournal"]
