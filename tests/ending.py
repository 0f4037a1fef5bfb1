"""Ends another process at once, and knows that it has ended."""

from __future__ import annotations

import os
import select
import signal
from contextlib import suppress

_PATIENCE = 60.0


def end_at_once(number: int, by: signal.Signals) -> None:
    """Send ``by`` to a process and wait until it is over; one that is over already is no fault.

    It need not be a child of this process, and whoever began it need not have noticed yet.
    """
    try:
        process = os.pidfd_open(number)
    except ProcessLookupError:
        return
    try:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(process, by)
        assert select.select([process], [], [], _PATIENCE)[0], "it does not end"
    finally:
        os.close(process)
