"""Whatever somebody writes into an address: a sentence and a code, never a page of another."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from kiosk.hub.app import create_app
from kiosk.hub.guesses import MOST_WRONG, Guesses
from kiosk.hub.pages.registry import PAGES
from kiosk.ids import StationId
from kiosk.links import Kind, Link, path_of
from kiosk.secrets import StationKey
from tests.examples import examples
from tests.fakes import FakeClock
from tests.filled import MORNING, ROOM, Filled, open_hub
from tests.web.slips import Slips

SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
STRANGER = StationKey(b"\x07" * 32)
PREFIXES = st.sampled_from(["/Q", "/V", "/L", "/q", "/display", "/calendar", "/D", "/C"])
ENDS = st.sampled_from(
    ["", "/live", "/ask/give-up", "/ask/cancel/x", "/calendar/x.ics", "/say/chime.wav", ".ics"]
)


@pytest.fixture(scope="module")
def slips(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slips]:
    hub = open_hub(tmp_path_factory.mktemp("links") / "hub", FakeClock(MORNING))
    yield Slips(Filled(hub))
    hub.close()


class Asker:
    """Asks an application without a network; a fault of the program is raised here."""

    def __init__(self, filled: Filled) -> None:
        self._to = httpx.ASGITransport(create_app(filled.hub, PAGES))

    def get(self, path: str) -> httpx.Response:
        return self._ask("GET", path)

    def post(self, path: str, content: bytes) -> httpx.Response:
        return self._ask("POST", path, content)

    def _ask(self, method: str, path: str, content: bytes = b"") -> httpx.Response:
        headers = {"Accept-Language": "en", "Content-Type": "application/x-www-form-urlencoded"}

        async def asked() -> httpx.Response:
            async with httpx.AsyncClient(transport=self._to, base_url="https://hub") as client:
                return await client.request(method, path, content=content, headers=headers)

        with ThreadPoolExecutor(1) as beside:  # a browser may have a loop on this thread
            return beside.submit(lambda: asyncio.run(asked())).result()


@pytest.fixture
def asked(slips: Slips) -> Asker:
    return Asker(slips.filled)


@pytest.fixture
def patient(asked: Asker, monkeypatch: pytest.MonkeyPatch) -> Asker:
    """Asks as somebody who may guess for ever."""
    monkeypatch.setattr(Guesses, "_has_tries", lambda _self, _place: True)
    return asked


def is_nobodys(text: str) -> bool:
    return "Z1-0" not in text and "C1-0" not in text and "林" not in text


@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prefix=PREFIXES, station=st.text(max_size=12), tail=st.binary(max_size=60), end=ENDS)
def test_any_bytes_are_answered_in_a_sentence_and_lead_nowhere(
    patient: Asker, prefix: str, station: str, tail: bytes, end: str
) -> None:
    place = quote(station, safe="") or "huaken"
    answer = patient.get(f"{prefix}/{place}/{quote(tail, safe='')}{end}")
    assert answer.status_code in (400, 404)
    assert is_nobodys(answer.text)
    assert "Traceback" not in answer.text


@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 42), sign=st.sampled_from(SIGNS), end=ENDS)
def test_a_link_with_one_sign_changed_is_nobodys(
    patient: Asker, slips: Slips, at: int, sign: str, end: str
) -> None:
    _, path = slips.of(slips.waiting().id)
    begin, tail = path.rsplit("/", 1)
    changed = tail[:at] + (sign if sign != tail[at] else SIGNS[SIGNS.index(sign) - 1])
    answer = patient.get(f"{begin}/{changed}{tail[at + 1 :]}{end}")
    assert answer.status_code == 404
    assert is_nobodys(answer.text)


def test_a_link_made_with_another_key_is_not_believed(patient: Asker, slips: Slips) -> None:
    filled = slips.filled
    for kind in Kind:
        link = Link(kind, filled.name, bytes(16), filled.now + timedelta(hours=1))
        assert patient.get(path_of(link, STRANGER)).status_code == 404


def test_a_link_of_another_kind_or_station_is_not_known(patient: Asker, slips: Slips) -> None:
    _, path = slips.of(slips.waiting().id)
    for wrong in (
        *(path.replace("/Q/", f"/{kind}/") for kind in "VL"),
        *(path.replace("HUAKEN", each) for each in ("PINGDI", "HUAKE", "X" * 40)),
        path.replace("/Q/HUAKEN", "/display/huaken"),
    ):
        answer = patient.get(wrong)
        assert answer.status_code == 404, wrong
        assert "This code is not known here" in answer.text
        assert "404" in answer.text


def test_what_was_made_here_and_has_not_arrived_asks_for_a_minute(
    patient: Asker, slips: Slips
) -> None:
    token = "A" * 22
    for kind in (Kind.TICKET, Kind.VENUE, Kind.LOCKER):
        answer = patient.get(slips.link(kind, token))
        assert answer.status_code == 404
        assert "look again in a minute" in answer.text


def test_who_guesses_has_to_wait_and_who_has_a_link_does_not(asked: Asker, slips: Slips) -> None:
    _, mine = slips.of(slips.waiting().id)
    assert asked.get(mine).status_code == 200
    wrong = [asked.get(f"/Q/HUAKEN/{number:044}").status_code for number in range(MOST_WRONG + 3)]
    assert wrong == [404] * MOST_WRONG + [429] * 3
    assert asked.get(mine).status_code == 200
    _, unseen = slips.ticket()
    answer = asked.get(unseen)
    assert answer.status_code == 429
    assert "Please wait a minute" in answer.text


def test_nothing_of_a_link_stands_in_a_log(
    patient: Asker, slips: Slips, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "kiosk")
    receipt = slips.filled.apply(ROOM, slips.filled.slot(12), number=77)
    paths = [slips.of(slips.waiting().id)[1], slips.booking(receipt), slips.door()]
    for path in paths:
        for end in ("", "/ask/cancel/x", "/nothing", "X"):
            patient.get(path + end)
        patient.post(f"{path}/do/give-up", b"seen=0")
        patient.post(f"{path}/do/give-up", b"x" * 3_000)
    said = caplog.text
    assert not any(path.rsplit("/", 1)[1][:12] in said for path in paths)


def test_a_form_larger_than_any_of_ours_is_not_read(patient: Asker, slips: Slips) -> None:
    _, path = slips.of(slips.waiting().id)
    answer = patient.post(f"{path}/do/give-up", b"seen=" + b"x" * 3_000)
    assert answer.status_code == 413


def test_a_hub_without_the_file_of_the_station_says_so(
    slips: Slips, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slips.filled.hub, "_files", {})
    asked = Asker(slips.filled)
    answer = asked.get(slips.of(slips.waiting().id)[1])
    assert answer.status_code == 503
    assert "not set up at this hub" in answer.text


def test_a_station_nobody_paired_has_no_links(slips: Slips, patient: Asker) -> None:
    slips.filled.hub.know(StationId("empty"))
    link = Link(Kind.TICKET, StationId("empty"), bytes(16), slips.filled.now + timedelta(hours=1))
    assert patient.get(path_of(link, STRANGER)).status_code == 404
