"""Fakes shared by the tests. A fake keeps the promises of the protocol it stands for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class FakeClock:
    """A clock that moves only when told. Keeps the promises of ``kiosk.clock.Clock``."""

    def __init__(self, at: datetime = datetime(2026, 2, 11, 2, 0, tzinfo=UTC)) -> None:
        self._at = at
        self._second = 1000.0
        self.is_trusted = True

    def now(self) -> datetime:
        return self._at

    def monotonic(self) -> float:
        return self._second

    def trusted(self) -> bool:
        return self.is_trusted

    def advance(self, seconds: float = 0, **parts: float) -> datetime:
        """Let time pass: ``advance(30)``, ``advance(hours=4, minutes=15)``."""
        passed = timedelta(seconds=seconds, **parts)
        self._at += passed
        self._second += passed.total_seconds()
        return self._at

    def jump_to(self, at: datetime) -> None:
        """Set the wall clock, as a person or a bad battery would; no time passes."""
        self._at = at
