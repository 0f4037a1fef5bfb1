"""Explaining frames, closing them, and what may leave the console without a typed word."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.cli import main
from drivers.connection import Connection
from drivers.lockers.bench.dialogue import Replay, Said
from drivers.lockers.bench.explain import Explainer, check_of
from drivers.lockers.bench.listening import bursts, needed_word
from drivers.lockers.frames import Kind
from drivers.overhearing import Do
from drivers.registry import AT_THE_BENCH
from tests.contract.lockers.lines import cabinet_of
from tests.memory_line import MemoryPort, VirtualTime

EXPLAINERS = {name: Explainer(family) for name, family in AT_THE_BENCH.items()}
XOR8A = EXPLAINERS["xor8a"]


def hexed(text: str) -> bytes:
    return bytes.fromhex(text)


@pytest.mark.parametrize("name", AT_THE_BENCH)
def test_the_checksum_of_every_family_is_found_from_its_own_frames(name: str) -> None:
    family = AT_THE_BENCH[name]
    check = check_of(family)
    size = len(check(b""))
    for address in list(family.addresses)[:40]:
        for request in (family.query_all(address), *family.probes(address)):
            if request is not None:
                assert request.wire == request.wire[:-size] + check(request.wire[:-size])


@pytest.mark.parametrize("name", AT_THE_BENCH)
def test_what_the_terminal_says_is_known_by_heart(name: str) -> None:
    family, explainer = AT_THE_BENCH[name], EXPLAINERS[name]
    address, lock = family.addresses[:2][-1], family.locks[:2][-1]
    order = family.open_one(address, lock)
    assert f"open lock {lock} of board {address}" in explainer.explain(order.wire)[0].says
    assert explainer.request(order.wire) == order


@pytest.mark.parametrize("name", AT_THE_BENCH)
@given(data=st.binary(max_size=64))
def test_any_bytes_are_explained_and_none_is_lost(name: str, data: bytes) -> None:
    meanings = EXPLAINERS[name].explain(data)
    assert b"".join(meaning.wire for meaning in meanings) == data


def test_a_question_and_its_answer_in_one_burst_are_two_meanings() -> None:
    said = XOR8A.explain(hexed("80 01 00 33 B2 80 01 00 00 02 33 B0"))
    assert [meaning.says for meaning in said] == [
        "what about all locks of board 1?",
        "board 1: all locks, status 00 00 02, contact 1 at 2",
    ]


def test_an_answer_that_begins_like_a_question_is_one_answer() -> None:
    question = AT_THE_BENCH["xor8a"].query_all(1)
    (said,) = XOR8A.explain(hexed("80 01 00 33 B2 33 33"), question)
    assert "status 00 33 B2" in said.says


def test_an_answer_whose_question_nobody_heard_is_understood_too() -> None:
    (said,) = XOR8A.explain(hexed("80 01 00 00 02 33 B0"))
    assert "contact 1 at 2" in said.says
    (report,) = XOR8A.explain(hexed("81 01 01 00 81"))
    assert report.says == "board 1 reports unasked lock 1: contact 0"


@pytest.mark.parametrize(
    ("family", "wire", "says"),
    [
        ("waveshare", "01 85 02 C3 51", "board 1 refuses: exception 02"),
        ("waveshare", "01 02 01 FE 20 08", "status FE, contact 1 at 2, 3, 4, 5, 6, 7, 8"),
        ("waveshare", "01 05 00 FF 00 00 FD FA", "switch off lock all of board 1; or the board's"),
        ("r421a08", "01 06 00 03 02 00 78 AA", "switch off lock 3 of board 1; or the board's"),
        ("r421a08", "01 03 02 00 01 79 84", "board 1: all locks, status 00 01"),
        ("lcus", "A0 02 00 A2", "switch off lock 2"),
        ("lcus", "A0 02 05 A7", "what about lock 2"),
    ],
)
def test_what_relay_boards_say_is_explained(family: str, wire: str, says: str) -> None:
    (said,) = EXPLAINERS[family].explain(hexed(wire))
    assert says in said.says


def test_noise_is_told_as_noise() -> None:
    (said,) = XOR8A.explain(hexed("FF FE FD"))
    assert said.says == "3 bytes that are no frame"


def test_an_order_and_an_answer_that_equals_it_are_told_as_both() -> None:
    (said,) = XOR8A.explain(hexed("8A 01 01 11 9B"))
    assert "or the board's answer" in said.says


@pytest.mark.parametrize("name", AT_THE_BENCH)
def test_only_questions_leave_without_a_word(name: str) -> None:
    family = AT_THE_BENCH[name]
    address = family.addresses[:2][-1]
    question = family.query_all(address) or next(iter(family.probes(address)), None)
    if question is not None and question.kind is not Kind.OPEN:
        assert needed_word(question) == ""
    assert needed_word(family.open_one(address, family.locks[0])) == "OPEN"
    assert needed_word(None) == "OPEN ALL"


OPENS_MANY = (
    ("xor8a", "8A 01 00 11"),
    ("wkly", "57 4B 4C 59 08 00 86"),
    ("cu48", "02 00 30 51 03"),
    ("cu48", "02 0A 05 51 03"),
    ("cu16", "02 00 33 03"),
    ("waveshare", "01 05 00 FF FF 00"),
    ("waveshare", "01 05 00 00 FF 00"),
    ("r421a08", "01 06 00 00 07 00"),
)


@pytest.mark.parametrize(("family", "opens_all"), OPENS_MANY, ids=str)
def test_what_opens_more_than_one_door_does_not_leave_for_the_lesser_word(
    family: str, opens_all: str, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = ["--port", "replay://tests/data/dialogues/open.jsonl", "--family", family]
    assert main(["bank", "console", *nowhere, "--send", opens_all, "--yes", "OPEN"]) == 9
    assert "any number of doors" in capsys.readouterr().err


def test_the_console_adds_the_checksum_and_explains_the_answer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    port = ["--port", "replay://tests/data/dialogues/console.jsonl", "--json"]
    assert main(["bank", "console", *port, "--send", "80 01 01 33"]) == 0
    sent, came = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (sent["way"], sent["hex"]) == (">", "80 01 01 33 B3")
    assert (came["way"], came["says"]) == ("<", "board 1 tells about lock 1: contact 1")


@pytest.mark.parametrize(
    ("options", "code"),
    [(["--send", "xyz"], 2), (["--send", "8A 01 01 11"], 9), (["--send", "8A 01 01 11 9B"], 9)],
)
def test_what_is_refused_does_not_leave(
    options: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    # The recording would complain about any byte that is sent.
    port = ["--port", "replay://tests/data/dialogues/console.jsonl"]
    assert main(["bank", "console", *port, *options]) == code
    assert capsys.readouterr().err.count("\n") == 1


def test_the_monitor_sends_nothing_and_tells_what_it_hears(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # Only what came in is in this recording: a byte sent would not be found in it.
    port = ["--port", "replay://tests/data/dialogues/monitor.jsonl"]
    assert main(["bank", "monitor", *port, "--seconds", "8"]) == 0
    said = capsys.readouterr().out
    assert "all locks" in said
    assert "no frame" not in said


def test_a_silent_line_is_told_by_the_monitor(capsys: pytest.CaptureFixture[str]) -> None:
    cabinet, clock = cabinet_of((), seed=0), VirtualTime()
    connection = Connection(MemoryPort(cabinet, clock), clock)
    connection.connect()
    assert list(bursts(connection, clock, quiet=0.025, until=clock.now() + 5)) == []
    assert clock.now() >= 105


def test_bytes_with_silences_between_them_are_bursts_of_their_own() -> None:
    replay = Replay(
        [
            Said(0.0, Do.OPEN),
            Said(1.0, Do.IN, "01"),
            Said(1.01, Do.IN, "02"),
            Said(1.1, Do.IN, "03"),
        ]
    )
    connection = Connection(replay, replay)
    connection.connect()
    found = list(bursts(connection, replay, quiet=0.025, until=3.0))
    assert [burst.wire for burst in found] == [b"\x01\x02", b"\x03"]
    assert found[0].at == pytest.approx(1.0)
