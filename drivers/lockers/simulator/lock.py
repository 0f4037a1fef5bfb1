"""One electric lock with its door and its feedback contact. Time comes in as seconds."""

from __future__ import annotations

_KEPT = 16
_ROUNDING = 1e-6
"""Seconds by which sums of times may be off."""


class Lock:
    """A bolt, a sprung door and a contact.

    Attributes:
        closed_bit: what the contact says when the door is shut (wiring).
        sensor: ``False`` where no contact is wired: the bit stays 0.
        jammed: pulses that will not move the bolt; ``None`` sticks for ever, 0 is healthy.
        latch_seconds: from pulse to the door springing open.
        feedback_seconds: from the door moving to the contact saying so.
        pulses: how often the coil was driven.
    """

    def __init__(
        self,
        number: int,
        *,
        closed_bit: int = 1,
        sensor: bool = True,
        latch_seconds: float = 0.03,
        feedback_seconds: float = 0.03,
    ) -> None:
        self.number = number
        self.closed_bit = closed_bit
        self.sensor = sensor
        self.jammed: int | None = 0
        self.latch_seconds = latch_seconds
        self.feedback_seconds = feedback_seconds
        self.pulses = 0
        self._moves: list[tuple[float, bool]] = [(float("-inf"), True)]

    def pulse(self, now: float) -> float | None:
        """Drive the coil; return when the door springs open, or ``None`` if it does not move."""
        self.pulses += 1
        if self.jammed is None:
            return None
        if self.jammed:
            self.jammed -= 1
            return None
        if not self.shut_at(now):
            return None
        at = now + self.latch_seconds
        self._move(at, shut=False)
        return at

    def shut(self, now: float) -> None:
        """Somebody shuts the door."""
        self._move(now, shut=True)

    def pull(self, now: float) -> None:
        """Somebody opens the door without the bolt having been driven."""
        self._move(now, shut=False)

    def shut_at(self, moment: float) -> bool:
        """Whether the door is shut at ``moment``."""
        return next(shut for at, shut in reversed(self._moves) if at <= moment)

    def contact(self, now: float) -> int:
        """Return the bit the board reads now."""
        if not self.sensor:
            return 0
        shut = self.shut_at(now - self.feedback_seconds + _ROUNDING)
        return self.closed_bit if shut else 1 - self.closed_bit

    def _move(self, at: float, *, shut: bool) -> None:
        earlier = [move for move in self._moves if move[0] <= at]
        self._moves = [*earlier[-_KEPT:], (at, shut)]
