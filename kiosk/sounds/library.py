"""Where clips are found, and the samples of a whole call."""

from __future__ import annotations

import logging
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from kiosk.sounds.wav import ClipUnreadable, closer, read_wav, silence
from kiosk.voice.clips import CHIME
from kiosk.voice.manner import Manner
from kiosk.voice.spoken import spoken_call

SHIPPED = Path(__file__).resolve().parents[2] / "assets" / "sounds"
OWN = "sounds"
"""Directory of a station's own recordings, in its data directory."""
PAUSE = 0.25
"""Seconds between the chime, the languages of a call and its repeat."""

_log = logging.getLogger(__name__)


class Sounds:
    """Where clips are found: in the first directory that has a readable file of the name.

    Args:
        directories: the station's own recordings first, what the program brings along last.
    """

    def __init__(self, directories: Sequence[Path]) -> None:
        self._directories = tuple(directories)
        self._read: dict[Path, tuple[int, array[int]]] = {}

    def clip(self, name: str, language: str) -> array[int]:
        """Return the samples of a clip; a file that was replaced is read anew.

        Raises:
            ClipUnreadable: no directory has it.
        """
        last: ClipUnreadable | None = None
        for directory in self._directories:
            path = directory / (f"{name}.wav" if name == CHIME else f"{language}/{name}.wav")
            try:
                return self._samples(path)
            except ClipUnreadable as error:
                if path.exists():
                    _log.warning("sound %s/%s", language, error)
                last = error
        raise last or ClipUnreadable(name, "no directory of sounds")

    def clips(
        self, names: Iterable[str], language: str, missing: Callable[[str], object]
    ) -> Iterator[array[int]]:
        """Yield the samples of several clips; ``missing`` is told of each that there is not."""
        for name in names:
            try:
                yield self.clip(name, language)
            except ClipUnreadable:
                missing(f"{language}/{name}")

    def call(
        self, number: str, counter: int, manner: Manner, missing: Callable[[str], object]
    ) -> Iterator[array[int]]:
        """Yield the parts of a call: chime, number and counter, in each language, repeated."""
        yield from map(closer, self.clips((CHIME,), "", missing))
        for _ in range(manner.repeats):
            for language in manner.languages:
                yield silence(PAUSE)
                spoken = spoken_call(number, counter, language)
                yield from map(closer, self.clips(spoken, language, missing))

    def _samples(self, path: Path) -> array[int]:
        try:
            changed = path.stat().st_mtime_ns
        except OSError:
            raise ClipUnreadable(path.name, "is missing") from None
        known = self._read.get(path)
        if known is None or known[0] != changed:
            known = self._read[path] = changed, read_wav(path)
        return known[1]
