"""Links that a phone opens: whose page, until when, and the station's word that it made them.

    https://hub.example.cn/Q/HUAKEN/K3J5…
                           │   │      └ base32( subject ‖ until ‖ tag )
                           │   └ station
                           └ what it is of

subject: 16 bytes, the token of a ticket, a booking or a door, or the name of a display.
until:   hours since 2024-01-01 UTC, 3 bytes, big end first.
tag:     the first 8 bytes of HMAC-SHA-256 under the station key, over all of it.

Everything but the scheme is of capitals, digits and ``:/.-``, which a QR code packs in 5.5 bits a
sign: a slip's code has 33 or 37 modules a side. The token alone is what a scanner of the station
asks for, so an address that has changed or a link that is over still opens a door. Pure.
"""

from __future__ import annotations

import binascii
import hmac
import re
from base64 import b32decode, b32encode, urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol

import msgspec

from kiosk.ids import StationId

SUBJECT_BYTES = 16
TAG_BYTES = 8
_UNTIL_BYTES = 3
_SINCE = datetime(2024, 1, 1, tzinfo=UTC)
_HOUR = timedelta(hours=1)
_TAIL = re.compile(r"[A-Z2-7]{44}")
_STATION = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_TOKEN_SIGNS = 22
_LINK = re.compile(r"https?://[^/?#\s]+/([QVL])/([^/?#\s]+)/([A-Z2-7]+)", re.IGNORECASE)


class Kind(StrEnum):
    """What a link is of; the letter stands in its path."""

    TICKET = "Q"
    VENUE = "V"
    LOCKER = "L"
    DISPLAY = "D"
    CALENDAR = "C"

    @property
    def prefix(self) -> str:
        """What begins a QR code without a link, so that a scan is known for what it is."""
        return f"YZ{self.value}1:"


class Why(StrEnum):
    """Why a link is not followed."""

    UNKNOWN = "unknown"
    """Nobody here made it: cut short, mistyped, forged, or of another station."""
    OVER = "over"
    """It was made here, and its time is over."""


class NotFollowed(Exception):
    """A link leads nowhere; ``why`` says whether it once did."""

    def __init__(self, why: Why) -> None:
        super().__init__(str(why))
        self.why = why


class Link(msgspec.Struct, frozen=True):
    """Where a link leads.

    Attributes:
        subject: ``SUBJECT_BYTES`` bytes.
        until: end of the hour in which it is over.
    """

    kind: Kind
    station: StationId
    subject: bytes
    until: datetime

    @property
    def token(self) -> str:
        """The subject as the token that slips have and scanners ask for."""
        return urlsafe_b64encode(self.subject).rstrip(b"=").decode()


class Signs(Protocol):
    """What making and believing links needs of the station key."""

    def link_tag(self, message: bytes) -> bytes: ...


class QrText(Protocol):
    """Makes the text of a QR code for a token."""

    def __call__(self, kind: Kind, token: str, until: datetime) -> str: ...


def bare(kind: Kind, token: str, until: datetime) -> str:
    """Return the text of a QR code that only scanners of the station understand."""
    return kind.prefix + token


def qr_texts(address: str, station: StationId, key: Signs) -> QrText:
    """Return what makes QR codes: links where the station has an address, else bare tokens.

    Args:
        address: where phones reach the hub, ``https://hub.example.cn``; empty: nowhere.
    """
    if not address:
        return bare
    scheme, _, host = address.partition("://")

    def link(kind: Kind, token: str, until: datetime) -> str:
        made = Link(kind, station, subject_of(token), until)
        return f"{scheme.lower()}://{host.upper()}{path_of(made, key)}"

    return link


def path_of(link: Link, key: Signs) -> str:
    """Return the path of a link, from its first slash on."""
    return f"/{link.kind}/{link.station.upper()}/{tail_of(link, key)}"


def tail_of(link: Link, key: Signs) -> str:
    """Return the last part of the path: subject, end and tag."""
    hours = -(-(link.until - _SINCE) // _HOUR)
    most = 256**_UNTIL_BYTES - 1
    said = link.subject + min(max(hours, 0), most).to_bytes(_UNTIL_BYTES, "big")
    return b32encode(said + _tag(key, link.kind, link.station, said)).rstrip(b"=").decode()


def station_in(text: str) -> StationId:
    """Return the station that a path names.

    Raises:
        NotFollowed: no station has such a name.
    """
    station = text.lower()
    if not _STATION.fullmatch(station):
        raise NotFollowed(Why.UNKNOWN)
    return StationId(station)


def read(kind: Kind, station: StationId, tail: str, key: Signs, now: datetime) -> Link:
    """Return the link that was made here.

    Raises:
        NotFollowed: it was not, or it is over.
    """
    tail = tail.upper()
    if not _TAIL.fullmatch(tail):
        raise NotFollowed(Why.UNKNOWN)
    whole = b32decode(tail + "=" * (-len(tail) % 8))
    said, tag = whole[:-TAG_BYTES], whole[-TAG_BYTES:]
    if not hmac.compare_digest(tag, _tag(key, kind, station, said)):
        raise NotFollowed(Why.UNKNOWN)
    until = _SINCE + int.from_bytes(said[SUBJECT_BYTES:], "big") * _HOUR
    if now >= until:
        raise NotFollowed(Why.OVER)
    return Link(kind, station, said[:SUBJECT_BYTES], until)


def is_link(text: str) -> bool:
    """Tell whether a phone can open the text of a QR code."""
    return _LINK.fullmatch(text) is not None


def scanned(text: str) -> str:
    """Return what a scanner read as a bare token, if it is a link; anything else as it is.

    Nothing is believed by this: whoever is asked for the token knows whether there is such a one.
    """
    found = _LINK.fullmatch(text)
    tail = "" if found is None else found[3].upper()
    if found is None or not _TAIL.fullmatch(tail):
        return text
    subject = b32decode(tail + "=" * (-len(tail) % 8))[:SUBJECT_BYTES]
    token = urlsafe_b64encode(subject).rstrip(b"=").decode()
    return Kind(found[1].upper()).prefix + token


def subject_of(token: str) -> bytes:
    """Return a token as bytes.

    Raises:
        ValueError: it is none.
    """
    if len(token) != _TOKEN_SIGNS:
        raise ValueError("a token has 22 signs")
    try:
        return urlsafe_b64decode(token + "==")
    except binascii.Error as error:
        raise ValueError("a token is of letters, digits, - and _") from error


def _tag(key: Signs, kind: Kind, station: StationId, said: bytes) -> bytes:
    return key.link_tag(f"{kind}\0{station}\0".encode() + said)[:TAG_BYTES]
