"""Writing the counts of a cycle test where somebody can take them along."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import msgspec

from kiosk.clock import STATION_ZONE
from kiosk.errors import Refused
from kiosk.files import make_private_directory, sync_directory
from kiosk.ids import StationId
from kiosk.lockers.tally import Tallies
from kiosk.lockers.tally_rows import as_csv, counted, ms_of
from kiosk.sticks import sticks

FOLDER = "counts"
"""In the data directory."""


class CountsWritten(msgspec.Struct, frozen=True):
    """Where the counts are now.

    Attributes:
        on_stick: else in the data directory.
    """

    folder: Path
    name: str
    on_stick: bool


def write_counts(
    tallies: Tallies,
    *,
    station: StationId,
    at: datetime,
    media: Iterable[Path],
    data: Path,
    is_stick: Callable[[Path], bool] = Path.is_mount,
) -> CountsWritten:
    """Write them as a table and as JSON: on the first stick, without one in the data directory.

    Raises:
        Refused: ``not_written``: the stick or the disk takes no file.
    """
    stick = next(sticks(media, is_stick), None)
    folder = data / FOLDER if stick is None else stick
    name = f"{station}-doors-{at.astimezone(STATION_ZONE):%Y%m%d-%H%M%S}"
    rows = [{"door": str(door), **counted(tallies[door])} for door in sorted(tallies)]
    facts = {
        "station": station,
        "at": at,
        "all": ms_of(ms for tally in tallies.values() for ms in tally.ms),
        "doors": {row["door"]: row for row in rows},
    }
    try:
        if stick is None:
            make_private_directory(folder)
        _write(folder / f"{name}.csv", as_csv(rows, ["door"]).encode())
        _write(folder / f"{name}.json", msgspec.json.encode(facts) + b"\n")
    except OSError as error:
        raise Refused("not_written") from error
    return CountsWritten(folder, name, on_stick=stick is not None)


def _write(path: Path, content: bytes) -> None:
    """Write a new file so that a stick may be pulled out once it is told as written."""
    with path.open("xb") as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            path.unlink(missing_ok=True)
            raise
    sync_directory(path.parent)
