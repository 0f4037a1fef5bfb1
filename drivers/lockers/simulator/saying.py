"""What a simulated board will send."""

from __future__ import annotations

import msgspec


class Saying(msgspec.Struct):
    """A frame the board will send ``after`` seconds.

    Attributes:
        kind: ``open``, ``one``, ``all`` or ``report``, so that faults can pick.
    """

    after: float
    wire: bytes
    kind: str
