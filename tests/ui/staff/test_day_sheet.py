"""The day sheet onto a stick, by touch."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from kiosk.ids import StaffId
from tests.ui.harness import Stage
from tests.ui.staff.house import PINS, House, Worker, working
from tests.unit.venues.world import THURSDAY, Hall, slot


@pytest.fixture
def stick(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stick that is in, and the clock on the day before a booking."""
    path = tmp_path / "STICK"
    path.mkdir()
    monkeypatch.setattr("screens.staff.day_sheet.sticks", lambda places: iter((path,)))
    house.clock.jump_to(slot(THURSDAY).starts)
    return path


def printed(path: Path) -> str:
    pages = pypdfium2.PdfDocument(path)
    return "".join(page.get_textpage().get_text_range() for page in pages)


def test_a_sheet_for_the_doors_and_one_for_the_counter_are_written(
    house: House, stick: Path
) -> None:
    hall = Hall()
    hall.booked(by=1)
    with Stage(services=house.services(venues=hall.desk)) as stage:
        worker = Worker(stage, house)
        stage.navigator.wake()
        stage.navigator.go("staff.pin")
        stage.page.begin(house.login.sign_in(StaffId("02"), PINS["02"]))
        stage.navigator.go("staff.day_sheet")
        stage.advance(0.6)
        stage.settle()
        worker.press("2026年3月5日（周四）")
        assert worker.says("venues-2026-03-05-door.pdf")
        door = printed(stick / "venues-2026-03-05-door.pdf")
        worker.press("给服务台")
        worker.press("2026年3月5日（周四）")
        counter = printed(stick / "venues-2026-03-05-counter.pdf")
    assert "第1社" not in door
    assert "已预约" in door
    assert "138****0001" in counter


def test_without_a_stick_nothing_is_written_and_it_is_told(house: House) -> None:
    with working(house, as_="02", page="staff.day_sheet") as worker:
        worker.press("Wed 11 Feb 2026")
        assert worker.says("No stick was found. Please put one in.")
