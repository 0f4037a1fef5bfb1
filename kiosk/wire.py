"""What terminal and hub say to each other: the structs and their bytes.

Bodies are msgpack, in gzip where that helps. Every time in them is UTC. Pure: no network, no file,
no clock; both ends use this module, ``kiosk.packing`` and ``kiosk.signatures``, and nothing else of
each other.
docs/sync.md tells the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

import msgspec

from kiosk.ids import BankId, OriginId, StationId
from kiosk.journal.entry import Draft, Head, Placed

PROTOCOL = 1


def accepted_at(protocol: int) -> frozenset[int]:
    """Return what a hub of ``protocol`` understands: that one, and the one before it if any."""
    return frozenset({protocol, protocol - 1} - {0})


ACCEPTED = accepted_at(PROTOCOL)
MOST_ENTRIES = 500
"""Entries in one push and in one page."""
MOST_WAIT = 25.0
"""Seconds a pull may wait for something new."""
MEDIA_TYPE = "application/msgpack"

JOURNAL, DECIDE, ADOPT, PAIR = "/v1/journal", "/v1/decide", "/v1/adopt", "/v1/pair"
STATUS = "/v1/status"

T = TypeVar("T")


# -- asked ---------------------------------------------------------------------------------


class Push(msgspec.Struct, frozen=True):
    """The unbroken beginning of what waits at a terminal.

    Attributes:
        origin: who numbered the entries; each of them says the same.
        head: up to where the terminal knows the order; the answer goes on from there.
    """

    protocol: int
    origin: OriginId
    entries: tuple[Draft, ...]
    head: Head = Head()


class Decide(msgspec.Struct, frozen=True):
    """One entry that only the positioner may accept; it has no number of its terminal."""

    protocol: int
    draft: Draft
    head: Head = Head()


class Adopt(msgspec.Struct, frozen=True):
    """A page of the history an empty hub takes over, position by position."""

    protocol: int
    page: tuple[Placed, ...]


class Pair(msgspec.Struct, frozen=True):
    """A terminal asks to belong to a station.

    Attributes:
        code: six digits the hub showed to staff.
        name: what staff call the terminal: ``hall``.
        program: version of the program.
        banks: cabinets this terminal owns; a bank belongs to one terminal for ever.
        head: end of the history it has; a terminal without one sends the default.
        station_key: from a terminal that has made anything yet: the key its tags were made with.
        origin: under which such a terminal numbers; it keeps that name if nobody else has it.
        highest: highest number of a terminal in its history: nobody new is to get one of them.
    """

    protocol: int
    station: StationId
    code: str
    name: str
    program: str = ""
    banks: tuple[BankId, ...] = ()
    head: Head = Head()
    station_key: bytes = b""
    origin: OriginId = OriginId("")
    highest: int = 0


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """How a terminal is. Holds nothing personal.

    Attributes:
        program: its version.
        at: the time of its clock, which it believes if ``trusted``.
        pending: entries that wait for their positions.
        to_tell: refused entries somebody still has to be told of.
        banks: cabinets, and why each is away; empty while it answers.
        printer: as ``kiosk.ports.PrinterStatus`` says it, the paper too; ``none`` where none is.
        voice: why nothing can be heard; empty while it speaks or none is fitted.
        disk_free_mb: on the disk of its data directory.
        set_aside: entries this program could not fold.
    """

    protocol: int
    program: str
    at: datetime
    trusted: bool
    pending: int = 0
    to_tell: int = 0
    banks: Mapping[BankId, str] = {}
    printer: str = "none"
    voice: str = ""
    disk_free_mb: int = 0
    set_aside: int = 0


# -- answered ------------------------------------------------------------------------------


class Pushed(msgspec.Struct, frozen=True, tag="pushed"):
    """Everything is positioned. ``page`` follows the head that was sent.

    Attributes:
        head: the end of the order; where the page ends before it, the rest is to be pulled.
    """

    page: tuple[Placed, ...]
    head: Head


class Page(msgspec.Struct, frozen=True, tag="page"):
    """What follows the position that was asked for; empty if there was nothing in time."""

    page: tuple[Placed, ...]
    head: Head


class Gap(msgspec.Struct, frozen=True, tag="gap"):
    """Nothing was taken: ``expected`` is the number the hub has to get next of this origin."""

    expected: int


class Forked(msgspec.Struct, frozen=True, tag="forked"):
    """Nothing was taken: a known number came with another id. The terminal was put back."""

    expected: int


class Unlike(msgspec.Struct, frozen=True, tag="unlike"):
    """Nothing was taken: the histories differ at the head that was sent.

    Attributes:
        marks: heads of the hub's history, latest first, ever further apart, down to the empty one.
            The first that the terminal has too is common to both.
    """

    marks: tuple[Head, ...]


class Adopted(msgspec.Struct, frozen=True, tag="adopted"):
    """The history is taken up to ``head``."""

    head: Head


class Paired(msgspec.Struct, frozen=True, tag="paired"):
    """The terminal belongs to the station.

    Attributes:
        terminal: its name in signatures: ``t2``.
        origin: under which it numbers what it makes: ``t2.0``.
        key: its own; requests are signed with it.
        station_key: tags of codes and people are made with it.
        certificate: PEM; the terminal believes this certificate and no other from now on.
        adopt: the hub is empty and takes over the history of this terminal.
    """

    station: StationId
    terminal: str
    origin: OriginId
    key: bytes
    station_key: bytes
    certificate: str
    adopt: bool = False


class Noted(msgspec.Struct, frozen=True, tag="noted"):
    """The report is kept.

    Attributes:
        now: the hub's time.
        trusted: whether the hub believes its own clock.
    """

    now: datetime
    trusted: bool


class Fault(StrEnum):
    """Why a request was not understood or not believed."""

    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    PROTOCOL = "protocol"
    UNKNOWN_TERMINAL = "unknown_terminal"
    WRONG_KEY = "wrong_key"
    CLOCK_OFF = "clock_off"
    REPEATED = "repeated"
    """The nonce was used before."""
    WRONG_ORIGIN = "wrong_origin"
    WRONG_STATION = "wrong_station"
    WRONG_ACTOR = "wrong_actor"
    FOREIGN_TAG = "foreign_tag"
    """No terminal may write this event, or none in the name of this actor."""
    HOLE = "hole"
    BROKEN_CHAIN = "broken_chain"
    NOT_EMPTY = "not_empty"
    HAS_HISTORY = "has_history"
    BANK_TAKEN = "bank_taken"
    WRONG_CODE = "wrong_code"
    NO_CODE = "no_code"
    """None is shown, its ten minutes are over, or it was tried five times."""
    AWAY = "away"
    """The hub cannot write at present; ask again."""


class Wrong(msgspec.Struct, frozen=True, tag="wrong"):
    """A request that could not be understood or believed. Nothing of it has happened.

    Attributes:
        sentence: for the technician who reads the log.
        now: the hub's time, for a terminal whose clock is off.
    """

    fault: Fault
    sentence: str
    now: datetime


Answer = Pushed | Page | Gap | Forked | Unlike | Adopted | Paired | Noted | Wrong

_ENCODER = msgspec.msgpack.Encoder()
_ANSWERS: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)


class Garbled(Exception):
    """Bytes that are not what was agreed; ``fault`` says in which way."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


# -- bytes ---------------------------------------------------------------------------------


def encode(value: msgspec.Struct) -> bytes:
    """Return the body for ``value``."""
    return _ENCODER.encode(value)


def decode(body: bytes, kind: type[T]) -> T:
    """Return the ``kind`` a body holds.

    Raises:
        Garbled: it holds something else.
    """
    try:
        return msgspec.msgpack.decode(body, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Garbled(Fault.UNREADABLE) from error


def decode_answer(body: bytes) -> Answer:
    """Return the answer a body holds.

    Raises:
        Garbled: it is none of this protocol.
    """
    try:
        return _ANSWERS.decode(body)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Garbled(Fault.UNREADABLE) from error
