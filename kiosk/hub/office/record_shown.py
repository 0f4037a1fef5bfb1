"""The record as staff read it: entries in words, without anything secret or personal."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from kiosk.clock import STATION_ZONE
from kiosk.hub.office.settings_shown import who
from kiosk.hub.searching import Wanted
from kiosk.journal.entry import Entry
from kiosk.phrases.dates import moment_words
from kiosk.phrases.entries import entry_words, families
from kiosk.phrases.facts import fact_words
from kiosk.phrases.staff import Says
from kiosk.phrases.telling import whys

HIDDEN = frozenset({"tag", "pin", "code", "token", "person", "applicant", "contact"})
"""Fields of events that are tags of secrets or of people; they are shown to nobody."""
CSV_HEAD = ("position", "at", "business_date", "actor", "tag", "facts", "refused", "digest")
_SHORT = 8
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_LONGEST = 300


class EntryShown(msgspec.Struct, frozen=True):
    """One entry as a row."""

    position: int
    when: str
    who: str
    tag: str
    title: str
    facts: str
    refused: str


class TagShown(msgspec.Struct, frozen=True):
    """A choice of what to look for."""

    tag: str
    title: str


def rows(_: Says, entries: Iterable[Entry]) -> list[EntryShown]:
    """Return entries in words."""
    words, names = entry_words(_), fact_words(_)
    return [_row(_, entry, words, names) for entry in entries]


def tags(_: Says) -> list[tuple[str, list[TagShown]]]:
    """Return what can be looked for, by family."""
    words = entry_words(_)
    return [
        (title, [TagShown(family, _("all of these")), *_of(words, family)])
        for family, title in families(_).items()
    ]


def as_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield a table for a table program, a line at a time."""
    yield "\ufeff" + _line(CSV_HEAD)
    for entry in entries:
        tag, facts = _read(entry.event)
        yield _line(
            (
                entry.position,
                entry.at.isoformat(),
                entry.business_date.isoformat(),
                entry.actor,
                tag,
                msgspec.json.encode(facts).decode(),
                entry.refused or "",
                entry.digest.hex(),
            )
        )


def address(wanted: Wanted) -> Mapping[str, str]:
    """Return what is wanted as the parameters of an address."""
    given = {
        "tag": wanted.tag,
        "day": wanted.day.isoformat() if wanted.day else "",
        "actor": wanted.actor,
    }
    return {name: value for name, value in given.items() if value}


def _row(_: Says, entry: Entry, words: Mapping[str, str], names: Mapping[str, str]) -> EntryShown:
    tag, facts = _read(entry.event)
    return EntryShown(
        position=entry.position,
        when=moment_words(_, entry.at),
        who=who(_, entry.actor),
        tag=tag,
        title=words.get(tag, tag),
        facts=" · ".join(_said(facts, names))[:_LONGEST],
        refused="" if entry.refused is None else whys(_).get(entry.refused, entry.refused),
    )


def _of(words: Mapping[str, str], family: str) -> Iterator[TagShown]:
    for tag, title in words.items():
        if tag.startswith(f"{family}."):
            yield TagShown(tag, title)


def _read(event: bytes) -> tuple[str, dict[str, Any]]:
    try:
        found = msgspec.json.decode(event, type=dict[str, Any])
    except msgspec.MsgspecError:
        return "?", {}
    tag = str(found.get("tag", "?"))
    return tag, _open(found)


def _open(value: dict[str, Any]) -> dict[str, Any]:
    """Return what of an event may be shown, however deep it lies."""
    return {name: _cleared(each) for name, each in value.items() if name not in HIDDEN}


def _cleared(value: Any) -> Any:
    if isinstance(value, dict):
        return _open(value)
    return [_cleared(each) for each in value] if isinstance(value, list) else value


def _said(facts: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    for field, value in facts.items():
        name = names.get(field, field)
        match value:
            case None:
                continue
            case dict():
                yield from _said(value, names)
            case list():
                yield f"{name} ×{len(value)}"
            case str():
                yield f"{name} {_short(value)}"
            case _:
                yield f"{name} {value}"


def _short(text: str) -> str:
    """Return the end of an id, and a time by the wall clock of the station."""
    if _ID.fullmatch(text):
        return text[-_SHORT:]
    if _TIME.match(text):
        return f"{datetime.fromisoformat(text).astimezone(STATION_ZONE):%Y-%m-%d %H:%M}"
    return text


def _line(cells: Iterable[object]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(cells)
    return text.getvalue()
