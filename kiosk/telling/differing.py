"""From what a terminal found different after its hub was restored, to the list for staff."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from kiosk.ids import TERMINAL, EntryId, EventTag, RefusalReason
from kiosk.station import Station
from kiosk.tap import Tap
from kiosk.telling import TELLING, rules
from kiosk.telling.events import Outcome


class Difference(msgspec.Struct, frozen=True):
    """One entry that came out otherwise.

    Attributes:
        event: as it is stored; only its tag is kept on the list.
        reason: why it was refused, then or now.
        position: where it stands now; 0 if nowhere.
    """

    entry: EntryId
    event: bytes
    outcome: Outcome
    reason: str | None = None
    position: int = 0


class _Tagged(msgspec.Struct):
    tag: str = ""


def list_differences(station: Station, found: Iterable[Difference]) -> None:
    """Put ``found`` on the list; what another terminal has listed already is listed once.

    Raises:
        NotDurable: the disk said no; the rest is not listed yet.
    """
    for each in found:
        station.do(
            Tap(rules.difference_id(each.entry, each.position), TERMINAL),
            TELLING,
            rules.decide_differently,
            entry=each.entry,
            kind=EventTag(msgspec.json.decode(each.event, type=_Tagged).tag),
            outcome=each.outcome,
            reason=None if each.reason is None else RefusalReason(each.reason),
        )
