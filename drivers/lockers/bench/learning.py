"""What a walk teaches about a cabinet: which lock is which door, and what its contacts mean. Pure.

Beside every lock that was pulsed stands what changed on the contacts and which door somebody
saw move. From that: the map, the polarity of board and door, the order of the status bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from drivers.lockers.wiring import Acknowledges, Contact, StatusOrder
from kiosk.ids import DoorId

Bits = Mapping[int, bool | None]


class Snapshot(msgspec.Struct, frozen=True):
    """The contacts of a board, read in both orders of the status bytes; the two may be equal."""

    high_first: Bits
    low_first: Bits
    status_bytes: int = 0

    def bits(self, order: StatusOrder) -> Bits:
        """Return the contacts as they are in this order."""
        return self.low_first if order is StatusOrder.LOW_FIRST else self.high_first


class Walked(msgspec.Struct, frozen=True):
    """One lock that was pulsed.

    Attributes:
        shut: the contacts while every door was shut.
        door: what a person saw move; ``None``: nothing.
        ms: until a contact changed; ``None``: none did.
    """

    board: int
    lock: int
    shut: Snapshot
    before: Snapshot
    after: Snapshot
    door: DoorId | None = None
    ms: int | None = None
    acknowledged: bool = False


class LearnedDoor(msgspec.Struct, frozen=True):
    """Where a door is wired to.

    Attributes:
        contact: what its contact says; ``None``: no contact changed.
    """

    door: DoorId
    board: int
    lock: int
    contact: Contact | None
    ms: int | None


class LearnedBoard(msgspec.Struct, frozen=True):
    """What holds for a board."""

    address: int
    locks: int
    contact: Contact | None
    status_order: StatusOrder
    acknowledges: Acknowledges
    status_bytes: int | None


class Learned(msgspec.Struct, frozen=True):
    """A cabinet as the walk found it.

    Attributes:
        problems: what somebody must look at, as sentences.
    """

    boards: tuple[LearnedBoard, ...]
    doors: tuple[LearnedDoor, ...]
    problems: tuple[str, ...]


def learn(walked: Sequence[Walked], *, locks: int | None = None) -> Learned:
    """Return what the walk taught.

    Args:
        locks: how many each board has; ``None``: as far as a door moved.
    """
    boards, doors, problems = [], list[LearnedDoor](), list[str]()
    for address in dict.fromkeys(one.board for one in walked):
        mine = [one for one in walked if one.board == address]
        order = _order(mine)
        here = [_door(one, order) for one in mine if one.door is not None]
        doors += here
        boards.append(_board(address, mine, here, order, locks))
        problems += _problems(mine, order)
    return Learned(tuple(boards), tuple(doors), (*problems, *_twice(doors)))


def with_guesses(learned: Learned, missing: Sequence[DoorId], walked: Sequence[Walked]) -> Learned:
    """Give doors that nobody saw move the locks at which nothing moved, in their order.

    So one jammed lock does not keep a whole cabinet from being written; each guess is told.
    """
    idle = [one for one in walked if one.door is None][: len(missing)]
    if len(idle) < len(missing):
        return learned
    guessed = tuple(
        LearnedDoor(door, one.board, one.lock, None, None)
        for door, one in zip(missing, idle, strict=True)
    )
    told = (f"{door.door}: guessed to be board {door.board} lock {door.lock}" for door in guessed)
    usual = {board.address: board for board in learned.boards}
    boards = tuple(
        msgspec.structs.replace(
            usual[address],
            locks=max(usual[address].locks, *(d.lock for d in guessed if d.board == address), 0),
        )
        for address in usual
    )
    return Learned(boards, (*learned.doors, *guessed), (*learned.problems, *told))


def changed(one: Walked, order: StatusOrder) -> frozenset[int]:
    """Return the locks whose contact left the state it has while shut, by one pulse."""
    return left_shut(one.shut.bits(order), one.before.bits(order), one.after.bits(order))


def left_shut(shut: Bits, before: Bits, after: Bits) -> frozenset[int]:
    """Return the locks whose contact left its state while shut; a door shut again is not one."""
    return frozenset(
        lock
        for lock, bit in after.items()
        if bit is not None and bit != before.get(lock) and bit != shut.get(lock)
    )


def _order(mine: Sequence[Walked]) -> StatusOrder:
    hits = Counter(
        order for one in mine for order in StatusOrder if changed(one, order) == {one.lock}
    )
    low = hits[StatusOrder.LOW_FIRST] > hits[StatusOrder.HIGH_FIRST]
    return StatusOrder.LOW_FIRST if low else StatusOrder.HIGH_FIRST


def _door(one: Walked, order: StatusOrder) -> LearnedDoor:
    assert one.door is not None
    contact = None
    if one.lock in changed(one, order):
        shut_bit = one.shut.bits(order)[one.lock]
        contact = Contact.CLOSED_IS_1 if shut_bit else Contact.CLOSED_IS_0
    return LearnedDoor(one.door, one.board, one.lock, contact, one.ms)


def _board(
    address: int,
    mine: Sequence[Walked],
    doors: Sequence[LearnedDoor],
    order: StatusOrder,
    locks: int | None,
) -> LearnedBoard:
    usual = Counter(door.contact for door in doors if door.contact is not None).most_common(1)
    sizes = {one.after.status_bytes for one in mine if one.after.status_bytes}
    return LearnedBoard(
        address=address,
        locks=locks or max((door.lock for door in doors), default=mine[-1].lock),
        contact=usual[0][0] if usual else None,
        status_order=order,
        acknowledges=_acknowledges(one.acknowledged for one in mine if one.door is not None),
        status_bytes=sizes.pop() if len(sizes) == 1 and _orders_differ(mine) else None,
    )


def _orders_differ(mine: Sequence[Walked]) -> bool:
    return any(one.after.high_first != one.after.low_first for one in mine)


def _acknowledges(answers: Iterator[bool]) -> Acknowledges:
    told = set(answers)
    if told == {True}:
        return Acknowledges.ALWAYS
    return Acknowledges.NEVER if told == {False} else Acknowledges.LEARN


def _problems(mine: Sequence[Walked], order: StatusOrder) -> Iterator[str]:
    for one in mine:
        moved = sorted(changed(one, order))
        where = f"board {one.board} lock {one.lock}"
        if one.door is None and moved:
            yield f"{where}: the contact of lock {moved[0]} changed, but nobody saw a door move"
        elif one.door is not None and not moved:
            yield f"{where}: door {one.door} moved, but no contact changed; is one wired?"
        elif one.door is not None and one.lock not in moved:
            yield f"{where}: opens door {one.door}, but its contact is wired to lock {moved[0]}"


def _twice(doors: Sequence[LearnedDoor]) -> Iterator[str]:
    counts = Counter(door.door for door in doors)
    for door, count in counts.items():
        if count > 1:
            yield f"door {door} moved for {count} locks"
