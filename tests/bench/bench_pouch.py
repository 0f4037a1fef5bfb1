"""The same entries through PouchDB and pouchdb-server, beside our own exchange, in the same run.

python -m tests.bench.bench_pouch [--quick]

npm puts both into ``build/pouch`` (versions below; nothing of it is part of the product). Both
sides of the peer keep their documents in LevelDB and do not wait for the disk; ours do, at both
ends. Where npm or the network is missing, the figures say so instead.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from tests.bench import bench_sync
from tests.bench.alone import alone
from tests.journals import ROOT

PACKAGES = ("pouchdb@9.0.0", "pouchdb-server@4.2.0")
_PLACE = ROOT / "build" / "pouch"
_PEER = Path(__file__).with_name("pouch_peer.js")


def measure(*, quick: bool) -> dict[str, Any]:
    """Measure both and return the figures, with ratios (ours by theirs)."""
    missing = _install()
    if missing:
        return {"not_measured": missing}
    count = 500 if quick else 5_000
    ours = bench_sync.both_ways(count)
    theirs = _theirs(count)
    return {
        "entries": count,
        "ours_per_s": {way: ours[way]["per_s"] for way in ("pushed", "pulled")},
        "pouch_per_s": theirs,
        "ratio": {way: round(ours[way]["per_s"] / theirs[way], 2) for way in ("pushed", "pulled")},
        "versions": PACKAGES,
    }


def _theirs(count: int) -> dict[str, int]:
    place = Path(tempfile.mkdtemp(prefix="yizhan-pouch-"))
    try:
        entries = place / "entries.json"
        docs = [
            {
                "_id": draft.id,
                "at": draft.at.isoformat(),
                "actor": draft.actor,
                "event": draft.event.decode(),
                "private": dict(draft.private.body) if draft.private else None,
            }
            for draft in bench_sync.drafts(count)
        ]
        entries.write_text(json.dumps(docs))
        with _server(place) as url:
            said = subprocess.run(
                ["node", _PEER, _PLACE / "node_modules", url, place, entries],
                check=True,
                capture_output=True,
                text=True,
                timeout=300,
            ).stdout
        took = json.loads(said.splitlines()[-1])
        return {"pushed": round(count / took["push"]), "pulled": round(count / took["pull"])}
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def _server(place: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = _PLACE / "node_modules" / ".bin" / "pouchdb-server"
    asked: list[str | Path] = [
        program,
        "--port",
        str(port),
        "--dir",
        place / "server",
        "--no-stdout-logs",
    ]
    (place / "server").mkdir()
    with subprocess.Popen(asked, cwd=place, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urlopen(url):
                return
        except URLError:
            assert time.monotonic() < deadline, "pouchdb-server does not answer"


def _install() -> str:
    """Install both; return why that was not possible, nothing if they are there."""
    if all((_PLACE / "node_modules" / each.split("@")[0]).is_dir() for each in PACKAGES):
        return ""
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not installed"
    _PLACE.mkdir(parents=True, exist_ok=True)
    asked: list[str | Path] = [
        npm,
        "install",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",  # LevelDB comes built; SQLite, which nothing here uses, would be built
        "--prefix",
        _PLACE,
        *PACKAGES,
    ]
    try:
        subprocess.run(asked, capture_output=True, check=True, timeout=600)
    except subprocess.SubprocessError:
        shutil.rmtree(_PLACE)  # or the next run would take half of it for the whole
        return "npm could not install the peer"
    return ""


if __name__ == "__main__":
    alone(measure, __doc__)
