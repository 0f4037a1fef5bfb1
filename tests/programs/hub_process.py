"""Hubs, each a process of its own on a port of its own, until they are killed.

python -m tests.programs.hub_process URL DIRECTORY [--real] [--no-locks]
Starts one for each line it reads and says its number and its port. Everything is loaded once, so
that a hub that was killed is there again in a moment. Their stations have places only, or all.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path
from typing import Any

import uvicorn

from kiosk.clock import SystemClock
from kiosk.hub.app import create_app
from kiosk.hub.database import Database
from tests.hubs import hub_in, listening
from tests.racing import TIMELESS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--no-locks", action="store_true")
    parser.add_argument("--real", action="store_true", help="with the families of a station")
    args = parser.parse_args()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
    for _ in sys.stdin:
        if os.fork() == 0:
            _serve(args)
            return


def _serve(args: argparse.Namespace) -> None:
    more: dict[str, Any] = {"families": TIMELESS} if args.real else {}
    clock, locks = SystemClock(), not args.no_locks
    hub = hub_in(args.directory, Database(args.url), clock=clock, locks=locks, **more)
    config = uvicorn.Config(
        create_app(hub), host="127.0.0.1", port=0, log_config=None, access_log=False
    )
    ready = listening()
    print(os.getpid(), ready.getsockname()[1], flush=True)
    sys.stdout.close()
    uvicorn.Server(config).run(sockets=[ready])


if __name__ == "__main__":
    main()
