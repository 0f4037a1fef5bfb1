"""Files that only the service may read, and that are there after a power cut."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def make_private_directory(directory: Path) -> None:
    """Make ``directory`` and its parents, readable by their owner alone; keep one that is there."""
    if directory.is_dir():
        return
    if directory.parent != directory:
        make_private_directory(directory.parent)
    directory.mkdir(mode=0o700, exist_ok=True)
    sync_directory(directory.parent)


def create_private_file(path: Path, content: bytes) -> None:
    """Write a new file whole or not at all, durably, readable by its owner alone.

    Raises:
        FileExistsError: ``path`` is there already; it was not touched.
    """
    draft = path.with_name(f".{path.name}.{threading.get_native_id()}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with open(handle, "wb") as file:  # noqa: PTH123  an open handle, not a path
            file.write(content)
            file.flush()
            os.fsync(handle)
        os.link(draft, path)  # unlike a rename, never takes the place of another file
    finally:
        draft.unlink(missing_ok=True)
    sync_directory(path.parent)


def keep_private_file(path: Path) -> Path:
    """Make an empty file if there is none; take it away from others if they could read it."""
    if not path.exists():
        with suppress(FileExistsError):  # another process was faster; it is there
            create_private_file(path, b"")
    elif path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return path


@contextmanager
def alone_in(directory: Path) -> Iterator[None]:
    """Wait until no other process or thread is in such a block about ``directory``."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def sync_directory(directory: Path) -> None:
    """Wait until the names in ``directory`` are on the disk."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
