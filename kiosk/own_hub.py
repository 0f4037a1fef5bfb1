"""The hub a terminal starts itself: its command line and its place."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.jobs import Lane
from kiosk.sync.child import DIRECTORY, HubChild
from kiosk.terminal import Terminal

_MAIN = Path(__file__).resolve().parent.parent / "main.py"


def own_hub(terminal: Terminal, station: str) -> HubChild:
    """Return the hub of ``terminal``; nothing is started yet.

    Args:
        station: name or file, as the terminal was started with.
    """
    device, directory = terminal.file.device.hub, terminal.data / DIRECTORY
    common = [sys.executable, str(_MAIN), "hub", "--data", str(directory), "--station", station]
    named = ["--name", device.address] if device.address else []

    def command(port: int | None) -> Sequence[str]:
        if port is None:
            return [*common, "--show-code"]
        return [*common, *named, "--host", device.listen, "--port", str(port), "--child"]

    return HubChild(
        command,
        directory,
        Lane("own hub"),
        terminal.clock.monotonic,
        listen=device.listen,
        port=device.port,
    )
