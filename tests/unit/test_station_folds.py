"""Any history gives one state: from the start, from a checkpoint, in every process."""

from __future__ import annotations

import os

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.journal.entry import Journal
from kiosk.lockers import LOCKERS
from kiosk.lockers.events import EVENTS as LOCKER_EVENTS
from kiosk.station import Station
from tests.builders import FAMILIES, station
from tests.fakes import FakeClock, MemoryJournal
from tests.histories import Line, histories, write
from tests.journals import run


def folded(journal: Journal) -> list[bytes]:
    return packed(station(journal))


def packed(one: Station) -> list[bytes]:
    assert one.set_aside == ()
    assert one.unknown_tags == 0
    return [family.pack(one.state(family)) for family in FAMILIES]


@given(histories())
@settings(max_examples=150, deadline=None)
def test_folds_are_total_and_folding_again_gives_the_same(history: list[Line]) -> None:
    journal = MemoryJournal()
    write(history, journal)
    assert folded(journal) == folded(journal)


@given(histories(), st.integers(0, 25))
@settings(max_examples=150, deadline=None)
def test_a_checkpoint_and_the_tail_give_the_same_as_the_whole(
    history: list[Line], until: int
) -> None:
    journal, whole = MemoryJournal(), MemoryJournal()
    write(history[:until], journal)
    station(journal).checkpoint()
    write(history[until:], journal)
    write(history, whole)
    assert folded(journal) == folded(whole)
    for family in FAMILIES:
        state = station(journal).state(family)
        assert family.unpack(family.pack(state)) == state


@given(histories())
@settings(max_examples=100, deadline=None)
def test_folds_do_not_read_the_private_part(history: list[Line]) -> None:
    one, other = MemoryJournal(), MemoryJournal()
    write(history, one)
    write(history, other, salt=os.urandom(16))
    other._private.clear()
    assert folded(one) == folded(other)


@given(histories(*LOCKER_EVENTS))
@settings(max_examples=150, deadline=None)
def test_no_personal_row_is_ever_forgotten(history: list[Line]) -> None:
    """Every personal row lives as long as a rental, waits for its day, or is erased."""
    journal = MemoryJournal()
    write(history, journal)
    clock = FakeClock()
    clock.advance(days=500)
    one = station(journal, clock)
    lockers = one.state(LOCKERS)
    living = {note for rental in lockers.rentals.values() for note in rental.notes}
    assert set(journal._private) == living | set(lockers.ended_notes)
    one.tend()
    assert set(journal._private) == living
    assert one.tend() == 0


def test_every_process_folds_the_same_whatever_its_hash_seed() -> None:
    first, second = (run("station_states", 7, PYTHONHASHSEED=hash_seed) for hash_seed in ("1", "2"))
    assert first == second
    assert len(first.strip()) == 128
