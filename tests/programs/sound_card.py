"""A sound card for tests: ALSA's ``file`` plugin pipes here what the card would make audible.

    sound_card.py DIRECTORY

Appends what it hears to ``heard.raw`` and tells ``log`` when it began and ended. Each sentence is a
process of its own, so two at a time show as two beginnings in a row. Before it ends it looks for a
moment whether another one begins: a card that plays takes its time.
"""

import os
import sys
import time
from pathlib import Path

PLAYS = 0.3
"""Seconds it looks for another one."""


def main(directory: Path) -> None:
    """Hear one sentence."""
    tell(directory, "begin")
    with (directory / "heard.raw").open("ab") as heard:
        heard.write(sys.stdin.buffer.read())
    before = (directory / "log").read_text().count("begin")
    ends = time.monotonic() + PLAYS
    while time.monotonic() < ends and (directory / "log").read_text().count("begin") == before:
        time.sleep(0.005)
    tell(directory, "end")


def tell(directory: Path, what: str) -> None:
    """Append a line in one write."""
    with (directory / "log").open("a") as log:
        log.write(f"{what} {os.getpid()}\n")


main(Path(sys.argv[1]))
