"""What a walk along the doors teaches: which door each lock really opens. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from kiosk.ids import DoorId


class Walked(msgspec.Struct, frozen=True):
    """One lock that was opened by the name it has in the plan.

    Attributes:
        moved: the door that somebody saw open; ``None``: none did.
    """

    ordered: DoorId
    moved: DoorId | None


class Rewiring(msgspec.Struct, frozen=True):
    """How the plan has to change.

    Attributes:
        wires: each door that needs another lock, and the door that has that lock in the plan now.
        guesses: those of them that nobody saw open; they get what is left over, in their order.
    """

    wires: Mapping[DoorId, DoorId] = {}
    guesses: tuple[DoorId, ...] = ()


def claimed_before(walked: Sequence[Walked], moved: DoorId) -> Walked | None:
    """Return the lock that was said to open this door already; one of the two is a mistake."""
    return next((one for one in walked if one.moved == moved), None)


def rewiring(walked: Sequence[Walked]) -> Rewiring:
    """Return how the plan has to change; no lock is given to two doors.

    Args:
        walked: each lock once, each door that moved once.
    """
    seen = {one.moved: one.ordered for one in walked if one.moved is not None}
    doors = dict.fromkeys([*(one.ordered for one in walked), *seen])
    locks_left = [lock for lock in doors if lock not in seen.values()]
    unseen = [door for door in doors if door not in seen]
    left_over = {
        **{door: door for door in unseen if door in locks_left},
        **_in_order(
            [door for door in unseen if door not in locks_left],
            [lock for lock in locks_left if lock not in unseen],
        ),
    }
    wires = {door: lock for door, lock in {**seen, **left_over}.items() if door != lock}
    return Rewiring(wires, tuple(door for door in wires if door in left_over))


def _in_order(doors: Sequence[DoorId], locks: Sequence[DoorId]) -> Mapping[DoorId, DoorId]:
    return dict(zip(doors, locks, strict=True))
