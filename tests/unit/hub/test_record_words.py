"""The record in words: every entry has some, and nothing secret stands in it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from kiosk.hub.office.record_shown import CSV_HEAD, as_csv, rows
from kiosk.journal.entry import Entry, Event
from kiosk.phrases.entries import entry_words, families
from kiosk.phrases.facts import fact_words
from kiosk.words import Words
from tests.fakes import MemoryJournal
from tests.histories import EVENTS, one_of_each
from tests.journals import NOON, draft

TAGS = sorted(str(event.__struct_config__.tag) for event in EVENTS)


def entry(event: Event) -> Entry:
    return MemoryJournal().append(draft(msgspec.json.encode(event)), position_time=NOON)


@pytest.mark.parametrize("tag", TAGS)
def test_every_tag_has_words_in_both_languages(tag: str) -> None:
    english, chinese = (entry_words(Words(each).gettext).get(tag, "") for each in ("en", "zh"))
    assert english
    assert chinese
    assert english != chinese
    assert tag.partition(".")[0] in families(Words("en").gettext)


@pytest.mark.parametrize("event", list(one_of_each()), ids=lambda event: type(event).__name__)
def test_no_tag_of_a_secret_or_of_a_person_is_shown(event: Event) -> None:
    """PIN hashes, tags of codes, and what finds a person again are shown to nobody."""
    written = entry(event)
    (shown,) = rows(Words("en").gettext, [written])
    table = "".join(as_csv([written]))
    assert len(shown.facts) <= 300
    for secret in ("$argon2id", "0" * 60):
        assert secret not in shown.facts
        assert secret not in table


def test_a_table_has_a_line_for_each_entry_and_can_be_read_by_table_programs() -> None:
    written = [entry(event) for event in list(one_of_each())[:3]]
    lines = list(as_csv(written))
    assert lines[0].startswith("\ufeffposition,")
    assert len(lines) == 4
    assert len(CSV_HEAD) == 8


def test_what_a_newer_program_wrote_is_shown_by_its_tag() -> None:
    made = draft(b'{"tag":"wishes.granted","wish":1,"none":null,"list":[1,2]}')
    written = MemoryJournal().append(made, position_time=NOON)
    (shown,) = rows(Words("en").gettext, [written])
    assert (shown.title, shown.facts) == ("wishes.granted", "wish 1 · list ×2")


def test_an_entry_that_cannot_be_read_breaks_no_page() -> None:
    written = MemoryJournal().append(draft(b"\xff\x00"), position_time=NOON)
    (shown,) = rows(Words("en").gettext, [written])
    assert shown.tag == "?"


def test_facts_are_named_in_the_language_of_the_page() -> None:
    written = [entry(event) for event in one_of_each()]
    called = next(each for each in written if b"queueing.called" in each.event)
    (shown,) = rows(Words("zh").gettext, [called])
    assert shown.facts.startswith("号票 ")
    assert "窗口 " in shown.facts
    assert set(fact_words(Words("en").gettext)) <= {
        name for each in written for name in _names(msgspec.json.decode(each.event))
    } | {"ahead", "blackout"}


def _names(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from _names(each)
    elif isinstance(value, list):
        for each in value:
            yield from _names(each)
