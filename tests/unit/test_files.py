"""Files that two programs begin at once: whoever is slower uses what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk import files
from kiosk.files import keep_private_file
from kiosk.hub import certificate
from kiosk.hub.certificate import certificate_in

THEIRS = b"theirs"


def slower(path: Path, content: bytes) -> None:
    """Make a file after another program has made it."""
    path.write_bytes(THEIRS)
    CREATE(path, content)


CREATE = files.create_private_file


def test_a_file_that_came_while_it_was_made_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "create_private_file", slower)
    assert keep_private_file(tmp_path / "hub.db").read_bytes() == THEIRS
    assert [each.name for each in tmp_path.iterdir()] == ["hub.db"]


def test_of_two_hubs_that_make_a_certificate_the_slower_takes_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certificate, "create_private_file", slower)
    assert certificate_in(tmp_path).read_bytes() == THEIRS
