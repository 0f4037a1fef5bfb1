"""How every command answers: its exit code, mistakes in files, and lines for machines."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from kiosk.control import Unreachable
from kiosk.errors import ConfigError

Subparsers = Any  # argparse gives its own type no public name
GOOD, FAILED, WRONG, BUSY = range(4)
"""Done; not done; something in what was given is wrong; another terminal holds the data."""
NO = FAILED
"""The answer to the question is "no"."""


def tell(error: ConfigError, given: argparse.Namespace) -> int:
    """Print every mistake; return the exit code."""
    if given.json:
        rows = [{"where": one.where, "line": one.line, "what": one.what} for one in error.problems]
        print_json({"mistakes": rows})
    for one in error.problems:
        print(one, file=sys.stderr)
    return WRONG


def no_journal(nothing: Unreachable, hint: str = "") -> int:
    """Say that nothing was ever recorded where it was looked for; return the exit code."""
    print(f"no journal in {nothing}{hint}", file=sys.stderr)
    return FAILED


def print_json(answer: dict[str, Any]) -> None:
    """Print one line for machines."""
    print(json.dumps(answer, ensure_ascii=False))
