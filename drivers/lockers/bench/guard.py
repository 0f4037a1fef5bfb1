"""Switches an output off when whoever switched it on is gone. A program of its own.

    python guard.py FILE-DESCRIPTOR BYTES-AS-HEX SECONDS

Says "ready", then waits until its standard input ends (the other program let go, or was killed)
or the seconds have passed (it hangs), and writes the bytes. It imports nothing of the product, so
that it begins at once and cannot fail with it.
"""

import os
import select
import sys

_WRITABLE_WITHIN = 1.0


def main(descriptor: int, wire: bytes, seconds: float) -> None:
    """Wait for the end of the other program, then write ``wire``."""
    os.write(1, b"ready\n")
    select.select([0], [], [], seconds)
    select.select([], [descriptor], [], _WRITABLE_WITHIN)
    os.write(descriptor, wire)


if __name__ == "__main__":
    main(int(sys.argv[1]), bytes.fromhex(sys.argv[2]), float(sys.argv[3]))
