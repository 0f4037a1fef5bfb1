"""A process that writes to a journal, killed at any moment, and what it had promised by then."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.journals import ROOT, command, opened, traces

_START = 30.0
"""Seconds a process may take to open the journal."""


class Writer:
    """``tests.programs.journal_writer`` as a process; killed when the block ends."""

    def __init__(self, directory: Path, seed: int) -> None:
        self._process = subprocess.Popen(
            command("journal_writer", directory, seed), cwd=ROOT, stdout=subprocess.PIPE, bufsize=0
        )
        self._said = b""
        self._listen(_START, until=b"ready\n")
        assert b"ready\n" in self._said

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def kill_after(self, seconds: float) -> list[str]:
        """Let it write for a while, kill it without warning, and return what it had promised."""
        self._listen(seconds)
        self._process.kill()
        self._listen(_START)
        assert self._process.wait() == -signal.SIGKILL
        whole, _, _ = self._said.rpartition(b"\n")
        return whole.decode().splitlines()[1:]

    def _listen(self, seconds: float, until: bytes | None = None) -> None:
        assert self._process.stdout is not None
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if until is not None and until in self._said:
                return
            if select.select([self._process.stdout], [], [], left)[0]:
                data = os.read(self._process.stdout.fileno(), 65_536)
                if not data:
                    return
                self._said += data


class Promises:
    """What the writers of one journal promised, over all their lives."""

    def __init__(self) -> None:
        self.stored: dict[str, str] = {}
        self.erased: dict[str, str] = {}

    def add(self, lines: list[str]) -> None:
        for line in lines:
            word, entry, what = line.split(" ", 2)
            (self.stored if word == "stored" else self.erased)[entry] = what

    def check(self, directory: Path) -> None:
        """Everything stored is there once, in an unbroken chain; nothing erased is anywhere."""
        journal = opened(directory)
        journal.verify()
        there = {entry.id: entry for entry in journal.read()}
        assert len(there) == journal.head.position
        lost = [entry for entry in self.stored if entry not in there]
        changed = [
            entry
            for entry, digest in self.stored.items()
            if entry not in lost and there[entry].digest.hex() != digest  # type: ignore[index]
        ]
        assert (lost, changed) == ([], [])
        journal.close()
        for phone in self.erased.values():
            assert traces(directory, phone.encode()) == []
