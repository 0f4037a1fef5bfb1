"""Something unexpected: logged without a word of the visit, wiped, home; three in a minute: out."""

from __future__ import annotations

import logging
import socket
from pathlib import Path

import pytest
from kivy.base import EventLoop, ExceptionManager

from screens.base import KioskScreen
from screens.failsafe import EXIT_FAILED, Failsafe, places
from tests.ui.harness import Stage

PHONE = "13812345678"


class Broken(KioskScreen):
    """A page that fails whenever it is asked."""

    def fail(self, *_: object) -> None:
        raise ValueError(f"cannot call {PHONE}")

    def fail_later(self) -> None:
        from kivy.clock import Clock

        self.given["event"] = Clock.schedule_once(self.fail)


def stage() -> Stage:
    return Stage(pages={"broken": Broken}, swallow=True)


def break_it(s: Stage) -> None:
    s.navigator.go("broken")
    s.page.fail_later()
    s.frame()
    s.settle()


def test_the_visit_is_wiped_and_home_is_shown() -> None:
    with stage() as s:
        s.navigator.wake(care=True)
        s.navigator.visit.given["phone"] = PHONE
        break_it(s)
        assert s.place == "home"
        assert not s.navigator.visit.given
        assert not s.navigator.visit.care
        assert s.page.notice
        assert EventLoop.status == "started"


def test_the_log_says_where_and_nothing_of_the_visit(caplog: pytest.LogCaptureFixture) -> None:
    with stage() as s, caplog.at_level(logging.INFO):
        break_it(s)
    text = "\n".join(record.getMessage() for record in caplog.records)
    assert "ValueError" in text
    assert "test_failsafe.py" in text
    assert PHONE not in caplog.text


def test_an_unexpected_error_of_a_rule_goes_the_same_way() -> None:
    def wrong() -> None:
        raise ZeroDivisionError

    with stage() as s:
        s.navigator.home()
        s.navigator.go("broken")
        s.page.do(wrong)
        s.settle()
        assert s.place == "home"


def test_three_errors_in_a_minute_end_the_program() -> None:
    with stage() as s:
        for _ in range(2):
            break_it(s)
            s.advance(20)
        assert EventLoop.status == "started"
        s.navigator.go("broken")
        s.page.fail_later()
        s.frame()
        assert s.app.exit_code == EXIT_FAILED
        assert EventLoop.status != "started"


def test_three_errors_in_a_longer_time_do_not() -> None:
    with stage() as s:
        for _ in range(4):
            break_it(s)
            s.advance(31)
        assert s.app.exit_code == 0
        assert EventLoop.status == "started"


def test_a_page_that_cannot_even_be_shown_ends_the_program() -> None:
    codes: list[int] = []

    def cannot() -> None:
        raise RuntimeError

    failsafe = Failsafe(cannot, codes.append)
    assert failsafe.handle_exception(ValueError()) == ExceptionManager.PASS
    assert codes == [EXIT_FAILED]


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_who_ends_the_program_on_purpose_may(error: type[BaseException]) -> None:
    failsafe = Failsafe(lambda: None, lambda code: None)
    assert failsafe.handle_exception(error()) == ExceptionManager.RAISE


def test_places_are_files_and_lines() -> None:
    with pytest.raises(ValueError, match=PHONE) as caught:
        Broken.fail(None)  # type: ignore[arg-type]
    assert places(caught.value).startswith("test_failsafe.py:")
    assert PHONE not in places(caught.value)


def test_the_service_manager_is_told_that_the_screen_lives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "20000000")
        with Stage() as s:
            assert manager.recv(64) == b"READY=1"
            with pytest.raises(BlockingIOError):
                manager.recv(64)
            s.advance(10.5)
            assert manager.recv(64) == b"WATCHDOG=1"
        assert manager.recv(64) == b"STOPPING=1"


def test_without_a_service_manager_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    with Stage() as s:
        s.advance(30)
        assert EventLoop.status == "started"
