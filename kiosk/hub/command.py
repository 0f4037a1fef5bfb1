"""``hub`` on the command line. FastAPI and SQLAlchemy are loaded when it is run, not before."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.clock import SystemClock
from kiosk.config import StationFile
from kiosk.config.together import stations
from kiosk.family import Family
from kiosk.files import make_private_directory
from kiosk.jobs import Lane
from kiosk.log import logging_to
from kiosk.settings import Settings
from kiosk.station import Station
from kiosk.workdays import Calendar

if TYPE_CHECKING:
    from kiosk.hub.core import Hub

URL = "YIZHAN_HUB_URL"
PORT = 8470
HANGS_AFTER = 15.0
"""Seconds a hub whose parent is gone may take to end; more than it waits for open answers."""
_DATA = Path("data") / "hub"


def add_hub_command(
    commands: Any,
    *,
    families: Sequence[Family[Any]],
    settings: Callable[[Station], Settings],
    calendar: Callable[[], Callable[[Station], Calendar]],
    station_file: Callable[[str], StationFile],
) -> None:
    """Add ``hub``, which runs one, and ``hub pair``, which shows a code for a terminal.

    Args:
        commands: the subparsers of the program.
        station_file: reads what a station file describes.
    """
    hub = commands.add_parser("hub", help="give the terminals of stations their one order")
    hub.add_argument("--url", default=os.environ.get(URL), help=f"database; default: ${URL}")
    hub.add_argument("--data", type=Path, default=_DATA, metavar="DIR")
    hub.add_argument("--station", action="append", default=[], metavar="NAME|FILE")
    hub.add_argument("--host", default="0.0.0.0", help="address to listen at")
    hub.add_argument("--port", type=int, default=PORT)
    hub.add_argument("--name", action="append", default=[], help="a name of it for its certificate")
    hub.add_argument("--no-tls", action="store_true", help="where something in front does it")
    hub.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    hub.add_argument("--show-code", action="store_true", help="show a code for pairing and end")

    def opened(args: argparse.Namespace, ending: ExitStack) -> Hub:
        from kiosk.hub.core import Hub
        from kiosk.hub.database import Database

        data: Path = args.data
        make_private_directory(data)
        ending.enter_context(logging_to(data))
        database = Database(args.url) if args.url else Database.in_directory(data)
        ending.callback(database.close)
        opened = Hub(
            database,
            data,
            families,
            SystemClock(),
            settings,
            calendar=calendar,
            hosts=args.name,
        )
        ending.callback(opened.close)
        return opened

    def run(args: argparse.Namespace) -> int:
        from kiosk.hub.certificate import fingerprint
        from kiosk.hub.pages.registry import PAGES
        from kiosk.hub.serving import serve

        with ExitStack() as ending:
            if args.child:
                end_with_parent()
            hub = opened(args, ending)
            files = stations(station_file(each) for each in args.station)
            if args.show_code:
                for file in files:
                    print(file.id, hub.pairing.show_code(file.id))
                print("SHA-256", fingerprint(hub.certificate))
                return 0
            for file in files:
                hub.know(file.id, file)
            serve(hub, host=args.host, port=args.port, tls=not args.no_tls, pages=PAGES)
        return 0

    hub.set_defaults(handler=run)


def end_with_parent() -> None:
    """End as if asked to when standard input is closed: whoever started this hub is gone.

    What hangs then is not waited for: the next start needs the port, and every answer is durable.
    """
    lane = Lane("parent")

    def wait() -> None:
        while sys.stdin.buffer.read(1):
            pass
        lane.after(HANGS_AFTER, lambda: os._exit(1))
        os.kill(os.getpid(), signal.SIGTERM)

    lane.submit(wait)
