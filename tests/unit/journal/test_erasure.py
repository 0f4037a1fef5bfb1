"""After an erasure no byte of it is in any file, and everything else still verifies."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from kiosk.errors import NotDurable
from kiosk.ids import EntryId, PersonId
from kiosk.journal.entry import Checkpoint
from kiosk.journal.local import LocalJournal
from tests.journals import NOON, draft, opened, private, traces

PHONE = "13800001111"


def forms(text: str) -> list[bytes]:
    """Return the bytes under which a text may stand in a file."""
    return [text.encode(), text.encode("utf-16-le"), text.encode().hex().encode()]


def assert_gone(directory: Path, *texts: str) -> None:
    for text in texts:
        for form in forms(text):
            assert traces(directory, form) == [], text


def test_nothing_of_an_erased_row_is_left_in_any_file(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    kept = private("p2", phone="13900002222")
    gone = private("p1", phone=PHONE, note="给张三的钥匙")
    first = journal.append(draft(private=gone), position_time=NOON)
    second = journal.append(draft(private=kept), position_time=NOON)
    journal.keep([Checkpoint("tests", 1, journal.head, b"state")])
    assert traces(tmp_path, PHONE.encode())

    entry = journal.erase([first.id], draft(b"erased"), position_time=NOON)

    assert_gone(tmp_path, PHONE, "给张三的钥匙")
    assert traces(tmp_path, gone.salt) == []
    assert entry.position == 3
    assert journal.private(first.id) is None
    assert journal.of_person(PersonId("p1")) == []
    assert journal.private(second.id) == kept
    assert journal.find(first.id) == first
    assert journal.verify() == journal.head
    journal.close()
    assert_gone(tmp_path, PHONE, "给张三的钥匙")


def test_erasing_again_writes_nothing_and_erases_what_came_back(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    first = journal.append(draft(private=private(phone=PHONE)), position_time=NOON)
    second = journal.append(draft(private=private(phone=PHONE)), position_time=NOON)
    one = draft(b"erased")
    entry = journal.erase([first.id], one, position_time=NOON)
    assert journal.erase([first.id, second.id], one, position_time=NOON) == entry
    assert journal.head.position == 3
    assert_gone(tmp_path, PHONE)
    journal.close()


def test_erasing_what_is_not_there_is_only_written_down(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    plain = journal.append(draft(), position_time=NOON)
    journal.erase([plain.id, EntryId("never")], draft(b"erased"), position_time=NOON)
    assert journal.verify().position == 2
    journal.close()


@pytest.mark.parametrize("seed", [1, 4])
def test_a_long_life_of_rows_of_all_sizes_leaves_no_copies_behind(
    tmp_path: Path, seed: int
) -> None:
    """With these seeds, deleting the rows instead leaves 3 and 2 of them in the gaps of pages."""
    chance = random.Random(seed)
    journal = opened(tmp_path)
    live: dict[EntryId, str] = {}
    erased: list[str] = []
    for turn in range(12):
        drafts = []
        for number in range(150):
            text = f"<{turn:03}{number:03}{'x' * chance.choice([0, 30, 100, 200, 300])}>"
            person = f"p{chance.randrange(50)}"
            drafts.append(draft(private=private(person, note=text)))
            live[drafts[-1].id] = text
        journal.append_all(drafts, position_time=NOON)
        gone = chance.sample(list(live), len(live) * 6 // 10)
        journal.erase(gone, draft(b"e"), position_time=NOON)
        erased += [live.pop(entry) for entry in gone]
    content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert len(erased) > 1_500
    assert [text for text in erased if text[:7].encode() in content] == []
    assert all(text[:7].encode() in content for text in live.values())
    assert journal.verify() == journal.head
    journal.close()


class CutShort(LocalJournal):
    """Dies between the erasure and the emptying of the log."""

    def _empty_log(self) -> None:
        raise NotDurable("cut short")


def test_an_erasure_that_was_cut_short_is_finished_at_the_next_start(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    first = journal.append(draft(private=private(phone=PHONE)), position_time=NOON)
    copy = tmp_path / "copy"
    copy.mkdir()
    journal.__class__ = CutShort
    with pytest.raises(NotDurable):
        journal.erase([first.id], draft(b"erased"), position_time=NOON)
    for file in tmp_path.glob("journal.*"):  # what a power cut at this moment leaves
        (copy / file.name).write_bytes(file.read_bytes())
    assert traces(copy, PHONE.encode())
    again = opened(copy)
    assert_gone(copy, PHONE)
    assert again.private(first.id) is None
    assert again.verify().position == 2
    again.close()

    journal.__class__ = LocalJournal
    journal.append(draft(), position_time=NOON)
    assert traces(tmp_path, PHONE.encode()) == []
    journal.close()
