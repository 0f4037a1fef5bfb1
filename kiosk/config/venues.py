"""What can be booked and who may ask, as a station file writes it, and as the venues take it."""

from __future__ import annotations

from enum import StrEnum
from hashlib import blake2b
from typing import Annotated

import msgspec
from msgspec import Meta

from kiosk import forms
from kiosk.hours import Spans, Week
from kiosk.ids import EquipmentId, OrganisationId, TextVersion, VenueId
from kiosk.settings import Bilingual, Text
from kiosk.venue_settings import ApplicantKind, OnHolidays
from kiosk.venues.plan import EquipmentPlan, Organisation, Site, VenuePlan, Where, Zone

_Name = Annotated[str, Meta(pattern=forms.NAME)]
_Around = Annotated[int, Meta(ge=0, le=240)]


class EquipmentSeed(msgspec.Struct, frozen=True, kw_only=True):
    """A thing that is there."""

    id: _Name
    zh: Text
    en: Text


class WeekSeed(msgspec.Struct, frozen=True, kw_only=True):
    """Hours of single weekdays, where they differ from the others."""

    mon: Spans | None = None
    tue: Spans | None = None
    wed: Spans | None = None
    thu: Spans | None = None
    fri: Spans | None = None
    sat: Spans | None = None
    sun: Spans | None = None


class VenueSeed(msgspec.Struct, frozen=True, kw_only=True):
    """A room or place.

    Attributes:
        hours: every day; ``None``: as the station. ``week`` goes over it.
    """

    id: _Name
    name: Bilingual
    where: Where
    capacity: Annotated[int, Meta(ge=1, le=10_000)]
    bookable: bool = True
    zone: Annotated[str, Meta(pattern=forms.NAME_OR_EMPTY)] = ""
    picture: Annotated[str, Meta(pattern=forms.NAME_OR_EMPTY)] = ""
    slot_min: Annotated[int, Meta(ge=15, le=480)] = 60
    before_min: _Around = 0
    after_min: _Around = 0
    hours: Spans | None = None
    week: WeekSeed = WeekSeed()
    quiet: Spans = ()
    on_holidays: OnHolidays | None = None
    applicants: tuple[ApplicantKind, ...] | None = None
    equipment: tuple[EquipmentSeed, ...] = ()


class ZoneSeed(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the station in which venues stand."""

    id: _Name
    name: Bilingual


class OrganisationSeed(msgspec.Struct, frozen=True, kw_only=True):
    """A body that applies often, so that nobody need type its name."""

    id: _Name
    name: Bilingual
    kind: ApplicantKind


class PlaceKind(StrEnum):
    """What a place of the community is."""

    ESTATE = "estate"
    STREET = "street"
    BLOCK = "block"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """An estate, street or block of the community; offered first while an address is typed."""

    id: _Name
    name: Bilingual
    kind: PlaceKind


def site(
    venues: tuple[VenueSeed, ...],
    organisations: tuple[OrganisationSeed, ...],
    zones: tuple[ZoneSeed, ...],
    hours: Week,
    rules: str | None,
) -> Site:
    """Return what the venues take from a station file.

    Args:
        hours: of the station.
        rules: what applicants agree to, in the language that holds.
    """
    return Site(
        venues=tuple(_venue(each, hours) for each in venues),
        organisations=tuple(
            Organisation(id=OrganisationId(each.id), name=each.name, kind=each.kind)
            for each in organisations
        ),
        zones=tuple(Zone(id=each.id, name=each.name) for each in zones),
        rules=None if rules is None else version_of(rules),
    )


def version_of(text: str) -> TextVersion:
    """Return which wording a text is: eight bytes of BLAKE2b."""
    return TextVersion(blake2b(text.encode(), digest_size=8).hexdigest())


def _venue(seed: VenueSeed, hours: Week) -> VenuePlan:
    return VenuePlan(
        id=VenueId(seed.id),
        name=seed.name,
        where=seed.where,
        capacity=seed.capacity,
        hours=_hours(seed, hours),
        bookable=seed.bookable,
        slot_min=seed.slot_min,
        before_min=seed.before_min,
        after_min=seed.after_min,
        quiet=seed.quiet,
        applicants=seed.applicants,
        on_holidays=seed.on_holidays,
        equipment=tuple(
            EquipmentPlan(id=EquipmentId(each.id), name=Bilingual(zh=each.zh, en=each.en))
            for each in seed.equipment
        ),
        zone=seed.zone,
        picture=seed.picture,
    )


def _hours(seed: VenueSeed, hours: Week) -> Week:
    """Return the venue's week: its own days, else its own hours, else those of the station."""
    week: dict[str, Spans] = {}
    for name in Week.__struct_fields__:
        own: Spans | None = getattr(seed.week, name)
        whole = getattr(hours, name) if seed.hours is None else seed.hours
        week[name] = whole if own is None else own
    return Week(**week)
