"""In which order families, speeds and addresses are asked: the likely first. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from drivers.lockers.frames import Family

_LIKELY = 4
"""Addresses of each family that are asked first."""
SEARCHED = 33
"""Addresses of each family that are asked at all; nobody sets the switches higher."""


class Step(msgspec.Struct, frozen=True):
    """Addresses of one family to be asked at one speed."""

    family: Family
    baud: int
    addresses: Sequence[int]
    hasty: bool = False
    """Whether a line that stays silent is not waited for: most of these addresses are nobody's."""


def plan(families: Sequence[Family], baud: int | None, *, one_speed: bool = False) -> list[Step]:
    """Return everything worth asking, the likely first.

    Args:
        baud: the only speed to be tried; ``None`` tries those of each family.
        one_speed: the speed is set elsewhere (a gateway): only the usual one is tried.
    """
    able = [family for family in families if family.probes(family.addresses[0])]
    if not able:
        return []
    steps = []
    for start, stop in ((0, _LIKELY), (_LIKELY, SEARCHED)):
        hasty = start > 0
        first = [
            asked_of(family, _speeds(family, baud)[0], start, stop, hasty=hasty) for family in able
        ]
        others = [
            asked_of(family, _speeds(family, baud)[turn], start, stop, hasty=hasty)
            for turn in range(1, max(len(family.bauds) for family in able))
            for family in able
            if turn < len(_speeds(family, baud))
        ]
        steps += first + ([] if one_speed else others)
    return [step for step in steps if step.addresses]


def _speeds(family: Family, baud: int | None) -> Sequence[int]:
    return family.bauds if baud is None else (baud,)


def asked_of(family: Family, baud: int, start: int, stop: int, *, hasty: bool) -> Step:
    """Return the addresses from ``start`` to before ``stop``."""
    return Step(family, baud, family.addresses[start:stop], hasty)
