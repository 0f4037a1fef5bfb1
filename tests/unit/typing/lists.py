"""What people type and mean, from tests/data/typing.txt; the lexicon, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from kiosk.typing.engine import Engine
from kiosk.typing.fields import Kind
from kiosk.typing.lexicon import Lexicon

LISTS = Path(__file__).parents[2] / "data" / "typing.txt"
WORDS = ("垦家大院", "农垦中学", "大榕树课堂", "华垦社区党群服务驿站")


class Meant(NamedTuple):
    """Letters, and what they mean."""

    kind: str
    letters: str
    text: str

    @property
    def field(self) -> Kind:
        """The kind of field it is typed into."""
        return Kind.NAME if self.kind == "name" else Kind.TEXT


def meant(kind: str) -> list[Meant]:
    """Return the sentences, words or names of the list."""
    rows = (line.split() for line in LISTS.read_text("utf-8").splitlines() if line[:1] != "#")
    return [each for each in (Meant(*row) for row in rows) if each.kind == kind]


@cache
def lexicon() -> Lexicon:
    """Return the shipped lexicon."""
    return Lexicon()


@cache
def engine() -> Engine:
    """Return an engine that knows a few words of the place."""
    return Engine(lexicon(), WORDS)


def texts(letters: str, *, before: str = "", kind: Kind = Kind.TEXT) -> list[str]:
    """Return the candidates as texts."""
    return [each.text for each in engine().candidates(letters, before=before, kind=kind)]
