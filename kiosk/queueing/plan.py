"""What the hall was set up with: services, counters and what each can serve. Pure; never changes.

These are the structs of the station file too, so their fields carry ranges.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from kiosk import forms
from kiosk.errors import Refused
from kiosk.hours import Spans
from kiosk.ids import CounterId, SeriesId, ServiceId
from kiosk.settings import Bilingual


class Priority(StrEnum):
    """Why somebody is called before others; ``NONE`` is everybody else."""

    NONE = "none"
    AGED = "aged"
    """70 and older."""
    DISABLED = "disabled"
    PREGNANT = "pregnant"
    SERVICEMAN = "serviceman"
    WITH_INFANT = "with_infant"


CLASSES = tuple(each for each in Priority if each is not Priority.NONE)
"""The priority classes, in the order they are offered."""


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """Something people come to the counter for.

    Attributes:
        group: services of one group stand together on the screen.
        norm_min: minutes it usually takes; estimates begin with it.
        hours: when it is given, where that differs from the station.
        daily_cap: most tickets on one day.
        per_person: most tickets of one person on one day.
        priorities: classes that are called before others.
        slot_min: minutes of an appointment's slot.
        per_slot: appointments in one slot; 0: none can be booked.
    """

    id: Annotated[ServiceId, Meta(pattern=forms.NAME)]
    letter: Annotated[str, Meta(pattern=forms.LETTER)]
    name: Bilingual
    group: Bilingual | None = None
    norm_min: Annotated[int, Meta(ge=1, le=240)] = 10
    materials: tuple[Bilingual, ...] = ()
    home_visit: bool = False
    hours: Spans | None = None
    daily_cap: Annotated[int, Meta(ge=1, le=999)] = 999
    per_person: Annotated[int, Meta(ge=1, le=20)] = 2
    priorities: tuple[Priority, ...] = CLASSES
    slot_min: Annotated[int, Meta(ge=5, le=240)] = 30
    per_slot: Annotated[int, Meta(ge=0, le=20)] = 0


class CounterPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A counter, and which services can be had there.

    Attributes:
        number: the number over it, called by voice.
        serves: names of services; empty: every service.
    """

    number: Annotated[CounterId, Meta(ge=1, le=99)]
    name: Bilingual | None = None
    serves: tuple[Annotated[ServiceId, Meta(pattern=forms.NAME)], ...] = ()


class Hall(msgspec.Struct, frozen=True):
    """Services and counters of a station, as one terminal sees them.

    Attributes:
        terminal: digit in the numbers this terminal gives, 1 to 9.
    """

    services: tuple[Service, ...] = ()
    counters: tuple[CounterPlan, ...] = ()
    terminal: int = 1

    def service(self, service: ServiceId) -> Service:
        """Return a service.

        Raises:
            Refused: ``no_such_service``.
        """
        for each in self.services:
            if each.id == service:
                return each
        raise Refused("no_such_service")

    def counter(self, counter: CounterId) -> CounterPlan:
        """Return a counter.

        Raises:
            Refused: ``no_such_counter`` (counter).
        """
        for each in self.counters:
            if each.number == counter:
                return each
        raise Refused("no_such_counter", counter=counter)

    def skills(self, counter: CounterId) -> tuple[ServiceId, ...]:
        """Return what can be had at ``counter``, in the order of the station file."""
        plan = self.counter(counter)
        return tuple(each.id for each in self.services if not plan.serves or each.id in plan.serves)

    def counters_for(self, service: ServiceId) -> tuple[CounterId, ...]:
        """Return where ``service`` can be had."""
        return tuple(each.number for each in self.counters if service in self.skills(each.number))

    def offered(self) -> tuple[Service, ...]:
        """Return the services a ticket can be taken for: those with a counter."""
        return tuple(each for each in self.services if self.counters_for(each.id))

    def series(self, service: Service) -> SeriesId:
        """Return the series that tickets for ``service`` are numbered in at this terminal."""
        return SeriesId(f"{service.letter}{self.terminal}")
