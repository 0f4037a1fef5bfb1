"""A sound card for tests: ALSA's ``file`` plugin pipes here what the card would make audible.

    sound_card.py DIRECTORY

Appends what it hears to ``heard.raw`` and tells ``log`` when it began and ended. Each sentence is a
process of its own, so two at a time show as two beginnings in a row. Before it ends it looks
whether another one is heard too, for as many seconds as the file ``plays`` says, if there is one: a
card that plays takes its time.
"""

import os
import sys
import time
from pathlib import Path

BEGIN, END = "begin", "end"
ME = str(os.getpid())


def main(directory: Path) -> None:
    """Hear one sentence."""
    tell(directory, BEGIN)
    with (directory / "heard.raw").open("ab") as heard:
        heard.write(sys.stdin.buffer.read())
    plays = directory / "plays"
    ends = time.monotonic() + (float(plays.read_text()) if plays.exists() else 0)
    while time.monotonic() < ends and not overlaps(directory):
        time.sleep(0.005)
    tell(directory, END)


def overlaps(directory: Path) -> bool:
    """Tell whether another one was heard when this one began, or began since."""
    told = [line.split() for line in (directory / "log").read_text().splitlines()]
    mine = told.index([BEGIN, ME])
    before = [what for what, _ in told[:mine]]
    return before.count(BEGIN) > before.count(END) or BEGIN in [
        what for what, _ in told[mine + 1 :]
    ]


def tell(directory: Path, what: str) -> None:
    """Append a line in one write."""
    with (directory / "log").open("a") as log:
        log.write(f"{what} {ME}\n")


main(Path(sys.argv[1]))
