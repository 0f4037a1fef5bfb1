"""Recorded dialogues: captured once, replayed for ever, and strict about what is sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from drivers.cli import main
from drivers.connection import Port
from drivers.lockers.bench.dialogue import DialogueDiffers, Replay, Said, Tape, load_dialogue
from drivers.lockers.simulator.board import BoardPlan
from drivers.lockers.wiring import BankWiring
from drivers.overhearing import Do
from drivers.registry import serial_bank
from kiosk.errors import PortUnavailable, WhyUnavailable
from kiosk.ports import Outcome
from tests.contract.lockers.lines import cabinet_of, door, wiring
from tests.memory_line import MemoryPort, VirtualTime

DIALOGUES = Path(__file__).parents[2] / "data" / "dialogues"
SCAN = ["scan", "--baud", "9600", "--family", "xor8a"]
BANK: BankWiring = wiring("memory")


def recorded(path: Path, *, unplug: bool = False) -> VirtualTime:
    """Open door 3 of a simulated cabinet and write the dialogue down."""
    clock = VirtualTime()
    cabinet = cabinet_of((BoardPlan(),), seed=1)
    tape = Tape(path, clock)
    port: Port = tape.port(MemoryPort(cabinet, clock), 9600)
    bank = serial_bank(BANK, port=port, time=clock)
    if unplug:
        cabinet.unplug_at_pulse = 0.5
    assert bank.open(door(1, 3)).outcome is Outcome.OPENED
    bank.close()
    tape.close()
    return clock


def test_a_dialogue_is_replayed_with_the_same_outcome_and_the_same_time(tmp_path: Path) -> None:
    recorded(tmp_path / "open.jsonl")
    replay = Replay.of(f"replay://{tmp_path}/open.jsonl")
    opening = serial_bank(BANK, port=replay, time=replay).open(door(1, 3))
    last = load_dialogue(tmp_path / "open.jsonl")[-1].at
    assert (opening.outcome, opening.pulses) == (Outcome.OPENED, 1)
    assert opening.elapsed_ms == pytest.approx(1000 * last, abs=60)


def test_an_adapter_that_was_pulled_is_pulled_in_the_replay_too(tmp_path: Path) -> None:
    recorded(tmp_path / "open.jsonl", unplug=True)
    kinds = [said.do for said in load_dialogue(tmp_path / "open.jsonl")]
    assert Do.LOST in kinds
    assert kinds.count(Do.OPEN) == 2
    replay = Replay.of(f"replay://{tmp_path}/open.jsonl")
    bank = serial_bank(BANK, port=replay, time=replay)
    assert bank.open(door(1, 3)).outcome is Outcome.OPENED
    assert bank.health().reconnects == 1


def test_what_was_not_sent_then_may_not_be_sent_now(tmp_path: Path) -> None:
    recorded(tmp_path / "open.jsonl")
    replay = Replay.of(f"replay://{tmp_path}/open.jsonl")
    with pytest.raises(DialogueDiffers, match="80 01 04"):
        serial_bank(BANK, port=replay, time=replay).open(door(1, 4))


def test_a_replay_gives_no_byte_before_its_time() -> None:
    said = (
        Said(5.0, Do.OPEN),
        Said(5.1, Do.OUT, "01"),
        Said(5.3, Do.IN, "02"),
        Said(5.4, Do.IN, "03"),
    )
    replay = Replay(said)
    line = replay.open()
    replay.wait(7.0)
    line.write(b"\x01")
    assert (line.read(0.1), line.read(0.15), line.read(1.0), line.read(1.0)) == (
        b"",
        b"\x02",
        b"\x03",
        b"",
    )
    assert replay.now() == pytest.approx(8.3)


def test_a_dialogue_that_is_over_opens_no_port_again() -> None:
    replay = Replay((Said(0.0, Do.OPEN),))
    replay.open()
    with pytest.raises(PortUnavailable):
        replay.open()


def test_a_file_that_is_no_dialogue_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.jsonl").write_text('{"at": "noon"}\n')
    for name, why in (("no", WhyUnavailable.REFUSED), ("none", WhyUnavailable.MISSING)):
        with pytest.raises(PortUnavailable) as refused:
            Replay.of(f"replay://{tmp_path}/{name}.jsonl")
        assert refused.value.why is why


@pytest.mark.parametrize(
    ("name", "options", "code", "says"),
    [
        ("open", ["open", "--lock", "3"], 0, "lock 3: opened"),
        ("not-opened", ["open", "--lock", "5"], 4, "lock 5: not_opened"),
        ("state-echo", ["state", "--locks", "12"], 0, " 12 closed"),
        ("scan-two-families", [*SCAN, "--family", "wkly"], 22, "wkly board 3"),
        ("scan-twin", SCAN, 22, "xor8a board 3"),
    ],
)
def test_the_dialogues_that_come_along_still_say_the_same(
    name: str, options: list[str], code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    port = f"replay://{DIALOGUES}/{name}.jsonl"
    act, *rest = options
    assert main(["bank", act, "--port", port, *rest]) == code
    assert says in capsys.readouterr().out


def test_sending_something_else_than_the_dialogue_is_one_sentence_and_its_own_code(
    capsys: pytest.CaptureFixture[str],
) -> None:
    port = f"replay://{DIALOGUES}/open.jsonl"
    assert main(["bank", "open", "--port", port, "--lock", "4"]) == 23
    assert "recorded was" in capsys.readouterr().err
