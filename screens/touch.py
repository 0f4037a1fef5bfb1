"""Which touches count. Pure: is told the time, knows no window.

One finger at a time; a second press within 400 ms is ignored; after a page was woken, half a second
of nothing. The staff entrance is a walk over three corners whose last touch is held.
"""

from __future__ import annotations

from collections.abc import Hashable

SECOND_PRESS = 0.4
"""Seconds in which another press is taken for a tremble."""
WAKING = 0.5
"""Seconds after waking in which nothing counts."""
STUCK = 10.0
"""Seconds after which a finger that never left is taken for a lost message."""
KEY_BOUNCE = 0.25
"""Seconds in which the same digit again is taken for a tremble."""


class TouchGuard:
    """Lets one finger through at a time, and not too soon after the last."""

    def __init__(self) -> None:
        self._finger: Hashable | None = None
        self._since = float("-inf")
        self._pressed = float("-inf")
        self._deaf_until = float("-inf")

    def pause(self, now: float, seconds: float = WAKING) -> None:
        """Let nothing through for ``seconds``."""
        self._deaf_until = now + seconds

    def too_soon(self, now: float) -> bool:
        """Tell whether a press now would be a second press of the last one."""
        return now - self._pressed < SECOND_PRESS

    def down(self, finger: Hashable, now: float, *, quick: bool = False) -> bool:
        """Tell whether this finger counts.

        Args:
            quick: it falls on a key, where typing may be fast.
        """
        if now < self._deaf_until:
            return False
        if self._finger is not None and now - self._since < STUCK:
            return False
        if not quick and self.too_soon(now):
            return False
        self._finger, self._since, self._pressed = finger, now, now
        return True

    def follows(self, finger: Hashable) -> bool:
        """Tell whether a move belongs to the finger that counts."""
        return finger == self._finger

    def up(self, finger: Hashable) -> bool:
        """Tell whether this was the finger that counts; the next one may come."""
        if finger != self._finger:
            return False
        self._finger = None
        return True


class Tremble:
    """Tells a key that is touched again from a finger that trembled on it."""

    def __init__(self) -> None:
        self._last: tuple[str, float] = ("", float("-inf"))

    def again(self, key: str, now: float) -> bool:
        """Tell whether this is the last touch of ``key`` once more; else remember it."""
        last, at = self._last
        if key == last and now - at < KEY_BOUNCE:
            return True
        self._last = (key, now)
        return False


class CornerWalk:
    """The staff entrance: top left, top right, bottom right, bottom left; the last one is held.

    Args:
        width, height: of the panel, px.
        corner: side of a corner, px.
    """

    WITHIN = 8.0
    """Seconds for the whole walk."""
    HELD = 2.0
    """Seconds the last touch stays."""

    def __init__(self, width: float, height: float, corner: float) -> None:
        self._size = (width, height)
        self._corner = corner
        self._steps: list[float] = []
        self._held: Hashable | None = None

    def down(self, finger: Hashable, x: float, y: float, now: float) -> bool:
        """Follow a touch; True when it is the last one, which must now be held."""
        self._held = None
        if self._steps and now - self._steps[0] > self.WITHIN:
            self._steps.clear()
        if not self._in_corner(len(self._steps), x, y):
            self._steps.clear()
            if not self._in_corner(0, x, y):
                return False
        self._steps.append(now)
        if len(self._steps) < len(self._corners()):
            return False
        self._steps.clear()
        self._held = finger
        return True

    def up(self, finger: Hashable) -> None:
        """A finger left: it is not held any more."""
        if finger == self._held:
            self._held = None

    def is_held(self, finger: Hashable) -> bool:
        """Tell whether the last touch of the walk is still there."""
        return self._held is not None and finger == self._held

    def _corners(self) -> tuple[tuple[float, float], ...]:
        width, height = self._size
        side = self._corner
        left, right, bottom, top = 0.0, width - side, 0.0, height - side
        return ((left, top), (right, top), (right, bottom), (left, bottom))

    def _in_corner(self, step: int, x: float, y: float) -> bool:
        left, bottom = self._corners()[step]
        return left <= x <= left + self._corner and bottom <= y <= bottom + self._corner
