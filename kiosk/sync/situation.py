"""How it stands with the hub, for staff and for ``sync status``."""

from __future__ import annotations

import msgspec

from kiosk.sync.standing import Standing


class Situation(msgspec.Struct, frozen=True):
    """All that can be said of it. Holds no secret.

    Attributes:
        url: empty while its own hub has no address yet.
        own: the hub is this terminal's own.
        terminal: its name at the hub; empty until it is paired.
        waiting: entries without a position.
        trouble: why its own hub does not run.
        differently: entries that were decided otherwise when the hub had been put back.
        forked: it was put back or cloned and is not yet another self.
    """

    url: str
    own: bool
    terminal: str
    certificate: str
    standing: Standing
    waiting: int = 0
    trouble: str = ""
    differently: int = 0
    forked: bool = False
