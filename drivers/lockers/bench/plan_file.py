"""The station file in the hands of a technician at the screen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from drivers.lockers.bench.learning import LearnedDoor
from drivers.lockers.bench.station_file import Proposal, write
from drivers.lockers.bench.station_text import BankText
from drivers.lockers.wiring import Contact
from drivers.registry import FAMILIES
from kiosk.commissioning import BoardFound, PlanChange
from kiosk.config.load import read_station, station_path
from kiosk.config.schema import BankDevice, DoorDevice
from kiosk.errors import ConfigError, Refused
from kiosk.ids import BankId, DoorId

_Learns = Callable[[BankDevice, DoorDevice], LearnedDoor | None]
_HEAD = 2
"""Lines before the first change in a difference."""
_OTHER = {
    Contact.CLOSED_IS_1: Contact.CLOSED_IS_0,
    Contact.CLOSED_IS_0: Contact.CLOSED_IS_1,
}


class StationPlanFile:
    """One station file, read anew for each change. Satisfies :class:`kiosk.commissioning.PlanFile`.

    Args:
        name_or_path: as ``run --station`` takes it.
    """

    def __init__(self, name_or_path: str) -> None:
        self._path: Path = station_path(name_or_path)

    def rewired(self, wires: Mapping[DoorId, DoorId]) -> PlanChange:
        """Return the change that gives each door the lock another has now.

        Raises:
            Refused: ``plan_not_changed``: it cannot be read, or would not pass its check.
        """

        def wire(bank: BankDevice, door: DoorDevice) -> LearnedDoor | None:
            if door.id not in wires:
                return None
            other = next(each for each in bank.doors if each.id == wires[door.id])
            contact = _contact(bank, other)
            return LearnedDoor(door.id, other.board, other.lock, contact, None)

        return self._changed(wire)

    def inverted(self, doors: Collection[DoorId]) -> PlanChange:
        """Return the change that reads the contacts of these doors the other way round.

        Raises:
            Refused: ``plan_not_changed``: as above.
        """

        def turned(bank: BankDevice, door: DoorDevice) -> LearnedDoor | None:
            if door.id not in doors:
                return None
            contact = _OTHER.get(_contact(bank, door))
            return LearnedDoor(door.id, door.board, door.lock, contact, None)

        return self._changed(turned)

    def answering(self, bank: BankId, boards: Sequence[BoardFound]) -> PlanChange:
        """Return the change that gives a bank the family, speed and addresses that answer.

        Raises:
            Refused: ``plan_not_changed``; ``boards_differ`` (``file``, ``found``): how many.
        """
        before = self._read()
        try:
            device = next(it for it in read_station(before).device.banks if it.name == bank)
            there = sorted(board.address for board in device.boards)
            found = sorted(board.address for board in boards)
            if len(there) != len(found):
                raise Refused("boards_differ", file=len(there), found=len(found))
            family, baud = boards[0].family, boards[0].baud
            usual = FAMILIES[family].bauds[0]
            text = BankText(before, bank).answering(
                dict(zip(there, found, strict=True)),
                family=family,
                baud=None if baud == (device.baud or usual) else baud,
            )
            read_station(text)
        except (ConfigError, StopIteration) as error:
            raise Refused("plan_not_changed") from error
        return self._change(before, text)

    def write(self, change: PlanChange) -> None:
        """Write it, whole or not at all.

        Raises:
            Refused: ``plan_not_changed``: it cannot be written, or was changed meanwhile.
        """
        if self._read() != change.before:
            raise Refused("plan_not_changed")
        try:
            write(Proposal(self._path, change.before, change.text))
        except OSError as error:
            raise Refused("plan_not_changed") from error

    def _changed(self, learned: _Learns) -> PlanChange:
        before = text = self._read()
        try:
            for bank in read_station(before).device.banks:
                doors = [found for door in bank.doors if (found := learned(bank, door)) is not None]
                usual = {board.address: _usual(bank, board.address) for board in bank.boards}
                text = BankText(text, bank.name).rewired(doors, usual)
            read_station(text)
        except (ConfigError, StopIteration) as error:
            raise Refused("plan_not_changed") from error
        return self._change(before, text)

    def _change(self, before: str, text: str) -> PlanChange:
        rows = Proposal(self._path, before, text).difference.splitlines()[_HEAD:]
        return PlanChange(sum(row.startswith("+") for row in rows), text, before)

    def _read(self) -> str:
        try:
            return self._path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise Refused("plan_not_changed") from error


def _contact(bank: BankDevice, door: DoorDevice) -> Contact:
    """Return what the contact of a door says as the file stands."""
    return _usual(bank, door.board) if door.contact is None else Contact(door.contact)


def _usual(bank: BankDevice, address: int) -> Contact:
    board = next(board for board in bank.boards if board.address == address)
    return FAMILIES[bank.family].contact if board.contact is None else Contact(board.contact)
