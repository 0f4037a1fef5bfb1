"""What eight can want and one can have: each is made ready, raced for, and put away again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Protocol

from kiosk.ids import (
    ApplicationId,
    BookingId,
    CodeTag,
    CounterId,
    PersonId,
    SeriesId,
    ServiceId,
    StaffId,
    TicketId,
    TokenTag,
    VenueId,
    new_id,
)
from kiosk.journal.entry import Event
from kiosk.queueing.counter_events import CounterOpened
from kiosk.queueing.events import Called, Finished, Result, TicketTaken
from kiosk.venue_settings import ApplicantKind
from kiosk.venues.applicant import Applicant
from kiosk.venues.events import (
    Applied,
    Approved,
    Asked,
    By,
    Cancelled,
    Occurrence,
    OfferAccepted,
    Rejected,
    RejectReason,
    WaitlistJoined,
)
from kiosk.venues.interval import Interval
from tests.racing import CLIENTS, Race

_ASK = ServiceId("ask")


class Prize(Protocol):
    """One thing that every client asks for."""

    def wanted(self, client: int) -> Event:
        """Return what ``client`` sends."""
        ...

    def put_away(self, race: Race, won: Sequence[int]) -> None:
        """Leave no trace that the next race could meet."""
        ...


class NextTicket:
    """Eight counters call the same ticket."""

    def __init__(self, race: Race, number: int) -> None:
        self._ticket = TicketId(f"ticket {number}")
        self._counters = [CounterId(number * CLIENTS + each) for each in range(1, CLIENTS + 1)]
        day = datetime.now(UTC).date()
        series = SeriesId(f"A{number}")  # a new one each time, so that none is ever used up
        race.make(
            *(CounterOpened(each, StaffId(f"{each}"), (_ASK,)) for each in self._counters),
            TicketTaken(self._ticket, _ASK, series, 1, day, TokenTag(f"{number:064x}")),
        )

    def wanted(self, client: int) -> Event:
        return Called(self._ticket, self._counters[client])

    def put_away(self, race: Race, won: Sequence[int]) -> None:
        race.make(*(Finished(self._ticket, self._counters[each], Result.SOLVED) for each in won))


class Decision:
    """Some reviewers say yes, some no, to the same application."""

    def __init__(self, race: Race, number: int) -> None:
        applied = _application("desk", number, 0)
        self._booking = applied.occurrences[0].booking
        race.make(applied)

    def wanted(self, client: int) -> Event:
        if client % 2:
            return Rejected((self._booking,), RejectReason.NOT_SUITABLE)
        return Approved((self._booking,))

    def put_away(self, race: Race, won: Sequence[int]) -> None:
        """It is decided."""


class LastSlot:
    """Eight people apply for the same slot."""

    def __init__(self, _race: Race, number: int) -> None:
        self._number = number

    def wanted(self, client: int) -> Event:
        return _application("room", self._number, client)

    def put_away(self, race: Race, won: Sequence[int]) -> None:
        """It is taken."""


class Offer:
    """The same offer to one who waited is accepted at eight places."""

    def __init__(self, race: Race, number: int) -> None:
        first, second = _application("line", number, 0), _application("line", number, 1)
        self._booking = second.occurrences[0].booking
        race.make(
            first,
            WaitlistJoined(second.application, second.asked, second.occurrences[0]),
            Cancelled(first.occurrences[0].booking, By.APPLICANT, minutes_before=5_000),
        )
        race.offer(self._booking)

    def wanted(self, client: int) -> Event:
        return OfferAccepted(self._booking)

    def put_away(self, race: Race, won: Sequence[int]) -> None:
        race.make(Cancelled(self._booking, By.APPLICANT, minutes_before=5_000))


PRIZES: Mapping[str, Callable[[Race, int], Prize]] = MappingProxyType(
    {
        "the next ticket": NextTicket,
        "a decision": Decision,
        "the last slot": LastSlot,
        "an offer": Offer,
    }
)


def raced_for(race: Race, name: str, rounds: int) -> list[int]:
    """Race for one prize after another; return how many won each."""
    counts = list[int]()
    for number in range(rounds):
        prize = PRIZES[name](race, number)
        won = race.winners(prize.wanted)
        prize.put_away(race, won)
        counts.append(len(won))
    return counts


def raced_without_guard(race: Race, name: str, rounds: int) -> Iterator[int]:
    """Race for prizes where two may win; yield how many won each.

    All are made ready before: nobody could add to a journal in which two have one position.
    """
    prizes = [PRIZES[name](race, number) for number in range(rounds)]
    for prize in prizes:
        yield len(race.winners(prize.wanted))


def _application(venue: str, number: int, who: int) -> Applied:
    starts = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    slot = Interval(starts + timedelta(hours=100 + number), starts + timedelta(hours=101 + number))
    tag = f"{new_id().replace('-', ''):0>64}"
    application = ApplicationId(new_id())
    return Applied(
        application,
        Asked(
            venue=VenueId(venue),
            kind=ApplicantKind.SOCIAL,
            applicant=Applicant(PersonId(f"{who:064x}")),
            code=CodeTag(tag),
            token=TokenTag(tag),
            head_count=5,
        ),
        (Occurrence(BookingId(f"{application}/0"), slot, slot),),
    )
