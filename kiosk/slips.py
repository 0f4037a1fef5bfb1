"""What a slip says, as data: blocks from top to bottom, in words a person reads. Pure.

Whoever knows the matter builds a ``Slip`` in the language of the visit; a printer driver turns it
into a picture of its own width. Nothing personal stands on a slip: numbers and codes only.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

import msgspec


class Speech(Protocol):
    """Sentences in one language; ``kiosk.words.Words`` is one."""

    @property
    def language(self) -> str: ...

    def gettext(self, message: str) -> str: ...

    def ngettext(self, singular: str, plural: str, n: int) -> str: ...


class TextSize(StrEnum):
    """How large running text is, relative to the slip's ordinary type."""

    SMALL = "small"
    NORMAL = "normal"
    LARGE = "large"


class Title(msgspec.Struct, frozen=True, tag="title"):
    """The heading of the slip, centred: the name of the station."""

    text: str


class Big(msgspec.Struct, frozen=True, tag="big"):
    """The one thing to remember, as large as the paper allows, on one line: ``A1-017``."""

    text: str


class Text(msgspec.Struct, frozen=True, tag="text"):
    """A paragraph; wrapped, never cut."""

    text: str
    size: TextSize = TextSize.NORMAL
    bold: bool = False
    centred: bool = False


class Pair(msgspec.Struct, frozen=True):
    """A label and its value."""

    label: str
    value: str


class Pairs(msgspec.Struct, frozen=True, tag="pairs"):
    """Labels at the left, values beside them; a long value goes on below."""

    rows: tuple[Pair, ...]


class List(msgspec.Struct, frozen=True, tag="list"):
    """Items under a heading, each with a box to tick."""

    heading: str
    items: tuple[str, ...]


class Qr(msgspec.Struct, frozen=True, tag="qr"):
    """A code to scan, with a line of words under it."""

    data: str
    caption: str = ""


class Rule(msgspec.Struct, frozen=True, tag="rule"):
    """A line across the paper."""


Block = Title | Big | Text | Pairs | List | Qr | Rule


class Slip(msgspec.Struct, frozen=True):
    """One piece of paper.

    Attributes:
        language: ``zh`` or ``en``; decides how lines are broken.
        large: printed in large type, as the visit asked for.
    """

    blocks: tuple[Block, ...]
    language: str = "zh"
    large: bool = False
