"""Who may do what in the office: asked of every route that there is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute

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
from kiosk.hub.office.sections import SECTIONS
from kiosk.settings import Permission, Role, Settings
from tests.filled import Filled
from tests.web.browsing import Site

P = Permission
NEEDS = {
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
"""What each part needs; what changes something may need more."""
POSTS_OF_REVIEWS = P.REVIEW_VENUES
ACTS = {
    f"{days.BOOKING}/x/call-off": P.REVIEW_VENUES,
    f"{days.BOOKING}/x/mark": P.MANAGE_VENUES,
}
_EXAMPLES = {"day": "2026-03-06", "year": "2027", "act": "cancel", "key": "hours.mon"}


def every_route() -> Iterator[tuple[str, str]]:
    """Yield method and an address of every route of the office."""
    for section in SECTIONS:
        for route in section.routes().routes:
            if isinstance(route, APIRoute):
                path = re.sub(r"{(\w+)}", lambda each: _EXAMPLES.get(each[1], "x"), route.path)
                yield from ((method, path) for method in route.methods or ())


ROUTES = sorted({*every_route(), *(("POST", path) for path in ACTS)})


def needed(method: str, path: str) -> Permission | None:
    if path in ACTS:
        return ACTS[path]
    if method == "POST" and path.startswith(reviews.PATH):
        return POSTS_OF_REVIEWS
    return next(need for start, need in NEEDS.items() if path.startswith(start))


def answer(site: Site, method: str, path: str) -> int:
    if method == "GET":
        # A stream never ends: that it begins is enough.
        with site.client.stream("GET", path) as response:
            return response.status_code
    return site.post(path).status_code


def test_the_list_has_every_part() -> None:
    assert len(ROUTES) > 35
    assert {path for _, path in ROUTES} >= {reviews.PATH, members.PATH, f"{record.PATH}/chain"}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_gets_what_it_may_and_nothing_else(role: Role, site: Site) -> None:
    may = Settings().permissions(role)
    head = site.filled.station.journal.head
    site.sign_in(role)
    signed_in = site.filled.station.journal.head.position
    assert signed_in == head.position + 1
    for method, path in ROUTES:
        found = answer(site, method, path)
        need = needed(method, path)
        if need is None or need in may:
            assert found in (200, 303, 400, 409), (method, path, found)
        else:
            assert found == 403, (method, path, found)
    if role in (Role.ATTENDANT, Role.TECHNICIAN):
        assert site.filled.station.journal.head.position == signed_in


def test_nothing_is_answered_to_who_is_not_signed_in(site: Site) -> None:
    for method, path in ROUTES:
        if method == "GET":
            found = site.client.get(path)
        else:
            found = site.client.post(path, data={"csrf": "0" * 64})
        assert found.status_code == 303, (method, path)
        assert found.headers["location"].startswith("/console/sign-in")


def test_a_form_that_is_not_ours_changes_nothing(site: Site) -> None:
    site.sign_in()
    head = site.filled.station.journal.head
    for method, path in ROUTES:
        if method == "POST":
            found = site.client.post(path, data={"csrf": "0" * 64, "value": "x"})
            assert found.status_code == 403, path
    assert site.filled.station.journal.head == head


def test_a_role_that_is_changed_holds_at_once(site: Site, filled: Filled) -> None:
    site.sign_in(Role.REVIEWER)
    assert site.client.get(reviews.PATH).status_code == 200
    filled.set_to("roles.reviewer", "view_doors")
    assert site.client.get(reviews.PATH).status_code == 403
