"""Orders to a running printer: one JSON object a line, answered by one JSON object a line.

{"do": "fault", "set": {"paper": "out"}}   change faults (names: machine.py: Faults)
{"do": "faults_off"}                       a good printer again, paper in, cover shut
{"do": "unplug", "seconds": 3}             its plug is pulled and put back
{"do": "speed", "rows_a_second": 40}       how fast the paper moves
{"do": "state"}                            {"slips": 2, "rows": 0, "faults": {…}, …}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from drivers.printer.simulator.machine import Faults, Machine
from drivers.serving.orders import BadOrder

Order = Mapping[str, Any]


def obey(machine: Machine, order: Order, now: float) -> Mapping[str, Any]:
    """Carry out one order.

    Raises:
        BadOrder: it is unknown, or asks for what there is not.
    """
    act = _ACTS.get(str(order.get("do")))
    if act is None:
        raise BadOrder(f"unknown order {order.get('do')!r}; one of {', '.join(sorted(_ACTS))}")
    try:
        act(machine, order, now)
    except (LookupError, TypeError, ValueError, msgspec.ValidationError) as error:
        raise BadOrder(f"{order.get('do')}: {error!r}") from error
    return _state(machine)


def _fault(machine: Machine, order: Order, now: float) -> None:
    merged = msgspec.to_builtins(machine.faults) | dict(order["set"])
    machine.set_faults(msgspec.convert(merged, Faults), now)


def _faults_off(machine: Machine, order: Order, now: float) -> None:
    machine.set_faults(Faults(), now)


def _unplug(machine: Machine, order: Order, now: float) -> None:
    machine.unplug(float(order["seconds"]), now)


def _speed(machine: Machine, order: Order, now: float) -> None:
    speed = float(order["rows_a_second"])
    if speed <= 0:
        raise ValueError(speed)
    machine.rows_a_second = speed


def _nothing(machine: Machine, order: Order, now: float) -> None:
    """Only the state is wanted, which every order is answered with."""


def _state(machine: Machine) -> Mapping[str, Any]:
    return {
        "slips": machine.paper.slips,
        "rows": machine.paper.length,
        "strange": machine.strange,
        "most_waiting": machine.most_waiting,
        "faults": msgspec.to_builtins(machine.faults),
    }


_ACTS: Mapping[str, Callable[[Machine, Order, float], None]] = {
    "fault": _fault,
    "faults_off": _faults_off,
    "unplug": _unplug,
    "speed": _speed,
    "state": _nothing,
}
