"""Names of things, as types, and how they are made.

An event may hold ids, tags, enums, numbers, dates and ``PublicText``; never a plain ``str``.
"""

from __future__ import annotations

import uuid
from typing import NewType

import uuid_utils

EntryId = NewType("EntryId", str)
"""UUIDv7 made at the tap, or uuid5 of an order and its outcome; hyphenated lower-case text."""
StationId = NewType("StationId", str)
"""Name of the station file: ``huaken``."""
OriginId = NewType("OriginId", str)
"""Who numbered the entry: terminal and epoch, ``t1.0``."""
TerminalId = NewType("TerminalId", str)
"""Name of a terminal at its hub: ``t2``."""
DisplayId = NewType("DisplayId", str)
"""A hall display in a browser: 32 hexadecimal digits; its link says more."""
ActorId = NewType("ActorId", str)
"""``resident``, ``terminal``, ``command_line``, or ``staff:01``."""
PersonId = NewType("PersonId", str)
"""HMAC(station key, phone or the like): finds a person's private rows, tells nothing."""
StaffId = NewType("StaffId", str)
"""Two digits, shown on the screen: ``01``."""
BankId = NewType("BankId", str)
DoorId = NewType("DoorId", str)
"""Label on the door: ``A03``."""
RentalId = NewType("RentalId", str)
ReservationId = NewType("ReservationId", str)
ServiceId = NewType("ServiceId", str)
"""Name of a service in the station file: ``pension``."""
CounterId = NewType("CounterId", int)
"""Number over the counter, 1 to 99."""
TicketId = NewType("TicketId", str)
"""Not the number on the slip: that one comes again, this one never."""
SeriesId = NewType("SeriesId", str)
"""Letter of the service and digit of the terminal: ``A1``."""
AppointmentId = NewType("AppointmentId", str)
HomeVisitId = NewType("HomeVisitId", str)
VenueId = NewType("VenueId", str)
"""Name in the station file: ``meeting-room``."""
EquipmentId = NewType("EquipmentId", str)
"""Name in the station file: ``projector``."""
OrganisationId = NewType("OrganisationId", str)
"""Name in the station file, or HMAC(station key, what was typed) of one that is not listed."""
ApplicationId = NewType("ApplicationId", str)
"""Id of the entry with which somebody applied."""
BookingId = NewType("BookingId", str)
"""One occurrence of an application."""
HoldId = NewType("HoldId", str)
BlackoutId = NewType("BlackoutId", str)
ClosureId = NewType("ClosureId", str)
MarkId = NewType("MarkId", str)
"""Id of the entry that marked somebody."""
TextVersion = NewType("TextVersion", str)
"""BLAKE2b of words people agreed to, short; says which wording it was."""
CodeTag = NewType("CodeTag", str)
"""HMAC(station key, door code or query code)."""
TokenTag = NewType("TokenTag", str)
"""BLAKE2b of a random token that stands in a QR code."""
PinHash = NewType("PinHash", str)
"""argon2id over HMAC(station key, PIN)."""
PublicText = NewType("PublicText", str)
"""Words that staff released for everybody to read."""
SettingKey = NewType("SettingKey", str)
SubjectId = NewType("SubjectId", str)
"""Any of the ids above, where it does not matter of what: an application, a booking, a ticket."""
EventTag = NewType("EventTag", str)
"""Tag of an event: ``venues.applied``."""
RefusalReason = NewType("RefusalReason", str)
"""Why an entry was refused, in one word: ``taken``."""

HUB = "hub"
"""How the origin of an entry begins that was decided at the hub, while somebody waited for it."""
RESIDENT = ActorId("resident")
TERMINAL = ActorId("terminal")
COMMAND_LINE = ActorId("command_line")

_FOLLOWS = uuid.UUID("6d1e1a52-0a3c-5c0e-9b0e-3a6d5b1f7c11")


def new_id() -> EntryId:
    """Return a fresh UUIDv7: sortable by the time it was made."""
    return EntryId(str(uuid_utils.uuid7()))


def follow_id(*parts: str) -> EntryId:
    """Return the id that always belongs to these parts, so writing twice is a repeat.

    Used for outcomes of an order (order, outcome) and for timers (subject, kind, deadline).
    """
    return EntryId(str(uuid.uuid5(_FOLLOWS, "\x1f".join(parts))))


def staff_actor(staff: StaffId) -> ActorId:
    """Return the actor that acts for a member of staff."""
    return ActorId(f"staff:{staff}")


def terminal_of(origin: OriginId) -> TerminalId:
    """Return who numbers under it: ``t1.0`` → ``t1``."""
    return TerminalId(origin.partition(".")[0])


def number_in(terminal: str) -> int:
    """Return the number in the name of a terminal, ``t2`` → 2; 0 where there is none."""
    number = terminal.removeprefix("t")
    return int(number) if number != terminal and number.isascii() and number.isdecimal() else 0
