"""What is counted of a hub, for Prometheus. Names of stations and people are no labels."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
_SHARED = (1, 2, 5, 10, 20, 50, 100, 200)


class Metrics:
    """Counters of one hub process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._entries = Counter(
            "yizhan_entries_placed", "Entries positioned", ["outcome"], registry=self._registry
        )
        self._requests = Counter(
            "yizhan_requests", "Requests answered", ["what", "answer"], registry=self._registry
        )
        self._turns = Histogram(
            "yizhan_turn_seconds", "Length of a turn", buckets=_SECONDS, registry=self._registry
        )
        self._shared = Histogram(
            "yizhan_turn_requests", "Requests in a turn", buckets=_SHARED, registry=self._registry
        )
        self.waiting = Gauge(
            "yizhan_waiting", "Terminals that wait for something new", registry=self._registry
        )

    @contextmanager
    def turn(self, requests: int) -> Iterator[None]:
        """Measure one turn."""
        began = perf_counter()
        yield
        self._turns.observe(perf_counter() - began)
        self._shared.observe(requests)

    def placed(self, refused: str | None) -> None:
        """Count an entry that got its position."""
        self._entries.labels("stands" if refused is None else "refused").inc()

    def answered(self, what: str, answer: str) -> None:
        """Count an answer."""
        self._requests.labels(what, answer).inc()

    def text(self) -> bytes:
        """Return all of it in Prometheus' format."""
        return generate_latest(self._registry)
