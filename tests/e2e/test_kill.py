"""The power fails at any moment. A short run; ``make soak`` has the full count."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from kiosk.journal.entry import Entry
from tests.e2e.kills import Killed, Moment, killed
from tests.e2e.kiosk import command
from tests.journals import opened

KILLS = (Moment.PULSED, Moment.ANY, Moment.STARTING, Moment.PULSED)
HEADER, FRAME = 32, 24 + 4096
"""Bytes of the head and of one frame of SQLite's write-ahead log."""
CUTS = 12

pytestmark = [pytest.mark.e2e, pytest.mark.alone]


def test_what_was_told_stored_outlives_every_kill(tmp_path: Path) -> None:
    with killed(tmp_path, seed=2) as terminal:
        terminal.begin()
        for moment in KILLS:
            terminal.live_and_die(moment)
        torn_writes_are_survived(terminal)
        terminal.end()


def torn_writes_are_survived(terminal: Killed) -> None:
    """What the disk had half written is dropped; all that was acknowledged before it is there."""
    whole = entries(copied(terminal.data, "whole"))
    costs = []
    for number, tear in enumerate(tears(Random(5))):
        torn = copied(terminal.data, f"torn-{number}")
        log = torn / "journal.db-wal"
        log.write_bytes(tear(written(log.read_bytes())))
        left = entries(torn)
        assert left == whole[: len(left)]
        costs.append(len(whole) - len(left))
    assert set(costs) <= {0, 1}, costs
    assert 1 in costs, "nothing was torn"
    verdict = command("audit", "--data", str(torn), "--json")
    assert verdict.returncode == 0, verdict.stderr
    assert json.loads(verdict.stdout)["sound"]


def written(log: bytes) -> bytes:
    """Return the log without what an earlier round of it left behind its end."""
    salts = log[16:24]
    frames = range(HEADER, len(log), FRAME)
    ends = [at + FRAME for at in frames if log[at + 8 : at + 16] == salts]
    return log[: max(ends)]


def tears(chance: Random) -> list[Callable[[bytes], bytes]]:
    """Return ways in which the last write may not have reached the disk whole."""

    def cut(size: int) -> Callable[[bytes], bytes]:
        return lambda log: log[:-size]

    def zeroed(log: bytes) -> bytes:
        return log[:-FRAME] + bytes(FRAME)

    def garbled(log: bytes) -> bytes:
        return log[: -FRAME // 2] + chance.randbytes(FRAME // 2)

    def one_bit(log: bytes) -> bytes:
        at = len(log) - chance.randrange(1, FRAME)
        return log[:at] + bytes((log[at] ^ 0x10,)) + log[at + 1 :]

    def longer(log: bytes) -> bytes:
        return log + chance.randbytes(FRAME + 100)

    cuts = [cut(chance.randrange(1, FRAME + 1)) for _ in range(CUTS)]
    return [*cuts, zeroed, garbled, one_bit, longer, cut(1)]


def copied(data: Path, name: str) -> Path:
    """Return a copy of what the kill left on the disk."""
    place = data.with_name(name)
    place.mkdir()
    for file in data.iterdir():
        if file.is_file():
            shutil.copy2(file, place / file.name)
    return place


def entries(data: Path) -> list[Entry]:
    """Return every entry, with a chain that verifies."""
    journal = opened(data)
    journal.verify()
    found = list(journal.read())
    journal.close()
    return found
