"""The smallest family in which two people want the same thing."""

from __future__ import annotations

from typing import NewType

import immutables
import msgspec

from kiosk.clock import Moment
from kiosk.family import Concern, Family, Stamp
from kiosk.ids import EntryId, SubjectId
from kiosk.journal.entry import Event

PlaceId = NewType("PlaceId", str)


class Taken(Event, frozen=True, tag="places.taken"):
    place: PlaceId


class Called(Event, frozen=True, tag="places.called"):
    place: PlaceId


class Places(msgspec.Struct, frozen=True):
    taken: immutables.Map[PlaceId, EntryId] = immutables.Map()
    called: immutables.Map[PlaceId, EntryId] = immutables.Map()
    refused: tuple[EntryId, ...] = ()


def fold(places: Places, stamp: Stamp, event: Event) -> Places:
    if stamp.refused is not None:
        return msgspec.structs.replace(places, refused=(*places.refused, stamp.id))
    match event:
        case Taken(place=place):
            return msgspec.structs.replace(places, taken=places.taken.set(place, stamp.id))
        case Called(place=place):
            return msgspec.structs.replace(places, called=places.called.set(place, stamp.id))
    return places


def clash(places: Places, event: Event, moment: Moment) -> str | None:
    match event:
        case Taken(place=place) if place in places.taken:
            return "taken"
        case Called(place=place) if place in places.called:
            return "called"
    return None


def about(event: Event) -> Concern | None:
    match event:
        case Taken(place=place) | Called(place=place):
            return Concern(SubjectId(place))
    return None


PLACES = Family(
    name="places",
    fold_version=1,
    empty=Places(),
    events=(Taken, Called),
    fold=fold,
    clash=clash,
    expired=lambda _state, _moment: (),
    decided=(Called,),
    about=about,
)


def take(places: Places, moment: Moment, *, place: str) -> Taken:
    return Taken(place=PlaceId(place))


def call(places: Places, moment: Moment, *, place: str) -> Called:
    return Called(place=PlaceId(place))
