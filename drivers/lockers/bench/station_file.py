"""The station file on the disk: read before a walk, written after it, whole or not at all."""

from __future__ import annotations

import difflib
import os
import tomllib
from pathlib import Path

import msgspec

from drivers.lockers.bench.learning import Learned
from drivers.lockers.bench.places import Wire
from drivers.lockers.bench.station_text import BankText
from kiosk.config.load import read_station
from kiosk.errors import ConfigError
from kiosk.files import sync_directory
from kiosk.ids import DoorId


class Proposal(msgspec.Struct, frozen=True):
    """A station file as it would be written.

    Attributes:
        mistakes: why it cannot be; empty if all is well.
    """

    path: Path
    before: str
    after: str
    mistakes: tuple[str, ...] = ()

    @property
    def difference(self) -> str:
        """What changes, as people read it."""
        rows = difflib.unified_diff(
            self.before.splitlines(keepends=True),
            self.after.splitlines(keepends=True),
            str(self.path),
            f"{self.path} (new)",
            n=0,
        )
        return "".join(rows)


def wired_doors(path: Path, bank: str) -> dict[DoorId, Wire]:
    """Return the doors that the file has in this bank; none where there is no such bank.

    Raises:
        OSError: it cannot be read.
        ConfigError: it has mistakes.
    """
    text = path.read_text(encoding="utf-8")
    read_station(text)
    return {
        DoorId(str(door["id"])): (int(door["board"]), int(door["lock"]))
        for door in BankText(text, bank).doors
    }


def propose(
    path: Path, bank: str, learned: Learned, *, family: str, baud: int, port: str | None
) -> Proposal:
    """Return the file with what was learned, checked as ``config check`` would.

    Raises:
        OSError: it cannot be read.
    """
    before = path.read_text(encoding="utf-8")
    after = BankText(before, bank).with_learned(learned, family=family, baud=baud, port=port)
    try:
        read_station(after)
    except ConfigError as error:
        return Proposal(path, before, after, tuple(str(problem) for problem in error.problems))
    except tomllib.TOMLDecodeError as error:
        return Proposal(path, before, after, (str(error),))
    return Proposal(path, before, after)


def write(proposal: Proposal) -> None:
    """Put the new file in the place of the old one, durably; it keeps its mode.

    Raises:
        OSError: it cannot be written; the old one is as it was.
    """
    path = proposal.path.resolve()
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("w", encoding="utf-8") as file:
            os.fchmod(file.fileno(), path.stat().st_mode & 0o777)
            file.write(proposal.after)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_directory(path.parent)
