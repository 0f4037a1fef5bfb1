"""Each simulated board answers with the bytes of its paper: one table a family."""

from __future__ import annotations

from typing import Any

import pytest

from drivers.lockers.simulator.board import BUILDERS, BoardPlan
from drivers.lockers.simulator.cabinet import Cabinet
from drivers.lockers.simulator.control import obey


class Desk:
    """One board of a family, and what came back from it."""

    def __init__(self, family: str, **plan: Any) -> None:
        plan = {"address": 0, "locks": 4} | plan
        self.cabinet = Cabinet([BUILDERS[family](BoardPlan(**plan))], baud=None)
        self._address = plan["address"]
        self._now = 0.0

    def says(self, request: str) -> str:
        self._now += 2.0
        self.cabinet.receive(bytes.fromhex(request), self._now - 1.0)
        return self.cabinet.due(self._now).hex(" ").upper()

    def order(self, do: str, **rest: Any) -> None:
        obey(self.cabinet, {"do": do, "board": self._address, **rest}, self._now)

    @property
    def pulsed(self) -> list[int]:
        return [pulse.lock for pulse in self.cabinet.pulses]


# --- wkly -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("open_doors", "request_", "reply", "pulsed"),
    [
        ([1], "57 4B 4C 59 09 00 82 01 83", "57 4B 4C 59 0B 00 82 00 01 00 81", [1]),
        ([1, 4], "57 4B 4C 59 08 00 84 85", "57 4B 4C 59 0E 00 84 00 04 00 01 01 00 87", []),
        ([], "57 4B 4C 59 09 00 83 02 81", "57 4B 4C 59 0B 00 83 00 02 01 82", []),
        ([], "57 4B 4C 59 09 00 82 09 8B", "57 4B 4C 59 0B 00 82 FF 09 FF 89", []),
        ([], "57 57 4B 4C 59 09 00 83 02 81", "57 4B 4C 59 0B 00 83 00 02 01 82", []),
        ([], "57 4B 4C 59 08 00 86 87", "", [1, 2, 3, 4]),
        ([], "57 4B 4C 59 08 01 84 84", "", []),
        ([], "57 4B 4C 59 08 00 84 84", "", []),
        ([], "57 4B 4C 59 08 00 99 98", "", []),
    ],
)
def test_a_wkly_board_speaks_as_its_paper_says(
    open_doors: list[int], request_: str, reply: str, pulsed: list[int]
) -> None:
    desk = Desk("wkly")
    for lock in open_doors:
        desk.order("pull", lock=lock)
    assert desk.says(request_) == reply
    assert desk.pulsed == pulsed


def test_a_wkly_board_may_report_and_may_not_know() -> None:
    desk = Desk("wkly", report_head=0x85)
    desk.order("pull", lock=1)
    assert desk.says("") == "57 4B 4C 59 0A 00 85 01 00 87"
    desk.order("shut", lock=1)
    assert desk.says("") == "57 4B 4C 59 0A 00 85 01 01 86"
    blind = Desk("wkly", sensor=False, acknowledges=False)
    assert blind.says("57 4B 4C 59 09 00 83 02 81") == "57 4B 4C 59 0B 00 83 00 02 FF 7C"
    assert blind.says("57 4B 4C 59 09 00 82 01 83") == ""
    assert blind.pulsed == [1]


# --- dc -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("open_doors", "request_", "reply", "pulsed"),
    [
        ([1], "DC 02 01 10 01 01 13", "DC FE 01 10 02 01 01 15", [1]),
        ([], "DC 02 01 12 00 13", "DC FE 01 12 02 00 00 15", []),
        ([12, 1], "DC 02 01 12 00 13", "DC FE 01 12 02 08 01 1E", []),
        ([3], "DC 02 01 11 01 03 16", "DC FE 01 11 02 03 01 18", []),
        ([], "DC 02 01 01 00 02", "DC FE 01 01 02 01 00 05", []),
        ([], "DC DC 02 01 12 00 13", "DC FE 01 12 02 00 00 15", []),
        ([], "DC 02 01 10 01 00 12", "", []),
        ([], "DC 02 02 12 00 14", "", []),
        ([], "DC 02 01 12 00 14", "", []),
    ],
)
def test_a_dc_board_speaks_as_its_paper_says(
    open_doors: list[int], request_: str, reply: str, pulsed: list[int]
) -> None:
    desk = Desk("dc", address=1, locks=12)
    for lock in open_doors:
        desk.order("pull", lock=lock)
    assert desk.says(request_) == reply
    assert desk.pulsed == pulsed


def test_a_dc_board_may_answer_short_or_with_more_bytes_or_the_lowest_first() -> None:
    short = Desk("dc", address=1, locks=12, short_answers=True)
    short.order("pull", lock=1)
    assert short.says("DC 02 01 10 01 01 13") == "DC FE 01 10 01 01 13"
    wide = Desk("dc", address=1, locks=24)
    assert wide.says("DC 02 01 12 00 13") == "DC FE 01 12 03 00 00 00 16"
    low = Desk("dc", address=1, locks=12, low_first=True)
    low.order("pull", lock=1)
    assert low.says("DC 02 01 12 00 13") == "DC FE 01 12 02 01 00 16"


# --- kerong ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "open_doors", "request_", "reply", "pulsed"),
    [
        (0, range(4, 47), "02 00 00 50 03 55", "02 00 00 65 07 00 00 00 00 C0 03 31", []),
        (1, [], "02 01 05 51 03 5C", "", [6]),
        (0, [], "02 00 30 51 03 86", "", list(range(1, 49))),
        (5, [], "02 0A 00 51 03 60", "", [1]),
        (0, range(1, 49), "02 02 00 00 50 03 55", "02 00 00 65 00 00 00 00 00 00 03 6A", []),
        (0, [], "02 01 00 50 03 56", "", []),
        (0, [], "02 00 00 50 03 56", "", []),
        (0, [], "02 00 31 51 03 87", "", []),
    ],
)
def test_a_cu48_speaks_as_its_paper_says(
    address: int, open_doors: list[int], request_: str, reply: str, pulsed: list[int]
) -> None:
    desk = Desk("cu48", address=address, locks=48)
    for lock in open_doors:
        desk.order("pull", lock=lock)
    assert desk.says(request_) == reply
    assert desk.pulsed == pulsed


@pytest.mark.parametrize(
    ("address", "open_doors", "request_", "reply", "pulsed"),
    [
        (0, [], "02 00 30 03 35", "02 00 35 FF FF 00 00 03 38", []),
        (10, range(1, 16), "02 A0 30 03 D5", "02 A0 35 00 80 00 00 03 5A", []),
        (0, [], "02 02 31 03 38", "", [3]),
        (0, [], "02 00 33 03 38", "", list(range(1, 17))),
        (0, [], "02 10 30 03 45", "", []),
        (0, [], "02 00 30 03 36", "", []),
    ],
)
def test_a_cu16_speaks_as_its_paper_says(
    address: int, open_doors: list[int], request_: str, reply: str, pulsed: list[int]
) -> None:
    desk = Desk("cu16", address=address, locks=16, acknowledges=False)
    for lock in open_doors:
        desk.order("pull", lock=lock)
    assert desk.says(request_) == reply
    assert desk.pulsed == pulsed


def test_a_cu16_may_answer_an_order_with_something() -> None:
    desk = Desk("cu16", address=0, locks=16)
    assert desk.says("02 02 31 03 38") == "02 02 36 FF FF 00 00 03 3B"


# --- modbus ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("open_doors", "request_", "reply", "pulsed"),
    [
        ([], "01 05 02 00 00 07 8D B0", "01 05 02 00 00 07 8D B0", [1]),
        (range(1, 9), "01 02 00 00 00 08 79 CC", "01 02 01 00 A1 88", []),
        ([1], "01 02 00 00 00 08 79 CC", "01 02 01 FE 20 08", []),
        ([], "01 05 00 FF 00 00 FD FA", "01 05 00 FF 00 00 FD FA", []),
        ([], "01 05 00 FF FF 00 BC 0A", "01 05 00 FF FF 00 BC 0A", list(range(1, 9))),
        ([], "01 05 02 08 00 07 0C 72", "01 85 02 C3 51", []),
        ([], "01 03 00 00 00 01 84 0A", "01 83 01 80 F0", []),
        ([], "02 02 00 00 00 08 79 FF", "", []),
        ([], "01 02 00 00 00 08 79 CD", "", []),
        (range(1, 9), "FF FF 01 02 00 00 00 08 79 CC", "01 02 01 00 A1 88", []),
    ],
)
def test_a_waveshare_board_speaks_as_its_paper_says(
    open_doors: list[int], request_: str, reply: str, pulsed: list[int]
) -> None:
    desk = Desk("waveshare", address=1, locks=8)
    for lock in open_doors:
        desk.order("pull", lock=lock)
    assert desk.says(request_) == reply
    assert desk.pulsed == pulsed


@pytest.mark.parametrize(
    ("request_", "reply", "pulsed"),
    [
        ("01 06 00 01 05 00 DB 5A", "01 06 00 01 05 00 DB 5A", [1]),
        ("01 03 00 01 00 01 D5 CA", "01 03 02 00 00 B8 44", []),
        ("01 06 00 01 02 00 D9 6A", "01 06 00 01 02 00 D9 6A", []),
        ("01 06 00 00 07 00 8B FA", "01 06 00 00 07 00 8B FA", list(range(1, 9))),
        ("01 02 00 00 00 08 79 CC", "01 82 01 81 60", []),
    ],
)
def test_an_r421a08_board_speaks_as_its_paper_says(
    request_: str, reply: str, pulsed: list[int]
) -> None:
    desk = Desk("r421a08", address=1, locks=8)
    assert desk.says(request_) == reply
    assert desk.pulsed == pulsed


# --- lcus -----------------------------------------------------------------------------------


def test_an_lcus_relay_is_on_until_it_is_told_off() -> None:
    desk = Desk("lcus", address=1, locks=8)
    assert desk.says("A0 01 01 A2") == ""
    assert desk.says("A0 01 05 A6") == "A0 01 01 A2"
    assert desk.pulsed == [1]
    assert desk.says("A0 01 01 A2") == ""
    assert desk.pulsed == [1]
    assert desk.says("A0 02 00 A3 A0 01 00 A1") == ""
    assert desk.says("A0 01 05 A6") == "A0 01 00 A1"
    assert desk.says("A0 09 01 AA") == ""
