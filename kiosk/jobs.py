"""Lanes: one named thread for each exclusive thing (the journal, a serial port, a printer).

A lane runs its jobs one after another. Results come back through ``post``, which the owner of the
screen sets to "run this on the UI thread". Questions may be cancelled; orders may not.
This is the only module that makes threads, and one of two that catch every exception: a job that
fails is reported, and the lane goes on.
"""

from __future__ import annotations

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

_R = TypeVar("_R")
Post = Callable[[Callable[[], None]], None]
"""Runs a call later, on the thread that owns the receiver."""

_log = logging.getLogger(__name__)


def at_once(call: Callable[[], None]) -> None:
    """Post for programs without a UI thread: the call runs in the lane."""
    call()


class Job:
    """What ``submit`` and ``every`` return. ``cancel`` works until the job has begun."""

    def __init__(self, call: Callable[[], None], period: float | None) -> None:
        self._call = call
        self._period = period
        self.cancelled = False

    def cancel(self) -> None:
        """Do not run it (again)."""
        self.cancelled = True


class Runs(Protocol):
    """What the owner of an exclusive thing needs of a lane; tests may run jobs by hand."""

    def submit(
        self,
        job: Callable[..., _R],
        *args: Any,
        then: Callable[[_R], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Job: ...

    def after(self, seconds: float, job: Callable[[], object]) -> Job: ...

    def every(self, seconds: float, job: Callable[[], object]) -> Job: ...


class TooLate(Exception):
    """What was waited for did not come in time. It may still be done."""


def waited(lane: Runs, seconds: float, job: Callable[[], _R]) -> _R:
    """Run ``job`` in ``lane`` and return its result, whatever the job itself hangs on.

    For work that says when it gives up and cannot be held to it: the name of a host, an answer
    that trickles in. A job whose turn has not come by then is not begun any more.

    Raises:
        TooLate: there is no result after ``seconds``; one that comes later is dropped.
    """
    ended = threading.Event()
    came: list[_R] = []
    went_wrong: list[Exception] = []

    def then(result: _R) -> None:
        came.append(result)
        ended.set()

    def failed(error: Exception) -> None:
        went_wrong.append(error)
        ended.set()

    queued = lane.submit(job, then=then, failed=failed)
    if queued.cancelled or not ended.wait(max(0.0, seconds)):
        queued.cancel()
        raise TooLate
    if went_wrong:
        raise went_wrong[0]
    return came[0]


class Lane:
    """A queue of jobs and the one thread that runs them.

    Args:
        name: shown in logs and thread lists.
        post: brings results to the thread that wants them.
    """

    def __init__(self, name: str, post: Post = at_once) -> None:
        self.name = name
        self._post = post
        self._jobs: list[tuple[float, int, Job]] = []
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(
        self,
        job: Callable[..., _R],
        *args: Any,
        then: Callable[[_R], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Run ``job(*args)`` when its turn comes; give its result to ``then`` through ``post``.

        ``failed`` gets the exception; without it the exception is logged.
        """
        return self._put(0.0, Job(lambda: self._do(job, args, then, failed), None))

    def after(self, seconds: float, job: Callable[[], object]) -> Job:
        """Run ``job`` once, not before ``seconds`` have passed."""
        return self._put(seconds, Job(lambda: self._do(job, (), None, None), None))

    def every(self, seconds: float, job: Callable[[], object]) -> Job:
        """Run ``job`` now and again ``seconds`` after each run has ended."""
        return self._put(0.0, Job(lambda: self._do(job, (), None, None), seconds))

    def close(self, timeout: float = 10.0) -> None:
        """Finish what is queued for now, drop timers, end the thread. Idempotent."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout)

    def is_current(self) -> bool:
        """Tell whether the caller already runs in this lane."""
        return threading.current_thread() is self._thread

    def _put(self, delay: float, job: Job) -> Job:
        with self._changed:
            if self._closing:
                job.cancel()
                return job
            heapq.heappush(self._jobs, (_due(delay), next(self._order), job))
            self._changed.notify_all()
        return job

    def _run(self) -> None:
        while (job := self._next()) is not None:
            if job.cancelled:
                continue
            job._call()
            if job._period is not None and not job.cancelled:
                self._put(job._period, job)

    def _next(self) -> Job | None:
        with self._changed:
            while True:
                if self._jobs and self._jobs[0][0] <= time.monotonic():
                    return heapq.heappop(self._jobs)[2]
                if self._closing:
                    return None
                wait = self._jobs[0][0] - time.monotonic() if self._jobs else None
                self._changed.wait(wait)

    def _do(
        self,
        job: Callable[..., Any],
        args: tuple[Any, ...],
        then: Callable[[Any], None] | None,
        failed: Callable[[Exception], None] | None,
    ) -> None:
        try:
            result = job(*args)
        except Exception as error:  # a lane outlives any of its jobs
            if failed is None:
                _log.exception("job failed in lane %s", self.name)
            else:
                self._hand_over(lambda error=error: failed(error))  # type: ignore[misc]
            return
        if then is not None:
            self._hand_over(lambda: then(result))

    def _hand_over(self, call: Callable[[], None]) -> None:
        try:
            self._post(call)
        except Exception:  # where post runs the call at once, the lane outlives that too
            _log.exception("result could not be handed over by lane %s", self.name)


def _due(delay: float) -> float:
    # Jobs for now keep the order they came in, before any timer that is due.
    return time.monotonic() + delay if delay > 0 else 0.0
