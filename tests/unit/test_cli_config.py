"""``config`` and ``workdays`` on the command line."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import main
from kiosk.cli.config import add_config_commands
from kiosk.cli.workdays import add_workdays_commands
from kiosk.config import load_station, settings
from kiosk.ids import SettingKey
from kiosk.setting_keys import Change, changed

DATA = Path(__file__).parents[1] / "data" / "workdays.csv"
ROWS = list(csv.DictReader(DATA.read_text("utf-8").splitlines()))

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Stand where no station keeps its data: one would be asked for the days it knows better."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    def run(*words: str, **config: Any) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser(prog="main.py")
        subparsers = parser.add_subparsers(required=True)
        add_config_commands(subparsers, **config)
        add_workdays_commands(subparsers)
        try:
            given = parser.parse_args(words)
            code: int = given.handler(given)
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["apply_date"])
def test_every_row_of_the_table_is_answered(
    capsys: pytest.CaptureFixture[str], row: dict[str, str]
) -> None:
    words = ["workdays", "earliest", "--from", row["apply_date"], "--days", row["rule_days"]]
    assert main.main([*words, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["earliest"] == row["earliest_use_date"]
    assert [day["date"] for day in answer["because"] if "counted" in day][-1] == answer["earliest"]


def test_three_days_are_what_is_asked_when_none_are_given(call: Call) -> None:
    code, out, _ = call("workdays", "earliest", "--from", "2026-02-11", "--json")
    assert code == 0
    assert json.loads(out) == {
        "earliest": "2026-02-14",
        "because": [
            {"date": "2026-02-12", "kind": "workday", "counted": 1},
            {"date": "2026-02-13", "kind": "workday", "counted": 2},
            {"date": "2026-02-14", "kind": "make_up", "holiday": "spring_festival", "counted": 3},
        ],
    }


@pytest.mark.parametrize(
    ("more", "day"),
    [
        ([], "2026-02-14"),
        (["--at", "19:29"], "2026-02-14"),
        (["--at", "19:30"], "2026-02-24"),
        (["--counting", "clear_days"], "2026-02-15"),
        (["--days", "0"], "2026-02-11"),
    ],
)
def test_time_and_counting_are_obeyed(call: Call, more: list[str], day: str) -> None:
    code, out, _ = call("workdays", "earliest", "--from", "2026-02-11", *more)
    assert code == 0
    assert out.splitlines()[0] == day


@pytest.mark.parametrize(
    ("applied", "counting", "day"),
    [
        ("2026-02-11", "third_day", "2026-02-14"),
        ("2026-02-12", "third_day", "2026-02-24"),
        ("2026-11-21", "third_day", "2026-11-25"),
        ("2026-11-20", "clear_days", "2026-11-26"),
        ("2026-02-11", "clear_days", "2026-02-15"),
    ],
)
def test_the_examples_of_the_rule_are_answered(
    capsys: pytest.CaptureFixture[str], applied: str, counting: str, day: str
) -> None:
    words = ["workdays", "earliest", "--from", applied, "--days", "3", "--counting", counting]
    assert main.main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["earliest"] == day


def test_on_a_closed_day_nothing_is_too_late(call: Call) -> None:
    # 2026-11-22 is a Sunday, on which this station is closed.
    words = ["workdays", "earliest", "--from", "2026-11-22", "--at", "23:00", "--json"]
    _, out, _ = call(*words, "--station", "lianhe")
    assert json.loads(out)["earliest"] == "2026-11-25"


def test_a_year_nobody_announced_is_refused(call: Call) -> None:
    code, out, err = call("workdays", "earliest", "--from", "2026-12-29", "--json")
    assert code == 1
    assert json.loads(out) == {"refused": "calendar_unknown", "year": 2027}
    assert "2027" in err


def test_a_table_of_the_station_extends_the_calendar(call: Call, tmp_path: Path) -> None:
    table = tmp_path / "own.toml"
    table.write_text('covers = [2027]\n[2027.new_year]\noff = ["2027-01-01"]\n', "utf-8")
    words = ["workdays", "earliest", "--from", "2026-12-29", "--calendar", str(table)]
    code, out, _ = call(*words)
    assert (code, out.splitlines()[0]) == (0, "2027-01-04")
    table.write_text("covers = 2027\n[x]\n", "utf-8")
    code, _, err = call(*words)
    assert code == 2
    assert len(err.splitlines()) == 2


def test_the_reach_of_the_calendar_is_told(call: Call) -> None:
    check = ["workdays", "check", "--from", "2026-11-01", "--until"]
    assert call(*check, "2026-12-31")[0] == 0
    code, out, _ = call(*check, "2027-01-10", "--json")
    assert (code, json.loads(out)["unknown_from"]) == (1, "2027-01-01")
    assert json.loads(out)["missing_years"] == [2027]


@pytest.mark.parametrize(
    "words",
    [
        ["--from", "2026-02-30"],
        ["--from", "9999-12-31"],
        ["--from", "2026-02-11", "--days", "-1"],
        ["--from", "2026-02-11", "--days", "x"],
        ["--from", "2026-02-11", "--at", "24:10"],
        ["--from", "2026-02-11", "--counting", "fourth_day"],
        ["--from", "2026-02-11", "--station", "nowhere"],
        ["--from", "2026-02-11", "--calendar", "/no/such/file"],
        [],
    ],
)
def test_bad_words_end_with_2_and_a_sentence(call: Call, words: list[str]) -> None:
    code, out, err = call("workdays", "earliest", *words)
    assert (code, out) == (2, "")
    assert err


def test_check_lists_all_mistakes_and_ends_with_2(call: Call, tmp_path: Path) -> None:
    assert call("config", "check", "huaken")[0] == 0
    file = tmp_path / "bad.toml"
    file.write_text('format = 9\nid = "bad"\n[labels]\nname = { zh = "坏" }\n[hours]\nmon = 1\n')
    code, out, err = call("config", "check", str(file))
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "line 1: format: must be 1, found 9",
        "line 4: labels.name.en: the English words are missing",
        'line 6: hours.mon: must be text like "08:30-19:30" or "closed", found a whole number',
    ]
    code, out, _ = call("config", "check", str(file), "--json")
    assert code == 2
    assert [(one["line"], one["where"]) for one in json.loads(out)["mistakes"]] == [
        (1, "format"),
        (4, "labels.name.en"),
        (6, "hours.mon"),
    ]


def test_apply_hands_over_the_difference_and_only_that(call: Call) -> None:
    now = settings(load_station("huaken"))
    now = changed(now, SettingKey("lockers.grace_min"), "20")
    written: list[Change] = []

    def apply(_: argparse.Namespace, changes: Sequence[Change]) -> int:
        written.extend(changes)
        return 0

    config = {"apply": apply, "present": lambda _: now}
    code, out, _ = call("config", "apply", "huaken", "--dry-run", **config)
    assert (code, out, written) == (0, "lockers.grace_min: 20 → 15\n", [])
    code, out, _ = call("config", "apply", "huaken", "--json", **config)
    assert (code, written) == (0, [Change(SettingKey("lockers.grace_min"), "20", "15")])
    assert json.loads(out)["changes"] == [
        {"key": "lockers.grace_min", "before": "20", "after": "15"}
    ]
    assert call("config", "apply", "nowhere", **config)[0] == 2
