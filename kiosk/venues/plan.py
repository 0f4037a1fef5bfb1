"""What can be booked and who may ask, as the station file says. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

import msgspec

from kiosk.clock import STATION_ZONE
from kiosk.hours import MIDNIGHT, Span, Spans, Week
from kiosk.ids import EquipmentId, OrganisationId, TextVersion, VenueId
from kiosk.settings import Bilingual
from kiosk.venue_settings import ApplicantKind, OnHolidays
from kiosk.venues.interval import Interval


class Where(StrEnum):
    """Whether a venue has a roof."""

    INDOOR = "indoor"
    OUTDOOR = "outdoor"


class EquipmentPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Something in a venue that may be asked for."""

    id: EquipmentId
    name: Bilingual


class Zone(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the station in which venues stand."""

    id: str
    name: Bilingual


class VenuePlan(msgspec.Struct, frozen=True, kw_only=True):
    """A room or place.

    Attributes:
        zone: id of the zone it stands in, or empty.
        picture: name of its picture, or empty.
        hours: when it can be used, per weekday.
        quiet: hours in which nothing may take place there, for the neighbours' sake.
        before_min: kept free before each use; ``after_min`` after it. Two uses keep both.
        applicants: who may apply; ``None``: whom the station's settings allow.
        on_holidays: whether it opens on public holidays; ``None``: as the settings say.
    """

    id: VenueId
    name: Bilingual
    where: Where
    capacity: int
    hours: Week = Week()
    bookable: bool = True
    slot_min: int = 60
    before_min: int = 0
    after_min: int = 0
    quiet: Spans = ()
    applicants: tuple[ApplicantKind, ...] | None = None
    on_holidays: OnHolidays | None = None
    equipment: tuple[EquipmentPlan, ...] = ()
    zone: str = ""
    picture: str = ""

    def kept(self, slot: Interval) -> Interval:
        """Return ``slot`` with what is kept free around it."""
        return slot.widened(self.before_min, self.after_min)


class Organisation(msgspec.Struct, frozen=True, kw_only=True):
    """A body the station knows by name."""

    id: OrganisationId
    name: Bilingual
    kind: ApplicantKind


class Site(msgspec.Struct, frozen=True):
    """Every venue and organisation, in the order of the station file.

    Attributes:
        rules: version of the rules an applicant agrees to; ``None`` where there are none.
    """

    venues: tuple[VenuePlan, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    zones: tuple[Zone, ...] = ()
    rules: TextVersion | None = None

    def venue(self, venue: VenueId) -> VenuePlan | None:
        """Return a venue by its id."""
        return next((each for each in self.venues if each.id == venue), None)

    def name_of(self, venue: VenueId, language: str) -> str:
        """Return what a venue is called; its id where it is not offered any more."""
        plan = self.venue(venue)
        return venue if plan is None else plan.name.in_language(language)

    def organisation(self, organisation: OrganisationId) -> Organisation | None:
        """Return a listed organisation by its id."""
        return next((each for each in self.organisations if each.id == organisation), None)

    def bookable(self) -> tuple[VenuePlan, ...]:
        """Return the venues that can be applied for."""
        return tuple(each for each in self.venues if each.bookable)


def on_day(day: date, span: Span) -> Interval:
    """Return ``span`` of the local ``day`` as an interval."""
    return Interval(local(day, span.opens), local(day, span.closes))


def local(day: date, at: time) -> datetime:
    """Return the instant at which the station's wall clock shows ``at`` on ``day``.

    The end of a day, written 24:00, is the beginning of the next.
    """
    if at == MIDNIGHT:
        return local(day + timedelta(days=1), time())
    return datetime.combine(day, at, STATION_ZONE).astimezone(UTC)
