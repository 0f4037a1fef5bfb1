"""Whatever is asked of the routes a hub says it has, it never breaks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.hub.app import create_app
from kiosk.hub.core import Hub
from kiosk.wire import JOURNAL, MEDIA_TYPE, MOST_WAIT, PAIR, STATUS, Pushed, decode_answer
from tests.hubs import Desk, hub_in, served
from tests.places import PlaceId, Taken


@schemathesis.serializer(MEDIA_TYPE)
def _as_it_is(_context: Any, value: Any) -> bytes:
    value = getattr(value, "data", value)
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Hub:
    return hub_in(Path(tmp_path_factory.mktemp("hub")))


@pytest.fixture(scope="module")
def desk(hub: Hub) -> Iterator[Desk]:
    with served(hub) as client:
        yield Desk.pair(hub, client)


def test_the_routes_are_those_of_the_protocol(hub: Hub) -> None:
    routes = {JOURNAL, PAIR, STATUS, "/v1/decide", "/v1/adopt", "/healthz", "/metrics"}
    assert routes == set(create_app(hub).openapi()["paths"])


@pytest.mark.parametrize("signs", [True, False], ids=["signed", "unsigned"])
def test_no_request_breaks_the_hub(hub: Hub, desk: Desk, signs: bool) -> None:
    schema = schemathesis.openapi.from_dict(create_app(hub).openapi())
    operations: list[Any] = [found.ok() for found in list[Any](schema.get_all_operations())]
    cases = st.one_of(*(operation.as_strategy() for operation in operations))

    @settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
    @given(case=cases)
    def ask(case: Any) -> None:
        response = send(desk, case, signs=signs)
        assert response.status_code < 500, (case.method, case.path)
        if case.path.startswith("/v1/"):
            decode_answer(response.content)

    ask()
    draft = desk.draft(Taken(place=PlaceId("still here")))
    assert isinstance(desk.push(draft), Pushed)


def send(desk: Desk, case: Any, *, signs: bool) -> httpx.Response:
    """Send what was drawn, signed as a terminal would sign it."""
    drawn = case.as_transport_kwargs(base_url="http://hub")
    asked = dict(drawn.get("params") or {})
    with suppress(KeyError, TypeError, ValueError):
        if 0 < float(asked["wait"]) <= MOST_WAIT:
            asked["wait"] = "0.01"  # a right question, but the test need not wait for it
    prepared = requests.Request(
        drawn["method"], drawn["url"], params=asked, data=drawn.get("data")
    ).prepare()
    body = prepared.body or b""
    body = body.encode() if isinstance(body, str) else body
    if signs:
        return desk.send(case.method, prepared.path_url, body)
    return desk.client.request(case.method, prepared.path_url, content=body or None)
