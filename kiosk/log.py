"""The log of the program: JSON lines in the data directory, bounded in size, nothing personal.

The log is for technicians: what the program did. What happened at the station is in the journal.
Messages are masked, and of an exception only its type and its places are written, for its words
may quote what somebody typed. Errors of this project carry no personal data and keep their words.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO, Any

from kiosk.errors import KioskError
from kiosk.masking import mask_numbers

FILE_BYTES = 1_000_000
FILES = 5
_CHATTY = ("kivy", "urllib3", "PIL")
_LONGEST = 2000  # characters of one message; a longer one is cut


@contextmanager
def logging_to(
    directory: Path,
    *,
    level: int = logging.INFO,
    console: IO[str] | None = sys.stderr,
    file_bytes: int = FILE_BYTES,
) -> Iterator[Path]:
    """Write the log to ``directory/log/yizhan.log`` while the block runs; yields that path.

    Args:
        console: where warnings are shown too, e.g. for systemd; ``None``: nowhere.
        file_bytes: size at which a new file is begun; five are kept.
    """
    path = directory / "log" / "yizhan.log"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [_file(path, file_bytes)]
    if console is not None:
        handlers.append(_console(console))
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in ("", *_CHATTY)}
    root.setLevel(level)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for handler in handlers:
        root.addHandler(handler)
    try:
        yield path
    finally:
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()
        for name, before in levels.items():
            logging.getLogger(name).setLevel(before)


class MaskedLines(logging.Formatter):
    """One JSON object a line: at, level, from, message, and the places of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of ``record``."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": mask_numbers(record.getMessage())[:_LONGEST],
        }
        if record.exc_info and record.exc_info[1]:
            line["exception"] = list(_story(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False)


class MaskedText(logging.Formatter):
    """The same as one line of text, for a console."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of ``record``."""
        line = f"{record.levelname.lower()}: {mask_numbers(record.getMessage())[:_LONGEST]}"
        if record.exc_info and record.exc_info[1]:
            line += " | " + " | ".join(_story(record.exc_info[1]))
        return line.replace("\n", " ")


class MaskingFilter(logging.Filter):
    """Masks a record in place, for handlers that bring a formatter of their own."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask ``record`` and let it pass."""
        record.msg, record.args = mask_numbers(record.getMessage()), None
        if record.exc_info and record.exc_info[1]:
            record.exc_text = "\n".join(_story(record.exc_info[1]))
        return True


def _story(error: BaseException) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _story(cause)
    words = f": {mask_numbers(str(error))}" if isinstance(error, KioskError) else ""
    yield f"{type(error).__qualname__}{words}"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"


def _file(path: Path, most: int) -> logging.Handler:
    os.close(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
    handler = RotatingFileHandler(path, maxBytes=most, backupCount=FILES - 1, encoding="utf-8")
    handler.setFormatter(MaskedLines())
    return handler


def _console(stream: IO[str]) -> logging.Handler:
    handler = logging.StreamHandler(stream)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(MaskedText())
    return handler
