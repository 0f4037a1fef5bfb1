"""Every changeable setting by its dotted key: how it is printed, read, checked and changed. Pure.

The table is read off the fields of ``Settings``; a setting's printed form is one line of text,
so that an entry can carry it and a person can compare two of them.

    lockers.grace_min     15
    hours.sat             08:30-12:00, 14:30-18:00   (or: closed)
    roles.technician      view_doors, open_doors
    labels.name.zh        华垦社区党群服务驿站
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from math import inf
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from kiosk.errors import Refused
from kiosk.forms import WORDS
from kiosk.hours import Hours, Span, print_spans, read_spans
from kiosk.ids import SettingKey
from kiosk.settings import Permission, Settings, contradictions

_KEPT_BY_EVENTS = frozenset({(Hours, "closures")})
"""Parts of the settings that are no settings: entries of their own change them."""


class Kind(StrEnum):
    """What is typed for a setting, so that a page can offer the right keys."""

    NUMBER = "number"
    SHARE = "share"
    POINTS = "points"
    TEXT = "text"
    CHOICE = "choice"
    HOURS = "hours"
    PERMISSIONS = "permissions"


class SettingSpec(msgspec.Struct, frozen=True):
    """One row of the table.

    Attributes:
        low: smallest number, or ``None``.
        high: largest number, or ``None``.
        choices: allowed words of a choice or of permissions.
        pattern: regular expression a text must match.
        longest: largest number of characters of a text.
        shortest: smallest number of characters of a text.
    """

    key: SettingKey
    kind: Kind
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    pattern: str | None = None
    shortest: int = 0
    longest: int | None = None

    def read(self, text: str) -> Any:
        """Read a printed value.

        Raises:
            ValueError: it is not of this kind or out of range; says why in a few words.
        """
        match self.kind:
            case Kind.NUMBER:
                return self._in_range(_number(text, int))
            case Kind.SHARE | Kind.POINTS:
                return self._in_range(_number(text, float))
            case Kind.HOURS:
                return read_spans(text)
            case Kind.PERMISSIONS:
                return self._permissions(text)
            case Kind.CHOICE:
                return self._choice(text.strip())
            case Kind.TEXT:
                return self._text(text.strip())

    def print(self, value: Any) -> str:
        """Print a value of this setting as ``read`` reads it."""
        match self.kind:
            case Kind.HOURS:
                return print_spans(value)
            case Kind.PERMISSIONS:
                return ", ".join(value)
            case Kind.SHARE | Kind.POINTS:
                return f"{value:g}"
            case _:
                return str(value)

    def _in_range(self, number: float) -> float:
        low = -inf if self.low is None else self.low
        high = inf if self.high is None else self.high
        if not low <= number <= high:  # said this way round it also catches "nan"
            raise ValueError(f"must be between {_plain(self.low)} and {_plain(self.high)}")
        return number

    def _choice(self, text: str) -> str:
        if text not in self.choices:
            raise ValueError(f'"{text}" is not one of {", ".join(self.choices)}')
        return text

    def _permissions(self, text: str) -> tuple[Permission, ...]:
        words = {self._choice(word.strip()) for word in text.split(",") if word.strip()}
        return tuple(permission for permission in Permission if permission in words)

    def _text(self, text: str) -> str:
        if len(text) < self.shortest:
            raise ValueError("must not be empty")
        if self.longest is not None and len(text) > self.longest:
            raise ValueError(f"must not be longer than {self.longest} characters")
        if self.pattern is not None and not re.search(self.pattern, text):
            raise ValueError(f'"{text}" is not {WORDS[self.pattern]}')
        if not text.isprintable():
            raise ValueError("must be one line of plain text")
        return text


class Change(msgspec.Struct, frozen=True):
    """A setting that differs, in printed form."""

    key: SettingKey
    before: str
    after: str


@cache
def specs() -> Mapping[SettingKey, SettingSpec]:
    """Return every changeable setting, in the order of the fields of ``Settings``."""
    rows = _walk(inspect.type_info(Settings), ())
    return MappingProxyType({spec.key: spec for spec in rows})


def printed(settings: Settings, key: SettingKey) -> str:
    """Return the value of ``key`` as text.

    Raises:
        Refused: ``unknown_setting`` (key).
    """
    spec = specs().get(key)
    if spec is None:
        raise Refused("unknown_setting", key=key)
    value: Any = settings
    for name in key.split("."):
        value = getattr(value, name)
    return spec.print(value)


def print_all(settings: Settings) -> dict[SettingKey, str]:
    """Return every setting as text; what ``station.founded`` carries."""
    return {key: printed(settings, key) for key in specs()}


def changed(settings: Settings, key: SettingKey, text: str) -> Settings:
    """Return the settings with ``key`` set to what ``text`` says.

    Raises:
        Refused: ``unknown_setting`` (key), or ``bad_value`` (key, why).
    """
    spec = specs().get(key)
    if spec is None:
        raise Refused("unknown_setting", key=key)
    try:
        after = _with(settings, key.split("."), spec.read(text))
    except ValueError as error:
        raise Refused("bad_value", key=key, why=str(error)) from error
    before = contradictions(settings)
    for place, why in contradictions(after):
        if (place, why) not in before:
            raise Refused("bad_value", key=key, why=f"{place} {why}")
    return after


def replayed(settings: Settings, key: SettingKey, text: str) -> Settings:
    """Return the settings with a recorded change applied; for folds, so it never refuses.

    A key this program does not know, or a value it can no longer read, changes nothing.
    """
    spec = specs().get(key)
    if spec is None:
        return settings
    try:
        return _with(settings, key.split("."), spec.read(text))
    except ValueError:
        return settings


def replayed_all(table: Mapping[SettingKey, str]) -> Settings:
    """Return the defaults with every recorded value applied, as ``replayed`` does."""
    settings = Settings()
    for key, text in table.items():
        settings = replayed(settings, key, text)
    return settings


def changes(before: Settings, after: Settings) -> tuple[Change, ...]:
    """Return what differs between two settings, in the order of the table."""
    old, new = print_all(before), print_all(after)
    return tuple(Change(key, old[key], new[key]) for key in old if old[key] != new[key])


def _walk(info: inspect.Type, path: tuple[str, ...]) -> Iterator[SettingSpec]:
    if isinstance(info, inspect.StructType):
        for field in info.fields:
            if (info.cls, field.name) not in _KEPT_BY_EVENTS:
                yield from _walk(field.type, (*path, field.encode_name))
    else:
        yield _spec(SettingKey(".".join(path)), info)


def _spec(key: SettingKey, info: inspect.Type) -> SettingSpec:
    match info:
        case inspect.IntType(ge=low, le=high):
            return SettingSpec(key, Kind.NUMBER, low=low, high=high)
        case inspect.FloatType(ge=low, le=high):
            kind = Kind.SHARE if high is not None and high <= 1 else Kind.POINTS
            return SettingSpec(key, kind, low=low, high=high)
        case inspect.EnumType(cls=choice):
            return SettingSpec(key, Kind.CHOICE, choices=tuple(map(str, choice)))
        case inspect.VarTupleType(item_type=inspect.EnumType(cls=choice)):
            return SettingSpec(key, Kind.PERMISSIONS, choices=tuple(map(str, choice)))
        case inspect.VarTupleType(item_type=inspect.StructType(cls=cls)) if cls is Span:
            return SettingSpec(key, Kind.HOURS)
        case inspect.StrType(pattern=pattern, min_length=shortest, max_length=longest):
            return SettingSpec(
                key, Kind.TEXT, pattern=pattern, shortest=shortest or 0, longest=longest
            )
    raise TypeError(f"{key}: a setting of type {info} has no printed form")


_S = TypeVar("_S", bound=msgspec.Struct)


def _with(struct: _S, names: list[str], leaf: Any) -> _S:
    name, *rest = names
    value = getattr(struct, name)
    if rest:
        leaf = _with(value, rest, leaf)
    elif isinstance(value, StrEnum):
        leaf = type(value)(leaf)
    return msgspec.structs.replace(struct, **{name: leaf})


def _number(text: str, number: type[int] | type[float]) -> float:
    try:
        return number(text.strip())
    except ValueError:
        kind = "a whole number" if number is int else "a number"
        raise ValueError(f'"{text}" is not {kind}') from None


def _plain(number: float | None) -> str:
    return "…" if number is None else f"{number:g}"
