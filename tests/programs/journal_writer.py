"""Write to a journal until killed; print each thing only after the journal has promised it.

python -m tests.programs.journal_writer DIRECTORY SEED
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

from kiosk.journal.entry import Checkpoint, Entry
from kiosk.journal.local import LocalJournal
from tests.journals import NOON, draft, opened, private


def main() -> None:
    journal = opened(Path(sys.argv[1]))
    chance = random.Random(sys.argv[2])
    held: list[Entry] = []
    say("ready")
    while True:
        write(journal, chance, held)


def write(journal: LocalJournal, chance: random.Random, held: list[Entry]) -> None:
    phone = f"phone={chance.randrange(10**11):011}!"
    match chance.randrange(10):
        case 0 if held:
            gone = held.pop(chance.randrange(len(held)))
            body = journal.private(gone.id)
            entry = journal.erase([gone.id], draft(), position_time=NOON)
            assert body is not None
            say(f"erased {gone.id} {body.body['phone']}")
        case 1:
            journal.keep([Checkpoint("tests", 1, journal.head, bytes(chance.randrange(30_000)))])
            return
        case 2 | 3 | 4:
            entry = journal.append(draft(private=private(phone=phone)), position_time=NOON)
            held.append(entry)
        case _:
            entry = journal.append(draft(bytes(chance.randrange(3_000))), position_time=NOON)
    say(f"stored {entry.id} {entry.digest.hex()}")


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    main()
