"""Lines that are no local port: RS-485 gateways (``socket://``, ``rfc2217://``), and ``loop://``."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import serial
from serial.rfc2217 import PortManager

from drivers.cli import main
from drivers.lockers.bank import SerialBank
from drivers.lockers.wiring import BankWiring, Board
from drivers.registry import FAMILIES, serial_bank
from kiosk.errors import PortUnavailable
from kiosk.ports import Outcome, Reading
from tests.contract.lockers.families import TRAITS, Traits
from tests.contract.lockers.lines import Rig, door, served_rig, wiring
from tests.memory_line import VirtualTime
from tests.stepped_line import LoopPort

of_every_family = pytest.mark.parametrize("traits", TRAITS, ids=lambda traits: traits.name)
pytestmark = pytest.mark.filterwarnings("ignore:set(Daemon|Name).. is deprecated")


class Pty(serial.Serial):
    """A port without modem lines, which the gateway would tell of."""

    cts = dsr = ri = cd = False

    def _update_dtr_state(self) -> None:
        return

    def _update_rts_state(self) -> None:
        return


class Rfc2217Gateway:
    """A serial port behind RFC 2217: the protocol is pyserial's own, the far end of ours."""

    def __init__(self, port: str) -> None:
        self.port = Pty(port, timeout=0)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._wake_read, self._wake_write = os.pipe()
        self.url = f"rfc2217://127.0.0.1:{self._listener.getsockname()[1]}"
        self._client: socket.socket | None = None
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def hang_up(self) -> None:
        """Lose the client, and go on listening."""
        assert self._client is not None
        self._client.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        os.write(self._wake_write, b".")
        self._thread.join()
        for each in (self._listener, self.port):
            each.close()
        os.close(self._wake_read)
        os.close(self._wake_write)

    def _serve(self) -> None:
        while self._ready(self._listener) is self._listener:
            client, _ = self._listener.accept()
            self._client = client
            with client:
                if not self._carry(client):
                    return

    def _carry(self, client: socket.socket) -> bool:
        """Carry bytes both ways until the client hangs up; return false when told to stop."""
        writing = threading.Lock()

        class Peer:
            def write(self, data: bytes) -> None:
                with writing:
                    client.sendall(data)

        manager = PortManager(self.port, Peer())  # type: ignore[arg-type]
        while (ready := self._ready(client, self.port)) is not None:
            if ready is self.port:
                client.sendall(b"".join(manager.escape(self.port.read(4096))))
                continue
            with contextlib.suppress(OSError):
                if data := client.recv(4096):
                    self.port.write(b"".join(manager.filter(data)))
                    continue
            return True
        return False

    def _ready(self, *sources: Any) -> Any:
        ready, _, _ = select.select([*sources, self._wake_read], [], [])
        return None if self._wake_read in ready else ready[0]


@contextlib.contextmanager
def behind_rfc2217(folder: Path, traits: Traits) -> Iterator[tuple[Rig, Rfc2217Gateway]]:
    """Give the rig of a cabinet on a pty, and a gateway in front of that pty."""
    rig = served_rig(folder, "pty", traits.plan(), family=traits.name)
    gateway = Rfc2217Gateway(str(folder / "bank"))
    try:
        yield rig, gateway
    finally:
        gateway.close()
        rig.end()


@of_every_family
def test_a_door_opens_behind_an_rfc2217_gateway(tmp_path: Path, traits: Traits) -> None:
    with behind_rfc2217(tmp_path, traits) as (rig, gateway):
        bank = serial_bank(wiring(gateway.url, boards=(traits.board(),), family=traits.name))
        try:
            before = set(bank.read().values())
            opening = bank.open(door(1, 3))
            after, health = bank.read()[door(1, 3)], bank.health()
        finally:
            bank.close()
        assert rig.pulses_in_time(3, 1) == 1
    felt = (Reading.CLOSED, Outcome.OPENED, Reading.OPEN)
    blind = (Reading.UNKNOWN, Outcome.UNCONFIRMED, Reading.UNKNOWN)
    assert (*before, opening.outcome, after) == (felt if traits.feels else blind)
    assert health.skipped_bytes == 0  # what a busy machine answers late is asked for again


def test_a_gateway_that_goes_away_and_comes_back_is_found_again(tmp_path: Path) -> None:
    with behind_rfc2217(tmp_path, TRAITS[0]) as (rig, gateway):
        bank = serial_bank(wiring(gateway.url))
        try:
            assert bank.read()[door(1, 3)] is Reading.CLOSED
            gateway.hang_up()
            with pytest.raises(PortUnavailable):
                _read_thrice(bank)
            assert bank.health().why_not == "unplugged"
            assert bank.open(door(1, 3)).outcome is Outcome.OPENED
            assert (rig.pulses(3), bank.health().reconnects) == (1, 1)
        finally:
            bank.close()


def _read_thrice(bank: SerialBank) -> None:
    for _ in range(3):
        bank.read()


def test_a_gateway_is_searched_at_the_speed_that_it_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with behind_rfc2217(tmp_path, TRAITS[0]) as (_, gateway):
        scan = ["bank", "scan", "--port", gateway.url, "--family", "xor8a", "--baud", "9600"]
        assert main([*scan, "--seconds", "20"]) == 0
    assert "xor8a board 1 at 9600 baud" in capsys.readouterr().out


def test_a_gateway_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bank", "state", "--port", "rfc2217://127.0.0.1:1"]) == 14
    said = capsys.readouterr().err
    assert said.count("\n") == 1


def test_an_adapter_that_is_searched_for_and_not_found_is_missing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["bank", "state", "--port", "hwgrep://FFFF:FFFF"]) == 10
    assert "no such port" in capsys.readouterr().err


def test_a_line_that_only_hears_itself_opens_nothing() -> None:
    for name in FAMILIES:
        told = _on_a_loop(name)
        assert told == (Outcome.UNCONFIRMED, False, True, {Reading.UNKNOWN})


def _on_a_loop(name: str) -> tuple[Outcome, bool, bool, set[Reading]]:
    family = FAMILIES[name]
    board = Board(family.addresses[1], family.locks[:8][-1])
    wires, clock = wiring("loop://", boards=(board,), family=name), VirtualTime()
    bank = serial_bank(wires, port=LoopPort(wires.port, family.bauds[0], clock), time=clock)
    opening = bank.open(door(board.address, 3))
    readings, answering, echo = bank.read(), bank.answering, bank.health().echo
    bank.close()
    return opening.outcome, answering, echo, set(readings.values())


def test_a_scan_says_that_the_adapter_hears_itself(capsys: pytest.CaptureFixture[str]) -> None:
    scan = ["bank", "scan", "--port", "loop://", "--baud", "9600", "--seconds", "10"]
    assert main([*scan, "--family", "xor8a"]) == 20
    assert "hears itself" in capsys.readouterr().err


def test_a_wiring_takes_any_address_that_pyserial_takes() -> None:
    for url in ("loop://", "socket://127.0.0.1:1", "rfc2217://127.0.0.1:1", "hwgrep://FFFF:FFFF"):
        bank = serial_bank(BankWiring(url, "xor8a", (Board(1, 8),), ()))
        assert not bank.health().connected
        bank.close()
