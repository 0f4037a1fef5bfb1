"""Histories of events: one of each kind for the golden file, random ones for the folds."""

from __future__ import annotations

import types
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
from hypothesis import strategies as st

from kiosk.ids import (
    ApplicationId,
    AppointmentId,
    BankId,
    BlackoutId,
    BookingId,
    ClosureId,
    CodeTag,
    CounterId,
    DisplayId,
    DoorId,
    EntryId,
    EquipmentId,
    EventTag,
    HoldId,
    HomeVisitId,
    MarkId,
    OrganisationId,
    PersonId,
    PinHash,
    PublicText,
    RefusalReason,
    RentalId,
    ReservationId,
    SeriesId,
    ServiceId,
    SettingKey,
    StaffId,
    SubjectId,
    TerminalId,
    TextVersion,
    TicketId,
    TokenTag,
    VenueId,
    follow_id,
)
from kiosk.journal.entry import Draft, Event, Journal, Private
from kiosk.privacy import Erased
from tests.builders import FAMILIES

EVENTS: tuple[type[Event], ...] = tuple(
    dict.fromkeys(event for family in FAMILIES for event in family.events)
)
"""Every event class of every family, each once."""

LENGTH = 25
START = datetime(2026, 2, 11, 2, 0, tzinfo=UTC)
RELEASED = (
    StaffId,
    BankId,
    DoorId,
    RentalId,
    ReservationId,
    EntryId,
    CodeTag,
    TokenTag,
    PinHash,
    PublicText,
    SettingKey,
    TerminalId,
    AppointmentId,
    CounterId,
    HomeVisitId,
    PersonId,
    DisplayId,
    SeriesId,
    ServiceId,
    TicketId,
    VenueId,
    EquipmentId,
    OrganisationId,
    ApplicationId,
    BookingId,
    HoldId,
    BlackoutId,
    ClosureId,
    MarkId,
    TextVersion,
    SubjectId,
    EventTag,
    RefusalReason,
)
"""What an event may hold of text: ids, tags, and words that staff released."""

_POOLS: dict[Any, list[Any]] = {
    BankId: ["A", "B"],
    DoorId: [f"A{number:02}" for number in range(1, 5)],
    RentalId: [follow_id("history", str(number)) for number in range(6)],
    ReservationId: [follow_id("history", str(number)) for number in range(4)],
    EntryId: [follow_id("history", str(number)) for number in range(LENGTH)],
    CodeTag: [f"{number:064x}" for number in range(3)],
    TokenTag: [f"{number:064x}" for number in range(3, 6)],
    StaffId: ["01", "02", "03"],
    PinHash: ["$argon2id$a", "$argon2id$b"],
    PublicText: ["6", "08:00-12:00", "no number", ""],
    TerminalId: ["t1", "t2"],
    DisplayId: ["0" * 32, "f" * 32],
    SettingKey: ["lockers.default_hours", "hours.mon", "roles.attendant", "gone.setting"],
    AppointmentId: [follow_id("history", str(number)) for number in range(3)],
    CounterId: [1, 2],
    HomeVisitId: [follow_id("history", str(number)) for number in range(3)],
    PersonId: [f"{number:064x}" for number in range(2)],
    SeriesId: ["A1", "B1"],
    ServiceId: ["ask", "pension"],
    TicketId: [follow_id("history", str(number)) for number in range(4)],
    VenueId: ["meeting-room", "square"],
    EquipmentId: ["projector", "chairs"],
    OrganisationId: ["club", f"{7:064x}"],
    ApplicationId: [follow_id("history", str(number)) for number in range(5)],
    BookingId: [follow_id("booking", str(number)) for number in range(6)],
    HoldId: [follow_id("history", str(number)) for number in range(3)],
    BlackoutId: [follow_id("history", str(number)) for number in range(2)],
    ClosureId: [follow_id("history", str(number)) for number in range(3)],
    MarkId: [follow_id("history", str(number)) for number in range(LENGTH)],
    TextVersion: ["0011223344556677", "8899aabbccddeeff"],
    float: [0.0, 0.5, 1.0, 2.0],
    int: [0, 1, 2, 5],
    bool: [True, False],
    datetime: [START, START + timedelta(hours=5), START + timedelta(days=40)],
    date: [date(2027, 1, 2), date(2026, 12, 31), START.date()],
}


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Draw a value of a type that may stand in an event; other types have no place there."""
    if kind in _POOLS:
        return st.sampled_from(_POOLS[kind])
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return st.sampled_from(list(kind))
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return events(kind)
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return st.one_of([st.none() if arg is type(None) else values(arg) for arg in args])
    if origin is tuple and args[1:] == (...,):
        return st.lists(values(args[0]), min_size=1, max_size=3).map(tuple)
    raise TypeError(f"{kind} has no place in an event")


def events(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Draw an event, or a struct in one."""
    fields = get_type_hints(kind)
    names = [field.name for field in msgspec.structs.fields(kind)]
    return st.fixed_dictionaries({name: values(fields[name]) for name in names}).map(
        lambda drawn: kind(**drawn)
    )


def one_of_each() -> Iterator[Event]:
    """Yield an event of every class with no field at its default, and one for each choice in it."""
    for kind in EVENTS:
        event = _unlike(kind, None)
        yield event
        for field in msgspec.structs.fields(kind):
            value = getattr(event, field.name)
            for other in type(value) if isinstance(value, StrEnum) else ():
                if other is not value:
                    yield msgspec.structs.replace(event, **{field.name: other})


def _unlike(kind: Any, default: Any) -> Any:
    """Return a value of ``kind`` that is not ``default``."""
    if kind in _POOLS:
        return next(value for value in reversed(_POOLS[kind]) if value != default)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return next(value for value in reversed(list(kind)) if value != default)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = get_type_hints(kind)
        fields = msgspec.structs.fields(kind)
        return kind(**{each.name: _unlike(hints[each.name], each.default) for each in fields})
    args = get_args(kind)
    if not args:
        raise TypeError(f"{kind} has no place in an event")
    return (_unlike(args[0], None),) if get_origin(kind) is tuple else _unlike(args[0], default)


class Line(msgspec.Struct, frozen=True):
    """One entry of a history that is still to be written."""

    event: Any
    hours: int = 0
    private: bool = False
    refused: bool = False


def histories(*kinds: type[Event]) -> st.SearchStrategy[list[Line]]:
    """Draw a history; events meet the same doors, rentals and orders again and again."""
    some = [events(kind) for kind in (kinds or EVENTS) if kind is not Erased]
    line = st.builds(
        Line,
        event=st.one_of(some),
        hours=st.integers(0, 30),
        private=st.booleans(),
        refused=st.sampled_from([False, False, False, True]),
    )
    return st.lists(line, min_size=1, max_size=LENGTH)


def write(history: list[Line], journal: Journal, salt: bytes = bytes(16)) -> None:
    """Append a history as it is, past every rule: folds must bear what positioners say."""
    last = next(journal.read(journal.head.position - 1, 1), None) if journal.head.position else None
    at = START if last is None else last.at
    for number, line in enumerate(history, journal.head.position):
        at += timedelta(hours=line.hours)
        body = {"note": f"13800{number:06}"}
        draft = Draft(
            id=follow_id("history", str(number)),
            at=at,
            business_date=at.date(),
            actor="resident",  # type: ignore[arg-type]
            event=msgspec.json.encode(line.event),
            private=Private(body=body, salt=salt) if line.private else None,
        )
        refused = "no_subject" if line.refused else None
        journal.append(draft, position_time=at, refused=refused)
