"""The full counts: a writing process killed two hundred times, and a disk that is really full."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journals import ROOT
from tests.killing import Promises, Writer

pytestmark = pytest.mark.soak

KILLS = 200
SMALL_DISK = """
mount -t tmpfs -o size=600k tmpfs "$1" && mkdir "$1/data" &&
dd if=/dev/zero of="$1/ballast" bs=1k count=200 status=none &&
"$2" -m tests.programs.journal_full_disk "$1/data" "$1/ballast"
"""


def test_everything_promised_survives_two_hundred_kills(tmp_path: Path) -> None:
    chance = random.Random(2026)
    promises = Promises()
    for seed in range(KILLS):
        with Writer(tmp_path, seed) as writer:
            promises.add(writer.kill_after(chance.uniform(0.0, 0.25)))
        if seed % 10 == 9:
            promises.check(tmp_path)
    assert len(promises.stored) > 10 * KILLS
    print(f"{KILLS} kills, {len(promises.stored)} stored, {len(promises.erased)} erased")


def test_a_full_disk_refuses_and_loses_nothing(tmp_path: Path) -> None:
    """On a file system of its own, in a mount namespace of its own."""
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount",
         "sh", "-c", SMALL_DISK, "sh", str(tmp_path), sys.executable],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 2
