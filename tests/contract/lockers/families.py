"""What the scenarios must know of each family: one row a family, by its paper."""

from __future__ import annotations

from typing import Any

import msgspec

from drivers.lockers.frames import Family
from drivers.lockers.simulator.board import BoardPlan
from drivers.lockers.wiring import Board, Contact
from drivers.registry import FAMILIES


class Traits(msgspec.Struct, frozen=True):
    """A family as the scenarios see it.

    Attributes:
        locks: on the usual board.
        several: boards of every size that may share a line.
        report_head: what reports of doors begin with; 0 where boards send none.
        acknowledges: whether an order is usually answered.
        quirks: other ways in which a board of the family may have been built.
        questions: kinds of questions the boards answer; none where nothing is felt.
    """

    name: str
    several: tuple[BoardPlan, ...]
    locks: int = 24
    report_head: int = 0
    acknowledges: bool = True
    quirks: tuple[tuple[str, Any], ...] = ()
    questions: tuple[str, ...] = ("one", "all")

    @property
    def family(self) -> Family:
        return FAMILIES[self.name]

    @property
    def feels(self) -> bool:
        return bool(self.questions)

    @property
    def reports(self) -> bool:
        return bool(self.report_head)

    @property
    def asks_both(self) -> bool:
        return len(self.questions) > 1

    def plan(self, **changes: Any) -> BoardPlan:
        """Return the usual board as simulated."""
        usual = {"locks": self.locks, "acknowledges": self.acknowledges}
        return BoardPlan(**usual | changes)

    def board(self, **changes: Any) -> Board:
        """Return the usual board as wired."""
        return Board(**{"address": 1, "locks": self.locks} | changes)

    @property
    def inverted(self) -> Contact:
        """Return the polarity that the paper does not say."""
        usual = self.family.contact
        return Contact.CLOSED_IS_0 if usual is Contact.CLOSED_IS_1 else Contact.CLOSED_IS_1


TRAITS = (
    Traits(
        "xor8a",
        several=(
            BoardPlan(address=1, locks=8),
            BoardPlan(address=2, locks=24, status_bytes=4),
            BoardPlan(address=31, locks=50),
        ),
        report_head=0x81,
        quirks=(("status_bytes", 7), ("reply_seconds", 0.3)),
    ),
    Traits(
        "wkly",
        several=(
            BoardPlan(address=0, locks=12),
            BoardPlan(address=1, locks=24),
            BoardPlan(address=31, locks=4),
        ),
        report_head=0x85,
        quirks=(("reply_seconds", 0.2),),
    ),
    Traits(
        "dc",
        several=(
            BoardPlan(address=1, locks=12),
            BoardPlan(address=2, locks=24),
            BoardPlan(address=99, locks=24, status_bytes=4),
        ),
        quirks=(("short_answers", True), ("status_bytes", 8), ("reply_seconds", 0.3)),
    ),
    Traits(
        "cu48",
        several=(
            BoardPlan(address=0, locks=48),
            BoardPlan(address=1, locks=12),
            BoardPlan(address=9, locks=24),
        ),
        quirks=(("reply_seconds", 0.3),),
        questions=("all",),
    ),
    Traits(
        "cu16",
        locks=16,
        several=(
            BoardPlan(address=0, locks=16),
            BoardPlan(address=1, locks=8),
            BoardPlan(address=15, locks=16),
        ),
        acknowledges=False,
        quirks=(("acknowledges", True), ("reply_seconds", 0.3)),
        questions=("all",),
    ),
    Traits(
        "waveshare",
        locks=8,
        several=(
            BoardPlan(address=1, locks=8),
            BoardPlan(address=2, locks=4),
            BoardPlan(address=247, locks=8),
        ),
        quirks=(("reply_seconds", 0.3),),
        questions=("all",),
    ),
    Traits("r421a08", locks=8, several=(BoardPlan(address=1, locks=8),), questions=()),
)
