"""The line to a hub over HTTP: whom it believes, how long it waits, what it makes of answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.hub.certificate import certificate_in, public_part
from kiosk.hub.core import Hub
from kiosk.sync import http
from kiosk.sync.http import HttpLine
from kiosk.sync.line import WRONG_CERTIFICATE, HubAway, HubDenied
from kiosk.wire import PROTOCOL, Fault, Page, Pair, Paired, Push, Pushed
from tests.fakes import FakeClock
from tests.hubs import EMPTY, NOW, Desk, hub_in, listening, served
from tests.journals import STATION, private
from tests.places import PlaceId, Taken


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    return hub_in(tmp_path / "hub")


@pytest.fixture
def url(hub: Hub) -> Iterator[str]:
    with served(hub, tls=True) as client:
        yield str(client.base_url)


def taken_in(hub: Hub) -> Paired:
    return hub.pairing.pair(Pair(PROTOCOL, STATION, hub.pairing.show_code(STATION), "hall"))


def line_to(
    url: str, paired: Paired, certificate: Path, clock: FakeClock | None = None
) -> HttpLine:
    return HttpLine(
        lambda: url,
        station=STATION,
        terminal=paired.terminal,
        key=paired.key,
        certificate=certificate,
        now=(clock or FakeClock()).now,
    )


def pinned(tmp_path: Path, hub: Hub) -> Path:
    path = tmp_path / "pinned.pem"
    path.write_text(public_part(hub.certificate))
    return path


def test_what_is_pushed_is_positioned_and_comes_back_to_who_pulls(
    tmp_path: Path, hub: Hub, url: str
) -> None:
    paired = taken_in(hub)
    line = line_to(url, paired, pinned(tmp_path, hub))
    draft = Desk(None, paired).draft(Taken(place=PlaceId("a")), private=private())  # type: ignore[arg-type]
    pushed = line.push(Push(PROTOCOL, paired.origin, (draft,)))
    assert isinstance(pushed, Pushed)
    page = line.pull(EMPTY, 0)
    assert isinstance(page, Page)
    assert page.page == pushed.page
    line.close()
    with pytest.raises(HubAway, match="closed"):
        line.pull(EMPTY, 0)


def test_a_hub_with_another_certificate_is_not_believed(tmp_path: Path, hub: Hub, url: str) -> None:
    paired = taken_in(hub)
    other = certificate_in(tmp_path / "other")
    wrong = tmp_path / "wrong.pem"
    wrong.write_text(public_part(other))
    with pytest.raises(HubDenied) as raised:
        line_to(url, paired, wrong).pull(EMPTY, 0)
    assert raised.value.reason == WRONG_CERTIFICATE
    assert isinstance(line_to(url, paired, pinned(tmp_path, hub)).pull(EMPTY, 0), Page)


def test_a_clock_that_is_off_is_noticed_and_stops_nothing(
    tmp_path: Path, hub: Hub, url: str
) -> None:
    clock = FakeClock()
    clock.advance(hours=-7)
    line = line_to(url, taken_in(hub), pinned(tmp_path, hub), clock)
    assert isinstance(line.pull(EMPTY, 0), Page)
    assert line.ahead == timedelta(hours=7)
    assert clock.now() + line.ahead == NOW


def test_what_the_hub_denies_is_said_with_its_sentence(tmp_path: Path, hub: Hub, url: str) -> None:
    paired = taken_in(hub)
    hub.terminals.end(STATION, paired.terminal, at=NOW)
    line = line_to(url, paired, pinned(tmp_path, hub))
    with pytest.raises(HubDenied) as raised:
        line.pull(EMPTY, 0)
    line.close()  # the hub waits for lines that are open
    assert raised.value.reason == Fault.UNKNOWN_TERMINAL
    assert raised.value.sentence


def test_who_waits_at_a_counter_waits_two_seconds_for_everything_together(
    tmp_path: Path, hub: Hub, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "HURRIED", 0.2)
    certificate = pinned(tmp_path, hub)
    with listening() as silent:  # accepts, and never answers
        line = line_to(f"https://127.0.0.1:{silent.getsockname()[1]}", taken_in(hub), certificate)
        hurried = line.hurried()
        for _ in range(2):
            with pytest.raises(HubAway):
                hurried.pull(EMPTY, 0)


def test_a_port_at_which_nobody_listens_is_a_hub_that_is_away(tmp_path: Path, hub: Hub) -> None:
    with listening() as found:
        port = found.getsockname()[1]
    with pytest.raises(HubAway):
        line_to(f"https://127.0.0.1:{port}", taken_in(hub), pinned(tmp_path, hub)).pull(EMPTY, 0)
