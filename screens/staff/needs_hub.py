"""What about the connection to the hub needs somebody, as rows of the first page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from kiosk import hub_words
from kiosk.clock import TOLERANCE
from kiosk.settings import Permission
from kiosk.sync.situation import Situation
from screens.icons import Icon
from screens.staff.page import SignedInPage
from screens.staff.rows import Row

AWAY_AFTER = timedelta(minutes=10)
"""Shorter than this, nobody need do anything about a hub that does not answer."""


def situation_of(page: SignedInPage) -> Situation | None:
    """Return how it stands with the hub; ``None`` where this terminal follows none."""
    exchange = page.services.exchange
    if exchange is None:
        return None
    situation: Situation = exchange.situation
    return situation


def hub_needs(page: SignedInPage) -> Iterator[Row]:
    """Yield what is wrong with the connection to the hub."""
    situation = situation_of(page)
    if situation is None:
        return
    yield from _connection(page, situation)
    if situation.forked:
        yield Row(
            page._("This terminal was put back from a copy."),
            page._("It gives no numbers until the hub has answered."),
            icon=Icon.SYNC_PROBLEM,
            tone="bad",
        )
    if situation.differently:
        text = page.plural(
            "{count} thing was decided differently after the hub was put back.",
            "{count} things were decided differently after the hub was put back.",
            situation.differently,
        )
        yield Row(
            text.format(count=situation.differently),
            page._("Touch here to see them."),
            icon=Icon.SYNC_PROBLEM,
            tone="bad",
            touched=partial(page.goes.go, "staff.hub_differs"),
        )


def _connection(page: SignedInPage, situation: Situation) -> Iterator[Row]:
    standing = situation.standing
    may = page.may(Permission.TEST_DEVICES)
    way = partial(page.goes.go, "staff.hub") if may else None
    reason = standing.stopped or ("" if standing.connected else situation.trouble)
    if reason:
        yield Row(
            page._("Nothing is exchanged with the hub."),
            hub_words.why(page._, reason),
            icon=Icon.SYNC_PROBLEM,
            tone="bad",
            touched=way,
        )
    elif not standing.connected and page.station.moment().at - standing.since > AWAY_AFTER:
        since = page._("The hub does not answer since {since}.")
        yield Row(
            since.format(since=page.time_of(standing.since)),
            page._("Nobody can be called. Everything else goes on and is confirmed later."),
            icon=Icon.WIFI_OFF,
            tone="bad",
            touched=way,
        )
    if abs(standing.ahead) > TOLERANCE:
        at = page.station.moment().at + standing.ahead
        yield Row(
            page._("The clock of the hub says {time}.").format(time=page.time_of(at)),
            page._("One of the two clocks is wrong."),
            icon=Icon.SCHEDULE,
            tone="bad",
        )
