"""Code entry that rests after too many wrong codes, wherever six digits are asked for. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from kiosk.clock import Moment
from kiosk.errors import Refused

RESTS_MIN = 2
"""Each further rest is this many times as long as the one before."""


class CodeRest(msgspec.Struct, frozen=True):
    """Code entry rests until then; ``times`` in a row doubles the next rest."""

    until: datetime
    times: int


def must_not_rest(rest: CodeRest | None, moment: Moment) -> None:
    """Do nothing if codes may be entered.

    Raises:
        Refused: ``codes_resting`` (until).
    """
    if rest is not None and moment.at < rest.until:
        raise Refused("codes_resting", until=rest.until)


def next_rest(rest: CodeRest | None, moment: Moment) -> CodeRest:
    """Return the rest that begins now, longer each time until a right code comes."""
    limits = moment.settings.lockers
    times = 1 if rest is None else rest.times + 1
    minutes = min(limits.rest_first_min * RESTS_MIN ** (times - 1), limits.rest_longest_min)
    return CodeRest(moment.at + timedelta(minutes=minutes), times)


class WrongCodes:
    """Counts wrong codes in a row, for a desk; not kept over a restart."""

    def __init__(self) -> None:
        self._wrong = 0

    def right(self) -> None:
        """A right code came."""
        self._wrong = 0

    def wrong(self, moment: Moment) -> bool:
        """Count a wrong one; tell whether code entry is to rest now."""
        self._wrong += 1
        if self._wrong < moment.settings.lockers.wrong_codes:
            return False
        self._wrong = 0
        return True
