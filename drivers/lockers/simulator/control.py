"""Orders to a running simulator: one JSON object a line, answered by one JSON object a line.

    {"do": "fault", "set": {"echo": true, "drop_next": 2}}     change faults (names: faults.py)
    {"do": "faults_off"}                                       a perfect line again
    {"do": "unplug", "seconds": 3}                             the adapter is pulled and put back
    {"do": "unplug_at_pulse", "seconds": 3}                    the same, right after the next pulse
    {"do": "skip_coil", "times": 1}                       so many obeyed orders drive no coil
    {"do": "shut", "board": 1, "lock": 3}                      the person shuts a door
    {"do": "pull", "board": 1, "lock": 3}                      somebody forces a door open
    {"do": "jam", "board": 1, "lock": 3, "pulses": 1}          that many pulses fail; without: all
    {"do": "unjam", "board": 1, "lock": 3}
    {"do": "lock", "board": 1, "lock": 3, "set": {"latch_seconds": 2.0, "sensor": false}}
    {"do": "person", "seconds": 4}                             shuts doors after 4 s; null: never
    {"do": "state"}                          {"doors": {"1": {"1": "shut", …}}, "faults": {…},
                                              "on": {"1": [3]}}   outputs that nobody will end
    {"do": "pulses"}                         {"pulses": [{"n": 1, …}], "counts": {"1": {"3": 2}}}

``board`` is 1 where it is left out. A fault file is TOML: a table ``[faults]`` that holds from the
start, and ``[[step]]`` tables with ``after`` (seconds) and ``order``, an object as above.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from drivers.lockers.simulator.board import HoldsOutputs
from drivers.lockers.simulator.cabinet import Cabinet
from drivers.lockers.simulator.faults import Faults
from drivers.lockers.simulator.lock import Lock

Order = Mapping[str, Any]
"""Parsed JSON or TOML, checked as it is used."""


class BadOrder(Exception):
    """An order the simulator does not understand; the text says why."""


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something to do ``after`` seconds."""

    after: float
    order: dict[str, Any]


class FaultScript(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fault file."""

    faults: Faults = Faults()
    step: tuple[Step, ...] = ()


def load_script(path: Path) -> FaultScript:
    """Read a fault file.

    Raises:
        BadOrder: it is not TOML, or names something unknown.
    """
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), FaultScript)
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise BadOrder(f"{path}: {error}") from error


def obey(cabinet: Cabinet, order: Order, now: float) -> dict[str, Any]:
    """Carry out one order.

    Raises:
        BadOrder: unknown, or for a lock that is not there.
    """
    act = _ACTS.get(str(order.get("do")))
    if act is None:
        raise BadOrder(f"unknown order {order.get('do')!r}; one of {', '.join(sorted(_ACTS))}")
    try:
        return act(cabinet, order, now) or {}
    except (LookupError, TypeError, ValueError, msgspec.ValidationError) as error:
        raise BadOrder(f"{order.get('do')}: {error!r}") from error


def run_script(cabinet: Cabinet, script: FaultScript, now: float) -> None:
    """Turn the faults on and lay out the steps."""
    cabinet.set_faults(script.faults, now)
    for step in script.step:
        cabinet.later(now + step.after, _carry_out(cabinet, step.order))


def _carry_out(cabinet: Cabinet, order: Order) -> Callable[[float], None]:
    def happen(at: float) -> None:
        obey(cabinet, order, at)

    return happen


def _place(order: Order) -> tuple[int, int]:
    return int(order.get("board", 1)), int(order["lock"])


def _lock(cabinet: Cabinet, order: Order) -> Lock:
    board, lock = _place(order)
    if lock < 1:
        raise LookupError(lock)
    return cabinet.boards[board].locks[lock - 1]


def _fault(cabinet: Cabinet, order: Order, now: float) -> None:
    merged = msgspec.to_builtins(cabinet.faults) | dict(order["set"])
    cabinet.set_faults(msgspec.convert(merged, Faults), now)


def _faults_off(cabinet: Cabinet, order: Order, now: float) -> None:
    cabinet.set_faults(Faults(), now)


def _unplug(cabinet: Cabinet, order: Order, now: float) -> None:
    cabinet.unplug(float(order["seconds"]), now)


def _unplug_at_pulse(cabinet: Cabinet, order: Order, now: float) -> None:
    cabinet.unplug_at_pulse = float(order["seconds"])


def _skip_coil(cabinet: Cabinet, order: Order, now: float) -> None:
    cabinet.skip_coil = int(order["times"])


def _shut(cabinet: Cabinet, order: Order, now: float) -> None:
    _lock(cabinet, order)
    cabinet.shut(*_place(order), now)


def _pull(cabinet: Cabinet, order: Order, now: float) -> None:
    _lock(cabinet, order)
    cabinet.pull(*_place(order), now)


def _jam(cabinet: Cabinet, order: Order, now: float) -> None:
    pulses = order.get("pulses")
    _lock(cabinet, order).jammed = None if pulses is None else int(pulses)


def _unjam(cabinet: Cabinet, order: Order, now: float) -> None:
    _lock(cabinet, order).jammed = 0


def _set_lock(cabinet: Cabinet, order: Order, now: float) -> None:
    lock = _lock(cabinet, order)
    for name, value in dict(order["set"]).items():
        if name not in ("closed_bit", "sensor", "latch_seconds", "feedback_seconds"):
            raise LookupError(name)
        setattr(lock, name, value)


def _person(cabinet: Cabinet, order: Order, now: float) -> None:
    seconds = order["seconds"]
    cabinet.person = None if seconds is None else float(seconds)


def _state(cabinet: Cabinet, order: Order, now: float) -> dict[str, Any]:
    doors = {
        str(address): {
            str(lock.number): "shut" if lock.shut_at(now) else "open" for lock in board.locks
        }
        for address, board in cabinet.boards.items()
    }
    held = {
        str(address): sorted(board.on)
        for address, board in cabinet.boards.items()
        if isinstance(board, HoldsOutputs)
    }
    return {"doors": doors, "on": held, "faults": msgspec.to_builtins(cabinet.faults)}


def _pulses(cabinet: Cabinet, order: Order, now: float) -> dict[str, Any]:
    counts = {
        str(address): {str(lock.number): lock.pulses for lock in board.locks if lock.pulses}
        for address, board in cabinet.boards.items()
    }
    return {"pulses": msgspec.to_builtins(cabinet.pulses), "counts": counts}


_ACTS: Mapping[str, Callable[[Cabinet, Order, float], dict[str, Any] | None]] = {
    "fault": _fault,
    "faults_off": _faults_off,
    "unplug": _unplug,
    "unplug_at_pulse": _unplug_at_pulse,
    "skip_coil": _skip_coil,
    "shut": _shut,
    "pull": _pull,
    "jam": _jam,
    "unjam": _unjam,
    "lock": _set_lock,
    "person": _person,
    "state": _state,
    "pulses": _pulses,
}
