"""A hub whose stations have places only, on a port it prints, until it is told to end.

python -m tests.programs.hub_process URL DIRECTORY [--no-locks]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import uvicorn

from kiosk.clock import SystemClock
from kiosk.hub.app import create_app
from kiosk.hub.database import Database
from tests.hubs import hub_in, listening


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--no-locks", action="store_true")
    args = parser.parse_args()
    hub = hub_in(args.directory, Database(args.url), clock=SystemClock(), locks=not args.no_locks)
    config = uvicorn.Config(
        create_app(hub), host="127.0.0.1", port=0, log_config=None, access_log=False
    )
    ready = listening()
    print(ready.getsockname()[1], flush=True)
    sys.stdout.close()
    uvicorn.Server(config).run(sockets=[ready])


if __name__ == "__main__":
    main()
