"""What a station offers, as data: venues, lists. Families take from it what is theirs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from kiosk import forms
from kiosk.settings import Bilingual, LongText

Name = Annotated[str, Meta(pattern=forms.NAME)]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """Something that takes place again and again."""

    id: Name
    name: Bilingual
    when: Bilingual
    capacity: Annotated[int, Meta(ge=1, le=10_000)] = 30


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """A grid of the community."""

    id: Name
    name: Bilingual
    areas: Annotated[int, Meta(ge=1, le=200)] = 1


class FacilityKind(StrEnum):
    """What a facility is, for its picture."""

    MICROWAVE = "microwave"
    WATER = "water"
    SEATS = "seats"
    COOLING = "cooling"
    CHARGING = "charging"
    BOOKS = "books"
    FITNESS = "fitness"
    FIRST_AID = "first_aid"


class Facility(msgspec.Struct, frozen=True, kw_only=True):
    """Something anybody may use without asking."""

    id: Name
    name: Bilingual
    kind: FacilityKind


class NamedList(msgspec.Struct, frozen=True, kw_only=True):
    """A list the station keeps: wishes, resources, clubs, micro stations, partner services."""

    id: Name
    name: Bilingual
    items: tuple[Bilingual, ...]


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A public figure of the station, shown with its words."""

    id: Name
    name: Bilingual
    value: Count


class LongBilingual(msgspec.Struct, frozen=True, kw_only=True):
    """A longer text in both languages."""

    zh: LongText
    en: LongText

    def in_language(self, language: str) -> str:
        """Return the text in ``language``; Chinese for any language that is not known."""
        return self.en if language == "en" else self.zh


class Texts(msgspec.Struct, frozen=True, kw_only=True):
    """Longer words: what residents agree to, and what happens with what they give."""

    locker_rules: LongBilingual | None = None
    venue_rules: LongBilingual | None = None
    privacy: LongBilingual | None = None
