"""Asking the person at the cabinet, or a script; the word before an act that moves a door."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

OPEN = "OPEN"
"""Typed before doors are opened for a test."""
OPEN_ALL = "OPEN ALL"
"""Typed before bytes leave that may move more than one door, or nobody knows what."""


class Asks(Protocol):
    """Somebody who looks at the doors."""

    def ask(self, question: str) -> str | None:
        """Return the answer without blanks around it; ``None`` when nobody answers any more."""
        ...


class AsksPerson:
    """Asks on stderr, listens on stdin; stdout stays for the result."""

    def ask(self, question: str) -> str | None:
        """Ask and wait."""
        print(question, end=" ", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        return line.strip() if line else None


class AsksScript:
    """Takes the answers from a list; blank lines are answers too, lines with ``#`` are not."""

    def __init__(self, answers: Iterable[str]) -> None:
        self._answers = [line.strip() for line in answers if not line.startswith("#")]

    def ask(self, question: str) -> str | None:
        """Return the next answer."""
        return self._answers.pop(0) if self._answers else None


def asker(path: Path | None) -> Asks:
    """Return who answers: the file at ``path``, or the person.

    Raises:
        OSError: the file cannot be read.
    """
    if path is None:
        return AsksPerson()
    return AsksScript(path.read_text(encoding="utf-8").splitlines())


def word_given(word: str, given: str | None, what: str, person: Asks | None = None) -> bool:
    """Return whether the word that allows ``what`` was typed, as an option or when asked."""
    if given is not None:
        return given == word
    if not sys.stdin.isatty():
        return False
    return (person or AsksPerson()).ask(f"{what} Type {word} to go on:") == word
