"""The polarity wizard: what a bit of 1 says, learned with every door shut and one then opened."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from drivers.line import Time
from drivers.lockers.bench.asking import Asks
from drivers.lockers.bench.contacts import Contacts
from drivers.lockers.bench.learning import Snapshot
from drivers.lockers.bus import Bus
from drivers.lockers.frames import Family
from drivers.lockers.wiring import Board, Contact, StatusOrder

SHUT_ALL = "Shut every door of the cabinet, then press Enter."
OPEN_ONE = "Now open one door by hand (key or latch) and press Enter."


class Polarity(msgspec.Struct, frozen=True):
    """What was learned of one board.

    Attributes:
        different: locks that say the opposite of the others while shut.
        proved_by: locks whose contact changed when a door was opened by hand.
    """

    address: int
    contact: Contact
    different: tuple[int, ...]
    proved_by: tuple[int, ...]
    sure: bool


def ask_polarity(
    family: Family, bus: Bus, time: Time, *, boards: Sequence[Board], asks: Asks
) -> tuple[Polarity, ...]:
    """Ask the person to shut all doors and open one; nothing is pulsed.

    Raises:
        PortUnavailable: the port was lost.
        DeviceSilent: a board does not answer.
    """
    contacts = Contacts(family, bus, time)
    asks.ask(SHUT_ALL)
    shut = [contacts.snapshot(board) for board in boards]
    asks.ask(OPEN_ONE)
    after = [contacts.snapshot(board) for board in boards]
    found = [_judged(*each) for each in zip(boards, shut, after, strict=True)]
    proved = any(board.proved_by for board in found)
    return tuple(msgspec.structs.replace(board, sure=proved) for board in found)


def _judged(board: Board, shut: Snapshot, after: Snapshot) -> Polarity:
    bits = shut.bits(StatusOrder.HIGH_FIRST)
    known = {lock: bit for lock, bit in bits.items() if bit is not None}
    changed = tuple(
        lock
        for lock, bit in after.bits(StatusOrder.HIGH_FIRST).items()
        if bit is not None and bit != known.get(lock)
    )
    ones = sum(known.values())
    usual = known[changed[0]] if len(changed) == 1 else 2 * ones >= len(known)
    contact = Contact.CLOSED_IS_1 if usual else Contact.CLOSED_IS_0
    different = tuple(lock for lock, bit in known.items() if bit is not usual)
    return Polarity(board.address, contact, different, changed, sure=bool(changed))
