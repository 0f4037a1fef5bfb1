"""Our Modbus against an independent one, both ways: pymodbus as the board, and as the terminal."""

from __future__ import annotations

import asyncio
import os
import pty
import threading
import tty
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from pymodbus.client import ModbusSerialClient
from pymodbus.constants import ExcCodes
from pymodbus.server import ModbusSerialServer
from pymodbus.simulator import DataType, SimData, SimDevice

from drivers.lockers.simulator.board import BoardPlan
from drivers.lockers.wiring import Board
from drivers.registry import serial_bank
from kiosk.ports import Outcome, Reading
from tests.contract.lockers.lines import Rig, door, served_rig, wiring

_READ_INPUTS, _READ_REGISTERS, _WRITE_COIL, _WRITE_REGISTER = 2, 3, 5, 6
_ALL_OFF, _FIRST_PULSE = 0x00FF, 0x0200


class Relays:
    """What stands behind the pymodbus server: doors that spring open when they are pulsed."""

    def __init__(self) -> None:
        self.ordered: list[tuple[int, int]] = []
        self.values: list[int] = []

    async def acts(
        self,
        function: int,
        start: int,
        address: int,
        count: int,
        registers: list[int],
        values: list[int] | list[bool] | None,
    ) -> ExcCodes | None:
        if function == _READ_INPUTS:
            opened = [place - _FIRST_PULSE for code, place in self.ordered if code == _WRITE_COIL]
            shut = sum(1 << n for n in range(8) if n not in opened)
            registers[0] = shut
        elif function == _READ_REGISTERS:
            registers[:] = [0] * len(registers)  # no relay is on: each ended its pulse
        elif values is not None:
            self.ordered.append((function, address))
            self.values += [int(value) for value in values]
        return None


@contextmanager
def pymodbus_board(relays: Relays) -> Iterator[str]:
    """Serve a board by pymodbus on one end of a pair of ptys; give the other end."""
    ends = [pty.openpty() for _ in range(2)]
    for _, slave in ends:
        tty.setraw(slave)
    (near, near_slave), (far, far_slave) = ends
    inputs = [SimData(0, values=[True] * 8, datatype=DataType.BITS)]
    coils = [SimData(0, values=[False] * 0x0300, datatype=DataType.BITS)]
    registers = [SimData(0, count=16, values=0, datatype=DataType.REGISTERS)]
    device = SimDevice(1, (coils, inputs, registers, registers), action=relays.acts)
    loop = asyncio.new_event_loop()
    ready = threading.Event()

    async def serve() -> None:
        server = ModbusSerialServer(device, port=os.ttyname(far_slave), baudrate=9600)
        await server.serve_forever(background=True)
        for here, there in ((near, far), (far, near)):
            loop.add_reader(here, _carry, here, there)
        ready.set()
        await stopping
        await server.shutdown()  # type: ignore[no-untyped-call]

    stopping: asyncio.Future[None] = loop.create_future()
    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert ready.wait(60)
    try:
        yield os.ttyname(near_slave)
    finally:
        loop.call_soon_threadsafe(stopping.set_result, None)
        thread.join()
        loop.close()
        for end in (near, near_slave, far, far_slave):
            os.close(end)


def test_our_bank_opens_and_reads_a_waveshare_board_made_of_pymodbus() -> None:
    relays = Relays()
    with pymodbus_board(relays) as url:
        bank = serial_bank(wiring(url, boards=(Board(1, 8),), family="waveshare"))
        try:
            bank.outputs_off()
            assert set(bank.read().values()) == {Reading.CLOSED}
            opening = bank.open(door(1, 3))
            after, health = bank.read(), bank.health()
        finally:
            bank.close()
    assert relays.ordered == [(_WRITE_COIL, _ALL_OFF), (_WRITE_COIL, _FIRST_PULSE + 2)]
    assert (opening.outcome, opening.pulses) == (Outcome.OPENED, 1)
    assert {at for at, seen in after.items() if seen is Reading.OPEN} == {door(1, 3)}
    assert health.timeouts == 0
    # For pymodbus a coil is on or off: it repeats the pulse time as "off", so that one answer of
    # eight bytes is no acknowledgement. The door decides all the same.
    assert health.skipped_bytes == 8


def test_our_bank_pulses_an_r421a08_made_of_pymodbus() -> None:
    relays = Relays()
    with pymodbus_board(relays) as url:
        bank = serial_bank(wiring(url, boards=(Board(1, 8),), family="r421a08"))
        try:
            bank.outputs_off()
            bank.read()
            opening = bank.open(door(1, 8))
            health, answering = bank.health(), bank.answering
        finally:
            bank.close()
    assert relays.ordered == [(_WRITE_REGISTER, n) for n in (1, 2, 3, 4, 5, 6, 7, 8, 8)]
    assert relays.values == [0x0200] * 8 + [0x0500]
    assert (opening.outcome, opening.pulses, answering) == (Outcome.UNCONFIRMED, 1, True)
    assert (health.skipped_bytes, health.timeouts) == (0, 0)


@contextmanager
def pymodbus_client(folder: Path, family: str) -> Iterator[tuple[ModbusSerialClient, Rig]]:
    rig = served_rig(folder, "pty", BoardPlan(address=1, locks=8), family=family)
    client = ModbusSerialClient(str(folder / "bank"), baudrate=9600, retries=0)
    try:
        assert client.connect()
        yield client, rig
    finally:
        client.close()  # type: ignore[no-untyped-call]
        rig.end()


def test_a_pymodbus_client_reads_and_pulses_our_simulated_waveshare_board(tmp_path: Path) -> None:
    with pymodbus_client(tmp_path, "waveshare") as (client, rig):
        assert client.read_discrete_inputs(0, count=8, device_id=1).bits == [True] * 8
        rig.order("pull", lock=2)
        rig.order("person", seconds=None)
        told = _until(lambda: client.read_discrete_inputs(0, count=8, device_id=1).bits)
        assert told == [True, False, *[True] * 6]
        assert client.read_discrete_inputs(1, count=1, device_id=1).bits[0] is False
        assert not client.write_coil(_ALL_OFF, False, device_id=1).isError()
        assert rig.pulse_log() == []
        assert not client.write_coil(_FIRST_PULSE + 4, True, device_id=1).isError()
        assert rig.pulses(5) == 1
        refused = client.write_coil(_FIRST_PULSE + 8, True, device_id=1)
        assert refused.isError()
        assert refused.exception_code == ExcCodes.ILLEGAL_ADDRESS
        assert client.read_holding_registers(0, count=1, device_id=1).isError()


def test_a_pymodbus_client_pulses_our_simulated_r421a08(tmp_path: Path) -> None:
    with pymodbus_client(tmp_path, "r421a08") as (client, rig):
        assert not client.write_register(7, 0x0500, device_id=1).isError()
        assert not client.write_register(7, 0x0200, device_id=1).isError()
        assert client.read_holding_registers(1, count=1, device_id=1).registers == [0]
        assert [pulse["lock"] for pulse in rig.pulse_log()] == [7]
        assert client.write_register(9, 0x0500, device_id=1).isError()


def _carry(here: int, there: int) -> None:
    os.write(there, os.read(here, 4096))


def _until(bits: Callable[[], Sequence[bool]]) -> Sequence[bool]:
    """Ask until a contact changed, which takes it a moment."""
    for _ in range(50):
        if not all(told := bits()):
            return told
    pytest.fail("no input ever changed")
