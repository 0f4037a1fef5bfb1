"""``workdays`` on the command line of a station: its own calendar counts, and notices come in."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import main
from kiosk.cli.terminal import answers
from kiosk.config import load_station
from kiosk.control import ControlDoor
from kiosk.ids import COMMAND_LINE
from kiosk.staff import STAFF
from kiosk.terminal import Terminal
from tests.builders import set_to

NOTICES = Path(__file__).parents[1] / "data" / "notices"
NOTICE_2027 = """\
covers = [2027]
[2027.new_year]
off = ["2027-01-01/2027-01-03"]
[2027.spring_festival]
off = ["2027-02-05/2027-02-11"]
work = ["2027-01-31"]
"""
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A station that was opened once and stopped."""
    Terminal(load_station("huaken"), tmp_path / "data").close()
    return tmp_path / "data"


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], data: Path) -> Call:
    def run(*words: str) -> tuple[int, str, str]:
        code = main.main(["workdays", *words, "--data", str(data)])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@contextmanager
def running(data: Path) -> Iterator[Terminal]:
    terminal = Terminal(load_station("huaken"), data)
    door = ControlDoor(data, answers(terminal))
    try:
        yield terminal
    finally:
        door.close()
        terminal.close()


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = tmp_path / "2027.toml"
    path.write_text(NOTICE_2027, "utf-8")
    return str(path)


def typed(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr("builtins.input", lambda _question: answer)


def pasted(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))


EARLIEST = ("earliest", "--from", "2026-12-30", "--json")


def test_a_table_taken_over_is_counted_with_from_then_on(call: Call, table: str) -> None:
    assert json.loads(call(*EARLIEST)[1]) == {"refused": "calendar_unknown", "year": 2027}
    code, out, _ = call("import", table, "--yes")
    assert (code, out.splitlines()[-1]) == (0, "taken over")
    assert json.loads(call(*EARLIEST)[1])["earliest"] == "2027-01-05"
    assert call("check", "--from", "2026-12-01", "--until", "2027-12-31")[0] == 0
    code, out, _ = call("check", "--from", "2026-12-01", "--until", "2028-01-05", "--json")
    assert (code, json.loads(out)["missing_years"]) == (1, [2028])


def test_a_running_terminal_takes_it_over_itself(call: Call, data: Path, table: str) -> None:
    with running(data) as terminal:
        assert call("import", table, "--yes")[0] == 0
        assert terminal.station.moment().calendar.knows(date(2027, 6, 1))
        assert json.loads(call(*EARLIEST)[1])["earliest"] == "2027-01-05"
        line = terminal.station.state(STAFF).calendar.history[0]
        assert (line.actor, line.years) == (COMMAND_LINE, (2027,))
        assert terminal.status()["calendar_unknown_from"] is None
    with running(data) as again:
        assert again.station.moment().calendar.knows(date(2027, 6, 1))


def test_the_notice_and_the_hours_that_staff_changed_count(call: Call, data: Path) -> None:
    asked = ("earliest", "--from", "2026-03-02", "--at", "16:30", "--json")
    assert json.loads(call(*asked)[1])["earliest"] == "2026-03-05"
    with running(data) as terminal:
        set_to(terminal.station, "notice.days", "1")
        set_to(terminal.station, "notice.cut_off", "16:00")
        assert json.loads(call(*asked)[1])["earliest"] == "2026-03-04"
    assert json.loads(call(*asked)[1])["earliest"] == "2026-03-04"
    assert json.loads(call(*asked, "--days", "3")[1])["earliest"] == "2026-03-06"


def test_a_last_day_before_the_first_is_a_mistake(call: Call) -> None:
    code, out, err = call("check", "--from", "2026-05-01", "--until", "2026-01-01")
    assert (code, out, err) == (2, "", "2026-01-01 lies before 2026-05-01\n")


def test_nothing_is_taken_over_before_somebody_says_yes(
    call: Call, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "no")
    code, out, err = call("import", table)
    assert (code, err) == (1, "nothing was taken over\n")
    assert out.splitlines()[:5] == [
        "2027.toml: 2027",
        "  new year         off 2027-01-01 Fri – 2027-01-03 Sun                     ",
        "  spring festival  off 2027-02-05 Fri – 2027-02-11 Thu  work 2027-01-31 Sun",
        "  10 days off, 1 make-up working days",
        "11 days differ from what holds now",
    ]
    assert call(*EARLIEST)[0] == 1
    typed(monkeypatch, "yes")
    assert call("import", table)[0] == 0
    assert call(*EARLIEST)[0] == 0


@pytest.mark.parametrize("how", ["pasted", "file", "text"])
def test_a_notice_comes_in_as_a_file_or_as_a_paste(
    call: Call, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = NOTICES / "2026.txt"
    pasted(monkeypatch, path.read_text("utf-8"))
    words = {"pasted": ["--text", "-"], "file": [str(path)], "text": ["--text", str(path)]}[how]
    code, out, _ = call("import", *words, "--yes", "--json")
    assert (code, json.loads(out)) == (0, {"years": [2026], "days": 39, "changed": []})


def test_a_paste_without_a_keyboard_is_not_taken_over(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    pasted(monkeypatch, (NOTICES / "2026.txt").read_text("utf-8"))
    monkeypatch.setattr("kiosk.cli.offer.KEYBOARD", Path("/no/such/terminal"))
    assert call("import", "--text", "-")[0] == 1


def test_a_notice_with_mistakes_ends_with_2_and_each_mistake(call: Call, tmp_path: Path) -> None:
    text = (NOTICES / "2026.txt").read_text("utf-8")
    path = tmp_path / "bad.txt"
    path.write_text(
        text.replace("共9天", "共8天").replace("1月4日（周日）", "1月4日（周六）"), "utf-8"
    )
    code, out, err = call("import", str(path), "--yes")
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "1月4日(周六): written 周六, but that day is 周日.",
        "共8天: written 8 days, but the dates are 9.",
    ]
    assert json.loads(call("import", str(path), "--json")[1])["mistakes"] == err.splitlines()


@pytest.mark.parametrize(
    ("content", "says"),
    [("covers = 2027", "covers"), ("", "says nothing"), ("[2027]\nx = 1", "2027.x")],
)
def test_a_table_with_mistakes_ends_with_2(
    call: Call, tmp_path: Path, content: str, says: str
) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(content, "utf-8")
    code, _, err = call("import", str(path), "--yes")
    assert code == 2
    assert says in err
    assert call("import", "/no/such/file.toml", "--yes")[0] == 2


def test_the_same_again_is_refused(call: Call, table: str) -> None:
    assert call("import", table, "--yes")[0] == 0
    code, _, err = call("import", table, "--yes")
    assert (code, err) == (1, "not taken over: unchanged\n")


def test_a_station_that_was_never_opened_takes_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, table: str
) -> None:
    words = ["workdays", "import", table, "--yes", "--data", str(tmp_path / "none")]
    assert main.main(words) == 1
    assert "start the station once" in capsys.readouterr().err
    words = ["workdays", *EARLIEST, "--data", str(tmp_path / "none")]
    assert main.main(words) == 1


def test_the_doctor_asks_a_running_terminal_about_its_days(
    data: Path, call: Call, table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def line() -> Any:
        main.main(["doctor", "--data", str(data), "--json"])
        findings = json.loads(capsys.readouterr().out)["findings"]
        return [each for each in findings if each["what"] == "calendar"]

    with running(data):
        assert len(line()) == 1
    assert len(line()) == 1
