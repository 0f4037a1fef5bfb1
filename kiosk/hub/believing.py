"""From bytes of HTTP to a request that is believed, and from an answer to bytes again."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import msgspec
from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from kiosk.clock import Clock
from kiosk.hub.faults import SAID, Denied
from kiosk.hub.terminals import Terminals
from kiosk.ids import StationId
from kiosk.packing import MOST_BYTES, packed, unpacked
from kiosk.signatures import CLOCK_WITHIN, signed_of
from kiosk.wire import (
    MEDIA_TYPE,
    Answer,
    Fault,
    Garbled,
    Wrong,
    encode,
)

_QUICK = 64 * 1024
"""Bytes that are packed at once; more are packed beside the event loop."""
_NONCE_FOR = 2 * CLOCK_WITHIN + timedelta(minutes=1)


class Caller(msgspec.Struct, frozen=True):
    """A terminal that signed a request, and what it sent.

    Attributes:
        nonce: may be used once; nobody believes it after ``until`` (seconds since 1970) anyway.
    """

    station: StationId
    terminal: str
    body: bytes
    nonce: str
    until: float


async def believed(request: Request, terminals: Terminals, clock: Clock) -> Caller:
    """Return who sent ``request``.

    Raises:
        Denied: nobody that is known, or not in this way.
    """
    try:
        signed = signed_of(request.headers)
        body = await body_of(request)
        key = terminals.known(signed)
        if key is None:
            key = await run_in_threadpool(terminals.key, signed)
        now = clock.now()
        terminals.believe(key, signed, request.method, _path(request), body, now=now)
        plain = await _plain(request, body)
    except Garbled as error:
        raise Denied(error.fault) from error
    until = (now + _NONCE_FOR).timestamp()
    nonce = f"{signed.terminal}:{signed.nonce}"
    return Caller(signed.station, signed.terminal, plain, nonce, until)


async def body_of(request: Request) -> bytes:
    """Return the body as it travelled, never more than ``MOST_BYTES``.

    Raises:
        Denied: ``too_large``.
    """
    parts, size = list[bytes](), 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > MOST_BYTES:
                raise Denied(Fault.TOO_LARGE)
            parts.append(part)
    except ClientDisconnect as error:  # nobody is there any more to be answered
        raise Denied(Fault.UNREADABLE) from error
    return b"".join(parts)


async def respond(answer: Answer) -> Response:
    """Return the response that carries ``answer``."""
    body = encode(answer)
    if len(body) < _QUICK:
        sent, headers = packed(body)
    else:
        sent, headers = await asyncio.to_thread(packed, body)
    return Response(sent, headers=headers)


def refuse(denied: Denied, clock: Clock) -> Response:
    """Return the response that says why nothing was done."""
    status, sentence = SAID[denied.fault]
    body = encode(Wrong(denied.fault, sentence, clock.now()))
    return Response(body, status_code=status, media_type=MEDIA_TYPE)


async def _plain(request: Request, body: bytes) -> bytes:
    encoding = request.headers.get("content-encoding")
    if len(body) < _QUICK:
        return unpacked(body, encoding)
    return await asyncio.to_thread(unpacked, body, encoding)


def _path(request: Request) -> str:
    query = request.scope["query_string"].decode("latin-1")
    path = request.scope.get("raw_path") or request.url.path.encode()
    return path.decode("latin-1") + (f"?{query}" if query else "")
