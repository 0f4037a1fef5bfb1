"""Append entries that are the same each time and print the digest of the last.

python -m tests.programs.journal_head DIRECTORY
"""

from __future__ import annotations

import sys
from pathlib import Path

from kiosk.ids import follow_id
from kiosk.journal.entry import Private
from tests.journals import NOON, draft, opened


def main() -> None:
    journal = opened(Path(sys.argv[1]))
    for number in range(20):
        # The order of a set is what two hash seeds change.
        body = {name: f"{number}{name}" for name in {"phone", "note", "name", "tail"}}
        one = draft(private=Private(body=body, salt=bytes(16)), entry=follow_id(str(number)))
        journal.append(one, position_time=NOON)
    print(journal.head.digest.hex())
    journal.close()


if __name__ == "__main__":
    main()
