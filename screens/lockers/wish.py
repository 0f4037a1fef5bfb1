"""What a resident wishes beside the size, while the visit lasts."""

from __future__ import annotations

import os

import msgspec

from kiosk.journal.entry import Private
from screens.visit import Visit

WISH = "lockers.wish"
"""Under this name it stands in ``Visit.given``."""
TAIL_DIGITS = 4


class Wish(msgspec.Struct, frozen=True):
    """Options of a rental.

    Attributes:
        hours: how long; ``None`` is as long as usual.
        tail: last four digits of a phone, so that staff can help when the code is lost.
    """

    easy: bool = False
    hours: int | None = None
    tail: str = ""

    def private(self) -> Private | None:
        """Return the personal part of the entry, if anything personal was given."""
        if len(self.tail) != TAIL_DIGITS:
            return None
        return Private(body={"phone_tail": self.tail}, salt=os.urandom(16))


def wish_of(visit: Visit) -> Wish:
    """Return what this visit wishes so far."""
    wish = visit.given.get(WISH)
    return wish if isinstance(wish, Wish) else Wish()


def keep_wish(visit: Visit, **changed: object) -> Wish:
    """Change the wish; it is gone with the visit."""
    visit.given[WISH] = wish = msgspec.structs.replace(wish_of(visit), **changed)
    return wish
