"""Running a hub until it is told to end."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterable
from types import FrameType

import uvicorn

from kiosk.hub.app import create_app
from kiosk.hub.core import Hub
from kiosk.hub.pages.sections import Section

_log = logging.getLogger(__name__)
_GRACE = 10
"""Seconds that answers under way may take when the hub ends."""


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Let those who wait for something new go, so that nothing has to be waited for."""
        self._hub.watch.release()
        super().handle_exit(sig, frame)


def serve(hub: Hub, *, host: str, port: int, tls: bool, pages: Iterable[Section] = ()) -> None:
    """Serve ``hub`` until a signal ends it.

    Args:
        tls: False where something in front of the hub does it, or nobody but this machine asks.
    """
    certificate = str(hub.certificate) if tls else None
    config = uvicorn.Config(
        create_app(hub, pages),
        host=host,
        port=port,
        ssl_certfile=certificate,
        ssl_keyfile=certificate,
        log_config=None,
        access_log=False,  # addresses of people are nobody's business
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
        timeout_keep_alive=75,
    )
    for each in (signal.SIGINT, signal.SIGTERM):
        # uvicorn ends by them and raises them once more; then there is still something to close.
        signal.signal(each, lambda *_: None)
    _log.info("the hub listens at port %d", port)
    _Server(config, hub).run()
