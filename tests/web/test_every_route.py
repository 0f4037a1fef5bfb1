"""Who may do what: asked of every route of the hub, for every role, and for nobody.

The routes are those of the application itself; a new one that stands in no table here fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute
from starlette.routing import Route

from kiosk.hub.app import create_app
from kiosk.hub.core import Hub
from kiosk.hub.office import (
    calendar,
    closing,
    days,
    figures,
    marks,
    members,
    record,
    reviews,
    telling,
)
from kiosk.hub.office import settings as settings_pages
from kiosk.hub.pages import counter, displays, doors, terminals
from kiosk.hub.pages.registry import PAGES
from kiosk.hub.pages.sections import HOME, SIGN_IN
from kiosk.hub.pages.streams import SIGNED_OUT, STREAM
from kiosk.settings import Permission, Role, Settings
from tests.filled import Filled
from tests.web.browsing import Site

P = Permission
_ORDINARY = "ordinary"
_LINK = "link"
_TERMINAL = "terminal"

OTHERS: Mapping[str, str] = {
    "/openapi.json": _ORDINARY,
    "/healthz": _ORDINARY,
    "/metrics": _ORDINARY,
    "/static/": _ORDINARY,
    "/language/": _ORDINARY,
    SIGN_IN: _ORDINARY,
    "/v1/": _TERMINAL,
    **{f"/{letter}/": _LINK for letter in "QVLqvl"},
    "/display/": _LINK,
    "/calendar/": _LINK,
}
"""What is no page of the staff: open to everybody, of a signed link, or signed by a terminal."""
NEEDS: Mapping[str, Permission | None] = {
    f"{HOME}/sign-out": None,
    counter.PATH: P.WORK_COUNTER,
    doors.PATH: P.VIEW_DOORS,
    terminals.PATH: P.TEST_DEVICES,
    displays.PATH: P.CHANGE_SETTINGS,
    telling.PATH: None,
    reviews.PATH: P.VIEW_VENUES,
    days.DAY: P.VIEW_VENUES,
    days.BOOKING: P.VIEW_VENUES,
    closing.PATH: P.MANAGE_VENUES,
    marks.PATH: P.MANAGE_VENUES,
    settings_pages.PATH: P.CHANGE_SETTINGS,
    calendar.PATH: P.EDIT_CALENDAR,
    figures.PATH: P.READ_AUDIT,
    record.PATH: P.READ_AUDIT,
    members.PATH: P.MANAGE_STAFF,
}
"""What each part of the console needs; what changes something may need more."""
ACTS: Mapping[str, Permission] = {
    f"{days.BOOKING}/x/call-off": P.REVIEW_VENUES,
    f"{days.BOOKING}/x/mark": P.MANAGE_VENUES,
}
_EXAMPLES = {
    "day": "2026-03-06",
    "year": "2027",
    "act": "cancel",
    "key": "hours.mon",
    "door": "A01",
    "station": "huaken",
    "tail": "A" * 44,
    "number": "A1-001",
    "counter": "1",
    "of": "x",
    "language": "en",
}
NOBODY: Any = {"csrf": "0" * 64}


def every_route(hub: Hub) -> Iterator[tuple[str, str]]:
    """Yield method and an address of every route there is."""
    for each in create_app(hub, PAGES).routes:
        for route in each.original_router.routes if hasattr(each, "original_router") else [each]:
            assert isinstance(route, APIRoute | Route), route
            path = re.sub(r"{(\w+)}", lambda name: _EXAMPLES.get(name[1], "x"), route.path)
            yield from ((method, path) for method in route.methods or () if method != "HEAD")


@pytest.fixture
def routes(filled: Filled) -> list[tuple[str, str]]:
    return sorted({*every_route(filled.hub), *(("POST", path) for path in ACTS)})


def kind(path: str) -> str:
    """What stands before a page: nothing, a link, a terminal's signature, or signing in."""
    if path == "/":
        return _ORDINARY
    found = (what for start, what in OTHERS.items() if path.startswith(start))
    return next(found, "staff")


def needed(method: str, path: str) -> Permission | None:
    if path == HOME:
        return None
    if path in ACTS:
        return ACTS[path]
    if method == "POST" and path.startswith(reviews.PATH):
        return P.REVIEW_VENUES
    if method == "POST" and path.startswith(doors.PATH):
        return P.OPEN_DOORS
    return next(need for start, need in NEEDS.items() if path.startswith(start))


def answer(site: Site, method: str, path: str) -> int:
    if method == "GET":
        # A stream never ends: that it begins is enough.
        with site.client.stream("GET", path) as response:
            return response.status_code
    return site.post(path).status_code


def staff_routes(routes: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The console, signing out at last."""
    found = [each for each in routes if kind(each[1]) == "staff"]
    return sorted(found, key=lambda each: (each[1].endswith("sign-out"), each))


def test_the_list_has_every_part(routes: list[tuple[str, str]]) -> None:
    paths = {path for _, path in routes}
    assert len(routes) > 100
    assert paths >= {HOME, counter.PATH, f"{record.PATH}/chain", "/v1/pair", "/healthz", "/"}
    assert {kind(path) for path in paths} == {"staff", _ORDINARY, _LINK, _TERMINAL}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_gets_what_it_may_and_nothing_else(
    role: Role, site: Site, routes: list[tuple[str, str]]
) -> None:
    may = Settings().permissions(role)
    site.sign_in(role)
    for method, path in staff_routes(routes):
        before = site.filled.station.journal.head
        found = answer(site, method, path)
        need = needed(method, path)
        if need is None or need in may:
            assert found in (200, 303, 400, 409), (method, path, found)
        else:
            assert found == 403, (method, path, found)
            assert site.filled.station.journal.head == before, (method, path)


def test_nothing_is_answered_to_who_is_not_signed_in(
    site: Site, routes: list[tuple[str, str]]
) -> None:
    head = site.filled.station.journal.head
    for method, path in staff_routes(routes):
        found = site.client.request(method, path, data=NOBODY if method == "POST" else None)
        assert (found.status_code, found.text) == (303, ""), (method, path)
        assert found.headers["location"].startswith(SIGN_IN), (method, path)
        _is_kept_nowhere(found, path)
        if path.endswith("/live"):
            stream = site.client.get(path, headers={"Accept": STREAM})
            assert (stream.status_code, stream.text) == (200, SIGNED_OUT), path
    assert site.filled.station.journal.head == head


def test_no_link_and_no_terminal_is_believed_unsigned(
    site: Site, routes: list[tuple[str, str]]
) -> None:
    head = site.filled.station.journal.head
    asked = [each for each in routes if kind(each[1]) in (_LINK, _TERMINAL)]
    for method, path in asked:
        found = site.client.request(method, path, data={"seen": "1"} if method == "POST" else None)
        refused = (401, 400) if kind(path) == _TERMINAL else (404, 429)
        assert found.status_code in refused, (method, path, found.status_code)
        if kind(path) == _LINK:
            _is_kept_nowhere(found, path)
            assert found.headers["referrer-policy"] == "no-referrer", path
    assert site.filled.station.journal.head == head


def test_a_form_that_is_not_ours_changes_nothing(site: Site, routes: list[tuple[str, str]]) -> None:
    site.sign_in()
    head = site.filled.station.journal.head
    for method, path in [*staff_routes(routes), ("POST", SIGN_IN)]:
        if method == "POST":
            found = site.client.post(path, data={**NOBODY, "value": "x"})
            assert found.status_code == 403, path
            abroad = site.client.post(path, data=NOBODY, headers={"Sec-Fetch-Site": "cross-site"})
            assert abroad.status_code == 403, path
    assert site.filled.station.journal.head == head


def test_a_role_that_is_changed_holds_at_once(site: Site, filled: Filled) -> None:
    site.sign_in(Role.REVIEWER)
    assert site.client.get(reviews.PATH).status_code == 200
    filled.set_to("roles.reviewer", "view_doors")
    assert site.client.get(reviews.PATH).status_code == 403


@pytest.mark.parametrize("path", [reviews.PATH, days.DAY, counter.PATH])
def test_a_page_that_stands_open_ends_with_the_right_to_see_it(
    path: str, site: Site, filled: Filled
) -> None:
    site.sign_in(Role.REVIEWER)
    with site.client.stream("GET", f"{path}/live", headers={"Accept": STREAM}) as stream:
        lines = stream.iter_lines()
        assert all(line.startswith("data: ") for line in iter(lines.__next__, ""))
        filled.set_to("roles.reviewer", "view_doors")
        told = [line for line in iter(lines.__next__, "") if line.startswith("event: ")]
        assert told == ["event: signed-out"]
    assert site.client.get(path).status_code == 403


def test_what_cannot_be_shown_is_no_stream(site: Site) -> None:
    site.sign_in()
    answer = site.client.get(f"{doors.PATH}/Z99/live", headers={"Accept": STREAM})
    assert (answer.status_code, "no_such_door" in answer.text) == (409, True)


def _is_kept_nowhere(found: httpx.Response, path: str) -> None:
    assert found.headers["cache-control"] == "no-store", path
    assert "default-src 'none'" in found.headers["content-security-policy"], path
