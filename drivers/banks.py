"""The lock banks of a station file: how each is wired, on which port, and what stands for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from drivers.lockers.bank import SerialBank
from drivers.lockers.wiring import Acknowledges, BankWiring, Board, Contact, DoorWire, StatusOrder
from drivers.registry import serial_bank
from drivers.simulated import SIMULATED, simulated
from kiosk.config import BankDevice, BoardDevice, StationFile
from kiosk.errors import ConfigError, Problem
from kiosk.ids import BankId


def ports_given(file: StationFile, given: Sequence[str]) -> dict[BankId, str]:
    """Return the port of each bank; ``given`` has ``PORT`` for the first one, or ``NAME=PORT``.

    Raises:
        ConfigError: the station has no bank to put a port on.
    """
    ports = {bank.name: bank.port for bank in file.device.banks}
    for text in given:
        name, equals, port = text.partition("=")
        bank = BankId(name) if equals and name in ports else next(iter(ports), BankId(""))
        if bank not in ports:
            raise ConfigError([Problem("--bank", f"{file.id} has no locker bank")])
        ports[bank] = port if equals and name in ports else text
    return ports


def serial_banks(
    file: StationFile, ports: Mapping[BankId, str], *, station: str, data: Path, ending: ExitStack
) -> dict[BankId, SerialBank]:
    """Return the banks of a station; where a port is ``sim``, a simulated cabinet is started.

    Args:
        station: name or path of the file, for the simulated cabinets.
        data: where they put their port, control socket and pulse log.
        ending: ends them.
    """

    def port(bank: BankDevice) -> str:
        named = ports[bank.name]
        return named if named != SIMULATED else simulated(bank.name, station, data, ending)

    return {bank.name: serial_bank(wiring(bank, port(bank))) for bank in file.device.banks}


def wiring(bank: BankDevice, port: str) -> BankWiring:
    """Return how ``bank`` is wired, for its driver."""
    doors = tuple(
        DoorWire(door.id, door.board, door.lock, _contact(door.contact)) for door in bank.doors
    )
    boards = tuple(_board(board) for board in bank.boards)
    return BankWiring(port=port, family=bank.family, boards=boards, doors=doors, baud=bank.baud)


def _board(board: BoardDevice) -> Board:
    return Board(
        address=board.address,
        locks=board.locks,
        contact=_contact(board.contact),
        status_order=StatusOrder(board.status_order),
        acknowledges=Acknowledges(board.acknowledges),
        status_bytes=board.status_bytes,
    )


def _contact(contact: str | None) -> Contact | None:
    return None if contact is None else Contact(contact)
