"""What a technician at the screen asks of the wiring, as protocols. Drivers implement them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from enum import StrEnum
from typing import Protocol

import msgspec

from kiosk.ids import BankId, DoorId


class PlanChange(msgspec.Struct, frozen=True):
    """A change of the station file that was not written yet.

    Attributes:
        lines: how many of its lines change.
        text: the whole file as it would be.
        before: as it is now; another file than this one is not overwritten.
    """

    lines: int
    text: str
    before: str


class BoardFound(msgspec.Struct, frozen=True):
    """A board that answered."""

    family: str
    baud: int
    address: int


class PlanFile(Protocol):
    """The station file, as far as a technician at the cabinet may change it."""

    def rewired(self, wires: Mapping[DoorId, DoorId]) -> PlanChange:
        """Return the change that gives each door the lock another has now.

        Raises:
            Refused: ``plan_not_changed``: it cannot be read, or would not pass its check.
        """
        ...

    def inverted(self, doors: Collection[DoorId]) -> PlanChange:
        """Return the change that reads the contacts of these doors the other way round.

        Raises:
            Refused: ``plan_not_changed``.
        """
        ...

    def answering(self, bank: BankId, boards: Sequence[BoardFound]) -> PlanChange:
        """Return the change that gives a bank the family, speed and addresses that answer.

        The boards keep their order: the lowest address of the file becomes the lowest found.

        Raises:
            Refused: ``plan_not_changed``; ``boards_differ`` (``file``, ``found``): how many.
        """
        ...

    def write(self, change: PlanChange) -> None:
        """Write it, whole or not at all. It holds from the next start.

        Raises:
            Refused: ``plan_not_changed``: it cannot be written, or was changed meanwhile.
        """
        ...


class LineSays(StrEnum):
    """What a search of a line found, beside the boards themselves."""

    SILENT = "silent"
    HEARS_ITSELF = "hears_itself"
    """The adapter has an echo: it is fine, the boards do not answer."""
    NO_FRAME = "no_frame"
    """Bytes came, but none that make a frame."""
    TALKS = "talks"
    """Bytes came although nobody asked."""
    REFUSES = "refuses"
    """A board understood the question and will not answer it."""
    SHARED = "shared"
    """Two boards share an address."""
    MIXED = "mixed"
    """Two families hang on one line."""
    UNFINISHED = "unfinished"
    """The time was up before everything was asked."""
    NO_PORT = "no_port"
    """The port cannot be opened."""


class LineFound(msgspec.Struct, frozen=True):
    """What a search of one line found."""

    boards: tuple[BoardFound, ...] = ()
    says: tuple[LineSays, ...] = ()


class LineSearch(Protocol):
    """Looks for boards on the line of a bank, with questions only."""

    def search(self, bank: BankId, told: Callable[[LineFound], None]) -> None:
        """Search in the lane of the bank, whose doors do not open meanwhile; ``told`` is posted."""
        ...
