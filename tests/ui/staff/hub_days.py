"""A terminal and its hub on a day on which everything happens that staff are told of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kiosk.errors import Refused
from kiosk.following import Differently, Outcome
from kiosk.ids import new_id
from kiosk.journal.local.lost import Lost
from kiosk.membership import Joined
from kiosk.sync.situation import Situation
from kiosk.sync.standing import Standing
from tests.fakes import FakeClock

NOW = FakeClock().now()
CERTIFICATE = """-----BEGIN CERTIFICATE-----
MIIBszCCAVmgAwIBAgIUWYx5oVtA6YdKxLZ8cYk1V0V9bBcwCgYIKoZIzj0EAwIw
-----END CERTIFICATE-----
"""
PRINT = ":".join(["f1", "b4", "e3", "a7"] * 8)


class Exchange:
    """How it stands, as the test wants it."""

    def __init__(self, **changed: Any) -> None:
        standing = Standing(since=NOW - timedelta(minutes=25), connected=False, ever=True)
        self.situation = Situation(
            **{
                "url": "https://192.168.1.5:8470",
                "own": False,
                "terminal": "t2",
                "certificate": CERTIFICATE,
                "standing": standing,
                "waiting": 3,
                "differently": 3,
                **changed,
            }
        )
        events = (b'{"tag":"queueing.called"}', b'{"tag":"venues.approved"}', b'{"tag":"x"}')
        outcomes = (Outcome.GONE, Outcome.REFUSED, Outcome.STANDS)
        self.differences = tuple(
            Differently(Lost(new_id(), NOW, event, None), None, outcome)
            for event, outcome in zip(events, outcomes, strict=True)
        )
        self.tried = self.seen = 0

    def again(self) -> None:
        self.tried += 1

    def forget_differences(self) -> None:
        self.seen += 1


def taken_in(url: str, code: str) -> Joined:
    """A hub that knows one code."""
    if code != "123456":
        raise Refused("wrong_code")
    return Joined("huaken", "t2", url, PRINT, anew=True, adopts=False)  # type: ignore[arg-type]
