"""The exchange over HTTP: push, pull, decide, adopt, status, pair. docs/sync.md is its contract."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from kiosk.hub.believing import Caller, believed, body_of, respond
from kiosk.hub.core import Hub
from kiosk.hub.exchange import Adopting, Deciding, Pushing, Question, unlike
from kiosk.hub.faults import Denied
from kiosk.hub.turns import Turns
from kiosk.journal.entry import GENESIS, Head
from kiosk.packing import unpacked
from kiosk.wire import (
    ACCEPTED,
    ADOPT,
    DECIDE,
    JOURNAL,
    MEDIA_TYPE,
    MOST_ENTRIES,
    MOST_WAIT,
    PAIR,
    STATUS,
    Adopt,
    Answer,
    Decide,
    Fault,
    Garbled,
    Noted,
    Page,
    Pair,
    Push,
    Report,
    T,
    decode,
)

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}},
    }
}
_LARGEST = 2**62


def exchange(hub: Hub) -> APIRouter:
    """Return the routes of the exchange."""
    api = APIRouter(tags=["exchange"], default_response_class=Response)
    calls = Exchange(hub)

    @api.post(JOURNAL, openapi_extra=_BODY)
    async def push(request: Request) -> Response:
        """Send the unbroken beginning of what waits."""
        return await respond(await calls.push(await calls.caller(request)))

    @api.get(JOURNAL)
    async def pull(
        request: Request,
        after: Annotated[int, Query(ge=0, le=_LARGEST)] = 0,
        digest: Annotated[str, Query(pattern="^[0-9a-f]{64}$")] = GENESIS.hex(),
        wait: Annotated[float, Query(ge=0, le=MOST_WAIT)] = 0.0,
    ) -> Response:
        """Get what follows a position; wait for it if there is nothing yet."""
        caller = await calls.caller(request)
        return await respond(await calls.pull(caller, Head(after, bytes.fromhex(digest)), wait))

    @api.post(DECIDE, openapi_extra=_BODY)
    async def decide(request: Request) -> Response:
        """Have one entry decided."""
        return await respond(await calls.decide(await calls.caller(request)))

    @api.post(ADOPT, openapi_extra=_BODY)
    async def adopt(request: Request) -> Response:
        """Have a page of one's history taken over by an empty hub."""
        return await respond(await calls.adopt(await calls.caller(request)))

    @api.post(STATUS, openapi_extra=_BODY)
    async def status(request: Request) -> Response:
        """Say how a terminal is."""
        return await respond(await calls.status(await calls.caller(request)))

    @api.post(PAIR, openapi_extra=_BODY)
    async def pair(request: Request) -> Response:
        """Belong to a station, by the code that the hub shows."""
        return await respond(await calls.pair(request))

    return api


class Exchange:
    """What the routes do."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def caller(self, request: Request) -> Caller:
        """Return who sent ``request``."""
        return await believed(request, self._hub.terminals, self._hub.clock)

    async def push(self, caller: Caller) -> Answer:
        """Place what a terminal made."""
        question = Pushing(_read(caller.body, Push), caller.terminal)
        return await self._ask(caller, question, "push")

    async def decide(self, caller: Caller) -> Answer:
        """Decide one entry."""
        return await self._ask(caller, Deciding(_read(caller.body, Decide)), "decide")

    async def adopt(self, caller: Caller) -> Answer:
        """Take over a page of a history."""
        question = Adopting(_read(caller.body, Adopt))
        if await run_in_threadpool(self._hub.adopts, caller.station) != caller.terminal:
            raise Denied(Fault.NOT_EMPTY)
        turns = await self._turns(caller)
        asked = turns.adopt(question, nonce=caller.nonce, until=caller.until)
        return self._counted("adopt", await asyncio.wrap_future(asked))

    async def pull(self, caller: Caller, after: Head, wait: float) -> Answer:
        """Return what follows ``after``, waiting for it if there is nothing."""
        turns = await self._turns(caller)
        head = await run_in_threadpool(turns.head)
        if head != after:
            different = await run_in_threadpool(unlike, turns.journal, after)
            if different is not None:
                return self._counted("pull", different)
        elif wait:
            with self._hub.metrics.waiting.track_inprogress():
                await self._hub.watch.beyond(caller.station, after.position, wait)
            head = await run_in_threadpool(turns.head)
        page: Sequence[Any] = ()
        if head.position > after.position:
            page = await run_in_threadpool(turns.page, after.position, MOST_ENTRIES, head)
        return self._counted("pull", Page(tuple(page), head))

    async def status(self, caller: Caller) -> Answer:
        """Keep how a terminal says it is."""
        report = _read(caller.body, Report)
        if report.protocol not in ACCEPTED:
            raise Denied(Fault.PROTOCOL)
        now = self._hub.clock.now()
        note = partial(self._hub.terminals.note, at=now)
        await run_in_threadpool(note, caller.station, caller.terminal, report)
        return self._counted("status", Noted(now, self._hub.clock.trusted()))

    async def pair(self, request: Request) -> Answer:
        """Take a terminal in."""
        body = await body_of(request)
        try:
            asked = _read(unpacked(body, request.headers.get("content-encoding")), Pair)
        except Garbled as error:
            raise Denied(error.fault) from error
        if asked.protocol not in ACCEPTED:
            raise Denied(Fault.PROTOCOL)
        return self._counted("pair", await run_in_threadpool(self._hub.pairing.pair, asked))

    async def _turns(self, caller: Caller) -> Turns:
        return await run_in_threadpool(self._hub.turns, caller.station)

    async def _ask(self, caller: Caller, question: Question, what: str) -> Answer:
        turns = await self._turns(caller)
        await run_in_threadpool(self._hub.check_adopted, caller.station, turns.journal)
        asked = turns.ask(question, nonce=caller.nonce, until=caller.until)
        return self._counted(what, await asyncio.wrap_future(asked))

    def _counted(self, what: str, answer: Answer) -> Answer:
        self._hub.metrics.answered(what, type(answer).__name__.lower())
        return answer


def _read(body: bytes, kind: type[T]) -> T:
    try:
        return decode(body, kind)
    except Garbled as error:
        raise Denied(error.fault) from error
