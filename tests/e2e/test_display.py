"""The hall display beside a terminal, each a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import Template

import pytest

from kiosk.config.load import STATIONS
from kiosk.journal.local.journal import FILE
from tests.e2e.hall import Caller, Display
from tests.e2e.kiosk import Kiosk, display, until
from tests.e2e.kiosk import command as main
from tests.e2e.pictures import keep
from tests.journals import command

pytestmark = pytest.mark.e2e

CALM = "叫号暂停，请看窗口"
ALSA = "/usr/share/alsa/alsa.conf"
CARD = Template(
    'pcm.heard { type plug slave.pcm { type file format raw slave.pcm null file "|$a" } }'
)


@pytest.fixture
def screen() -> Iterator[str]:
    with display("1920x1080") as name:
        yield name


def test_a_call_is_shown_and_a_terminal_that_dies_is_told_of_calmly(
    tmp_path: Path, screen: str
) -> None:
    data = tmp_path / "data"
    with Caller(data) as terminal, Display(data, screen) as hall:
        hall.shows(lost=False)
        terminal.call("A1-017", 3)
        hall.shows(calls=["A1-017 3 号窗口"], waiting=["证明开具 8", "社会保障 12"])
        terminal.call("B1-002", 12)
        hall.shows(calls=["B1-002 12 号窗口", "A1-017 3 号窗口"])
        assert terminal.line() == "said A1-017 3"  # no display speaks, so the terminal does
        keep(hall.picture(), "display-calls")
        terminal.kill()
        hall.shows(lost=True, sentence=CALM, calls=[])
        keep(hall.picture(), "display-gone")
        with Caller(data) as again:
            hall.shows(lost=False)
            again.call("A1-018", 3)
            hall.shows(calls=["A1-018 3 号窗口"])


def test_what_staff_press_at_a_counter_is_shown_and_said(tmp_path: Path, screen: str) -> None:
    """From the entry to the panel: queue, board, feed, picture."""
    data = tmp_path / "data"
    with Caller(data, "queue_hall") as station, Display(data, screen) as hall:
        hall.shows(lost=False, calls=[])
        for _ in range(2):
            station.tell("take")
        hall.shows(waiting=["业务 2"])
        station.tell("next 1")
        hall.shows(calls=["A1-001 1 号窗口"], last=["A1-001 1 号窗口"], waiting=["业务 1"])
        assert station.line() == "said A1-001 1"


def test_a_display_that_speaks_is_the_only_one(tmp_path: Path, screen: str) -> None:
    data = tmp_path / "data"
    config = tmp_path / "asound.conf"
    config.write_text(CARD.substitute(a=" ".join(command("sound_card", tmp_path))))
    sound = {"ALSA_CONFIG_PATH": f"{ALSA}:{config}"}
    heard = tmp_path / "log"
    options = ("--voice", "--device", "heard")

    def sentences() -> int:
        return heard.read_text().count("end") if heard.exists() else 0

    with Caller(data) as terminal, Display(data, screen, *options, **sound) as hall:
        hall.shows(lost=False)
        hall.shows(speaks=True)
        tried = sentences()
        terminal.call("A1-017", 3)
        hall.shows(calls=["A1-017 3 号窗口"])
        until(lambda: sentences() > tried, "the card to play the call")
        hall.kill()
        terminal.call("A1-019", 1)
        assert terminal.line() == "said A1-019 1"  # and not the call before


def test_the_terminal_finds_the_sound_card_of_its_station_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "asound.conf"
    config.write_text(CARD.substitute(a=" ".join(command("sound_card", tmp_path))))
    monkeypatch.setenv("ALSA_CONFIG_PATH", f"{ALSA}:{config}")
    file = tmp_path / "huaken.toml"
    voice = 'voice = "clips"'
    file.write_text(
        (STATIONS / "huaken.toml").read_text().replace(voice, f'{voice}\nsound = "heard"')
    )
    data = tmp_path / "data"
    with (
        display("540x960") as panel,
        Kiosk(data, panel, "--size", "540x960", station=str(file)) as kiosk,
    ):

        def speaks() -> bool:
            status = kiosk.ask("status")
            return status is not None and bool(status["voice"]["speaks"])

        until(speaks, "the voice to speak")
        told = main("doctor", "--station", file, "--data", data)
        assert "voice: speaks" in told.stdout


def test_the_display_runs_beside_the_real_terminal_and_never_opens_its_journal(
    tmp_path: Path, screen: str
) -> None:
    data = tmp_path / "data"
    with display("540x960") as panel, Kiosk(data, panel, "--size", "540x960") as kiosk:
        kiosk.served()
        with Display(data, screen) as hall:
            hall.shows(lost=False, sentence="请取号，等候叫号")
            keep(hall.picture(), "display-before-calls")
            assert not [name for name in hall.files() if FILE in name]
            kiosk.kill()
            hall.shows(lost=True, sentence=CALM)
        with Kiosk(data, panel, "--size", "540x960"), Display(data, screen) as hall:
            hall.shows(lost=False)
