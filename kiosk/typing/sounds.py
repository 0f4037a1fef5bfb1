"""Sounds that people do not tell apart, and how far what was typed is from what is said. Pure.

Many who learnt Mandarin late say zh as z or n as l, and type what they say. A blurred sound finds
the exact one as well, a little later in the list.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple


class Blur(StrEnum):
    """A pair of sounds that is not told apart."""

    ZH_Z = "zh/z"
    CH_C = "ch/c"
    SH_S = "sh/s"
    N_L = "n/l"
    F_H = "f/h"
    NG_N = "ng/n"


EVERY_BLUR = frozenset(Blur)
BLURRED, UNFINISHED = 45, 2
"""What a blurred and an unfinished syllable cost, in units of -10 ln of a share.

A whole word that is unfinished throughout costs less than one blurred syllable.
"""

_STARTS: Mapping[Blur, tuple[str, str]] = MappingProxyType(
    {
        Blur.ZH_Z: ("zh", "z"),
        Blur.CH_C: ("ch", "c"),
        Blur.SH_S: ("sh", "s"),
        Blur.N_L: ("l", "n"),
        Blur.F_H: ("f", "h"),
    }
)
_ENDS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


class Heard(NamedTuple):
    """One syllable as it was typed: the whole of it, or how it begins."""

    letters: str
    whole: bool = True


class Ear:
    """Tells how far a typed syllable is from a said one.

    Args:
        blurs: which sounds are not told apart.
    """

    def __init__(self, blurs: frozenset[Blur] = EVERY_BLUR) -> None:
        self._starts = tuple(_STARTS[blur] for blur in sorted(blurs) if blur in _STARTS)
        self._ends = _ENDS if Blur.NG_N in blurs else ()
        self._firsts = {
            letter: letter + twin
            for blur in sorted(blurs & {Blur.N_L, Blur.F_H})
            for pair in (_STARTS[blur], _STARTS[blur][::-1])
            for letter, twin in (pair,)
        }
        self.blurred = lru_cache(1024)(self._blurred)
        self._begun = lru_cache(1024)(self._blur_start)

    def firsts(self, heard: Heard) -> str:
        """Return the letters a syllable may begin with that was typed so."""
        return self._firsts.get(heard.letters[0], heard.letters[0])

    def distance(self, heard: Heard, syllable: str) -> int | None:
        """Return what it costs to take ``heard`` for ``syllable``, or ``None`` if it is not."""
        letters = heard.letters
        if heard.whole:
            if letters == syllable:
                return 0
            return BLURRED if self.blurred(letters) == self.blurred(syllable) else None
        if syllable.startswith(letters):
            return UNFINISHED
        near = self._begun(syllable).startswith(self._begun(letters))
        return UNFINISHED + BLURRED if near else None

    def _blurred(self, syllable: str) -> str:
        syllable = self._begun(syllable)
        for longer, shorter in self._ends:
            if syllable.endswith(longer):
                return syllable.removesuffix(longer) + shorter
        return syllable

    def _blur_start(self, syllable: str) -> str:
        for said, taken in self._starts:
            if syllable.startswith(said):
                return taken + syllable.removeprefix(said)
        return syllable
