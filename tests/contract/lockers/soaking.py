"""Opens doors while all goes wrong at random, and judges each by the simulator's own account."""

from __future__ import annotations

from random import Random
from typing import Any

import msgspec

from kiosk.ports import Outcome
from tests.contract.lockers.lines import Rig, door

_FAULTS: tuple[dict[str, Any], ...] = (
    {},
    {"echo": True},
    {"noise_before": 0.3, "noise_inside": 0.1},
    {"drop": 0.3},
    {"drop_byte": 0.2},
    {"deaf": 0.3},
    {"late": 0.6, "late_chance": 0.3},
    {"late": 0.2},
    {"split": 1, "split_gap": 0.006},
    {"glue": "before"},
    {"glue": "inside", "glue_next": 2},
    {"ghost": 9},
    {"mute": ["open"]},
    {"mute": ["one"]},
    {"storm": 30.0, "storm_lies": True},
    {"noise_before": 0.2, "drop": 0.2, "late": 0.5, "late_chance": 0.2, "echo": True},
)


_UNPLUGGED_SECONDS = 5.0


class Tally(msgspec.Struct):
    """What a soak has seen. The last three must stay empty."""

    outcomes: dict[str, int] = {}
    pulses: int = 0
    double_pulses: list[str] = []
    false_opened: list[str] = []
    false_not_opened: list[str] = []


def soak(rig: Rig, *, opens: int, seed: int, locks: int = 8) -> Tally:
    """Open ``opens`` doors under random faults; every lock starts shut each time."""
    chance, tally = Random(seed), Tally()
    for turn in range(opens):
        lock = chance.randint(1, locks)
        _prepare(rig, chance, lock)
        _open(rig, tally, lock, f"turn {turn} seed {seed} lock {lock}")
    return tally


def _prepare(rig: Rig, chance: Random, lock: int) -> None:
    rig.order("faults_off")
    rig.order("unjam", lock=lock)
    rig.order("shut", lock=lock)
    rig.bank._bus.rest(0.1 if rig.bank.health().connected else _UNPLUGGED_SECONDS)
    latch = chance.choice([0.03, 0.03, 0.2, 1.0, 2.5])
    rig.order("lock", lock=lock, set={"latch_seconds": latch})
    rig.faults(**chance.choice(_FAULTS))
    jam = chance.choice([0, 0, 0, 0, 1, None])
    if jam != 0:
        rig.order("jam", lock=lock, pulses=jam)
    if chance.random() < 0.05:
        rig.order("unplug_at_pulse", seconds=chance.choice([0.3, 1.0, _UNPLUGGED_SECONDS]))
    elif chance.random() < 0.05:
        rig.order("unplug", seconds=chance.choice([0.3, _UNPLUGGED_SECONDS]))


def _open(rig: Rig, tally: Tally, lock: int, where: str) -> None:
    before = len(rig.pulse_log())
    opening = rig.bank.open(door(1, lock))
    log = rig.pulse_log()[before:]
    told = str(opening.outcome)
    tally.outcomes[told] = tally.outcomes.get(told, 0) + 1
    tally.pulses += len(log)
    if len(log) > opening.pulses or len(log) > 2 or any(pulse["was_open"] for pulse in log):
        tally.double_pulses.append(f"{where}: {opening} {log}")
    shut = rig.is_shut(lock)
    if shut and opening.outcome in (Outcome.OPENED, Outcome.ALREADY_OPEN):
        tally.false_opened.append(f"{where}: {opening}")
    if not shut and opening.outcome is Outcome.NOT_OPENED:
        tally.false_not_opened.append(f"{where}: {opening}")
