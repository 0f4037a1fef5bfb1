"""The web application of a hub. Pages are handed in as sections and find the hub in their kit."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.concurrency import run_in_threadpool

from kiosk.errors import JournalError
from kiosk.hub.api import exchange
from kiosk.hub.believing import refuse
from kiosk.hub.core import Hub
from kiosk.hub.database import is_well
from kiosk.hub.faults import Denied
from kiosk.hub.pages.kit import Kit
from kiosk.hub.pages.route import say_faults
from kiosk.hub.pages.sections import Section
from kiosk.wire import Fault

_log = logging.getLogger(__name__)


def create_app(hub: Hub, pages: Iterable[Section] = ()) -> FastAPI:
    """Return the application of ``hub``: the exchange, how it is, and ``pages``."""
    sections = tuple(pages)

    @asynccontextmanager
    async def living(_app: FastAPI) -> AsyncIterator[None]:
        watching = asyncio.create_task(hub.watch.run())
        hub.begin()
        yield
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching

    app = FastAPI(title="Yizhan hub", docs_url=None, redoc_url=None, lifespan=living)
    app.include_router(exchange(hub))
    app.include_router(_condition(hub))
    for section in sections:
        app.include_router(section.routes())
    app.state.kit = Kit(hub, sections)
    _say_errors(app, hub)
    say_faults(app)
    return app


def _condition(hub: Hub) -> APIRouter:
    api = APIRouter(tags=["condition"])

    @api.get("/healthz")
    async def healthz() -> Response:
        """Say whether the database answers."""
        well = await run_in_threadpool(is_well, hub.database)
        return Response("ok\n" if well else "database away\n", status_code=200 if well else 503)

    @api.get("/metrics")
    async def metrics() -> Response:
        """Say what was counted, for Prometheus."""
        return Response(hub.metrics.text(), media_type=CONTENT_TYPE_LATEST)

    return api


def _say_errors(app: FastAPI, hub: Hub) -> None:
    async def denied(request: Request, error: Exception) -> Response:
        assert isinstance(error, Denied)
        # The route and the fault alone: everything else was said by somebody unknown.
        _log.warning("%s %s denied: %s", request.method, request.url.path[:40], error.fault)
        hub.metrics.answered("denied", error.fault)
        return refuse(error, hub.clock)

    async def unreadable(request: Request, error: Exception) -> Response:
        return await denied(request, Denied(Fault.UNREADABLE))

    async def away(request: Request, error: Exception) -> Response:
        _log.error("the database said no: %s", type(error).__name__)
        return await denied(request, Denied(Fault.AWAY))

    app.add_exception_handler(Denied, denied)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(JournalError, away)
