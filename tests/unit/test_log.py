"""The log is lines of JSON, bounded, and tells nothing of a person."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path
from typing import Any

from kiosk.errors import Refused
from kiosk.log import FILES, MaskingFilter, logging_to

PHONE = "13812345678"
_log = logging.getLogger("kiosk.test")


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_line_says_when_who_and_what(tmp_path: Path) -> None:
    with logging_to(tmp_path, console=None) as path:
        _log.info("door %s opened", "A03")
    (line,) = lines(path)
    assert line["at"].endswith("+00:00")
    assert (line["level"], line["from"]) == ("info", "kiosk.test")
    assert line["message"] == "door A03 opened"


def test_a_number_is_starred_wherever_it_comes_from(tmp_path: Path) -> None:
    console = io.StringIO()
    with logging_to(tmp_path, console=console) as path:
        _log.warning("call %s, code %d", PHONE, 483920)
        _log.warning(f"call {PHONE}")
        try:
            int(f"{PHONE}王")
        except ValueError:
            _log.exception("not a number")
    for text in (path.read_text("utf-8"), console.getvalue()):
        assert PHONE not in text
        assert "483920" not in text
        assert "王" not in text
    assert lines(path)[0]["message"] == "call ****, code ****"


def test_an_exception_is_told_by_its_type_and_its_places(tmp_path: Path) -> None:
    with logging_to(tmp_path, console=None) as path:
        try:
            try:
                int("王小明")
            except ValueError as error:
                raise Refused("no_subject", door="A03") from error
        except Refused:
            _log.exception("refused")
    story = lines(path)[0]["exception"]
    assert story[0] == "ValueError"
    assert "Refused: no_subject" in story
    assert any(place.startswith("test_log.py:") for place in story)


def test_the_log_stops_growing_and_stays_private(tmp_path: Path) -> None:
    with logging_to(tmp_path, console=None, file_bytes=10_000) as path:
        for _ in range(50):
            _log.info("x" * 5000)
    files = list(path.parent.iterdir())
    assert len(files) == FILES
    assert sum(file.stat().st_size for file in files) <= 10_000 * FILES
    assert path.parent.stat().st_mode & 0o077 == 0


def test_logging_ends_with_the_block(tmp_path: Path) -> None:
    before = list(logging.getLogger().handlers), logging.getLogger().level
    with logging_to(tmp_path) as path:
        logging.getLogger("kivy").info("chatter")
    assert (list(logging.getLogger().handlers), logging.getLogger().level) == before
    assert path.read_text("utf-8") == ""


def test_the_filter_masks_for_other_handlers() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(MaskingFilter())
    logger = logging.Logger("other")
    logger.addHandler(handler)
    try:
        int(f"{PHONE}王")
    except ValueError:
        logger.exception("call %s", PHONE)
    assert stream.getvalue().startswith("call ****\nValueError\n")
    assert "王" not in stream.getvalue()
