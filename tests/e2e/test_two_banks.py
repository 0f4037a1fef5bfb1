"""One running terminal, two banks: two families on two ports, boards that differ, both at once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from drivers.banks import ports_given, serial_banks
from drivers.line import SerialLine, SerialPort
from drivers.lockers.bench.line_search import BankLineSearch
from drivers.lockers.bench.line_talk import BankLineTalk
from drivers.lockers.bench.port_list import StationPorts
from drivers.registry import serial_bank
from kiosk.commissioning import LineFound
from kiosk.config import load_station
from kiosk.ids import ActorId, BankId, DoorId
from kiosk.line_talk import Reply, Saying
from kiosk.lockers.events import OpenReason
from kiosk.lockers.steps import Opened
from kiosk.ports import Outcome, Reading
from kiosk.serial_ports import Fitted, PortOwner
from kiosk.tap import Tap
from kiosk.terminal import Terminal
from tests.contract.lockers.lines import door, wiring
from tests.e2e.kiosk import until
from tests.e2e.test_bank_commands import Sim
from tests.unit.drivers.test_line import Info

PATIENCE = 60.0
STATION = """\
format = 1
id = "two"

[labels]
name = { zh = "两柜站", en = "Two cabinets" }

[[device.banks]]
name = "A"
family = "xor8a"
port = "sim"
boards = [
    { address = 1, locks = 8 },
    { address = 4, locks = 12, contact = "closed-is-0", status_order = "low-first" },
]
doors = [
    { id = "A01", board = 1, lock = 1, size = "S", column = 1, row = 1, handle_mm = 1200 },
    { id="A02", board=1, lock=8, size="S", column=1, row=2, handle_mm=900, contact="closed-is-0" },
    { id = "A03", board = 4, lock = 1, size = "M", column = 2, row = 1, handle_mm = 1200 },
    { id = "A04", board = 4, lock = 12, size = "M", column = 2, row = 2, handle_mm = 900 },
]

[[device.banks]]
name = "B"
family = "cu16"
port = "sim"
boards = [{ address = 0, locks = 16 }]
doors = [
    { id = "B01", board = 0, lock = 1, size = "L", column = 1, row = 1, handle_mm = 1200 },
    { id = "B02", board = 0, lock = 16, size = "L", column = 1, row = 2, handle_mm = 900 },
]
"""


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    station = tmp_path / "two.toml"
    station.write_text(STATION, encoding="utf-8")
    file = load_station(station)
    with ExitStack() as ending:
        one = Terminal(file, tmp_path / "data")
        ending.callback(one.close)
        ports = ports_given(file, [])
        banks = serial_banks(file, ports, station=str(station), data=one.data, ending=ending)
        one.serve(banks)
        yield one


def opened(terminal: Terminal, *doors: str) -> list[str]:
    """Let staff open doors, all at once; return those that were told as opened."""
    told: list[str] = []
    changed = threading.Condition()

    def hear(step: object) -> None:
        with changed:
            if isinstance(step, Opened):
                told.append(step.door)
                changed.notify()

    for name in doors:
        tap = Tap.fresh(ActorId("01"))
        terminal.desk.staff_open(tap, hear, door=DoorId(name), reason=OpenReason.CHECK)
    with changed:
        changed.wait_for(lambda: len(told) == len(doors), PATIENCE)
    return sorted(told)


def test_two_families_on_two_ports_open_at_once(terminal: Terminal, tmp_path: Path) -> None:
    doors = [door.id for door in terminal.file.cabinet.doors]
    assert opened(terminal, *doors) == doors
    assert {bank: terminal.banks[bank].health().connected for bank in terminal.banks} == {
        "A": True,
        "B": True,
    }
    logs = {name: tmp_path / "data" / f"sim-{name}.pulses" for name in ("A", "B")}
    pulses = {
        name: [json.loads(row) for row in log.read_text().splitlines()]
        for name, log in logs.items()
    }
    driven = {name: [(each["board"], each["lock"]) for each in pulses[name]] for name in pulses}
    assert sorted(driven["A"]) == [(1, 1), (1, 8), (4, 1), (4, 12)]
    assert sorted(driven["B"]) == [(0, 1), (0, 16)]
    assert not any(each["was_open"] for rows in pulses.values() for each in rows)
    # Side by side: the second port did not wait for the first one to be done.
    assert min(p["at"] for p in pulses["B"]) < max(p["at"] for p in pulses["A"])


def test_each_contact_of_a_simulated_cabinet_is_wired_as_the_file_says(terminal: Terminal) -> None:
    every = {door.id for door in terminal.file.cabinet.doors}

    def shut() -> set[DoorId]:
        return {
            at for at, seen in terminal.desk.state.seen.items() if seen.reading is Reading.CLOSED
        }

    assert until(lambda: shut() == every, "every door to be sensed shut")


def test_a_search_at_the_screen_finds_the_boards_and_the_bank_goes_on(terminal: Terminal) -> None:
    told: list[LineFound] = []
    BankLineSearch(terminal).search(BankId("A"), told.append)
    assert until(lambda: told, "the end of the search", patience=60.0)
    assert [(it.family, it.address) for it in told[0].boards] == [("xor8a", 1), ("xor8a", 4)]
    assert told[0].says == ()
    assert opened(terminal, "A01", "B01") == ["A01", "B01"]


def test_a_line_is_heard_and_asked_at_the_screen_while_its_doors_open(terminal: Terminal) -> None:
    talk = BankLineTalk(lambda: terminal.banks, terminal.bank_lane)
    heard = talk.listen(BankId("A"))
    told: list[Reply] = []
    talk.send(BankId("A"), talk.typed(BankId("A"), "80040033"), told.append)
    assert opened(terminal, "A01", "A04") == ["A01", "A04"]
    assert until(lambda: told, "the answer")
    assert [clause.board for clause in told[0].spoken[-1].says] == [4]
    said = {clause.saying for each in heard.spoken() for clause in each.says}
    assert {Saying.OPENS, Saying.ASKS_ALL} <= said
    heard.close()


def test_the_ports_of_simulated_cabinets_are_told_as_their_own(terminal: Terminal) -> None:
    opened(terminal, "A01", "B01")
    seen = StationPorts(terminal.file, lambda: terminal.banks, ports=list).seen()
    assert [(each.owner, each.why) for each in seen] == [
        (PortOwner(Fitted.BANK, BankId(name)), None) for name in ("A", "B")
    ]
    assert not any(each.tried for each in seen)


def test_an_adapter_that_comes_back_under_another_name_goes_on(tmp_path: Path) -> None:
    """Two real ptys; only the listing of what is plugged in is ours."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    before = Sim(first, "--locks", "8")
    there = [Info(str(before.link), serial_number="A1")]
    port = SerialPort(str(before.link), 9600, ports=lambda: there, connect=SerialLine)
    bank = serial_bank(wiring("x", locks=8), port=port)
    after = Sim(second, "--locks", "8")
    try:
        assert bank.open(door(1, 3)).outcome is Outcome.OPENED
        before.order(do="unplug", seconds=60)
        there[:] = [
            Info(str(first / "bank"), pid=0x6001, serial_number="B7"),
            Info(str(after.link), serial_number="A1"),
        ]
        opening = bank.open(door(1, 5))
        assert (opening.outcome, bank.health().reconnects) == (Outcome.NOT_SENT, 0)
        opening = bank.open(door(1, 5))
        assert (opening.outcome, opening.pulses) == (Outcome.OPENED, 1)
        assert bank.health().reconnects == 1
    finally:
        bank.close()
        before.end()
        after.end()
    assert [pulse["lock"] for pulse in before.pulses()] == [3]
    assert [pulse["lock"] for pulse in after.pulses()] == [5]
