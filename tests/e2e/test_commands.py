"""The command line as a technician types it, against a running terminal and a stopped one."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from kiosk.journal.local import codec
from tests.e2e.kiosk import ROOT, Board, Kiosk, Reader, command, display, until
from tests.e2e.resident import PERSON, Resident, Stored

SIZE = "540x960"
BANK = ("--family", "xor8a", "--board", "1")

pytestmark = pytest.mark.e2e


class Site:
    """A terminal that runs, with a bag in it, and what is on its wires."""

    def __init__(self, folder: Path, things: ExitStack) -> None:
        self.data = folder / "data"
        self.screen = things.enter_context(display(SIZE))
        self.board = things.enter_context(Board(folder / "board", "--person", PERSON))
        self.reader = things.enter_context(Reader(folder / "reader"))
        self._things = things
        self.kiosk = self.start()

    def start(self) -> Kiosk:
        kiosk = Kiosk(self.data, self.screen, "--size", SIZE, board=self.board, reader=self.reader)
        return self._things.enter_context(kiosk)

    def resident(self) -> Resident:
        return Resident(self.kiosk, self.reader)

    def ask(self, *arguments: str) -> Any:
        """Run a command that answers in JSON about this terminal, and must be content."""
        done = command(*arguments, "--data", self.data, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with ExitStack() as things:
        yield Site(tmp_path, things)


def with_a_bag(site: Site) -> Stored:
    """Somebody writes the PINs down and stores a bag."""
    resident = site.resident()
    resident.pass_first_pins()
    site.kiosk.served()
    return resident.store("Small")


def test_a_running_terminal_answers_its_own_command_line(site: Site) -> None:
    site.kiosk.served()
    site.kiosk.at("staff.first_pins")
    status = site.ask("status")
    assert status["station"] == "huaken"
    assert status["banks"] == {"A": "online"}
    until(lambda: site.ask("status")["printer"] == "ready" or None, "the printer is not found")
    assert len(status["doors"]) == 24
    assert {door["sensed"] for door in status["doors"].values()} <= {"closed", "unknown"}
    screen = site.ask("screen")
    assert screen["page"] == "staff.first_pins"
    assert all(target["width"] > 0 for target in screen["targets"])
    assert not re.search(r"\d{3} ?\d{3}", json.dumps(screen, ensure_ascii=False)), "a PIN is told"
    audit = site.ask("audit")
    assert (audit["sound"], audit["read_only"], audit["set_aside"]) == (True, False, [])
    assert audit["tags"] == {"staff.founded": 1}
    found = site.ask("doctor")
    assert found["worst"] in ("well", "mind")
    assert {"what": "bank A", "finding": "well", "says": "online"} in found["findings"]
    (voice,) = (line for line in found["findings"] if line["what"] == "voice")
    assert voice["says"].startswith(("speaks", "silent: there is no sound card"))
    assert status["voice"]["missing"] == []


def test_what_is_changed_from_the_command_line_holds_at_once_and_later(
    site: Site, tmp_path: Path
) -> None:
    site.kiosk.at("staff.first_pins")
    changed = changed_station(tmp_path)
    dry = command("config", "apply", changed, "--data", site.data, "--dry-run", "--json")
    assert dry.returncode == 0, dry.stderr
    assert [row["after"] for row in json.loads(dry.stdout)["changes"]] == ["4"]
    applied = command("config", "apply", changed, "--data", site.data)
    assert applied.returncode == 0, applied.stderr
    again = command("config", "apply", changed, "--data", site.data)
    assert again.stdout.strip() == "nothing differs"
    assert site.kiosk.stop() == 0
    assert command("config", "apply", changed, "--data", site.data).stdout.strip() == (
        "nothing differs"
    )
    nobody = command("staff", "reset-pin", "01", "--data", site.data)
    assert nobody.returncode == 1
    assert "no active member 01" in nobody.stderr


def changed_station(folder: Path) -> Path:
    text = (ROOT / "assets" / "stations" / "huaken.toml").read_text("utf-8")
    changed = text.replace("days = 3\n", "days = 4\n", 1)
    assert changed != text
    path = folder / "huaken.toml"
    path.write_text(changed, "utf-8")
    return path


def test_a_new_pin_is_shown_once_and_written_nowhere(site: Site) -> None:
    site.resident().pass_first_pins()
    pins = []
    for _ in ("running", "stopped"):
        done = command("staff", "reset-pin", "02", "--data", site.data)
        assert done.returncode == 0, done.stderr
        pins += re.findall(r"\d{6,}", done.stdout)
        site.kiosk.stop()
    assert len(set(pins)) == 2
    for file in (*site.data.rglob("*"), site.kiosk.out):
        if file.is_file():
            assert not any(pin.encode() in file.read_bytes() for pin in pins), file


def test_a_second_terminal_on_the_same_journal_says_so(site: Site) -> None:
    site.kiosk.at("staff.first_pins")
    second = command("run", "--data", site.data, "--bank", site.board.port, display=site.screen)
    assert second.returncode == 3
    assert "already running" in second.stderr
    assert site.ask("status")["banks"] == {"A": "online"}
    assert site.kiosk.screen()["page"] == "staff.first_pins"


def test_a_stopped_terminal_says_that_it_is_stopped_and_can_be_audited(site: Site) -> None:
    site.kiosk.at("staff.first_pins")
    assert site.kiosk.stop() == 0
    for question in ("status", "screen"):
        asked = command(question, "--data", site.data)
        assert asked.returncode == 1
        assert "no terminal is running" in asked.stderr
    assert site.ask("audit")["sound"]
    assert command("audit", "--data", site.data.with_name("nowhere")).returncode == 1
    found = command("doctor", "--data", site.data, "--json")
    lines = json.loads(found.stdout)["findings"]
    assert {"what": "terminal", "finding": "mind"}.items() <= next(
        line for line in lines if line["what"] == "terminal"
    ).items()


def test_a_changed_byte_in_a_stopped_journal_is_found(site: Site) -> None:
    site.kiosk.at("staff.first_pins")
    assert site.kiosk.stop() == 0
    with closing(sqlite3.connect(site.data / "journal.db")) as journal, journal:
        journal.execute("UPDATE entries SET actor = 'staff:01' WHERE doc_id = 1")
    done = command("audit", "--data", site.data, "--json")
    assert done.returncode == 1
    audit = json.loads(done.stdout)
    assert (audit["sound"], audit["damaged_at"]) == (False, 1)


def test_the_bank_commands_leave_a_port_in_use_alone_and_use_a_free_one(site: Site) -> None:
    site.kiosk.served()
    opening = ("bank", "open", "--port", site.board.port, *BANK, "--lock", "3", "--json")
    busy = command(*opening)
    assert busy.returncode == 12
    assert json.loads(busy.stdout)["outcome"] == "not_sent"
    assert "stop the station first" in busy.stderr
    assert site.board.pulses() == []
    assert site.kiosk.stop() == 0
    opened = command(*opening)
    assert (opened.returncode, json.loads(opened.stdout)["outcome"]) == (0, "opened")
    assert site.board.pulsed() == [3]
    state = command("bank", "state", "--port", site.board.port, *BANK, "--locks", "24", "--json")
    assert state.returncode == 0
    assert set(json.loads(state.stdout)["doors"].values()) <= {"open", "closed"}


def test_a_journal_of_a_newer_version_is_opened_for_reading_and_says_so(site: Site) -> None:
    stored = with_a_bag(site)
    assert site.kiosk.stop() == 0
    with closing(sqlite3.connect(site.data / "journal.db")) as journal, journal:
        journal.execute("UPDATE meta SET value = ? WHERE key = 'format'", [str(codec.FORMAT + 1)])
    before = site.ask("audit")
    assert (before["read_only"], before["sound"]) == (True, True)
    site.kiosk = site.start().served()
    assert site.ask("status")["read_only"]
    resident = site.resident()
    resident.begin()
    resident.choose_store()
    resident.touch("Small")
    resident.says("The lockers are being looked after. Please ask the staff.")
    resident.touch("Home")
    site.kiosk.at("home")
    resident.show_qr(stored)
    resident.touch("Take something, keep the door")
    resident.says("The lockers are being looked after. Please ask the staff.")
    assert site.kiosk.stop() == 0
    assert site.ask("audit")["head"] == before["head"]
    assert site.board.pulsed() == [stored.lock]


def test_every_mistake_of_a_station_file_is_listed_with_its_place(tmp_path: Path) -> None:
    text = (ROOT / "assets" / "stations" / "huaken.toml").read_text("utf-8")
    wrong = text.replace('mon = "08:30-19:30"', 'mon = "19:30-08:30"')
    wrong = wrong.replace("days = 3\n", 'days = "three"\nsurprise = 1\n', 1)
    wrong = wrong.replace('id = "A05", board = 1, lock = 5', 'id = "A04", board = 9, lock = 99')
    path = tmp_path / "wrong.toml"
    path.write_text(wrong, "utf-8")
    checked = command("config", "check", path, "--json")
    assert checked.returncode == 2
    mistakes = json.loads(checked.stdout)["mistakes"]
    assert len(mistakes) >= 5
    assert all(mistake["where"] and mistake["what"] for mistake in mistakes)
    run = command("run", "--station", path, "--data", tmp_path / "data")
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == len(mistakes)
    assert not (tmp_path / "data").exists()


def test_garbage_on_the_line_is_counted_and_nothing_stops(site: Site) -> None:
    resident = site.resident()
    site.kiosk.at("staff.first_pins")
    resident.touch("Later")
    site.kiosk.served()
    clean = skipped(site)
    site.board.do("fault", set={"noise_before": 0.5})
    until(lambda: skipped(site) > clean + 20, "garbage to be counted")
    stored = resident.store("Small")
    assert site.board.pulsed() == [stored.lock]
    resident.done()
    site.board.do("faults_off")
    resident.take_something(stored)
    assert site.board.pulsed() == [stored.lock] * 2
    assert site.ask("audit")["sound"]


def skipped(site: Site) -> int:
    status = until(lambda: site.kiosk.ask("status"), "the status")
    skipped: int = status["lines"]["A"]["skipped_bytes"]
    return skipped
