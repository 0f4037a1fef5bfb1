"""A bank as the station file wires it, or as the options describe it."""

from __future__ import annotations

import argparse
from pathlib import Path

from drivers.banks import wiring
from drivers.lockers.wiring import BankWiring, Board, Contact, DoorWire, StatusOrder
from drivers.registry import FAMILIES
from kiosk.config import load_station
from kiosk.config.schema import BankDevice
from kiosk.errors import ConfigError, Problem
from kiosk.ids import DoorId

_USUAL_LOCKS = 24


def wiring_of(args: argparse.Namespace) -> BankWiring:
    """Return the cabinet the options mean: ``--station`` with ``--bank``, or board and locks.

    Raises:
        ConfigError: the station file has mistakes, or no such bank.
    """
    if args.station is not None:
        return _chosen(from_station(args.station, args.bank, args.port), args)
    family = FAMILIES[args.family]
    most = min(_USUAL_LOCKS, family.locks[-1])
    locks = args.locks or tuple(range(1, most + 1))
    contact = Contact(args.contact) if args.contact else None
    order = StatusOrder(args.status_order)
    board = Board(address=args.board, locks=max(locks), contact=contact, status_order=order)
    doors = tuple(DoorWire(DoorId(str(lock)), args.board, lock) for lock in locks)
    return BankWiring(args.port or "", family.name, (board,), doors, baud=args.baud)


def from_station(path: Path | str, name: str, port: str | None) -> BankWiring:
    """Return a bank of a station file; ``port`` takes the place of the one in the file.

    Raises:
        ConfigError: the station file has mistakes, or no such bank.
    """
    bank = bank_of(path, name)
    return wiring(bank, port or bank.port)


def bank_of(path: Path | str, name: str) -> BankDevice:
    """Return a bank of a station file.

    Raises:
        ConfigError: the station file has mistakes, or no such bank.
    """
    file = load_station(path)
    found = next((bank for bank in file.device.banks if bank.name == name), None)
    if found is None:
        raise ConfigError([Problem(str(path), f"has no bank {name}")])
    return found


def _chosen(bank: BankWiring, args: argparse.Namespace) -> BankWiring:
    """Keep the doors that ``--doors`` names, all where it names none."""
    if not args.doors:
        return bank
    wanted = set(args.doors.split(","))
    doors = tuple(door for door in bank.doors if door.door in wanted)
    missing = sorted(wanted - {door.door for door in doors})
    if missing:
        raise ConfigError([Problem("--doors", f"there is no {', '.join(missing)}")])
    return BankWiring(bank.port, bank.family, bank.boards, doors, baud=bank.baud)
