"""How the bodies of ``kiosk.wire`` travel: in gzip where that helps, never without bounds. Pure."""

from __future__ import annotations

import zlib

from kiosk.wire import MEDIA_TYPE, Fault, Garbled

MOST_BYTES = 4 * 1024 * 1024
"""Of a body as it travels."""
MOST_UNPACKED = 16 * 1024 * 1024
"""Of a body when it is unpacked."""

_WORTH_PACKING = 1_000
_GZIP = 16 + zlib.MAX_WBITS


def packed(body: bytes) -> tuple[bytes, dict[str, str]]:
    """Return the body as it travels, and the headers that say how."""
    headers = {"content-type": MEDIA_TYPE}
    if len(body) < _WORTH_PACKING:
        return body, headers
    packer = zlib.compressobj(level=1, wbits=_GZIP)
    return packer.compress(body) + packer.flush(), {**headers, "content-encoding": "gzip"}


def unpacked(body: bytes, encoding: str | None) -> bytes:
    """Return the body that ``packed`` packed, never more than ``MOST_UNPACKED``.

    Raises:
        Garbled: too large, or not packed in this way.
    """
    if len(body) > MOST_BYTES:
        raise Garbled(Fault.TOO_LARGE)
    if encoding in (None, "", "identity"):
        return body
    if encoding != "gzip":
        raise Garbled(Fault.UNREADABLE)
    unpacker = zlib.decompressobj(wbits=_GZIP)
    try:
        whole = unpacker.decompress(body, MOST_UNPACKED)
    except zlib.error as error:
        raise Garbled(Fault.UNREADABLE) from error
    if unpacker.unconsumed_tail:
        raise Garbled(Fault.TOO_LARGE)
    if not unpacker.eof:
        raise Garbled(Fault.UNREADABLE)
    return whole
