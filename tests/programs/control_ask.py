"""Ask a running terminal over its socket, from a process of its own, and print the answer.

python -m tests.programs.control_ask DIRECTORY QUESTION
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from kiosk.control import ask
from kiosk.errors import KioskError, Refused


def main() -> None:
    try:
        answer = ask(Path(sys.argv[1]), sys.argv[2])
    except Refused as refused:
        answer = {"refused": refused.reason, **refused.facts}
    except KioskError as error:
        answer = {"error": type(error).__name__}
    print(msgspec.json.encode(answer).decode())


if __name__ == "__main__":
    main()
