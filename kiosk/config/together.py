"""One station from the files of its terminals: for the hub, which has the doors of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

from msgspec.structs import replace

from kiosk.config.schema import BankDevice, StationFile
from kiosk.errors import ConfigError, Problem
from kiosk.ids import StationId


def stations(files: Iterable[StationFile]) -> tuple[StationFile, ...]:
    """Return each station once: what its first file says, with the cabinets of all its files.

    Raises:
        ConfigError: two different cabinets of a station have the same name, or a door in common.
    """
    found: dict[StationId, list[StationFile]] = {}
    for file in files:
        found.setdefault(file.id, []).append(file)
    return tuple(reduce(_joined, each) for each in found.values())


def _joined(first: StationFile, other: StationFile) -> StationFile:
    known = first.device.banks
    more = tuple(bank for bank in other.device.banks if bank not in known)
    problems = [*_named_alike(known, more), *_doors_alike(known, more)]
    if problems:
        raise ConfigError([Problem(f"{first.id}: {what}", "is used twice") for what in problems])
    return replace(first, device=replace(first.device, banks=(*known, *more)))


def _named_alike(known: Sequence[BankDevice], more: Sequence[BankDevice]) -> list[str]:
    names = {bank.name for bank in known}
    return [f"cabinet {bank.name}" for bank in more if bank.name in names]


def _doors_alike(known: Sequence[BankDevice], more: Sequence[BankDevice]) -> list[str]:
    doors = {door.id for bank in known for door in bank.doors}
    return [f"door {door.id}" for bank in more for door in bank.doors if door.id in doors]
