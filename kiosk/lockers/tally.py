"""Counting how doors open in a test: outcomes and milliseconds, door by door. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from types import MappingProxyType

import msgspec

from kiosk.ids import DoorId
from kiosk.ports import Opening, Outcome


class DoorTally(msgspec.Struct, frozen=True):
    """What one door did.

    Attributes:
        ms: of every opening that was ``opened``, in the order they came.
        left_open: cycles that were left out because nobody had shut the door.
    """

    outcomes: Mapping[Outcome, int] = MappingProxyType({})
    ms: tuple[int, ...] = ()
    pulses: int = 0
    left_open: int = 0

    def with_opening(self, opening: Opening) -> DoorTally:
        """Return the tally with one more opening."""
        count = self.outcomes.get(opening.outcome, 0) + 1
        opened = opening.outcome is Outcome.OPENED
        return msgspec.structs.replace(
            self,
            outcomes=MappingProxyType({**self.outcomes, opening.outcome: count}),
            ms=(*self.ms, opening.elapsed_ms) if opened else self.ms,
            pulses=self.pulses + opening.pulses,
        )

    def with_left_open(self) -> DoorTally:
        """Return the tally with one more cycle that was left out."""
        return msgspec.structs.replace(self, left_open=self.left_open + 1)

    def count(self, outcome: Outcome) -> int:
        """Return how often an order ended so."""
        return self.outcomes.get(outcome, 0)

    @property
    def cycles(self) -> int:
        """Orders that were given."""
        return sum(self.outcomes.values())

    @property
    def good(self) -> bool:
        """Every order opened the door, with one pulse each."""
        opened = self.count(Outcome.OPENED)
        return opened == self.cycles == self.pulses and opened > 0 and not self.left_open


class Times(msgspec.Struct, frozen=True):
    """Milliseconds from the order to the door being sensed open."""

    least: int
    median: int
    p99: int
    most: int


def times(ms: Iterable[int]) -> Times | None:
    """Return least, median, 99th percentile (nearest rank) and most; ``None`` without any."""
    ranked = sorted(ms)
    if not ranked:
        return None
    rank = -(-99 * len(ranked) // 100) - 1
    return Times(ranked[0], round(median(ranked)), ranked[rank], ranked[-1])


Tallies = Mapping[DoorId, DoorTally]


def in_all(tallies: Tallies, outcome: Outcome) -> int:
    """Return how often orders of all doors ended so."""
    return sum(tally.count(outcome) for tally in tallies.values())


def worst(tallies: Tallies) -> Outcome:
    """Return the outcome that matters most among all that happened."""
    order: Sequence[Outcome] = (
        Outcome.NOT_OPENED,
        Outcome.UNCONFIRMED,
        Outcome.NOT_SENT,
        Outcome.ALREADY_OPEN,
    )
    return next((one for one in order if in_all(tallies, one)), Outcome.OPENED)
