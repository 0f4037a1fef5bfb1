"""Who sent a request: a terminal signs with its own key, and the hub checks. Pure.

    HMAC-SHA256( key, domain ‖ method ‖ path ‖ station ‖ terminal ‖ date ‖ nonce ‖ body's hash )

Every part is length-prefixed. The certificate of the hub, pinned by the terminal, speaks for the
answers.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

import msgspec

from kiosk.ids import StationId
from kiosk.wire import Fault, Garbled

CLOCK_WITHIN = timedelta(minutes=5)
KEY_BYTES = 32
NONCE_BYTES = 16
_SIGNED = b"yizhan request 1"
STATION_HEADER = "yizhan-station"
TERMINAL_HEADER = "yizhan-terminal"
DATE_HEADER = "yizhan-date"
NONCE_HEADER = "yizhan-nonce"
SIGNATURE_HEADER = "yizhan-signature"


class Signed(msgspec.Struct, frozen=True):
    """Who signed a request, and when. Only to be believed after ``verify``."""

    station: StationId
    terminal: str
    date: str
    nonce: str
    signature: str

    def headers(self) -> dict[str, str]:
        """Return the headers that carry it."""
        return {
            STATION_HEADER: self.station,
            TERMINAL_HEADER: self.terminal,
            DATE_HEADER: self.date,
            NONCE_HEADER: self.nonce,
            SIGNATURE_HEADER: self.signature,
        }


def sign(
    key: bytes,
    method: str,
    path: str,
    body: bytes,
    *,
    station: StationId,
    terminal: str,
    at: datetime,
    nonce: bytes,
) -> Signed:
    """Sign a request.

    Args:
        path: with the query, as it is sent.
        body: as it travels, packed.
        at: now, aware.
        nonce: ``NONCE_BYTES`` random bytes, never used before.
    """
    date = at.astimezone(UTC).isoformat(timespec="seconds")
    unsigned = Signed(station, terminal, date, nonce.hex(), "")
    return msgspec.structs.replace(
        unsigned, signature=_signature(key, method, path, body, unsigned)
    )


def signed_of(headers: Mapping[str, str]) -> Signed:
    """Return what the headers (names in lower case) say of who signed.

    Raises:
        Garbled: one is missing or longer than it can be.
    """
    names = (STATION_HEADER, TERMINAL_HEADER, DATE_HEADER, NONCE_HEADER, SIGNATURE_HEADER)
    found = [headers.get(name, "") for name in names]
    if not all(0 < len(value) <= 100 and value.isascii() for value in found):
        raise Garbled(Fault.UNREADABLE)
    if len(found[3]) != 2 * NONCE_BYTES:
        raise Garbled(Fault.UNREADABLE)
    return Signed(StationId(found[0]), *found[1:])


def verify(
    key: bytes, method: str, path: str, body: bytes, signed: Signed, *, now: datetime
) -> None:
    """Check that the owner of ``key`` signed this request not long ago.

    Raises:
        Garbled: wrong key, or signed by a clock that is more than five minutes off.
    """
    expected = _signature(key, method, path, body, signed)
    if not hmac.compare_digest(expected, signed.signature):
        raise Garbled(Fault.WRONG_KEY)
    try:
        date = datetime.fromisoformat(signed.date)
        off = abs(now - date)
    except (ValueError, TypeError, OverflowError) as error:
        raise Garbled(Fault.UNREADABLE) from error
    if off > CLOCK_WITHIN:
        raise Garbled(Fault.CLOCK_OFF)


def _signature(key: bytes, method: str, path: str, body: bytes, signed: Signed) -> str:
    parts = (
        _SIGNED,
        method.upper().encode(),
        path.encode(),
        signed.station.encode(),
        signed.terminal.encode(),
        signed.date.encode(),
        signed.nonce.encode(),
        blake2b(body, digest_size=32).digest(),
    )
    whole = b"".join(piece for part in parts for piece in (len(part).to_bytes(4, "big"), part))
    return hmac.digest(key, whole, "sha256").hex()
