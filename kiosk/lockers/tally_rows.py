"""Counts of a cycle test as rows of a table. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from kiosk.lockers.tally import DoorTally, times
from kiosk.ports import Outcome

COUNTED = ("cycles", *map(str, Outcome), "left_open", "pulses")
TIMES = ("least", "median", "p99", "most")


def counted(tally: DoorTally) -> dict[str, Any]:
    """Return what a door did, by column; ``ms`` has the times, ``None`` without any."""
    row: dict[str, Any] = {"cycles": tally.cycles}
    row |= {str(outcome): tally.count(outcome) for outcome in Outcome}
    return row | {"left_open": tally.left_open, "pulses": tally.pulses, "ms": ms_of(tally.ms)}


def ms_of(ms: Any) -> Mapping[str, int] | None:
    """Return milliseconds by name, ``None`` without any."""
    found = times(ms)
    return None if found is None else msgspec.structs.asdict(found)


def as_csv(rows: Sequence[Mapping[str, Any]], first: Sequence[str]) -> str:
    """Return a table with a line for each door.

    Args:
        first: columns before those that are counted.
    """
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow([*first, *COUNTED, *(f"ms_{name}" for name in TIMES)])
    for row in rows:
        ms = row["ms"] or {}
        table.writerow([*(row[name] for name in (*first, *COUNTED)), *map(ms.get, TIMES)])
    return text.getvalue()
