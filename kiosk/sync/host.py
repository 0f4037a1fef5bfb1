"""The terminal around an exchange: what it says of itself, and does when something happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from kiosk.sync.conversation import Forking
from kiosk.wire import Report


class Host(msgspec.Struct, frozen=True):
    """What a terminal says and does for its exchange.

    Attributes:
        report: how it is.
        on_fork: called before it becomes another self; see ``Conversation``.
        rounded: called on a lane when a round is done.
        vouch: takes a time that the hub vouches for; see ``Link``.
    """

    report: Callable[[], Report]
    on_fork: Forking
    rounded: Callable[[], None]
    vouch: Callable[[datetime], None]
