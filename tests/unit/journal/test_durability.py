"""What was promised is there after a kill, a torn write or a full disk; what was refused is not."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.errors import JournalBusy
from kiosk.journal.local.journal import FILE
from tests.journals import NOON, draft, opened, private, run
from tests.killing import Promises, Writer

WAL = f"{FILE}-wal"


def test_everything_promised_survives_kill_minus_nine(tmp_path: Path) -> None:
    chance = random.Random(9)
    promises = Promises()
    for seed in range(6):
        with Writer(tmp_path, seed) as writer:
            promises.add(writer.kill_after(chance.uniform(0.0, 0.08)))
        promises.check(tmp_path)
    assert len(promises.stored) > 20


def test_a_second_process_is_refused_at_once_and_disturbs_nobody(tmp_path: Path) -> None:
    with Writer(tmp_path, 1) as writer:
        for _ in range(3):
            with pytest.raises(JournalBusy):
                opened(tmp_path)
        # Reading the files closes them, and with them every POSIX lock a process holds on them.
        for file in tmp_path.iterdir():
            file.read_bytes()
        with pytest.raises(JournalBusy):
            opened(tmp_path)
        promises = Promises()
        promises.add(writer.kill_after(0.02))
    promises.check(tmp_path)


def test_a_lock_outlives_a_copy_made_by_its_own_process(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    journal.append(draft(), position_time=NOON)
    shutil.copy(tmp_path / FILE, tmp_path / "backup.db")
    with pytest.raises(AssertionError, match="JournalBusy"):
        run("journal_head", tmp_path)
    journal.append(draft(), position_time=NOON)
    assert journal.verify().position == 2
    journal.close()


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What stands on the disk while thirty entries are still in the log."""
    directory, image = tmp_path_factory.mktemp("live"), tmp_path_factory.mktemp("image")
    journal = opened(directory)
    for number in range(30):
        row = private(phone=f"{number:011}") if number % 3 else None
        journal.append(draft(bytes(number * 150), row), position_time=NOON)
    for name in (FILE, WAL):
        shutil.copy(directory / name, image / name)
    journal.close()
    return image


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    cut=st.floats(0, 1),
    junk=st.binary(max_size=40) | st.integers(1, 9_000).map(bytes),
)
def test_of_a_torn_log_the_unbroken_beginning_is_kept(
    image: Path, tmp_path: Path, cut: float, junk: bytes
) -> None:
    shutil.copy(image / FILE, tmp_path / FILE)
    log = (image / WAL).read_bytes()
    log = log[: round(len(log) * cut)] + junk
    (tmp_path / WAL).write_bytes(log)
    journal = opened(tmp_path)
    head = journal.verify()
    assert 0 <= head.position <= 30
    assert [len(entry.event) for entry in journal.read()] == [
        number * 150 for number in range(head.position)
    ]
    journal.append(draft(), position_time=NOON)
    journal.close()
    journal = opened(tmp_path)
    assert journal.verify().position == head.position + 1
    journal.close()


def test_of_a_whole_log_everything_is_kept(image: Path, tmp_path: Path) -> None:
    for name in (FILE, WAL):
        shutil.copy(image / name, tmp_path / name)
    with (tmp_path / WAL).open("ab") as log:
        log.write(b"torn last write" * 50)
    journal = opened(tmp_path)
    assert journal.verify().position == 30
    journal.close()


@pytest.mark.parametrize("room", [40_000, 41_000, 42_000, 43_000, 150_000, 151_111])
def test_a_write_the_disk_refuses_has_not_happened(tmp_path: Path, room: int) -> None:
    assert int(run("journal_full_disk", tmp_path, room)) > 2
    journal = opened(tmp_path)
    assert journal.verify().position > 2
    journal.close()
