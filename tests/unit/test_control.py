"""The socket of a running terminal: what it answers, and that no visitor can end it."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kiosk import control
from kiosk.control import ControlDoor, Unreachable, ask
from kiosk.errors import KioskError, NotDurable, Refused
from tests.journals import run


def refuse(question: Mapping[str, Any]) -> object:
    raise Refused("too_soon", earliest=date(2026, 2, 14))


def fail(question: Mapping[str, Any]) -> object:
    raise NotDurable("no room")


def stumble(question: Mapping[str, Any]) -> object:
    return {"given": question["missing"]}


def break_(question: Mapping[str, Any]) -> object:
    raise OverflowError


ANSWERS = {
    "greet": lambda question: {"hello": question.get("name", "nobody")},
    "refuse": refuse,
    "fail": fail,
    "stumble": stumble,
    "strange": lambda question: object(),
    "break": break_,
}


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Path]:
    one = ControlDoor(tmp_path, ANSWERS)
    yield tmp_path
    one.close()


def answers(data: Path) -> bool:
    return bool(ask(data, "greet", name="you") == {"hello": "you"})


def raw(data: Path, line: bytes) -> bytes:
    """Send bytes as they are and return the whole reply."""
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(60)
        peer.connect(str(data / control.SOCKET))
        peer.sendall(line)
        peer.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: peer.recv(65536), b""))


def test_another_process_is_answered(door: Path) -> None:
    assert msgspec.json.decode(run("control_ask", door, "greet")) == {"hello": "nobody"}


def test_another_process_hears_a_refusal_with_its_facts(door: Path) -> None:
    answer = msgspec.json.decode(run("control_ask", door, "refuse"))
    assert answer == {"refused": "too_soon", "earliest": "2026-02-14"}


def test_an_error_of_the_station_is_told(door: Path) -> None:
    with pytest.raises(KioskError, match="NotDurable: no room"):
        ask(door, "fail")


def test_a_question_nobody_knows_is_told(door: Path) -> None:
    with pytest.raises(KioskError, match="unknown_question"):
        ask(door, "sing")


def test_a_question_that_misses_something_is_told_and_the_door_stays_open(door: Path) -> None:
    with pytest.raises(KioskError, match="bad_question"):
        ask(door, "stumble")
    assert answers(door)


@pytest.mark.parametrize("question", ["break", "strange"])
def test_an_answer_that_breaks_ends_only_its_visit(door: Path, question: str) -> None:
    with pytest.raises(Unreachable):
        ask(door, question)
    assert answers(door)


@pytest.mark.parametrize("line", [b"no json\n", b'"text"\n', b"[1,2]\n", b"{}\n", b"\xff\xfe\n"])
def test_wrong_json_is_told_and_the_door_stays_open(door: Path, line: bytes) -> None:
    assert raw(door, line) == b'{"error":"unknown_question"}\n'
    assert answers(door)


def test_a_line_without_end_is_cut_and_told(door: Path) -> None:
    with contextlib.suppress(OSError):  # it may hang up before the whole line is sent
        assert b"unknown_question" in raw(door, b"x" * (control._LONGEST + 100_000))
    assert answers(door)


def test_visitors_who_say_nothing_or_go_away_do_not_keep_others_waiting(
    door: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control, "_TO_ASK", 0.05)
    assert answers(door)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(str(door / control.SOCKET))
        assert answers(door)
    with socket.socket(socket.AF_UNIX) as gone:
        gone.connect(str(door / control.SOCKET))
        gone.sendall(b'{"ask":')
    assert answers(door)


def test_a_terminal_that_is_not_running_is_unreachable(tmp_path: Path) -> None:
    with pytest.raises(Unreachable):
        ask(tmp_path, "greet")
    one = ControlDoor(tmp_path, ANSWERS)
    one.close()
    one.close()
    assert not (tmp_path / control.SOCKET).exists()
    with pytest.raises(Unreachable):
        ask(tmp_path, "greet")
    assert "control" not in {thread.name for thread in threading.enumerate()}


def test_a_socket_left_by_a_crash_is_replaced(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(tmp_path / control.SOCKET))
    with pytest.raises(Unreachable):
        ask(tmp_path, "greet")
    one = ControlDoor(tmp_path, ANSWERS)
    assert answers(tmp_path)
    one.close()


def test_a_deep_data_directory_has_a_socket_too(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a directory with a long name"] * 8)
    deep.mkdir(parents=True)
    one = ControlDoor(deep, ANSWERS)
    assert answers(deep)
    assert msgspec.json.decode(run("control_ask", deep, "greet")) == {"hello": "nobody"}
    one.close()
    assert not (deep / control.SOCKET).exists()


def test_only_the_own_user_reaches_the_socket(door: Path) -> None:
    assert (door / control.SOCKET).stat().st_mode & 0o777 == 0o600
