"""The one sentence for a refusal. Whoever shows it says which tables of sentences come first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Protocol

from kiosk.errors import Refused
from kiosk.hours import Span
from kiosk.phrases import counter, dates, queue, staff
from kiosk.queueing.records import Stage
from kiosk.settings import Permission

Says = Callable[[str], str]
Table = Callable[[Says], Mapping[str, str]]


class SaysWords(Protocol):
    """Sentences in one language."""

    def gettext(self, message: str) -> str: ...

    def ngettext(self, singular: str, plural: str, n: int) -> str: ...


def sentence(
    words: SaysWords,
    refused: Refused,
    *tables: Table,
    today: date | None = None,
    **more: object,
) -> str:
    """Return the sentence for ``refused``: of the first of ``tables`` that has one.

    Args:
        today: what is of this day is told by its hour alone.
        more: facts the sentence needs beside those of the refusal.
    """
    _ = words.gettext
    facts = _Facts(
        {name: in_words(_, value, today) for name, value in {**refused.facts, **more}.items()}
    )
    if refused.reason == "wrong_pin":
        return words.ngettext(
            "Number or PIN is wrong. {left} try is left.",
            "Number or PIN is wrong. {left} tries are left.",
            int(refused.facts.get("left", 0)),
        ).format_map(facts)
    for table in (*tables, staff.refusals, everywhere):
        found = table(_).get(refused.reason)
        if found:
            return found.format_map(facts)
    return _("That is not possible now. Nothing was changed.")


def everywhere(_: Says) -> Mapping[str, str]:
    """Return the sentences for what may be refused on any page."""
    return {
        "no_station_key": _("No terminal of this station is paired yet."),
        "no_station_file": _("This hub was started without the station's file."),
        "untrusted_clock": _("The clock of this machine is not set. Please ask the technician."),
        "sender_resting": _("Too many wrong PINs came from here. Please wait {minutes} minutes."),
        "bad_number": _("The number of a member has one or two digits."),
        "bad_input": _("Something was not filled in as it must be: {field}."),
    }


def in_words(_: Says, value: object, today: date | None = None) -> object:
    """Return a fact of a refusal as it stands in a sentence."""
    match value:
        case datetime():
            of_today = dates.local_day(value) == today
            return dates.clock_words(value) if of_today else dates.moment_words(_, value)
        case date():
            return dates.day_words(_, value)
        case Permission():
            return staff.permissions(_)[value]
        case Stage():
            return counter.stages(_)[value]
        case tuple() if value and all(isinstance(each, Span) for each in value):
            return queue.hours_words(value)
    return value


class _Facts(dict[str, Any]):
    """A fact that a sentence asks for and a refusal has not leaves a gap, not a fault."""

    def __missing__(self, name: str) -> str:
        return "…"
