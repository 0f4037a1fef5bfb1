"""The lanes of hardware in the tests of pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class BankLane:
    """Runs the jobs of a watch when the test says so; what comes later is dropped."""

    def __init__(self) -> None:
        self.jobs: list[Callable[[], object]] = []

    def submit(self, job: Callable[..., Any], *args: Any, **_: Any) -> Any:
        self.jobs.append(lambda: job(*args))

    def after(self, seconds: float, job: Callable[[], object]) -> Any:
        return None

    def every(self, seconds: float, job: Callable[[], object]) -> Any:
        raise NotImplementedError

    def run(self) -> None:
        """Do what is queued, and what that queues."""
        while self.jobs:
            self.jobs.pop(0)()


class OnPaper:
    """The lane of a printer; looks at it only when asked."""

    def __init__(self, lane: Any) -> None:
        self._lane = lane

    def submit(self, *args: Any, **kwargs: Any) -> Any:
        return self._lane.submit(*args, **kwargs)

    def after(self, seconds: float, job: Any) -> Any:
        return None

    def every(self, seconds: float, job: Any) -> Any:
        return None
