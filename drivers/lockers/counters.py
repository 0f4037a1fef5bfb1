"""What has happened on a line."""

from __future__ import annotations


class Counters:
    """Counts since the bus was made. Plain numbers, read from any thread."""

    def __init__(self) -> None:
        self.requests = 0
        self.answers = 0
        self.timeouts = 0
        self.wrong_address = 0
        self.late = 0
        self.reports = 0
