"""Which keys there are, layer by layer. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Layer(StrEnum):
    """A set of keys. A page for writing by hand would be one more."""

    PINYIN = "pinyin"
    LATIN = "latin"
    DIGITS = "digits"
    SIGNS = "signs"


class Act(StrEnum):
    """What a key does that does not stand for a sign."""

    ERASE = "erase"
    CLEAR = "clear"
    SPACE = "space"
    SHIFT = "shift"
    DONE = "done"


class Key(NamedTuple):
    """One key.

    Attributes:
        sign: what it types; a layer or an act where it types nothing.
        span: how many keys wide it is.
    """

    sign: str
    span: float = 1


Row = tuple[Key, ...]

_LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SIGN_ROWS: Mapping[Layer, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        Layer.PINYIN: (*map(tuple, _LETTERS[:2]), ("'", *_LETTERS[2])),
        Layer.LATIN: (*map(tuple, _LETTERS[:2]), (Act.SHIFT, *_LETTERS[2])),
        Layer.DIGITS: (tuple("1234567890"), tuple("-/.:#()&@"), tuple("号楼栋室层年月日")),
        Layer.SIGNS: (tuple("，。、？！：；（）…"), tuple("“”《》·—-/~"), tuple(",!?'\";%+")),
    }
)
COLUMNS, WIDE_COLUMNS = 10.0, 16.0


def rows(layer: Layer, layers: tuple[Layer, ...]) -> tuple[Row, ...]:
    """Return four rows of ten: the signs, and at the bottom the layers and what is done."""
    first, second, third = (tuple(map(Key, row)) for row in _SIGN_ROWS[layer])
    span = 5 / max(4, len(layers))
    foot = (*(Key(each, span) for each in layers), Key(Act.SPACE, 1.5), Key(Act.CLEAR, 1.25))
    used = sum(key.span for key in foot)
    return first, second, (*third, Key(Act.ERASE, 2)), (*foot, Key(Act.DONE, COLUMNS - used))


def wide_rows(layer: Layer, layers: tuple[Layer, ...]) -> tuple[Row, ...]:
    """Return three rows of sixteen, for a page that is wide and low."""
    first, second, third = (tuple(map(Key, row)) for row in _SIGN_ROWS[layer])
    span = 7 / max(4, len(layers))
    return (
        (*first, Key(Act.ERASE, 3), Key(Act.CLEAR, 3)),
        (*second, *(Key(each, span) for each in layers)),
        (*third, Key(Act.SPACE, 3), Key(Act.DONE, 5)),
    )
