"""Changing the wires in a station file from the screen: values change, all else stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drivers.lockers.bench.plan_file import StationPlanFile
from drivers.registry import FAMILIES
from kiosk.commissioning import BoardFound
from kiosk.config import load_station
from kiosk.config.load import station_path
from kiosk.config.schema import BankDevice
from kiosk.errors import Refused
from kiosk.ids import BankId, DoorId

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


TWO_BOARDS = """\
format = 1
id = "two"

[labels]
name = { zh = "两板站", en = "Two boards" }

[[device.banks]]
name = "A"
family = "xor8a" # as delivered
port = "sim"
boards = [{ address = 1, locks = 8 }, { address = 4, locks = 12 }]
doors = [
    { id = "A01", board = 4, lock = 1, size = "S", column = 1, row = 1, handle_mm = 1200 },
    { id = "A02", board = 1, lock = 8, size = "S", column = 1, row = 2, handle_mm = 900 },
]
"""


def boards(*addresses: int, family: str = "xor8a", baud: int = 9600) -> list[BoardFound]:
    return [BoardFound(family, baud, address) for address in addresses]


@pytest.fixture
def two_boards(tmp_path: Path) -> Path:
    path = tmp_path / "two.toml"
    path.write_text(TWO_BOARDS, "utf-8")
    return path


@pytest.mark.parametrize("found", [(4, 9), (9, 4), (1, 2), (2, 3)])
def test_boards_that_moved_take_their_doors_along_in_their_order(
    two_boards: Path, found: tuple[int, int]
) -> None:
    file = StationPlanFile(str(two_boards))
    file.write(file.answering(BankId("A"), boards(*found, baud=19200)))
    low, high = sorted(found)
    after = bank(two_boards)
    assert [board.address for board in after.boards] == [low, high]
    assert after.baud == 19200
    assert {str(door.id): (door.board, door.lock) for door in after.doors} == {
        "A01": (high, 1),
        "A02": (low, 8),
    }
    assert "# as delivered" in two_boards.read_text("utf-8")


def test_what_the_file_says_already_changes_no_line(two_boards: Path) -> None:
    change = StationPlanFile(str(two_boards)).answering(BankId("A"), boards(4, 1))
    assert (change.lines, change.text) == (0, TWO_BOARDS)


def test_another_family_is_written_and_the_comment_beside_it_stays(two_boards: Path) -> None:
    file = StationPlanFile(str(two_boards))
    file.write(file.answering(BankId("A"), boards(1, 4, family="dc", baud=19200)))
    assert (bank(two_boards).family, bank(two_boards).baud) == ("dc", 19200)
    assert 'family = "dc" # as delivered' in two_boards.read_text("utf-8")


@pytest.mark.parametrize("found", [(1,), (1, 2, 3)])
def test_another_number_of_boards_is_refused_with_both_numbers(
    two_boards: Path, found: tuple[int, ...]
) -> None:
    with pytest.raises(Refused, match="boards_differ") as refused:
        StationPlanFile(str(two_boards)).answering(BankId("A"), boards(*found))
    assert refused.value.facts == {"file": 2, "found": len(found)}


def test_a_bank_that_is_not_in_the_file_is_refused(two_boards: Path) -> None:
    with pytest.raises(Refused, match="plan_not_changed"):
        StationPlanFile(str(two_boards)).answering(BankId("B"), boards(1))


def test_a_speed_that_is_usual_for_the_old_family_is_written_for_the_new_one(
    two_boards: Path,
) -> None:
    text = TWO_BOARDS.replace("xor8a", "cu16").replace("address = 1", "address = 0")
    two_boards.write_text(text.replace("board = 1", "board = 0"), "utf-8")
    file = StationPlanFile(str(two_boards))
    usual = FAMILIES["cu16"].bauds[0]
    assert usual != FAMILIES["xor8a"].bauds[0]
    file.write(file.answering(BankId("A"), boards(1, 4, baud=usual)))
    assert (bank(two_boards).family, bank(two_boards).baud) == ("xor8a", usual)
    file.write(file.answering(BankId("A"), boards(1, 4, family="cu16", baud=usual)))
    assert bank(two_boards).baud == usual
