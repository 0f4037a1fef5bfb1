"""``venues sheet`` and ``venues ics``: of a running terminal and of a stopped one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import icalendar
import pypdfium2
import pytest

import main
from kiosk.cli.terminal import answers
from kiosk.cli.venues import QUESTIONS
from kiosk.config import load_station
from kiosk.control import ControlDoor
from kiosk.ids import VenueId
from kiosk.staff import STAFF
from kiosk.staff.calendar_events import CalendarTaken
from kiosk.staff.calendar_rules import apply_calendar
from kiosk.tap import Tap
from kiosk.terminal import Terminal
from kiosk.venue_settings import ApplicantKind
from kiosk.venues import VENUES, review
from kiosk.venues.form import Form
from kiosk.venues.interval import Interval
from kiosk.venues.plan import local

Call = Callable[..., tuple[int, str, str]]


class Booked:
    """A station with one booking, on the first weekday that can be had."""

    def __init__(self, data: Path) -> None:
        self.data = data
        terminal = Terminal(load_station("huaken"), data)
        today = terminal.station.moment().business_date
        years = (today.year, today.year + 1)
        known = CalendarTaken((), (), years)
        terminal.station.do(Tap.fresh(), STAFF, apply_calendar, coming=known)
        plan = terminal.file.site.bookable()[0]
        self.venue: VenueId = plan.id
        self.name = plan.name.zh
        self.day = self._free(terminal, today)
        opens = plan.hours.on(self.day)[0].opens
        starts = local(self.day, opens)
        slot = Interval(starts, starts + timedelta(minutes=plan.slot_min))
        form = Form(
            kind=ApplicantKind.WORK_UNIT,
            contact="林小满",
            phone="13800000001",
            purpose="排练",
            head_count=5,
            organisation_name="合唱社",
            agreed=terminal.file.site.rules,
        )
        receipt = terminal.venues.apply(Tap.fresh(), venue=plan.id, slots=[slot], form=form)
        self.booking = receipt.bookings[0].id
        terminal.station.do(Tap.fresh(), VENUES, review.approve, bookings=[self.booking])
        terminal.close()

    def _free(self, terminal: Terminal, today: date) -> date:
        days = (today + timedelta(days=number) for number in range(20, 40))
        plan = terminal.file.site.bookable()[0]
        calendar = terminal.station.moment().calendar
        return next(day for day in days if calendar.day(day).kind.is_worked and plan.hours.on(day))


@pytest.fixture
def booked(tmp_path: Path) -> Booked:
    return Booked(tmp_path / "data")


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], booked: Booked) -> Call:
    def run(*words: str) -> tuple[int, str, str]:
        code = main.main(["venues", *words, "--data", str(booked.data)])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def text(path: Path) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))


@pytest.mark.parametrize("is_running", [True, False])
def test_a_sheet_is_printed_and_its_place_is_said(
    call: Call, booked: Booked, tmp_path: Path, is_running: bool
) -> None:
    out = tmp_path / "day.pdf"
    terminal = Terminal(load_station("huaken"), booked.data) if is_running else None
    door = ControlDoor(booked.data, answers(terminal, QUESTIONS)) if terminal else None
    try:
        code, said, _ = call("sheet", "--day", str(booked.day), "--out", str(out))
    finally:
        if door is not None and terminal is not None:
            door.close()
            terminal.close()
    assert (code, said) == (0, f"{out}\n")
    printed = text(out)
    assert booked.name in printed
    assert "已预约" in printed
    assert "排练" not in printed


def test_the_counter_has_a_sheet_of_its_own(call: Call, booked: Booked, tmp_path: Path) -> None:
    out = tmp_path / "day.pdf"
    words = ["sheet", "--day", str(booked.day), "--for", "counter", "--out", str(out)]
    assert call(*words, "--language", "en")[0] == 0
    assert "合唱社" in text(out)
    assert "138****0001" in text(out)
    assert "All venues" in text(out)


def test_a_feed_and_a_file_of_a_booking_are_written(
    call: Call, booked: Booked, tmp_path: Path
) -> None:
    feed, own = tmp_path / "venue.ics", tmp_path / "mine.ics"
    assert call("ics", "--venue", booked.venue, "--out", str(feed))[0] == 0
    assert call("ics", "--booking", booked.booking, "--out", str(own))[0] == 0
    (public,) = icalendar.Calendar.from_ical(feed.read_bytes()).walk("VEVENT")
    (mine,) = icalendar.Calendar.from_ical(own.read_bytes()).walk("VEVENT")
    assert public["uid"] == mine["uid"]
    assert "description" not in public
    assert mine["description"] == "排练"


def test_what_is_not_there_ends_with_1(call: Call, booked: Booked, tmp_path: Path) -> None:
    out = str(tmp_path / "x")
    assert call("ics", "--venue", "cellar", "--out", out)[0] == 1
    assert call("ics", "--booking", "0195", "--out", out)[0] == 1
    assert call("sheet", "--day", "2026-03-05", "--venue", "cellar", "--out", out)[0] == 1
    code, _, err = call("sheet", "--day", "2026-03-05", "--out", str(tmp_path / "no" / "x.pdf"))
    assert (code, "No such file" in err) == (1, True)
    words = ["venues", "ics", "--venue", "x", "--out", out, "--data", str(tmp_path / "none")]
    assert main.main(words) == 1


def test_without_a_place_it_is_written_where_one_stands_and_the_place_is_said(
    call: Call, booked: Booked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = f"venues-{booked.day}-door.pdf"
    monkeypatch.setattr("kiosk.cli.venues.sticks", lambda places: iter(()))
    assert call("sheet", "--day", str(booked.day))[1] == f"{tmp_path / name}\n"
    stick = tmp_path / "STICK"
    stick.mkdir()
    monkeypatch.setattr("kiosk.cli.venues.sticks", lambda places: iter((stick,)))
    assert call("sheet", "--day", str(booked.day))[1] == f"{stick / name}\n"
    assert (stick / name).read_bytes().startswith(b"%PDF")
