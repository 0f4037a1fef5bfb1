"""A number as people meet it: glass, paper, the counter, the voice, the display, three faces.

Terminal, printer and display are processes of their own; the QR on the paper is read by a decoder
of another make.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
import zxingcpp
from PIL import Image

from kiosk.config.load import STATIONS
from tests.e2e.hall import Display
from tests.e2e.kiosk import Kiosk, Reader, command, display, until
from tests.e2e.pictures import keep
from tests.e2e.resident import Resident
from tests.e2e.test_display import ALSA, CARD
from tests.e2e.wires import Printer
from tests.journals import command as program

pytestmark = pytest.mark.e2e

PENSION = "养老保险"


class Hall(NamedTuple):
    """A terminal that prints and speaks."""

    kiosk: Kiosk
    resident: Resident
    reader: Reader
    printer: Printer
    data: Path
    heard: Path
    file: Path

    def slips(self) -> list[Path]:
        """Return what came out of the printer, the oldest first."""
        return sorted(self.printer.out.glob("slip-*.png"), key=lambda each: each.stat().st_mtime_ns)

    def read_slip(self, count: int) -> str:
        """Wait for so many slips; return the code on the last one."""

        def code() -> str | None:
            slips = self.slips()
            if len(slips) < count:
                return None
            try:
                with Image.open(slips[-1]) as slip:
                    found = zxingcpp.read_barcodes(slip.convert("L"))
            except OSError:  # half written
                return None
            return next((each.text for each in found), None)

        return until(code, f"slip {count} with a code")

    def take(self, number: str) -> str:
        """From home to a number; return the code on the screen."""
        self.resident.take_number(PENSION, number)
        return self.kiosk.qr()

    def sign_in(self) -> None:
        """Number 01 gets a new PIN at the command line and signs in with it."""
        reset = command("staff", "reset-pin", "01", "--station", self.file, "--data", self.data)
        assert reset.returncode == 0, reset.stderr
        (pin,) = re.findall(r"\b\d{6}\b", reset.stdout)
        self.kiosk.at("attract")
        self.kiosk.walk_corners(2.5)
        self.kiosk.at("staff.pin")
        self.kiosk.type("01" + pin)
        self.resident.touch("Sign in")
        self.kiosk.at("staff.home")

    def finish(self) -> None:
        """Press "Done" until it is: right after a call the counter takes no such press."""
        told = self.resident.words("Done. Nobody waits for this counter.")
        done = self.resident.words("Done")

        def finished() -> bool:
            shown = self.kiosk.screen()
            if told in shown["says"]:
                return True
            self.kiosk.touch_if_there(done)
            return False

        until(finished, "the visit at the counter to end")

    def sentences(self) -> int:
        """Return how many sentences the sound card has played to their end."""
        return self.heard.read_text().count("end") if self.heard.exists() else 0


@contextmanager
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    config = tmp_path / "asound.conf"
    config.write_text(CARD.substitute(a=" ".join(program("sound_card", tmp_path))))
    monkeypatch.setenv("ALSA_CONFIG_PATH", f"{ALSA}:{config}")
    file = tmp_path / "huaken.toml"
    told = (STATIONS / "huaken.toml").read_text("utf-8")
    told = told.replace('voice = "clips"', 'voice = "clips"\nsound = "heard"')
    file.write_text(told.replace('"08:30-19:30"', '"00:00-24:00"'), "utf-8")  # whenever this runs
    data = tmp_path / "data"
    with ExitStack() as things:
        panel = things.enter_context(display())
        printer = things.enter_context(Printer(tmp_path / "printer"))
        reader = things.enter_context(Reader(tmp_path / "reader"))
        options = ("--size", "1080x1920", "--printer", str(printer.port))
        kiosk = Kiosk(data, panel, *options, station=str(file), reader=reader)
        things.enter_context(kiosk)
        resident = Resident(kiosk, reader)
        resident.pass_first_pins()
        yield Hall(kiosk, resident, reader, printer, data, tmp_path / "log", file)


def test_a_number_is_taken_printed_called_shown_said_served_and_rated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        hall(tmp_path, monkeypatch) as at,
        display("1920x1080") as wall,
        Display(at.data, wall) as shown,
    ):
        code = at.take("C1-001")
        assert at.read_slip(1) == code
        at.resident.says("Please take your slip.")
        keep(at.kiosk.picture(), "queue-ticket")
        shown.shows(waiting=["养老保险 1"])
        at.resident.done()

        at.sign_in()
        at.resident.touch("Work at a counter")
        at.kiosk.touch(at.resident.words("Counter {counter}").format(counter=1))
        heard = at.sentences()
        at.resident.touch("Call next")
        at.kiosk.says("C1-001")
        shown.shows(calls=["C1-001 1 号窗口"])
        until(lambda: at.sentences() > heard, "the voice to call the number")
        keep(at.kiosk.picture(), "queue-counter")
        at.finish()
        shown.shows(calls=[], last=["C1-001 1 号窗口"])
        at.resident.touch("Home")
        at.kiosk.at("home")

        at.reader.read(code)
        at.kiosk.at("queue.mine")
        at.resident.touch("Good")
        at.resident.says("All done")
        audit = command("audit", "--data", at.data, "--station", at.file)
        assert audit.returncode == 0, audit.stderr
        assert at.kiosk.stop() == 0


def test_a_printer_that_is_pulled_out_costs_no_number_and_prints_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hall(tmp_path, monkeypatch) as at:
        at.printer.kill()
        code = at.take("C1-001")
        at.resident.says("The printer cannot be reached. Please note what is on the screen.")
        assert not at.slips()
        at.printer.start_again()
        at.resident.touch("Print it again")
        assert at.read_slip(1) == code
        at.resident.says("Please take your slip.")
        at.resident.done()
        assert at.kiosk.stop() == 0
