"""Hanzi by touch, on the real screen: a word of the place, and a name nobody has.

The terminal never tells what is typed: a candidate is told as ``(3)``. What stands there the test
works out as the terminal does, since the same letters give the same candidates everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from kiosk.config import load_station
from kiosk.tap import Tap
from kiosk.terminal import Terminal
from kiosk.typing.engine import Engine
from kiosk.typing.fields import Kind
from kiosk.typing.lexicon import Lexicon
from kiosk.typing.local import local_words
from tests.e2e.kiosk import ROOT, Kiosk, display
from tests.e2e.pictures import keep
from tests.e2e.typist import Typist

pytestmark = pytest.mark.e2e

COMPOUND = '[[lists]]\nid = "compounds"\nname = { zh = "院落", en = "Compounds" }\n'
COMPOUND += 'items = [{ zh = "垦家大院", en = "Kenjia Compound" }]\n\n[[figures]]'


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


class Tried(NamedTuple):
    """A terminal at the page where the keyboard is tried."""

    kiosk: Kiosk
    person: Typist
    data: Path

    def done(self, text: str) -> None:
        """Hand it over; the technicians' page says what came."""
        self.kiosk.touch(self.person.words("Done"))
        self.kiosk.at("staff.try_typing")
        self.kiosk.says(self.person.words("You typed: {text}").format(text=text))


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tried]:
    """Each test leaves the page as it found it."""
    folder, size = tmp_path_factory.mktemp("typing"), "1080x1920"
    station, number, pin = prepared(folder)
    engine = Engine(Lexicon(), local_words(load_station(station)))
    data = folder / "data"
    with (
        display(size) as screen,
        Kiosk(data, screen, "--size", size, station=str(station)) as kiosk,
    ):
        person = Typist(kiosk, engine)
        person.enter(number, pin)
        person.find("Try the keyboard", "staff.home")
        yield Tried(kiosk, person, data)
        assert kiosk.stop() == 0


def test_a_word_of_the_place_and_a_rare_name_are_typed_by_touch(tried: Tried) -> None:
    kiosk, person, data = tried
    person.find("An organisation")
    assert person.type("kjdy", "垦家大院") == 5
    keep(kiosk.picture(), "typing-compound")
    tried.done("垦家大院")
    person.find("A name")
    touches = person.type("fulankui", "符兰葵", Kind.NAME)
    keep(kiosk.picture(), "typing-name")
    assert touches <= 8 + 3 * 3
    tried.done("符兰葵")
    log = "".join(each.read_text("utf-8") for each in (data / "log").rglob("*.*"))
    assert "垦家" not in log
    assert "符兰" not in log


def test_without_words_of_the_place_the_letters_do(tried: Tried) -> None:
    tried.person.find("A name")
    tried.person.type("kenjiadayuan", "垦家大院", Kind.NAME)
    tried.done("垦家大院")
