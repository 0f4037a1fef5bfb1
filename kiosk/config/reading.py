"""From the loose tables of a TOML file to typed structs, listing every mistake on the way. Pure.

``msgspec.convert`` stops at its first error; whoever writes a station file wants all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from enum import Enum
from functools import cache
from typing import Any, Final, TypeVar

import msgspec
from msgspec import inspect

from kiosk.forms import WORDS
from kiosk.hours import Span, read_spans
from kiosk.settings import Permission

Path = tuple[str | int, ...]
Mistake = tuple[Path, str]

_S = TypeVar("_S", bound=msgspec.Struct)


class _Bad(Enum):
    """Stands where a value could not be read; its mistake is already listed."""

    BAD = 0


BAD: Final = _Bad.BAD

_KINDS = (
    (bool, "true or false"),
    (int, "a whole number"),
    (float, "a number"),
    (str, "text"),
    (list, "a list"),
    (dict, "a table"),
)


def read(cls: type[_S], table: object, path: Path = ()) -> tuple[_S | None, tuple[Mistake, ...]]:
    """Read ``table`` as ``cls``; the struct is ``None`` if there was any mistake."""
    reader = _Reader()
    value = reader.value(_form(cls), table, path)
    return (value if isinstance(value, cls) else None), tuple(reader.mistakes)


@cache
def _form(cls: type[msgspec.Struct]) -> inspect.Type:
    """Return what ``cls`` is made of; finding that out takes longer than to read by it."""
    return inspect.type_info(cls)


def spell(path: Path) -> str:
    """Write a path as people do: ``device.banks[0].doors[3].lock``."""
    words = ""
    for part in path:
        words += f"[{part}]" if isinstance(part, int) else f".{part}" if words else part
    return words or "the file"


class _Reader:
    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []

    def value(self, info: inspect.Type, value: object, path: Path) -> Any:
        match info:
            case inspect.StructType():
                return self._struct(info, value, path)
            case inspect.UnionType(types=types):
                (only,) = (one for one in types if not isinstance(one, inspect.NoneType))
                return self.value(only, value, path)
            case inspect.VarTupleType(item_type=inspect.StructType(cls=cls)) if cls is Span:
                return self._spans(value, path)
            case inspect.VarTupleType(item_type=item):
                return self._list(item, value, path)
            case inspect.EnumType(cls=choice):
                return self._choice(choice, value, path)
            case inspect.StrType():
                return self._text(info, value, path)
            case inspect.BoolType():
                return value if isinstance(value, bool) else self._not("true or false", value, path)
            case inspect.IntType() | inspect.FloatType():
                return self._number(info, value, path)
        raise TypeError(f"{spell(path)}: no reader for {info}")

    def _bad(self, path: Path, what: str) -> _Bad:
        self.mistakes.append((path, what))
        return BAD

    def _not(self, kind: str, value: object, path: Path) -> _Bad:
        return self._bad(path, f"must be {kind}, found {_kind(value)}")

    def _struct(self, info: inspect.StructType, value: object, path: Path) -> Any:
        if not isinstance(value, dict):
            return self._not("a table", value, path)
        known = {field.encode_name: field for field in info.fields}
        fields: dict[str, Any] = {}
        for key, part in value.items():
            if key in known:
                fields[key] = self.value(known[key].type, part, (*path, key))
            else:
                fields[key] = self._bad((*path, key), _unknown(key, known))
        for key, field in known.items():
            if field.required and key not in value:
                fields[key] = self._bad((*path, key), _missing(info, key))
        return BAD if BAD in fields.values() else info.cls(**fields)

    def _list(self, item: inspect.Type, value: object, path: Path) -> Any:
        if not isinstance(value, list):
            return self._not("a list", value, path)
        items = [self.value(item, one, (*path, index)) for index, one in enumerate(value)]
        if BAD in items:
            return BAD
        if all(isinstance(one, Permission) for one in items):
            return tuple(permission for permission in Permission if permission in items)
        return tuple(items)

    def _spans(self, value: object, path: Path) -> Any:
        if not isinstance(value, str):
            return self._not('text like "08:30-19:30" or "closed"', value, path)
        try:
            return read_spans(value)
        except ValueError as error:
            return self._bad(path, str(error))

    def _choice(self, choice: type[Enum], value: object, path: Path) -> Any:
        words = [str(one.value) for one in choice]
        if value not in words:
            shown = f'"{value}"' if isinstance(value, str) else _kind(value)
            return self._bad(path, f"must be one of {', '.join(words)}; found {shown}")
        return choice(value)

    def _text(self, info: inspect.StrType, value: object, path: Path) -> Any:
        if not isinstance(value, str):
            return self._not("text", value, path)
        if len(value.strip()) < (info.min_length or 0):
            return self._bad(path, "must not be empty")
        if info.max_length is not None and len(value) > info.max_length:
            return self._bad(path, f"must not be longer than {info.max_length} characters")
        if info.pattern is not None and not re.search(info.pattern, value):
            return self._bad(path, f'"{value}" is not {WORDS[info.pattern]}')
        return value

    def _number(self, info: inspect.IntType | inspect.FloatType, value: object, path: Path) -> Any:
        whole = isinstance(info, inspect.IntType)
        fits = isinstance(value, int) or (isinstance(value, float) and not whole)
        if isinstance(value, bool) or not isinstance(value, int | float) or not fits:
            return self._not("a whole number" if whole else "a number", value, path)
        low, high = info.ge, info.le
        if low is not None and high is not None and not low <= value <= high:
            form = f"must be {low:g}" if low == high else f"must be between {low:g} and {high:g}"
            return self._bad(path, f"{form}, found {value}")
        return value if whole else float(value)


def _kind(value: object) -> str:
    named = next((name for kind, name in _KINDS if isinstance(value, kind)), "a date or time")
    return f'the text "{value}"' if isinstance(value, str) else named


def _unknown(key: str, known: Sequence[str] | dict[str, Any]) -> str:
    near = get_close_matches(key, list(known), n=1)
    hint = f'; did you mean "{near[0]}"?' if near else ""
    return f"is not a key of this table{hint}"


def _missing(info: inspect.StructType, key: str) -> str:
    languages = {field.encode_name for field in info.fields} == {"zh", "en"}
    words = {"zh": "the Chinese words are missing", "en": "the English words are missing"}
    return words[key] if languages else "is missing"


def leaves(cls: type[msgspec.Struct]) -> Iterator[tuple[str, inspect.Type]]:
    """Yield every key a file may hold, as ``device.banks[].doors[].lock``, with its type."""
    yield from _leaves(inspect.type_info(cls), "")


def _leaves(info: inspect.Type, path: str) -> Iterator[tuple[str, inspect.Type]]:
    match info:
        case inspect.StructType(fields=fields) as struct if struct.cls is not Span:
            for field in fields:
                yield from _leaves(
                    field.type, f"{path}.{field.encode_name}" if path else field.name
                )
        case inspect.UnionType(types=types):
            (only,) = (one for one in types if not isinstance(one, inspect.NoneType))
            yield from _leaves(only, path)
        case inspect.VarTupleType(item_type=inspect.StructType() as item) if item.cls is not Span:
            yield from _leaves(item, f"{path}[]")
        case _:
            yield path, info
