"""A place, from the application to the end of its use, by touch, in the real program.

The station of this test lets people book for today, so that no clock need be moved: a quarter of
an hour that begins soon is applied for, approved, checked in to and given back.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.config import load_station
from kiosk.tap import Tap
from kiosk.terminal import Terminal
from kiosk.typing.engine import Engine
from kiosk.typing.lexicon import Lexicon
from kiosk.typing.local import local_words
from kiosk.venues import VENUES
from kiosk.venues.records import Status
from tests.e2e.applicant import Applicant, begins, with_studio
from tests.e2e.kiosk import ROOT, Kiosk, Reader, display
from tests.e2e.pictures import keep
from tests.e2e.test_typing import COMPOUND
from tests.e2e.typist import Typist

pytestmark = pytest.mark.e2e


def prepared(folder: Path, start: datetime) -> tuple[Path, str, str]:
    """Write the station's file and enrol who works there; number and PIN of the supervisor."""
    shipped = (ROOT / "assets" / "stations" / "huaken.toml").read_text("utf-8")
    text = with_studio(shipped, start)
    station = folder / "my.toml"
    station.write_text(text.replace("[[figures]]", COMPOUND, 1), "utf-8")
    terminal = Terminal(load_station(station), folder / "data")
    try:
        drawn = terminal.login.draw_first()
        terminal.login.keep_first(Tap.fresh(), drawn)
        return station, drawn[1].member, drawn[1].pin
    finally:
        terminal.close()


def apply(kiosk: Kiosk, person: Typist, start: datetime) -> str:
    """Apply for the slot by touch; return what the QR says."""

    def organisation() -> None:
        kiosk.touch(person.words("Another one"))
        kiosk.at("venues.kind")
        kiosk.touch(person.words("Social group"))
        assert person.type("kjdy", "垦家大院") == 5
        kiosk.touch(person.words("Done"))

    kiosk.at("attract")
    kiosk.touch(person.words("Touch to begin"))
    kiosk.at("home")
    applicant = Applicant(kiosk, person, start)
    applicant.fill_in(organisation, "fulankui", "符兰葵")
    keep(kiosk.picture(), "venues-e2e-summary")
    qr = applicant.send()
    kiosk.says(person.words("Applied: now waiting for review"))
    keep(kiosk.picture(), "venues-e2e-applied")
    kiosk.touch(person.words("Done"))
    return qr


def approve(kiosk: Kiosk, person: Typist, number: str, pin: str) -> None:
    """Sign in, find the application, approve it, sign out."""
    person.enter(number, pin)
    person.find(person.words("Applications to decide"), "staff.home")
    kiosk.at("staff.venue_reviews")
    kiosk.touch("排练室")
    kiosk.at("staff.venue_application")
    keep(kiosk.picture(), "venues-e2e-review")
    kiosk.touch(person.words("Approve"))
    kiosk.at("staff.venue_reviews")
    kiosk.says(person.words("Approved."))
    kiosk.touch(person.words("Home"))
    kiosk.at("home")


def test_a_place_is_applied_for_reviewed_used_and_given_back_by_touch(tmp_path: Path) -> None:
    start = begins(datetime.now(UTC))
    station, number, pin = prepared(tmp_path, start)
    engine = Engine(Lexicon(), local_words(load_station(station)))
    data = tmp_path / "data"
    with (
        display() as screen,
        Reader(tmp_path) as reader,
        Kiosk(data, screen, "--size", "1080x1920", station=str(station), reader=reader) as kiosk,
    ):
        person = Typist(kiosk, engine)
        qr = apply(kiosk, person, start)
        assert qr.startswith("YZV1:")
        approve(kiosk, person, number, pin)
        reader.read(qr)
        kiosk.at("venues.booking")
        kiosk.says(person.words("Approved"))
        kiosk.touch(person.words("I am here: check in"))
        kiosk.says(person.words("Checked in"))
        keep(kiosk.picture(), "venues-e2e-checked-in")
        kiosk.touch(person.words("We leave earlier"))
        kiosk.says(person.words("Finished"))
        assert kiosk.stop() == 0
    assert_kept_apart(data, station)


def assert_kept_apart(data: Path, station: Path) -> None:
    """The booking is over, the name lies in its private row, and no log knows it."""
    terminal = Terminal(load_station(station), data)
    try:
        (booking,) = terminal.station.state(VENUES).bookings.values()
        details = terminal.venues.details(booking.application)
    finally:
        terminal.close()
    assert booking.status is Status.COMPLETED
    assert (details.organisation, details.contact) == ("垦家大院", "符兰葵")
    log = "".join(each.read_text("utf-8") for each in (data / "log").rglob("*.*"))
    assert "符兰" not in log
    assert "13800001234" not in log
