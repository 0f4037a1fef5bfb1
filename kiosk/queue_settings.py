"""Numbers of the queue that staff may change. Pure."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta


class QueueLimits(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers of the queue. A unit stands in the name where it is not a plain count.

    Attributes:
        first_in_row: priority calls in a row while ordinary tickets wait.
        old_after_min: an ordinary ticket that waited longer takes the next call.
        calls_before_skip: calls before a ticket may be skipped.
        back_within_min: whoever was skipped may come back so long.
        back_behind: … and lets so many pass.
        early_min: how long before an appointment its ticket can be taken.
        late_min: how long after.
        close_grace_min: after closing time, before who still waits expires.
        least_times: a time is shown once so many were served lately.
    """

    first_in_row: Annotated[int, Meta(ge=1, le=5)] = 2
    old_after_min: Annotated[int, Meta(ge=5, le=240)] = 30
    calls_before_skip: Annotated[int, Meta(ge=1, le=5)] = 3
    back_within_min: Annotated[int, Meta(ge=0, le=240)] = 30
    back_behind: Annotated[int, Meta(ge=0, le=10)] = 2
    early_min: Annotated[int, Meta(ge=0, le=60)] = 10
    late_min: Annotated[int, Meta(ge=0, le=60)] = 15
    book_ahead_days: Annotated[int, Meta(ge=0, le=60)] = 7
    close_grace_min: Annotated[int, Meta(ge=0, le=240)] = 60
    least_times: Annotated[int, Meta(ge=1, le=50)] = 5
