"""Where a stick is that somebody put in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

_DEEPEST = 2
"""``/media/STICK`` or ``/media/NAME/STICK``."""


def sticks(
    places: Iterable[Path], is_stick: Callable[[Path], bool] = Path.is_mount
) -> Iterator[Path]:
    """Yield the sticks under ``places``, by name; a stick pulled out meanwhile is passed over."""
    for place in places:
        for depth in range(1, _DEEPEST + 1):
            try:
                yield from sorted(
                    path for path in place.glob("/".join("*" * depth)) if is_stick(path)
                )
            except OSError:
                continue
