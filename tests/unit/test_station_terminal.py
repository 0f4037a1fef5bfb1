"""A whole terminal without a screen: put together, audited, asked, changed, taken apart."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.audit import audit
from kiosk.cli.terminal import QUESTIONS, answers
from kiosk.config import StationFile, load_station
from kiosk.control import ControlDoor, ask
from kiosk.errors import ConfigError, JournalBusy, KioskError, NotDurable
from kiosk.ids import BankId, StaffId
from kiosk.journal.local.journal import FILE, LocalJournal
from kiosk.ports import PrinterStatus
from kiosk.secrets import KEY_FILE
from kiosk.staff import STAFF, rules
from kiosk.tap import Tap
from kiosk.terminal import Terminal
from tests.builders import refusal, set_to
from tests.fakes import FakeBank, FakePrinter
from tests.journals import ORIGIN, opened

HUAKEN = load_station("huaken")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    one = Terminal(HUAKEN, tmp_path)
    yield one
    one.close()


def with_grace(minutes: int) -> StationFile:
    limits = msgspec.structs.replace(HUAKEN.lockers, grace_min=minutes)
    return msgspec.structs.replace(HUAKEN, lockers=limits)


def help_calls(terminal: Terminal, times: int) -> None:
    for _ in range(times):
        terminal.station.do(Tap.fresh(), STAFF, rules.call_help)


def test_a_new_terminal_founds_its_station_once(tmp_path: Path) -> None:
    for _ in range(2):
        one = Terminal(HUAKEN, tmp_path)
        assert one.station.state(STAFF).founded
        assert one.station.journal.head.position == 1
        one.close()
        one.close()


def test_the_hall_is_told_names_notices_and_how_the_voice_sounds(terminal: Terminal) -> None:
    news = terminal.hall_news()
    assert news.board.name == HUAKEN.labels.name
    assert news.board.notices == (HUAKEN.labels.welcome,)
    assert (news.board.current, news.board.last, news.board.waiting) == ((), (), ())
    assert news.manner.repeats == HUAKEN.voice.repeats


def test_a_station_that_cannot_be_founded_lets_go_of_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise NotDurable("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(LocalJournal, "append", full)
        with pytest.raises(NotDurable):
            Terminal(HUAKEN, tmp_path)
    assert "station" not in {thread.name for thread in threading.enumerate()}
    Terminal(HUAKEN, tmp_path).close()


def test_a_second_terminal_on_the_same_data_is_refused(terminal: Terminal) -> None:
    with pytest.raises(JournalBusy):
        Terminal(HUAKEN, terminal.data)


def test_a_missing_key_keeps_a_journal_shut_and_lets_go_of_it(tmp_path: Path) -> None:
    one = Terminal(HUAKEN, tmp_path)
    one.close()
    key = (tmp_path / KEY_FILE).read_bytes()
    (tmp_path / KEY_FILE).unlink()
    with pytest.raises(ConfigError):
        Terminal(HUAKEN, tmp_path)
    (tmp_path / KEY_FILE).write_bytes(key)
    (tmp_path / KEY_FILE).chmod(0o600)
    Terminal(HUAKEN, tmp_path).close()


def test_a_terminal_serves_its_bank_and_ends_without_leaving_a_thread(tmp_path: Path) -> None:
    one = Terminal(HUAKEN, tmp_path)
    doors = [plan.id for plan in HUAKEN.cabinet.doors]
    bank = FakeBank(doors)
    back = threading.Event()
    one.desk.subscribe(back.set)
    one.serve({BankId("A"): bank})
    assert back.wait(60)
    assert one.status()["banks"] == {"A": "online"}
    assert len(one.status()["doors"]) == len(doors)  # type: ignore[arg-type]
    one.close()
    assert bank.closed
    names = {thread.name for thread in threading.enumerate()}
    assert not names & {"station", "bank A"}


def test_a_terminal_tells_how_its_printer_is_and_lets_it_go(tmp_path: Path) -> None:
    one = Terminal(HUAKEN, tmp_path)
    assert one.status()["printer"] == "none"
    printer, seen = FakePrinter(), threading.Event()
    printer.state = PrinterStatus.PAPER_LOW
    one.printing.on_status(lambda _: seen.set())
    one.print_on(printer)
    assert seen.wait(60)
    assert one.status()["printer"] == "paper_low"
    one.close()
    assert printer.closed
    assert "printer" not in {thread.name for thread in threading.enumerate()}


def test_a_bank_that_cannot_be_closed_does_not_keep_the_journal_open(tmp_path: Path) -> None:
    class Stuck(FakeBank):
        def close(self) -> None:
            raise KioskError("stuck")

    one = Terminal(HUAKEN, tmp_path)
    one.serve({BankId("A"): Stuck([plan.id for plan in HUAKEN.cabinet.doors])})
    with pytest.raises(KioskError):
        one.close()
    Terminal(HUAKEN, tmp_path).close()


# -- a station file that was changed later ---------------------------------------------------


def test_a_setting_changed_in_the_file_after_founding_is_told_and_not_applied(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Terminal(HUAKEN, tmp_path).close()
    with caplog.at_level(logging.WARNING):
        one = Terminal(with_grace(20), tmp_path)
    assert one.seed_differs() == ("lockers.grace_min",)
    assert "lockers.grace_min" in caplog.text
    assert one.station.moment().settings.lockers.grace_min == 15
    one.close()


def test_a_changed_setting_is_not_told_any_more_once_it_is_applied(tmp_path: Path) -> None:
    Terminal(HUAKEN, tmp_path).close()
    one = Terminal(with_grace(20), tmp_path)
    QUESTIONS["apply"](one, {"changes": [("lockers.grace_min", "20")]})
    assert one.seed_differs() == ()
    assert one.station.moment().settings.lockers.grace_min == 20
    set_to(one.station, "lockers.grace_min", "25")
    assert one.seed_differs() == ("lockers.grace_min",)
    one.close()


def test_what_staff_changed_is_not_a_difference_of_the_file(terminal: Terminal) -> None:
    set_to(terminal.station, "lockers.grace_min", "25")
    assert terminal.seed_differs() == ()


# -- audit -----------------------------------------------------------------------------------


def test_an_audit_of_a_sound_journal_counts_what_is_in_it(terminal: Terminal) -> None:
    help_calls(terminal, 3)
    found = audit(terminal.station.journal, terminal.station)
    assert (found.sound, found.entries, found.damaged_at) == (True, 4, None)
    assert found.tags == {"staff.founded": 1, "staff.help_called": 3}
    assert found.head == terminal.station.journal.head.digest.hex()
    assert found.first is not None
    assert found.last is not None
    assert found.first <= found.last


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "staff:02"),
        ("event", b'{"tag":"staff.help_answered"}'),
        ("at", "2026-01-01T00:00:00+00:00"),
        ("at", "yesterday"),
        ("refused", "no_subject"),
        ("digest", bytes(32)),
    ],
)
def test_planted_damage_is_found_at_its_place(tmp_path: Path, column: str, value: object) -> None:
    one = Terminal(HUAKEN, tmp_path)
    help_calls(one, 4)
    one.station.journal.close()
    one.lane.close()
    with sqlite3.connect(tmp_path / FILE) as file:
        file.execute(f"UPDATE entries SET {column}=? WHERE doc_id=3", (value,))
    file.close()
    journal = opened(tmp_path, HUAKEN.id, ORIGIN)
    found = audit(journal)
    assert (found.sound, found.damaged_at) == (False, 3)
    assert found.damage
    journal.close()


# -- its own command line ----------------------------------------------------------------------


def test_a_running_terminal_answers_its_own_command_line(terminal: Terminal) -> None:
    door = ControlDoor(terminal.data, answers(terminal))
    try:
        assert ask(terminal.data, "status")["station"] == "huaken"
        assert ask(terminal.data, "audit")["sound"] is True
        assert ask(terminal.data, "settings")["lockers.grace_min"] == "15"
        assert ask(terminal.data, "apply", changes=[["lockers.grace_min", "20"]]) == 1
        assert ask(terminal.data, "settings")["lockers.grace_min"] == "20"
        for question in ({"ask": "apply"}, {"ask": "reset_pin"}, {"ask": "apply", "changes": 3}):
            with pytest.raises(KioskError, match="bad_question"):
                ask(terminal.data, str(question.pop("ask")), **question)
        assert refusal(ask, terminal.data, "reset_pin", member="01") == "no_subject"
        change = [["lockers.grace_min", "many"]]
        assert refusal(ask, terminal.data, "apply", changes=change) == "bad_value"
    finally:
        door.close()


def test_a_reset_pin_is_told_once_and_only_its_hash_is_kept(terminal: Terminal) -> None:
    terminal.login.keep_first(Tap.fresh(), terminal.login.draw_first())
    pin = str(QUESTIONS["reset_pin"](terminal, {"member": "01"}))
    assert terminal.login.sign_in(StaffId("01"), pin).member == "01"
    stored = b"".join(entry.event for entry in terminal.station.journal.read())
    assert pin.encode() not in stored
