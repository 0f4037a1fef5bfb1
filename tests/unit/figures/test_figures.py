"""What is counted agrees with what is true, and with what others count another way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from kiosk.figures import FIGURES
from kiosk.figures.records import Figures, VenueDay
from kiosk.figures.sums import CSV_HEAD, csv_rows, mean_promise, mean_wait, stretch
from kiosk.folding import Folding
from kiosk.ids import BlackoutId
from kiosk.journal.entry import Journal
from kiosk.lockers.plan import Size
from kiosk.queueing import rules
from kiosk.queueing.scores import waits
from kiosk.venues import review, upkeep
from kiosk.venues.events import RejectReason
from kiosk.venues.upkeep_events import BlackoutReason
from tests.builders import Site
from tests.fakes import MemoryJournal
from tests.halls import ASK, House
from tests.histories import Line, histories, write
from tests.unit.venues.world import MONDAY, ROOM, SQUARE, THURSDAY, Hall, no_shows, slot


def counted(journal: Journal) -> Figures:
    found = Folding([FIGURES]).replay(journal)
    assert found.set_aside == ()
    figures: Figures = found.states[FIGURES.name]
    return figures


@given(histories(*FIGURES.events))
@settings(max_examples=150, deadline=None)
def test_any_history_is_counted_and_counted_again_the_same(history: list[Line]) -> None:
    journal = MemoryJournal()
    write(history, journal)
    figures = counted(journal)
    assert FIGURES.pack(figures) == FIGURES.pack(counted(journal))
    assert FIGURES.unpack(FIGURES.pack(figures)) == figures


# -- the queue -----------------------------------------------------------------------------


def test_waits_are_counted_as_the_scores_count_them() -> None:
    house = House().open()
    for number in range(14):
        house.take(ASK)
        house.wait(minutes=1 + number % 3)
        house.serve(minutes=3 + number % 2)
    scored, line = waits(house.station.events()), counted(house.journal)
    together = stretch(line, date(2026, 3, 2), date(2026, 3, 3)).line
    assert scored.count == together.told > 4
    assert scored.untold == together.untold > 0
    assert scored.within == pytest.approx(together.within / together.told)
    assert scored.mean_wait == pytest.approx(mean_wait(together))
    assert scored.mean_high == pytest.approx(mean_promise(together))
    assert sum(together.waits) == sum(together.promises) == together.told


def test_a_ticket_that_is_called_again_is_one_call_and_one_wait() -> None:
    house = House().open()
    house.take()
    skipped = house.skip()
    house.do(rules.come_back, ticket=skipped)
    assert house.call() == skipped
    line = counted(house.journal).day(date(2026, 3, 2)).line
    assert (sum(line.taken), line.called, line.skipped) == (1, 1, 1)
    assert line.taken[10] == 1
    assert dict(line.services) == {ASK: 1}


def test_a_refused_entry_counts_nothing() -> None:
    house = House()
    house.take()
    entry = next(house.journal.read())
    other = MemoryJournal()
    write([Line(house.station._folding.event(entry.event), refused=True)], other)
    assert counted(other) == Figures()


# -- the lockers ---------------------------------------------------------------------------


def test_doors_in_use_are_those_that_are_rented() -> None:
    site = Site().serve()
    kept = [site.store(Size.S), site.store(Size.M), site.store(Size.S)]
    site.fetch(kept[1].rental)
    site.give_back(kept[0].rental)
    assert set(counted(site.journal).in_use.values()) == set(site.lockers.rentals)
    doors = counted(site.journal).day(site.clock.now().date()).doors
    assert (doors.begun, doors.most) == (3, 3)
    assert doors.opened == 5


def test_a_rental_that_moved_has_one_door() -> None:
    site = Site().serve()
    site.bank.jammed.update(plan.id for plan in site.cabinet.doors[:3])
    site.rent(Size.S)
    site.wait(10)
    assert "Moved" in site.tags()
    figures = counted(site.journal)
    assert len(figures.in_use) == 1
    assert set(figures.in_use.values()) == set(site.lockers.rentals)


# -- the venues ----------------------------------------------------------------------------


def test_bookings_are_counted_at_their_venue_on_the_day_it_happened() -> None:
    hall = Hall()
    hall.booked(slot(hour=9), slot(hour=10))
    other = hall.apply(slot(hour=11))
    ids = [each.id for each in other.bookings]
    hall.do(review.reject, bookings=ids, reason=RejectReason.NOT_SUITABLE)
    hall.booked(slot(hour=14), venue=SQUARE)
    no_shows(hall, 16, by=7)
    hall.go(slot(hour=17).starts)
    figures = counted(hall.journal)
    first, used = figures.day(MONDAY.date()), figures.day(THURSDAY)
    assert first.venues[ROOM] == VenueDay(applied=4, approved=3, rejected=1)
    assert first.venues[SQUARE] == VenueDay(applied=1, approved=1)
    assert used.venues[ROOM] == VenueDay(no_show=3)
    assert stretch(figures, MONDAY.date(), THURSDAY).venues[SQUARE].no_show == 1


def test_a_blackout_counts_the_bookings_it_calls_off() -> None:
    hall = Hall()
    hall.booked(slot(hour=9))
    hall.do(
        upkeep.black_out,
        blackout=BlackoutId("b1"),
        site=hall.desk.site,
        venue=ROOM,
        during=slot(hour=8, hours=4),
        reason=BlackoutReason.REPAIR,
        cancelling=True,
    )
    day = counted(hall.journal).day(MONDAY.date())
    assert day.venues[ROOM] == VenueDay(applied=1, approved=1, cancelled=1)


def test_days_without_anything_stand_in_a_stretch_with_nought() -> None:
    found = stretch(Figures(), THURSDAY, THURSDAY + timedelta(days=9))
    rows = list(csv_rows(found))
    assert len(rows) == 10
    assert all(len(row) == len(CSV_HEAD) for row in rows)
    assert rows[0][:3] == ("2026-03-05", 0, 0)


def test_a_stretch_is_never_longer_than_two_years() -> None:
    assert len(stretch(Figures(), date(2000, 1, 1), date(2100, 1, 1)).days) == 731
