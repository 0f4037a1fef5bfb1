"""Whatever happens in whatever order: nobody shares a slot, no index lies, no row is forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import Refused
from kiosk.ids import BookingId, VenueId
from kiosk.journal.entry import Journal
from kiosk.tap import Tap
from kiosk.venues import VENUES, review, rules, upkeep, using
from kiosk.venues.events import APPLICATION_EVENTS, RejectReason
from kiosk.venues.proof import BY_STAFF
from kiosk.venues.receipt import Receipt
from kiosk.venues.records import HOLDING, Status, Venues
from kiosk.venues.upkeep_events import UPKEEP_EVENTS, BlackoutReason
from kiosk.venues.waitlist import is_free_for
from tests.builders import station
from tests.fakes import FakeClock, MemoryJournal
from tests.histories import Line, histories, write
from tests.unit.venues.world import ROOM, SITE, SQUARE, THURSDAY, Hall, slot

Step = tuple[str, int, int]

STEPS = st.tuples(
    st.sampled_from(
        [
            *["apply", "wait", "square", "series"] * 2,
            *["approve", "reject", "ask", "bring", "cancel", "call_off", "come", "leave"],
            *["accept", "decline", "hold", "close", "open", "minutes", "hours", "day"],
        ]
    ),
    st.integers(0, 7),
    st.integers(0, 3),
)


class Story:
    """People and staff at a station, doing what they like."""

    def __init__(self) -> None:
        self.hall = Hall()
        self.made: list[Receipt] = []
        self.closed = 0

    def take(self, step: Step) -> None:
        name, one, other = step
        acts: dict[str, Callable[[], Any]] = {
            "apply": lambda: self._made(self.hall.apply(self._slot(one, other), by=one)),
            "wait": lambda: self._made(self.hall.wait(by=one, at=self._slot(one % 3, other))),
            "square": lambda: self._made(
                self.hall.apply(self._slot(one, other), by=one, venue=SQUARE)
            ),
            "series": lambda: self._made(
                self.hall.apply(*rules.weekly(self._slot(one, other), 3), by=one)
            ),
            "hold": lambda: self.hall.desk.hold(
                Tap.fresh(), venue=ROOM, slots=[self._slot(one, other)]
            ),
            "close": lambda: self._close(one),
            "open": lambda: self.hall.do(upkeep.lift, blackout=f"b{one}"),
            "minutes": lambda: self.hall.pass_(minutes=10 * one + 5),
            "hours": lambda: self.hall.pass_(hours=one + 1),
            "day": lambda: self.hall.pass_(days=1 + other),
        }
        try:
            if name in acts:
                acts[name]()
            else:
                self._of_booking(name, self._booking(one, other))
        except Refused:
            pass

    def _of_booking(self, name: str, booking: BookingId) -> None:
        hall = self.hall
        mine: dict[str, Any] = {"booking": booking, "proof": BY_STAFF}
        application = hall.booking(booking).application
        acts: dict[str, Callable[[], Any]] = {
            "approve": lambda: hall.do(review.approve, bookings=[booking]),
            "reject": lambda: hall.noted(
                review.reject, bookings=[booking], reason=RejectReason.OTHER
            ),
            "ask": lambda: hall.noted(review.ask_supplement, application=application),
            "bring": lambda: hall.do(rules.supplement, application=application, proof=BY_STAFF),
            "cancel": lambda: hall.do(using.cancel, **mine),
            "call_off": lambda: hall.noted(using.call_off, booking=booking),
            "come": lambda: hall.do(using.check_in, **mine),
            "leave": lambda: hall.do(using.leave_early, **mine),
            "accept": lambda: hall.do(using.accept_offer, **mine),
            "decline": lambda: hall.do(using.decline_offer, **mine),
        }
        acts[name]()

    def _made(self, receipt: Receipt) -> None:
        self.made.append(receipt)

    def _booking(self, one: int, other: int) -> BookingId:
        if not self.made:
            raise Refused("no_subject")
        bookings = self.made[(one + 4 * other) % len(self.made)].bookings
        booking = bookings[other % len(bookings)].id
        if booking not in self.hall.venues.bookings:
            raise Refused("no_subject")
        return booking

    def _slot(self, one: int, other: int) -> Any:
        soon = max(THURSDAY, self.hall.moment.business_date + timedelta(days=4))
        return slot(soon, 9 + one % 4, 1 + other % 2)

    def _close(self, one: int) -> None:
        self.hall.do(
            upkeep.black_out,
            blackout=f"b{one}",
            site=SITE,
            venue=ROOM,
            during=self._slot(one, 1),
            reason=BlackoutReason.REPAIR,
            cancelling=True,
        )


def shared(hall: Hall) -> list[tuple[str, str]]:
    """Return pairs of bookings that have something of a venue at the same time."""
    at = hall.clock.now()
    holding = [each for each in hall.venues.bookings.values() if each.has_slot(at)]
    return [
        (one.id, other.id)
        for one, other in combinations(holding, 2)
        if one.venue == other.venue and one.kept.overlaps(other.kept)
    ]


def passed_over(hall: Hall) -> list[str]:
    """Return who stands in line before somebody who was offered what they wait for."""
    offered = [b for b in hall.venues.bookings.values() if b.status is Status.OFFERED]
    return [
        waiting.id
        for venue in hall.venues.waiting
        for waiting in hall.venues.in_line(venue)
        for other in offered
        if waiting.slot == other.slot
        and waiting.venue == other.venue
        and waiting.position < other.position
    ]


def true_index(venues: Venues) -> dict[tuple[VenueId, date], set[BookingId]]:
    index: dict[tuple[VenueId, date], set[BookingId]] = defaultdict(set)
    for each in venues.bookings.values():
        if each.status in (*HOLDING, Status.OFFERED):
            for day in each.kept.days():
                index[each.venue, day].add(each.id)
    return dict(index)


def kept_index(venues: Venues) -> dict[tuple[VenueId, date], set[BookingId]]:
    return {
        (venue, day): set(bookings)
        for venue, days in venues.by_day.items()
        for day, bookings in days.items()
    }


def sound(venues: Venues) -> None:
    assert kept_index(venues) == true_index(venues)
    waiting = {each for line in venues.waiting.values() for each in line}
    bookings = venues.bookings.values()
    assert waiting == {each.id for each in bookings if each.status is Status.WAITING}
    listed = [each for one in venues.applications.values() for each in one.bookings]
    assert sorted(listed) == sorted(venues.bookings)
    assert set(venues.by_code.values()) <= set(venues.applications)


def folded(journal: Journal) -> bytes:
    return VENUES.pack(station(journal).state(VENUES))


@given(st.lists(STEPS, max_size=30))
@settings(max_examples=120, deadline=None)
def test_no_two_bookings_ever_have_the_same_time_of_a_venue(steps: list[Step]) -> None:
    story = Story()
    for step in steps:
        story.take(step)
        assert shared(story.hall) == []
        assert passed_over(story.hall) == []
        sound(story.hall.venues)
    assert folded(story.hall.journal) == VENUES.pack(story.hall.venues)


@given(st.lists(STEPS, max_size=30))
@settings(max_examples=60, deadline=None)
def test_when_all_is_done_nothing_is_open_and_nobody_waits_for_what_is_free(
    steps: list[Step],
) -> None:
    story = Story()
    for step in steps:
        story.take(step)
    story.hall.station.tend()
    hall = story.hall
    if hall.moment.settings.hours.is_open(hall.moment.business_date, hall.moment.local.time()):
        for venue in hall.venues.waiting:
            for waiting in hall.venues.in_line(venue):
                assert not is_free_for(hall.venues, waiting, hall.clock.now())
    for _ in range(3):
        hall.pass_(days=40)
    assert not any(each.is_open for each in hall.venues.bookings.values())


@given(histories(*APPLICATION_EVENTS, *UPKEEP_EVENTS))
@settings(max_examples=200, deadline=None)
def test_any_events_in_any_order_leave_a_sound_state_and_forget_no_row(
    history: list[Line],
) -> None:
    """Every personal row lives as long as an application, waits for its day, or is erased."""
    journal = MemoryJournal()
    write(history, journal)
    clock = FakeClock()
    one = station(journal, clock)
    assert one.set_aside == ()
    venues = one.state(VENUES)
    sound(venues)
    living = {note for each in venues.applications.values() for note in each.notes}
    assert set(journal._private) == living | set(venues.ended_notes)
    clock.advance(days=1200)
    for _ in range(3):
        one.tend()
    venues = one.state(VENUES)
    living = {note for each in venues.applications.values() for note in each.notes}
    assert set(journal._private) == living
    assert all(venues.of(each.id) for each in venues.applications.values())
