"""What a page wants to be told: one field, as data. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

PHONE_DIGITS = 11
"""Digits of a mobile number in mainland China; it begins with 1."""


class Kind(StrEnum):
    """What may be typed, and with which keys one begins."""

    TEXT = "text"
    NAME = "name"
    PHONE = "phone"
    DIGITS = "digits"
    LATIN = "latin"


LIMITS: Mapping[Kind, int] = MappingProxyType(
    {Kind.TEXT: 60, Kind.NAME: 20, Kind.PHONE: PHONE_DIGITS, Kind.DIGITS: 12, Kind.LATIN: 60}
)
"""Characters a field holds where its page says nothing else."""


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field.

    Attributes:
        name: under this name the text stands in ``Visit.given``; unique within a task.
        label: the question, in the language of the visit.
        hint: one quiet line below it (an example, why it is asked).
        limit: most characters; 0: as usual for its kind.
        words: offered before anything is typed, and first among the candidates.
        optional: may be left empty.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    hint: str = ""
    limit: int = 0
    words: tuple[str, ...] = ()
    optional: bool = False

    @property
    def most(self) -> int:
        """Return how many characters it holds."""
        return self.limit or LIMITS[self.kind]

    @property
    def by_digits(self) -> bool:
        """Return whether it is typed on the ten large digit keys."""
        return self.kind in (Kind.PHONE, Kind.DIGITS)


class Lack(StrEnum):
    """Why a text is no answer to its field yet."""

    EMPTY = "empty"
    LETTERS = "letters"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NO_PHONE = "no_phone"


def lacks(field: Field, text: str) -> Lack | None:
    """Return what is wrong with ``text`` as an answer, or ``None``."""
    text = text.strip()
    if not text:
        return None if field.optional else Lack.EMPTY
    if len(text) > field.most:
        return Lack.TOO_LONG
    if field.by_digits and not (text.isascii() and text.isdigit()):
        return Lack.LETTERS
    return _phone_lacks(text) if field.kind is Kind.PHONE else None


def _phone_lacks(text: str) -> Lack | None:
    if len(text) < PHONE_DIGITS:
        return Lack.TOO_SHORT
    return None if text[0] == "1" else Lack.NO_PHONE


def phone_grouped(digits: str) -> str:
    """Return a mobile number as people read it: 3-4-4."""
    return " ".join(part for part in (digits[:3], digits[3:7], digits[7:]) if part)
