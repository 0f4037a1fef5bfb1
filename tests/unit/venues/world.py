"""A station with two venues, run by hand, on a Monday in March."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from kiosk.calendars import load_calendar
from kiosk.clock import Moment
from kiosk.hours import Week, read_spans
from kiosk.ids import (
    BookingId,
    EquipmentId,
    OrganisationId,
    SettingKey,
    TextVersion,
    VenueId,
)
from kiosk.journal.entry import Event, Journal
from kiosk.setting_keys import printed
from kiosk.settings import Bilingual
from kiosk.tap import Done, Tap
from kiosk.venue_settings import ApplicantKind, OnHolidays
from kiosk.venues import VENUES, review
from kiosk.venues.desk import VenueDesk
from kiosk.venues.form import Form
from kiosk.venues.interval import Interval
from kiosk.venues.plan import EquipmentPlan, Organisation, Site, VenuePlan, Where, local
from kiosk.venues.proof import Proof
from kiosk.venues.receipt import Receipt
from kiosk.venues.records import Booking, Status, Venues
from tests.builders import key, note, set_to, station
from tests.fakes import FakeClock, MemoryJournal

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""10:00 on 2 March 2026; the first day that may be applied for is Thursday 5 March."""
THURSDAY = date(2026, 3, 5)
FRIDAY = date(2026, 3, 6)
CALENDAR = load_calendar()
RULES = TextVersion("0123456789abcdef")
ROOM, SQUARE, COUNTER = VenueId("room"), VenueId("square"), VenueId("counter")
CLUB, UNIT = OrganisationId("chess-club"), OrganisationId("water-works")
PROJECTOR = EquipmentId("projector")

_DAILY = read_spans("08:00-20:00")
SITE = Site(
    venues=(
        VenuePlan(
            id=ROOM,
            name=Bilingual(zh="会议室", en="Meeting room"),
            where=Where.INDOOR,
            capacity=16,
            hours=Week(**dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat"), _DAILY), sun=()),
            equipment=(EquipmentPlan(id=PROJECTOR, name=Bilingual(zh="投影仪", en="Projector")),),
        ),
        VenuePlan(
            id=SQUARE,
            name=Bilingual(zh="广场", en="Square"),
            where=Where.OUTDOOR,
            capacity=300,
            hours=Week(**dict.fromkeys(Week.__struct_fields__, _DAILY)),
            before_min=15,
            after_min=30,
            quiet=read_spans("12:00-14:00"),
            on_holidays=OnHolidays.OPEN,
            applicants=tuple(ApplicantKind),
        ),
        VenuePlan(
            id=COUNTER,
            name=Bilingual(zh="柜台", en="Counter"),
            where=Where.INDOOR,
            capacity=8,
            bookable=False,
        ),
    ),
    organisations=(
        Organisation(
            id=CLUB, name=Bilingual(zh="象棋社", en="Chess club"), kind=ApplicantKind.SOCIAL
        ),
        Organisation(
            id=UNIT, name=Bilingual(zh="自来水公司", en="Water works"), kind=ApplicantKind.WORK_UNIT
        ),
    ),
    rules=RULES,
)


def slot(day: date = THURSDAY, hour: int = 9, hours: float = 1, minute: int = 0) -> Interval:
    """A stretch of a local day."""
    starts = local(day, time(hour, minute))
    return Interval(starts, starts + timedelta(hours=hours))


def phone(number: int) -> str:
    return f"138{number:08}"


def form(number: int = 1, **more: Any) -> Form:
    """What applicant ``number`` fills in; by default a club of its own name."""
    given: dict[str, Any] = {
        "kind": ApplicantKind.SOCIAL,
        "contact": "林小满",
        "phone": phone(number),
        "purpose": "排练",
        "head_count": 10,
        "organisation_name": f"第{number}社",
        "agreed": RULES,
    }
    return Form(**{**given, **more})


class Hall:
    """The station, its venue desk and a clock that moves when told."""

    def __init__(
        self,
        journal: Journal | None = None,
        clock: FakeClock | None = None,
        site: Site = SITE,
    ) -> None:
        self.clock = clock or FakeClock(MONDAY)
        self.journal = journal if journal is not None else MemoryJournal()
        self.station = station(self.journal, self.clock, calendar=lambda _: CALENDAR)
        self.desk = VenueDesk(self.station, site, key())
        self._people = itertools.count(100)

    # -- what is true ----------------------------------------------------------------------

    @property
    def venues(self) -> Venues:
        return self.station.state(VENUES)

    @property
    def moment(self) -> Moment:
        return self.station.moment()

    def booking(self, booking: BookingId) -> Booking:
        return self.venues.bookings[booking]

    def status(self, receipt: Receipt) -> Status:
        """The status of the first booking of an application."""
        return self.venues.of(receipt.application.id)[0].status

    def tags(self) -> list[str]:
        return [type(event).__name__ for _, event in self.station.events()]

    def events(self, kind: type[Event]) -> list[Any]:
        return [event for _, event in self.station.events() if isinstance(event, kind)]

    def set(self, name: str, value: str) -> None:
        """Let a setting have this value, if it has not."""
        if printed(self.moment.settings, SettingKey(name)) != value:
            set_to(self.station, name, value)

    # -- what people do --------------------------------------------------------------------

    def do(self, rule: Any, *, tap: Tap | None = None, **facts: Any) -> Done:
        return self.station.do(tap or Tap.fresh(), VENUES, rule, **facts)

    def noted(self, rule: Any, words: str = "因为", **facts: Any) -> Done:
        """Do what staff do with a note."""
        return self.do(rule, tap=Tap.fresh(private=note(words)), explained=True, **facts)

    def apply(
        self,
        *slots: Interval,
        by: int | None = None,
        venue: VenueId = ROOM,
        tap: Tap | None = None,
        **more: Any,
    ) -> Receipt:
        """Apply; by default somebody new for Thursday at nine."""
        number = next(self._people) if by is None else by
        return self.desk.apply(
            tap or Tap.fresh(), venue=venue, slots=slots or (slot(),), form=form(number, **more)
        )

    def wait(self, *, by: int | None = None, at: Interval | None = None, **more: Any) -> Receipt:
        number = next(self._people) if by is None else by
        return self.desk.join_waitlist(
            Tap.fresh(), venue=ROOM, slot=at or slot(), form=form(number, **more)
        )

    def approve(self, receipt: Receipt) -> Receipt:
        self.do(review.approve, bookings=[each.id for each in receipt.bookings])
        return receipt

    def booked(self, *slots: Interval, **more: Any) -> Receipt:
        """Apply and be approved."""
        return self.approve(self.apply(*slots, **more))

    def proof(self, receipt: Receipt) -> Proof:
        return self.desk.by_qr(receipt.qr).proof

    def go(self, at: datetime) -> int:
        """Let the clock move to ``at`` and time do what is due."""
        self.clock.jump_to(at)
        return self.station.tend()

    def pass_(self, **parts: float) -> int:
        self.clock.advance(**parts)
        return self.station.tend()


def no_shows(hall: Hall, *hours: int, by: int) -> None:
    """Let ``by`` book Thursday at these hours and come to none of them."""
    for hour in hours:
        hall.booked(slot(hour=hour), by=by)
    for hour in hours:
        hall.go(slot(hour=hour).starts + timedelta(minutes=15))
