"""Hubs, databases and terminals for tests of the exchange."""

from __future__ import annotations

import gc
import os
import socket
import ssl
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import msgspec
import uvicorn

from kiosk.hub.app import create_app
from kiosk.hub.core import Hub
from kiosk.hub.database import Database
from kiosk.hub.pages.sections import Section
from kiosk.ids import RESIDENT, ActorId, EntryId, OriginId, StationId, new_id
from kiosk.journal.entry import Draft, Event, Head, Placed, Private
from kiosk.packing import packed, unpacked
from kiosk.settings import Settings
from kiosk.signatures import NONCE_BYTES, sign
from kiosk.wire import (
    ADOPT,
    DECIDE,
    JOURNAL,
    PAIR,
    PROTOCOL,
    Adopt,
    Answer,
    Decide,
    Pair,
    Paired,
    Push,
    decode_answer,
    encode,
)
from tests.fakes import FakeClock
from tests.journals import STATION
from tests.places import PLACES
from tests.ports import bind_somewhere

NOW = FakeClock().now()
EMPTY = Head()


def hub_in(directory: Path, database: Database | None = None, **more: Any) -> Hub:
    """Open a hub whose stations have places only, unless told otherwise."""
    return Hub(
        database or Database.in_directory(directory),
        directory,
        more.pop("families", (PLACES,)),
        more.pop("clock", FakeClock()),
        lambda _: Settings(),
        **more,
    )


def listening(port: int = 0) -> socket.socket:
    """Return a socket at a port; whoever comes before the server is there waits.

    Args:
        port: 0: a free one.

    Its protocol is named, or asyncio would not set TCP_NODELAY and each answer came 40 ms late.
    """
    ready = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    ready.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if port:
        ready.bind(("127.0.0.1", port))
    else:
        bind_somewhere(ready)
    ready.listen()
    return ready


@contextmanager
def served(
    hub: Hub, *, tls: bool = False, pages: Sequence[Section] = (), at: int = 0
) -> Iterator[httpx.Client]:
    """Serve ``hub`` from a thread of this process and yield a client of it."""
    certificate = str(hub.certificate) if tls else None
    config = uvicorn.Config(
        create_app(hub, pages),
        host="127.0.0.1",
        port=0,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=1,  # a client that ends TLS without a word is not waited for
        ssl_certfile=certificate,
        ssl_keyfile=certificate,
    )
    server = uvicorn.Server(config)
    ready = listening(at)
    port = ready.getsockname()[1]
    thread = threading.Thread(target=server.run, kwargs={"sockets": [ready]})
    thread.start()
    scheme = "https" if tls else "http"
    verify = ssl.create_default_context(cafile=certificate) if tls else False
    try:
        base = f"{scheme}://127.0.0.1:{port}"
        with httpx.Client(base_url=base, verify=verify, timeout=60) as client:
            yield client
    finally:
        hub.watch.release()
        server.should_exit = True
        thread.join(60)
        ready.close()
        hub.close()
        if tls:
            _drop_half_closed()


def _drop_half_closed() -> None:
    """Let go of connections whose clients ended TLS without a word; asyncio waits 30 s for it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


class Desk:
    """A paired terminal that says exactly what a test wants it to say."""

    def __init__(self, client: httpx.Client, paired: Paired, at: datetime = NOW) -> None:
        self.client = client
        self.paired = paired
        self.at = at
        self.origin = paired.origin
        self.seq = 0
        self.head = EMPTY
        self.nonce: bytes | None = None

    @classmethod
    def pair(
        cls, hub: Hub, client: httpx.Client, station: StationId = STATION, **more: Any
    ) -> Desk:
        asked = Pair(PROTOCOL, station, hub.pairing.show_code(station), "hall", **more)
        answer = cls.answered(client.post(PAIR, content=encode(asked)))
        assert isinstance(answer, Paired), answer
        return cls(client, answer)

    def draft(
        self,
        event: Event,
        *,
        actor: ActorId = RESIDENT,
        private: Private | None = None,
        entry: EntryId | None = None,
    ) -> Draft:
        self.seq += 1
        return Draft(
            id=entry or new_id(),
            at=NOW,
            business_date=NOW.date(),
            actor=actor,
            event=msgspec.json.encode(event),
            private=private,
            origin=self.origin,
            seq=self.seq,
        )

    def push(self, *drafts: Draft, head: Head = EMPTY, **more: Any) -> Answer:
        asked = Push(more.pop("protocol", PROTOCOL), self.origin, drafts, head)
        return self.post(JOURNAL, encode(asked), **more)

    def decide(self, draft: Draft, head: Head = EMPTY) -> Answer:
        return self.post(DECIDE, encode(Decide(PROTOCOL, draft, head)))

    def adopt(self, *page: Placed) -> Answer:
        return self.post(ADOPT, encode(Adopt(PROTOCOL, page)))

    def pull(self, after: Head = EMPTY, wait: float = 0) -> Answer:
        query = urlencode(
            {"after": after.position, "digest": after.digest.hex(), "wait": f"{wait:g}"}
        )
        return self.answered(self.send("GET", f"{JOURNAL}?{query}"))

    def post(self, path: str, body: bytes, **more: Any) -> Answer:
        return self.answered(self.send("POST", path, body, **more))

    def send(self, method: str, path: str, body: bytes = b"", **more: Any) -> httpx.Response:
        sent, headers = packed(body) if body else (b"", {})
        signed = sign(
            more.get("key", self.paired.key),
            method,
            path,
            sent,
            station=more.get("station", self.paired.station),
            terminal=more.get("terminal", self.paired.terminal),
            at=more.get("at", self.at),
            nonce=self.nonce or os.urandom(NONCE_BYTES),
        )
        return self.client.request(
            method, path, content=sent or None, headers={**headers, **signed.headers()}
        )

    @staticmethod
    def answered(response: httpx.Response) -> Answer:
        return decode_answer(response.content)  # the client has unpacked it


def origin_of(desk: Desk, epoch: int) -> OriginId:
    return OriginId(f"{desk.paired.terminal}.{epoch}")


__all__ = ["NOW", "Desk", "hub_in", "origin_of", "unpacked"]
