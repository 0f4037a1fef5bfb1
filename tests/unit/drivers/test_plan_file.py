"""Changing the wires in a station file from the screen: values change, all else stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drivers.lockers.bench.plan_file import StationPlanFile
from kiosk.config import load_station
from kiosk.config.load import station_path
from kiosk.config.schema import BankDevice
from kiosk.errors import Refused
from kiosk.ids import DoorId

Wires = dict[DoorId, tuple[int, int, str | None]]


@pytest.fixture
def station(tmp_path: Path) -> Path:
    path = tmp_path / "my.toml"
    path.write_bytes(station_path("huaken").read_bytes())
    return path


def bank(path: Path) -> BankDevice:
    (only,) = load_station(path).device.banks
    return only


def wires(path: Path) -> Wires:
    return {door.id: (door.board, door.lock, door.contact) for door in bank(path).doors}


def door(text: str) -> DoorId:
    return DoorId(text)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_any_new_order_of_the_locks_is_written_and_nothing_else(
    station: Path, data: st.DataObject
) -> None:
    station.write_bytes(station_path("huaken").read_bytes())
    before, text = wires(station), station.read_text("utf-8")
    doors = data.draw(st.lists(st.sampled_from(sorted(before)), unique=True, min_size=2))
    order = dict(zip(doors, data.draw(st.permutations(doors)), strict=True))
    file = StationPlanFile(str(station))
    change = file.rewired(order)
    assert station.read_text("utf-8") == text
    file.write(change)
    assert wires(station) == before | {new: before[old] for new, old in order.items()}
    assert change.lines == sum(new != old for new, old in order.items())
    assert len(station.read_text("utf-8").splitlines()) == len(text.splitlines())


def test_a_contact_of_its_own_moves_with_the_lock(station: Path) -> None:
    text = station.read_text("utf-8").replace("lock = 1,", 'lock = 1, contact = "closed-is-0",', 1)
    station.write_text(text, "utf-8")
    file = StationPlanFile(str(station))
    file.write(file.rewired({door("A01"): door("A02"), door("A02"): door("A01")}))
    assert wires(station)[door("A01")] == (1, 2, None)
    assert wires(station)[door("A02")] == (1, 1, "closed-is-0")


def test_contacts_turned_round_twice_are_as_they_were(station: Path) -> None:
    before, text = wires(station), station.read_text("utf-8")
    file = StationPlanFile(str(station))
    for contact in ("closed-is-0", None):
        file.write(file.inverted([door("A03"), door("A24")]))
        for each in ("A03", "A24"):
            assert wires(station)[door(each)] == (*before[door(each)][:2], contact)
    assert station.read_text("utf-8") == text


def test_a_file_that_is_not_what_it_was_is_not_overwritten(station: Path) -> None:
    file = StationPlanFile(str(station))
    change = file.inverted([door("A03")])
    station.write_text(station.read_text("utf-8") + "\n# edited by hand\n", "utf-8")
    with pytest.raises(Refused, match="plan_not_changed"):
        file.write(change)
    assert station.read_text("utf-8").endswith("# edited by hand\n")


def test_what_cannot_be_read_or_names_no_door_is_refused(station: Path) -> None:
    file = StationPlanFile(str(station))
    with pytest.raises(Refused, match="plan_not_changed"):
        file.rewired({door("A01"): door("A99")})
    station.write_text("id = 7", "utf-8")
    with pytest.raises(Refused, match="plan_not_changed"):
        file.inverted([door("A01")])
    station.unlink()
    with pytest.raises(Refused, match="plan_not_changed"):
        file.inverted([door("A01")])


def test_where_nothing_can_be_written_the_old_file_stays(station: Path) -> None:
    file = StationPlanFile(str(station))
    change = file.inverted([door("A03")])
    # The draft stands in the same folder: a folder in its place is as bad as a disk that is full.
    (station.parent / f".{station.name}.{os.getpid()}").mkdir()
    with pytest.raises(Refused, match="plan_not_changed"):
        file.write(change)
    assert station.read_text("utf-8") == change.before
