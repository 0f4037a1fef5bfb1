"""The counts of a cycle test, taken along."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.count_files import CountsWritten, write_counts
from kiosk.errors import Refused
from kiosk.ids import DoorId, StationId
from kiosk.lockers.tally import DoorTally
from kiosk.ports import Opening, Outcome

AT = datetime(2026, 3, 2, 1, 2, 3, tzinfo=UTC)


def tally(*ms: int) -> DoorTally:
    counted = DoorTally()
    for each in ms:
        counted = counted.with_opening(Opening(Outcome.OPENED, elapsed_ms=each, pulses=1))
    return counted


TALLIES = {DoorId("A02"): tally(200, 300), DoorId("A01"): tally()}


def written(media: Path, data: Path, *, stick: bool) -> CountsWritten:
    return write_counts(
        TALLIES,
        station=StationId("here"),
        at=AT,
        media=[media],
        data=data,
        is_stick=lambda path: stick and path.is_dir(),
    )


def test_counts_go_to_the_stick_that_is_in_as_table_and_json(tmp_path: Path) -> None:
    (tmp_path / "media" / "STICK").mkdir(parents=True)
    done = written(tmp_path / "media", tmp_path / "data", stick=True)
    assert done == CountsWritten(
        tmp_path / "media" / "STICK", "here-doors-20260302-090203", on_stick=True
    )
    table = (done.folder / f"{done.name}.csv").read_text("utf-8").splitlines()
    first, second = csv.DictReader(table)
    assert (first["door"], first["cycles"], first["ms_least"]) == ("A01", "0", "")
    assert [second[f"ms_{name}"] for name in ("least", "median", "p99", "most")] == [
        "200",
        "250",
        "300",
        "300",
    ]
    facts = json.loads((done.folder / f"{done.name}.json").read_text("utf-8"))
    assert facts["all"] == {"least": 200, "median": 250, "p99": 300, "most": 300}
    assert facts["doors"]["A01"]["ms"] is None
    assert not (tmp_path / "data").exists()


def test_without_a_stick_they_go_to_the_data_directory(tmp_path: Path) -> None:
    done = written(tmp_path / "media", tmp_path / "data", stick=False)
    assert (done.folder, done.on_stick) == (tmp_path / "data" / "counts", False)
    assert sorted(path.suffix for path in done.folder.iterdir()) == [".csv", ".json"]


def test_what_is_there_already_is_not_written_over(tmp_path: Path) -> None:
    done = written(tmp_path / "media", tmp_path / "data", stick=False)
    table = done.folder / f"{done.name}.csv"
    table.write_text("mine")
    with pytest.raises(Refused, match="not_written"):
        written(tmp_path / "media", tmp_path / "data", stick=False)
    assert table.read_text() == "mine"


def test_a_place_that_takes_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no directory")
    with pytest.raises(Refused, match="not_written"):
        written(tmp_path / "media", tmp_path / "data", stick=False)
