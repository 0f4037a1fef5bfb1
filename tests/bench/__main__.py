"""Every benchmark in one run, every claim a ratio beside a limit or a peer.

python -m tests.bench [--quick] [--json build/bench.json]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tests.bench import (
    bench_crowd,
    bench_drivers,
    bench_hub,
    bench_journal,
    bench_office,
    bench_own_hub,
    bench_pouch,
    bench_queue,
    bench_screen,
    bench_station,
    bench_sync,
    bench_typing,
    bench_venues,
)

BENCHES: Mapping[str, Callable[..., dict[str, Any]]] = MappingProxyType(
    {
        "screen": bench_screen.measure,
        "drivers": bench_drivers.measure,
        "journal": bench_journal.measure,
        "station": bench_station.measure,
        "hub": bench_hub.measure,
        "own_hub": bench_own_hub.measure,
        "office": bench_office.measure,
        "sync": bench_sync.measure,
        "crowd": bench_crowd.measure,
        "pouch": bench_pouch.measure,
        "queue": bench_queue.measure,
        "typing": bench_typing.measure,
        "venues": bench_venues.measure,
    }
)


def main() -> int:
    """Run the benchmarks, print the figures, and keep them if asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works")
    parser.add_argument("--only", choices=sorted(BENCHES), action="append")
    parser.add_argument("--json", type=Path, metavar="FILE")
    args = parser.parse_args()
    figures: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }
    for name in args.only or BENCHES:
        print(f"{name} …", file=sys.stderr, flush=True)
        figures[name] = BENCHES[name](quick=args.quick)
        print(json.dumps({name: figures[name]}, indent=2), flush=True)
        if args.json:  # after each, so that a later one that fails takes nothing along
            args.json.parent.mkdir(parents=True, exist_ok=True)
            args.json.write_text(json.dumps(figures, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
