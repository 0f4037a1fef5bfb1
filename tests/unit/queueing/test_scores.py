"""Promises are scored out of the journal, over the socket of a running terminal too."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import msgspec
import pytest

from kiosk.cli.stats import _told
from kiosk.cli.terminal import answers
from kiosk.config import load_station
from kiosk.control import ControlDoor
from kiosk.queueing import rules
from kiosk.queueing.events import Promise
from kiosk.queueing.scores import Kept, Waits, score, waits
from kiosk.terminal import Terminal
from main import main
from tests.halls import House

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def kept(day: date, waited: float, ahead: int, middle: int | None, high: int | None) -> Kept:
    """All in minutes."""
    middle_s = None if middle is None else 60 * middle
    return Kept(day, Promise(ahead=ahead, middle_s=middle_s, high_min=high), 60 * waited)


def test_nothing_promised_is_nothing_scored() -> None:
    assert score([]) == Waits()
    assert score([kept(MONDAY, 5, 1, None, None)]) == Waits(untold=1)


def test_a_score_says_how_many_were_within_and_how_far_off() -> None:
    found = score(
        [
            kept(MONDAY, 10, 2, 8, 10),
            kept(MONDAY, 20, 5, 14, 15),
            kept(TUESDAY, 6, 1, 6, 15),
            kept(TUESDAY, 3, 0, None, None),
        ]
    )
    assert (found.count, found.untold, found.days) == (3, 1, 2)
    assert found.within == pytest.approx(2 / 3)
    assert found.mean_high == pytest.approx(40 / 3)
    assert found.mean_wait == pytest.approx(12)
    assert found.error == pytest.approx((2 + 6 + 0) / 3)
    assert found.error_three == pytest.approx((4 + 5 + 3) / 3)
    assert found.error_average == pytest.approx((5 + 5 + 0) / 3)


def test_promises_are_read_from_the_journal_and_a_second_call_is_not_a_second_wait() -> None:
    house = House().open()
    for _ in range(6):
        house.take()
        house.serve()
    gone = house.take()
    house.skip()
    house.do(rules.come_back, ticket=gone)
    house.call()
    found = waits(house.station.events())
    assert (found.count, found.untold) == (2, 5)


def test_the_figures_are_told_by_a_stopped_and_by_a_running_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = load_station("beida")
    terminal = Terminal(file, tmp_path)
    asked = ["stats", "waits", "--json", "--station", "beida", "--data", str(tmp_path)]
    door = ControlDoor(tmp_path, answers(terminal))
    try:
        assert main(asked) == 0
    finally:
        door.close()
        terminal.close()
    running = json.loads(capsys.readouterr().out)
    assert running["count"] == 0
    assert main(asked) == 0
    assert json.loads(capsys.readouterr().out) == running
    assert main([each for each in asked if each != "--json"]) == 0
    assert "0 promises" in capsys.readouterr().out


def test_no_journal_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", "waits", "--data", str(tmp_path)]) == 1
    assert "no journal" in capsys.readouterr().err


def test_the_figures_are_told_in_words() -> None:
    told = _told(msgspec.to_builtins(score([kept(MONDAY, 10, 2, 8, 10)])))
    assert "called within the upper end shown: 100%" in told
    assert "mean error 2.0 min" in told
