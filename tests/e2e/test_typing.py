"""Hanzi by touch, on the real screen: a word of the place, and a name nobody has.

The terminal never tells what is typed: a candidate is told as ``(3)``. What stands there the test
works out as the terminal does, since the same letters give the same candidates everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.config import load_station
from kiosk.tap import Tap
from kiosk.terminal import Terminal
from kiosk.typing.draft import Draft
from kiosk.typing.engine import Engine
from kiosk.typing.fields import Kind
from kiosk.typing.lexicon import Lexicon
from kiosk.typing.local import local_words
from kiosk.words import Words
from tests.e2e.kiosk import ROOT, Kiosk, display, until
from tests.e2e.pictures import keep

pytestmark = pytest.mark.e2e

COMPOUND = '[[lists]]\nid = "compounds"\nname = { zh = "院落", en = "Compounds" }\n'
COMPOUND += 'items = [{ zh = "垦家大院", en = "Kenjia Compound" }]\n\n[[figures]]'
HELD = 2.4
"""Seconds the last corner is held; the terminal wants two."""


class Typist:
    """A technician who tries the keyboard."""

    def __init__(self, kiosk: Kiosk, engine: Engine) -> None:
        self._kiosk = kiosk
        self._engine = engine
        self.words = Words("zh").gettext

    def enter(self, number: str, pin: str) -> None:
        """Walk over the corners and sign in."""
        kiosk = self._kiosk
        kiosk.at("attract")
        kiosk.touch(self.words("Touch to begin"))
        kiosk.at("home")
        kiosk.walk_corners(HELD)
        kiosk.at("staff.pin")
        kiosk.type(number + pin)
        kiosk.touch(self.words("Sign in"))
        kiosk.at("staff.home")

    def find(self, row: str, page: str = "staff.try_typing") -> None:
        """Touch a row of a list, turning leaves until it is there."""
        self._kiosk.at(page)
        for _ in range(12):
            shown = self._buttons()
            if any(self.words(row) in each for each in shown):
                break
            self._kiosk.touch(self.words("Next"))
            self._turned(shown)
        self._kiosk.touch(self.words(row))

    def _turned(self, shown: list[str]) -> None:
        until(lambda: self._buttons() != shown, "the next leaf")

    def _buttons(self) -> list[str]:
        return [each["text"] for each in self._kiosk.screen()["targets"]]

    def type(self, letters: str, text: str, kind: Kind = Kind.TEXT) -> int:
        """Type letters and choose what is meant; return how many touches that took."""
        self._kiosk.at("typing")
        self._kiosk.type(letters)
        draft, touches = Draft(letters=letters), len(letters)
        while draft.letters:
            found = self._engine.candidates(draft.letters, before=draft.text, kind=kind)
            rest = text[len(draft.text) :]
            place = next(n for n, each in enumerate(found) if rest.startswith(each.text))
            touches += self._choose(f"({place + 1})")
            draft = draft.chosen(found[place])
        assert draft.text == text
        return touches

    def _choose(self, candidate: str) -> int:
        touches = 1
        for _ in range(2):  # what was touched last is surely shown
            self._kiosk.screen()
        while all(each["text"] != candidate for each in self._kiosk.screen()["targets"]):
            self._kiosk.touch(self.words("Next"))
            touches += 1
        self._kiosk.touch(candidate)
        return touches

    def done(self, text: str) -> None:
        """Hand it over; the technicians' page says what came."""
        self._kiosk.touch(self.words("Done"))
        self._kiosk.at("staff.try_typing")
        self._kiosk.says(self.words("You typed: {text}").format(text=text))


def prepared(folder: Path) -> tuple[Path, str, str]:
    """Write a station file that knows 垦家大院 and enrol who works there; number and PIN."""
    station = folder / "my.toml"
    shipped = (ROOT / "assets" / "stations" / "huaken.toml").read_text("utf-8")
    station.write_text(shipped.replace("[[figures]]", COMPOUND, 1), "utf-8")
    terminal = Terminal(load_station(station), folder / "data")
    try:
        drawn = terminal.login.draw_first()
        terminal.login.keep_first(Tap.fresh(), drawn)
        return station, drawn[0].member, drawn[0].pin
    finally:
        terminal.close()


@contextmanager
def typist(folder: Path, size: str = "1080x1920") -> Iterator[tuple[Kiosk, Typist]]:
    station, number, pin = prepared(folder)
    engine = Engine(Lexicon(), local_words(load_station(station)))
    with (
        display(size) as screen,
        Kiosk(folder / "data", screen, "--size", size, station=str(station)) as kiosk,
    ):
        person = Typist(kiosk, engine)
        person.enter(number, pin)
        person.find("Try the keyboard", "staff.home")
        yield kiosk, person


def test_a_word_of_the_place_and_a_rare_name_are_typed_by_touch(tmp_path: Path) -> None:
    with typist(tmp_path) as (kiosk, person):
        person.find("An organisation")
        assert person.type("kjdy", "垦家大院") == 5
        keep(kiosk.picture(), "typing-compound")
        person.done("垦家大院")
        person.find("A name")
        touches = person.type("fulankui", "符兰葵", Kind.NAME)
        keep(kiosk.picture(), "typing-name")
        assert touches <= 8 + 3 * 3
        person.done("符兰葵")
        assert kiosk.stop() == 0
    log = "".join(each.read_text("utf-8") for each in (tmp_path / "data" / "log").rglob("*.*"))
    assert "垦家" not in log
    assert "符兰" not in log


def test_without_words_of_the_place_the_letters_do(tmp_path: Path) -> None:
    with typist(tmp_path) as (kiosk, person):
        person.find("A name")
        person.type("kenjiadayuan", "垦家大院", Kind.NAME)
        person.done("垦家大院")
        assert kiosk.stop() == 0
