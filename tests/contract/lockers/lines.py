"""A cabinet behind memory, and behind a pty or TCP in virtual time or in real time."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import msgspec

from drivers.lockers.bank import SerialBank
from drivers.lockers.simulator.board import BUILDERS, BoardPlan
from drivers.lockers.simulator.cabinet import Cabinet
from drivers.lockers.simulator.control import obey
from drivers.lockers.simulator.faults import Faults
from drivers.lockers.wiring import BankWiring, Board, DoorWire
from drivers.registry import FAMILIES, serial_bank
from drivers.serving.server import Server
from kiosk.ids import DoorId
from tests.contract.lockers.families import Traits
from tests.memory_line import MemoryPort, VirtualTime
from tests.stepped_line import Counted, SteppedPort, answered


def wiring(
    port: str, *, locks: int = 24, boards: tuple[Board, ...] | None = None, family: str = "xor8a"
) -> BankWiring:
    """Doors are named ``board-lock``."""
    boards = boards or (Board(address=1, locks=locks),)
    doors = tuple(
        DoorWire(door(board.address, lock), board.address, lock)
        for board in boards
        for lock in range(1, board.locks + 1)
    )
    return BankWiring(port=port, family=family, boards=boards, doors=doors)


def door(board: int, lock: int) -> DoorId:
    return DoorId(f"{board}-{lock}")


_LOOKS, _LOOK_SECONDS = 100, 0.02
Orders = Callable[[dict[str, Any]], dict[str, Any]]
"""Carries one order to a simulator and its answer back."""


class Rig:
    """A bank and the cabinet it is wired to, ordered about as over its control socket."""

    def __init__(self, bank: SerialBank, orders: Orders, *, ended: Callable[[], None]) -> None:
        self.bank = bank
        self.end = ended
        self._orders = orders

    def order(self, do: str, **rest: object) -> dict[str, Any]:
        return self._orders({"do": do, **rest})

    def faults(self, **changes: object) -> None:
        self.order("fault", set=changes)

    def pulses(self, lock: int, board: int = 1) -> int:
        counts = self.order("pulses")["counts"]
        return int(counts[str(board)].get(str(lock), 0))

    def pulses_in_time(self, lock: int, expected: int) -> int:
        """Count once so many are there, or after a while: a board may be slower than the bank."""
        for _ in range(_LOOKS):
            if self.pulses(lock) >= expected:
                break
            self.bank._bus.rest(_LOOK_SECONDS)
        return self.pulses(lock)

    def pulse_log(self) -> list[dict[str, Any]]:
        return list(self.order("pulses")["pulses"])

    def is_shut(self, lock: int, board: int = 1) -> bool:
        return bool(self.order("state")["doors"][str(board)][str(lock)] == "shut")


class MakeRig(Protocol):
    """Builds a rig over one of the transports."""

    def __call__(
        self,
        *plans: BoardPlan,
        faults: Faults | None = None,
        boards: tuple[Board, ...] | None = None,
        seed: int = 0,
        family: str = "xor8a",
    ) -> Rig: ...


class Rigs:
    """Builds rigs of one family; the usual board where no other is given."""

    def __init__(self, traits: Traits, make: MakeRig) -> None:
        self.of = traits
        self._make = make
        self._made: list[Rig] = []

    def __call__(
        self,
        *plans: BoardPlan,
        faults: Faults | None = None,
        boards: tuple[Board, ...] | None = None,
        seed: int = 0,
    ) -> Rig:
        plans = plans or (self.of.plan(),)
        rig = self._make(*plans, faults=faults, boards=boards, seed=seed, family=self.of.name)
        self._made.append(rig)
        return rig

    def end(self) -> None:
        """End all of them."""
        for rig in self._made:
            rig.end()


def cabinet_of(
    plans: tuple[BoardPlan, ...], *, seed: int, baud: int | None = 9600, family: str = "xor8a"
) -> Cabinet:
    boards = [BUILDERS[family](plan) for plan in plans or (BoardPlan(),)]
    return Cabinet(boards, baud=baud, seed=seed)


def _boards(plans: tuple[BoardPlan, ...]) -> tuple[Board, ...]:
    return tuple(Board(address=plan.address, locks=plan.locks) for plan in plans or (BoardPlan(),))


def memory_rig(
    *plans: BoardPlan,
    faults: Faults | None = None,
    boards: tuple[Board, ...] | None = None,
    seed: int = 0,
    family: str = "xor8a",
) -> Rig:
    clock = VirtualTime()
    cabinet = cabinet_of(plans, seed=seed, baud=FAMILIES[family].bauds[0], family=family)
    cabinet.set_faults(faults or Faults(), clock.now())
    bank = serial_bank(
        wiring("memory", boards=boards or _boards(plans), family=family),
        port=MemoryPort(cabinet, clock),
        time=clock,
    )

    def carry(order: dict[str, Any]) -> dict[str, Any]:
        cabinet.due(clock.now())
        return obey(cabinet, order, clock.now())

    return Rig(bank, carry, ended=bank.close)


def stepped_rig(
    folder: Path,
    transport: str,
    *plans: BoardPlan,
    faults: Faults | None = None,
    boards: tuple[Board, ...] | None = None,
    seed: int = 0,
    family: str = "xor8a",
) -> Rig:
    """A cabinet on a pty or on TCP, with its control socket, in this thread and virtual time."""
    clock = VirtualTime()
    cabinet = cabinet_of(plans, seed=seed, baud=FAMILIES[family].bauds[0], family=family)
    cabinet.set_faults(faults or Faults(), clock.now())
    device = Counted(cabinet)
    places = _places(folder, transport)
    server = Server(device, partial(obey, cabinet), now=clock.now, **places)
    wires = wiring(_url(server, places), boards=boards or _boards(plans), family=family)
    baud = FAMILIES[family].bauds[0]
    port = SteppedPort(wires.port, baud, server=server, device=device, clock=clock)
    bank = serial_bank(wires, port=port, time=clock)
    remote = Remote(places["control"], lambda: answered(server, remote.socket))

    def end() -> None:
        bank.close()
        remote.close()
        server.close()

    return Rig(bank, remote.carry, ended=end)


class Remote:
    """The far end of a control socket.

    Args:
        sent: waits until an order that was sent has been answered, where that needs doing.
    """

    def __init__(self, control: Path, sent: Callable[[], None] = lambda: None) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(str(control))
        self._answers = self.socket.makefile("rb")
        self._sent = sent

    def carry(self, order: dict[str, Any]) -> dict[str, Any]:
        self.socket.sendall(msgspec.json.encode(order) + b"\n")
        self._sent()
        answer = msgspec.json.decode(self._answers.readline(), type=dict[str, Any])
        assert answer["ok"], answer
        return answer

    def close(self) -> None:
        self._answers.close()
        self.socket.close()


def _places(folder: Path, transport: str) -> dict[str, Any]:
    at = {"tcp": ("127.0.0.1", 0)} if transport == "tcp" else {"link": folder / "bank"}
    return {**at, "control": folder / "control"}


def _url(server: Server, places: Mapping[str, Any]) -> str:
    return str(places["link"]) if "link" in places else f"socket://127.0.0.1:{server.tcp_port}"


def served_rig(
    folder: Path,
    transport: str,
    *plans: BoardPlan,
    faults: Faults | None = None,
    boards: tuple[Board, ...] | None = None,
    seed: int = 0,
    family: str = "xor8a",
) -> Rig:
    """A cabinet served by a thread of its own on a pty or on TCP, with its control socket."""
    cabinet = cabinet_of(plans, seed=seed, baud=FAMILIES[family].bauds[0], family=family)
    cabinet.set_faults(faults or Faults(), time.monotonic())
    places = _places(folder, transport)
    server = Server(cabinet, partial(obey, cabinet), **places)
    thread = threading.Thread(target=server.run)
    thread.start()
    url = _url(server, places)
    bank = serial_bank(wiring(url, boards=boards or _boards(plans), family=family))
    remote = Remote(places["control"])

    def end() -> None:
        bank.close()
        remote.close()
        server.stop()
        thread.join()

    return Rig(bank, remote.carry, ended=end)


@contextlib.contextmanager
def ending(rig: Rig) -> Iterator[Rig]:
    try:
        yield rig
    finally:
        rig.end()
