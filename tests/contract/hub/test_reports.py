"""How terminals are is told to their hub, and it knows when it last heard of each."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.hub.core import Hub
from kiosk.ids import BankId
from kiosk.wire import PROTOCOL, STATUS, Fault, Noted, Report, Wrong, encode
from tests.fakes import FakeClock
from tests.hubs import NOW, Desk, hub_in, served
from tests.journals import STATION


def report(**more: object) -> Report:
    told: dict[str, object] = {
        "protocol": PROTOCOL,
        "program": "1",
        "at": NOW,
        "trusted": True,
        "pending": 3,
        "banks": {BankId("main"): "silent"},
        "printer": "paper_low",
    }
    return Report(**{**told, **more})  # type: ignore[arg-type]


def seen(hub: Hub) -> list[str | None]:
    return [each.seen_at for each in hub.terminals.of(STATION)]


def test_what_a_terminal_says_of_itself_is_kept_with_the_time_it_came(tmp_path: Path) -> None:
    clock = FakeClock()
    hub = hub_in(tmp_path, clock=clock)
    with served(hub) as client:
        desk = Desk.pair(hub, client)
        assert [each.report for each in hub.terminals.of(STATION)] == [None]
        assert desk.post(STATUS, encode(report())) == Noted(NOW, True)
        clock.advance(seconds=30)
        desk.post(STATUS, encode(report(pending=0)))
        (found,) = hub_in(tmp_path).terminals.of(STATION)  # another hub on the same database
    assert found.report == report(pending=0)
    assert found.seen_at == (NOW + timedelta(seconds=30)).isoformat()


def test_every_request_of_a_terminal_counts_as_seen(tmp_path: Path) -> None:
    clock = FakeClock()
    hub = hub_in(tmp_path, clock=clock)
    with served(hub) as client:
        desk, _other = Desk.pair(hub, client), Desk.pair(hub, client)
        assert seen(hub) == [None, None]
        clock.advance(minutes=1)
        desk.pull()
        assert seen(hub) == [(NOW + timedelta(minutes=1)).isoformat(), None]
        hub.terminals.keep_seen()
        assert (
            seen(hub) == seen(hub_in(tmp_path)) == [(NOW + timedelta(minutes=1)).isoformat(), None]
        )


@pytest.mark.parametrize("protocol", [0, PROTOCOL + 1])
def test_a_report_of_another_protocol_is_denied(tmp_path: Path, protocol: int) -> None:
    hub = hub_in(tmp_path)
    with served(hub) as client:
        desk = Desk.pair(hub, client)
        answer = desk.post(STATUS, encode(report(protocol=protocol)))
        assert isinstance(answer, Wrong)
        assert answer.fault is Fault.PROTOCOL
        assert hub.terminals.of(STATION)[0].report is None
