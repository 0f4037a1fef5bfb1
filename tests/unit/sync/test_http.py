"""The line to a hub over HTTP: whom it believes, how long it waits, what it makes of answers."""

from __future__ import annotations

import gzip
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.hub.certificate import certificate_in, public_part
from kiosk.hub.core import Hub
from kiosk.jobs import Lane
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
    url: str,
    paired: Paired,
    certificate: Path,
    clock: FakeClock | None = None,
    hurry: Lane | None = None,
) -> HttpLine:
    return HttpLine(
        lambda: url,
        station=STATION,
        terminal=paired.terminal,
        key=paired.key,
        certificate=certificate,
        now=(clock or FakeClock()).now,
        hurry=hurry,
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


@contextmanager
def answering(hub: Hub, answer: Callable[[ssl.SSLSocket], None]) -> Iterator[str]:
    """Play a hub with the right certificate that answers one question as the test wants it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(hub.certificate)
    with listening() as ready:

        def serve() -> None:
            taken, _ = ready.accept()
            with taken, context.wrap_socket(taken, server_side=True) as spoken:
                spoken.recv(64 * 1024)
                try:
                    answer(spoken)
                except OSError:
                    return  # the terminal has heard enough

        server = threading.Thread(target=serve)
        server.start()
        yield f"https://127.0.0.1:{ready.getsockname()[1]}"
        server.join(20)


def headed(body: bytes, *more: bytes, status: bytes = b"200 OK") -> bytes:
    lines = (b"HTTP/1.1 " + status, b"content-length: %d" % len(body), *more)
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


PORTAL = b"<!doctype html><title>Please sign in</title>"
ODD_ANSWERS = {
    "a page for people": headed(PORTAL, b"content-type: text/html"),
    "another place": headed(PORTAL, b"location: https://portal.invalid/", status=b"302 Found"),
    "a worn-out balancer": headed(b"upstream timed out", status=b"504 Gateway Time-out"),
    "no gzip": headed(b"this is none", b"content-encoding: gzip"),
    "cut off": headed(b"x" * 100)[:-50],
    "no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n",
    "nothing": b"",
}


@pytest.mark.parametrize("answer", ODD_ANSWERS.values(), ids=ODD_ANSWERS.keys())
def test_whatever_answers_that_is_no_hub_is_a_hub_that_is_away(
    tmp_path: Path, hub: Hub, answer: bytes
) -> None:
    paired, certificate = taken_in(hub), pinned(tmp_path, hub)
    with answering(hub, lambda spoken: spoken.sendall(answer)) as url:
        line = line_to(url, paired, certificate)
        with pytest.raises(HubAway):
            line.pull(EMPTY, 0)
        line.close()


def test_a_small_answer_that_unpacks_without_end_is_not_unpacked(
    tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "MOST_ANSWER", 1024 * 1024)
    bomb = gzip.compress(bytes(8 * 1024 * 1024))
    paired, certificate = taken_in(hub), pinned(tmp_path, hub)
    answer = headed(bomb, b"content-encoding: gzip")
    with answering(hub, lambda spoken: spoken.sendall(answer)) as url:
        line = line_to(url, paired, certificate)
        with pytest.raises(HubAway, match="too large"):
            line.pull(EMPTY, 0)
        line.close()


def test_an_answer_that_trickles_in_is_not_waited_for_without_end(
    tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "ANSWER_WITHIN", 0.1)
    heard_enough = threading.Event()

    def trickle(spoken: ssl.SSLSocket) -> None:
        spoken.sendall(headed(bytes(10_000))[:-10_000])
        while not heard_enough.wait(0.02):  # each byte comes well before anybody gives up
            spoken.sendall(b"x")

    paired, certificate = taken_in(hub), pinned(tmp_path, hub)
    with answering(hub, trickle) as url:
        line = line_to(url, paired, certificate)
        with pytest.raises(HubAway, match="trickles"):
            line.pull(EMPTY, 0)
        line.close()
        heard_enough.set()


def test_who_waits_is_not_held_by_a_name_that_is_not_resolved(
    tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "HURRIED", 0.05)
    resolved = threading.Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: resolved.wait(20) and [])
    hurry = Lane("hurry")
    line = line_to("https://hub.invalid:8470", taken_in(hub), pinned(tmp_path, hub), hurry=hurry)
    with pytest.raises(HubAway, match="long enough"):
        line.hurried().pull(EMPTY, 0)
    resolved.set()
    hurry.close()


def test_one_connection_serves_many_questions(tmp_path: Path, hub: Hub, url: str) -> None:
    line = line_to(url, taken_in(hub), pinned(tmp_path, hub))
    for _ in range(3):
        line.pull(EMPTY, 0)
    pools = line._session.get_adapter(url).poolmanager.pools  # type: ignore[attr-defined]
    assert [pools[key].num_connections for key in pools.keys()] == [1]  # noqa: SIM118
    line.close()
