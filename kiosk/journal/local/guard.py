"""One process at a time: a lock on the data directory.

SQLite's own lock is a POSIX lock, and those fall as soon as anything in the process opens and
closes the same file (a copy, a backup, a scan). ``flock`` on a file of its own has no such
weakness, is refused at once, and ends with the process however it ends.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Self

from kiosk.errors import JournalBusy


class Guard:
    """Holds a directory's lock from ``take`` to ``release``."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    @classmethod
    def take(cls, file: Path) -> Self:
        """Lock ``file``, made if it is not there; never waits.

        Raises:
            JournalBusy: somebody holds it, in this process or another.
            OSError: the file cannot be made.
        """
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(handle)
            raise JournalBusy(f"{file.parent} is in use by another process") from error
        except BaseException:
            os.close(handle)
            raise
        return cls(handle)

    def release(self) -> None:
        """Let go. Idempotent."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
