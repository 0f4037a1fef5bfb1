"""Append until the disk says no; then check that nothing has happened, and go on when it says yes.

python -m tests.programs.journal_full_disk DIRECTORY ROOM      limit the size of files to ROOM bytes
python -m tests.programs.journal_full_disk DIRECTORY BALLAST   the disk is full; delete BALLAST
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import pytest

from kiosk.errors import NotDurable
from kiosk.journal.entry import Draft
from kiosk.journal.local import LocalJournal
from tests.journals import NOON, draft, opened, private


def main() -> None:
    journal = opened(Path(sys.argv[1]))
    journal.append(draft(), position_time=NOON)
    if sys.argv[2].isdigit():
        limit(int(sys.argv[2]))
    refused = append_until_refused(journal)
    head = journal.head
    assert head.position > 1
    assert journal.find(refused.id) is None
    assert journal.private(refused.id) is None
    assert journal.verify() == head
    if sys.argv[2].isdigit():
        limit(1)
        for _ in range(2):
            with pytest.raises(NotDurable):
                journal.append(refused, position_time=NOON)
        assert journal.verify() == head
        limit(resource.RLIM_INFINITY)
    else:
        Path(sys.argv[2]).unlink()
    entry = journal.append(refused, position_time=NOON)
    assert (entry.position, entry.seq) == (head.position + 1, head.position + 1)
    assert journal.private(refused.id) == refused.private
    assert journal.verify().position == entry.position
    journal.close()
    print(entry.position)


def append_until_refused(journal: LocalJournal) -> Draft:
    for _ in range(100_000):
        one = draft(bytes(2_000), private())
        try:
            journal.append(one, position_time=NOON)
        except NotDurable:
            return one
    raise AssertionError("the disk never said no")


def limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
