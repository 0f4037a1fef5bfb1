"""Lanes: one thread, one job after the other, and nothing a job does ends the lane."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator

import pytest

from kiosk.jobs import Lane, TooLate, waited

SOON = 0.02
LATE = 60.0


@pytest.fixture
def lane() -> Iterator[Lane]:
    one = Lane("tests")
    yield one
    one.close()


class Done:
    """Waits for what happens in a lane, with a deadline."""

    def __init__(self) -> None:
        self._happened = threading.Event()

    def __call__(self, *_: object) -> None:
        self._happened.set()

    def wait(self) -> None:
        assert self._happened.wait(LATE)


def through(lane: Lane) -> None:
    """Wait until everything submitted so far has run."""
    done = Done()
    lane.submit(done)
    done.wait()


def test_jobs_run_one_after_the_other_in_the_order_they_came(lane: Lane) -> None:
    ran: list[int] = []
    threads: set[str] = set()

    def job(number: int) -> None:
        ran.append(number)
        threads.add(threading.current_thread().name)

    for number in range(200):
        lane.submit(job, number)
    through(lane)
    assert ran == list(range(200))
    assert threads == {"tests"}


def test_results_and_failures_come_through_post() -> None:
    posted: list[Callable[[], None]] = []
    lane = Lane("tests", posted.append)
    results: list[object] = []
    lane.submit(lambda one, two: one + two, 1, 2, then=results.append)
    lane.submit(lambda: 1 // 0, failed=results.append)
    lane.close()
    assert results == []
    for call in posted:
        call()
    assert results[0] == 3
    assert isinstance(results[1], ZeroDivisionError)


def test_a_failed_job_without_a_listener_is_logged_and_the_lane_goes_on(
    lane: Lane, caplog: pytest.LogCaptureFixture
) -> None:
    lane.submit(lambda: 1 // 0)
    through(lane)
    assert [record.message for record in caplog.records] == ["job failed in lane tests"]


@pytest.mark.parametrize("listener", ["then", "failed"])
def test_a_listener_that_fails_does_not_end_the_lane(
    lane: Lane, caplog: pytest.LogCaptureFixture, listener: str
) -> None:
    def breaks(_: object) -> None:
        raise ValueError(listener)

    if listener == "then":
        lane.submit(lambda: 1, then=breaks)
    else:
        lane.submit(lambda: 1 // 0, failed=breaks)
    through(lane)
    assert caplog.records[0].levelno == logging.ERROR


def test_a_timer_does_not_run_before_its_time_and_jobs_for_now_go_first(lane: Lane) -> None:
    ran: list[str] = []
    hold, late = threading.Event(), Done()
    lane.submit(hold.wait, LATE)
    lane.after(SOON, lambda: ran.append("timer"))
    lane.after(2 * SOON, late)
    lane.submit(ran.append, "now")
    hold.set()
    late.wait()
    assert ran == ["now", "timer"]


def test_a_timer_that_is_due_lets_jobs_for_now_go_first(lane: Lane) -> None:
    ran: list[str] = []
    hold = threading.Event()
    lane.submit(hold.wait, LATE)
    lane.after(SOON / 10, lambda: ran.append("timer"))
    assert not hold.wait(SOON)
    lane.submit(ran.append, "now")
    last = Done()
    lane.after(SOON, last)
    hold.set()
    last.wait()
    assert ran == ["now", "timer"]


def test_what_is_done_every_so_often_goes_on_after_a_failure_until_cancelled(lane: Lane) -> None:
    times: list[int] = []
    done = Done()

    def job() -> None:
        times.append(len(times))
        if len(times) == 3:
            repeated.cancel()
            done()
        raise ValueError

    hold = threading.Event()
    lane.submit(hold.wait, LATE)
    repeated = lane.every(SOON / 4, job)
    hold.set()
    done.wait()
    later = Done()
    lane.after(SOON, later)
    later.wait()
    assert times == [0, 1, 2]


def test_a_question_may_be_cancelled_until_it_has_begun(lane: Lane) -> None:
    ran: list[str] = []
    hold = threading.Event()
    lane.submit(hold.wait, LATE)
    lane.submit(ran.append, "cancelled").cancel()
    lane.submit(ran.append, "kept")
    hold.set()
    through(lane)
    assert ran == ["kept"]


def test_closing_finishes_what_is_queued_drops_timers_and_takes_nothing_new() -> None:
    lane = Lane("tests")
    ran: list[str] = []
    hold = threading.Event()
    lane.submit(hold.wait, LATE)
    lane.submit(ran.append, "queued")
    lane.after(LATE, lambda: ran.append("timer"))
    lane.every(LATE, lambda: ran.append("every"))
    threading.Timer(SOON, hold.set).start()
    lane.close()
    lane.close()
    refused = lane.submit(ran.append, "new")
    assert refused.cancelled
    assert ran == ["queued", "every"]
    assert "tests" not in {thread.name for thread in threading.enumerate()}


def test_a_lane_may_be_closed_from_itself(lane: Lane) -> None:
    done = Done()
    lane.submit(lane.close, then=done)
    done.wait()


def test_a_lane_knows_its_own_thread(lane: Lane) -> None:
    said: list[bool] = []
    lane.submit(lambda: said.append(lane.is_current()))
    through(lane)
    assert (said, lane.is_current()) == ([True], False)


def test_who_waits_gets_what_the_job_returned_or_raised(lane: Lane) -> None:
    def fails() -> None:
        raise LookupError("in the lane")

    assert waited(lane, LATE, lambda: threading.current_thread().name) == "tests"
    with pytest.raises(LookupError, match="in the lane"):
        waited(lane, LATE, fails)


def test_who_waits_is_not_held_by_a_job_that_hangs(lane: Lane) -> None:
    goes_on, begun = threading.Event(), list[str]()
    with pytest.raises(TooLate):
        waited(lane, SOON, lambda: goes_on.wait(LATE))
    with pytest.raises(TooLate):  # its turn does not come in time, so it is not begun later
        waited(lane, SOON, lambda: begun.append("later"))
    goes_on.set()
    through(lane)
    assert begun == []


def test_a_lane_that_has_ended_keeps_nobody_waiting() -> None:
    ended = Lane("ended")
    ended.close()
    with pytest.raises(TooLate):
        waited(ended, LATE, lambda: None)
