"""What a command of the bench says when its line fails: one sentence and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable

from drivers.lockers.bench.dialogue import DialogueDiffers
from drivers.lockers.bench.verdicts import (
    DIALOGUE_DIFFERS,
    PORT_CODES,
    PORT_SENTENCES,
    WRONG_OPTION,
)
from kiosk.errors import PortUnavailable


def told(port: str, act: Callable[[], int]) -> int:
    """Return the exit code of ``act``; where the line or a file fails, say why on stderr."""
    try:
        return act()
    except PortUnavailable as error:
        complain(f"{port}: {PORT_SENTENCES[error.why]}")
        return PORT_CODES[error.why]
    except DialogueDiffers as error:
        complain(f"{port}: {error}")
        return DIALOGUE_DIFFERS
    except OSError as error:
        complain(f"{error.filename}: {(error.strerror or 'cannot be used').lower()}")
        return WRONG_OPTION


def complain(sentence: str) -> None:
    """Say ``sentence`` on stderr."""
    print(sentence, file=sys.stderr)
