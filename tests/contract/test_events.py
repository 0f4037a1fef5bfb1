"""Released events: their bytes are read for ever, and nothing personal fits into them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_type_hints

import immutables
import msgspec
import pytest

from kiosk.folding import Folding
from kiosk.ids import ActorId, EntryId, new_id
from kiosk.journal.entry import Draft, Event
from kiosk.lockers.plan import Size
from kiosk.settings import Settings
from kiosk.tap import Tap
from tests.builders import FAMILIES, Site, note, station
from tests.fakes import MemoryJournal
from tests.histories import EVENTS, RELEASED, START, one_of_each

GOLDEN = Path(__file__).parent.parent / "data" / "events.jsonl"
"""One line for each tag ever released. Lines are added, never changed or taken away.

A new event: ``msgspec.json.encode`` of what ``tests.histories.one_of_each`` gives for it.
"""

PLAIN = (int, float, bool, datetime, date, type(None))


def golden() -> list[bytes]:
    return GOLDEN.read_bytes().splitlines()


def tag(line: bytes) -> str:
    found: str = msgspec.json.decode(line)["tag"]
    return found


def test_every_event_and_every_choice_in_it_has_a_line_in_the_golden_file() -> None:
    released = {msgspec.json.encode(msgspec.json.decode(line)) for line in golden()}
    missing = [
        line for event in one_of_each() if (line := msgspec.json.encode(event)) not in released
    ]
    assert missing == []


@pytest.mark.parametrize("line", golden(), ids=tag)
def test_a_released_event_is_still_read_as_it_was(line: bytes) -> None:
    event = Folding(FAMILIES).event(line)
    assert event is not None
    assert msgspec.json.decode(msgspec.json.encode(event)) == msgspec.json.decode(line)


def test_the_golden_file_is_folded_from_its_first_line_to_its_last() -> None:
    journal = MemoryJournal()
    for line in golden():
        draft = Draft(new_id(), START, START.date(), ActorId("resident"), line)
        journal.append(draft, position_time=START)
    where = station(journal)
    assert (where.unknown_tags, where.set_aside) == (0, ())


@pytest.mark.parametrize("event", list(one_of_each()), ids=lambda event: type(event).__name__)
def test_an_event_written_today_is_read_back_the_same(event: Event) -> None:
    assert Folding(FAMILIES).event(msgspec.json.encode(event)) == event


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_every_field_may_be_missing_or_was_there_from_the_start(event: type[Event]) -> None:
    """A field that is added later has a default, or entries of today could not be read then."""
    lines = [line for line in golden() if tag(line) == event.__struct_config__.tag]
    for field in msgspec.structs.fields(event):
        needed = field.default is msgspec.NODEFAULT and field.default_factory is msgspec.NODEFAULT
        assert not needed or all(field.encode_name in msgspec.json.decode(line) for line in lines)


# -- nothing personal ----------------------------------------------------------------------


def leaves(kind: Any) -> Iterator[Any]:
    """Yield every type that a value of ``kind`` is made of."""
    args = [arg for arg in get_args(kind) if arg is not Ellipsis]
    if args:
        for arg in args:
            yield from leaves(arg)
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        for hint in get_type_hints(kind).values():
            yield from leaves(hint)
    else:
        yield kind


def holds_text(kind: Any) -> bool:
    if kind in PLAIN or kind in (*RELEASED, EntryId, ActorId):
        return False
    return not (isinstance(kind, type) and issubclass(kind, StrEnum))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_no_event_can_hold_free_text(event: type[Event]) -> None:
    assert [kind for kind in leaves(event) if holds_text(kind)] == []


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_no_state_can_hold_free_text(family: Any) -> None:
    # What staff set is released by them; its words stand in settings alone.
    kinds = get_type_hints(type(family.empty))
    kinds = {name: kind for name, kind in kinds.items() if kind is not Settings}
    found = [leaf for kind in kinds.values() for leaf in leaves(kind) if holds_text(leaf)]
    assert [leaf for leaf in found if leaf is not immutables.Map] == []


def test_the_walk_would_find_free_text() -> None:
    class Inner(msgspec.Struct, frozen=True):
        words: str

    class Leaky(Event, frozen=True, tag="tests.leaky"):
        inner: tuple[Inner, ...] | None

    Leaky.__annotations__ = {"inner": tuple[Inner, ...] | None}
    Inner.__annotations__ = {"words": str}
    assert [kind for kind in leaves(Leaky) if holds_text(kind)] == [str]


def test_nothing_private_is_in_events_states_checkpoints_or_digests() -> None:
    site = Site().serve()
    secret = "13800001111 needs the red bag"
    promised = site.rent(Size.S, tap=Tap.fresh(private=note(secret)))
    site.shut(promised.door)
    site.station.checkpoint()
    kept = [site.journal.checkpoint(family.name) for family in FAMILIES]
    entries = list(site.journal.read())
    written = b"".join(
        [msgspec.msgpack.encode(entries, enc_hook=str), *(each.state for each in kept if each)]
    )
    for word in (secret, "13800001111", promised.code, promised.qr, promised.qr[5:]):
        assert word.encode() not in written
    assert any(site.journal.private(entry.id) for entry in entries)
