"""Whatever is typed into a form or an address of the pages, the hub never breaks.

The pages are in no schema, so what can be asked is read off them: every form a signed-in member of
staff or a stranger sees, with the fields it has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.hub.pages.registry import PAGES
from tests.web.browsing import Site, csrf_in

SEEN = sorted(
    {link.path for section in PAGES for link in section.links}
    | {path for section in PAGES for path in (*section.examples, *section.open_examples)}
)
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_NAME = re.compile(r'<(?:input|select|textarea|button)\b[^>]*\bname="([^"]+)"')
_VALUE = re.compile(r'\bvalue="([^"]*)"')
_ACTION = re.compile(r'\baction="([^"]*)"')
_METHOD = re.compile(r'\bmethod="post"', re.IGNORECASE)
_LEAVES = "/console/sign-out"
EXAMPLES = 150


class Form(NamedTuple):
    """Where a form goes, and what stands in it."""

    path: str
    posts: bool
    names: tuple[str, ...]
    values: tuple[str, ...]


@pytest.fixture
def forms(site: Site) -> list[Form]:
    """Every form on the pages that an administrator sees."""
    site.sign_in()
    return sorted({form for path in SEEN for form in forms_in(path, site.client.get(path).text)})


def test_whatever_is_typed_into_a_form_the_hub_answers(site: Site, forms: list[Form]) -> None:
    assert sum(form.posts for form in forms) >= 15, "few forms are found"
    typed = st.sampled_from(forms).flatmap(_filled)

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
    @given(asked=typed)
    def ask(asked: tuple[Form, dict[str, Any]]) -> None:
        form, fields = asked
        if form.posts:
            csrf = csrf_in(site.client.get("/console").text)
            answer = site.client.post(form.path, data={**fields, "csrf": csrf})
        else:
            answer = site.client.get(form.path, params=fields)
        assert answer.status_code < 500, (form.path, fields)

    ask()
    assert site.client.get("/console").status_code == 200


def forms_in(page: str, text: str) -> list[Form]:
    """Return the forms of a page; the one that signs out is left alone."""
    found = []
    for head, body in _FORM.findall(text):
        action = _ACTION.search(head)
        path = action.group(1) if action and action.group(1) else page
        names = tuple(sorted(set(_NAME.findall(body)) - {"csrf"}))
        if path != _LEAVES:
            found.append(Form(path, bool(_METHOD.search(head)), names, tuple(_VALUE.findall(body))))
    return found


def _filled(form: Form) -> st.SearchStrategy[tuple[Form, Mapping[str, Any]]]:
    """Fill in some fields: as they stand, with nothing, with too much, with what fits nowhere."""
    odd = ["", "0", "-1", "9" * 40, "2026-02-30", "99:99", "x" * 5_000, "林\u0000\ud7ff", "on"]
    value = st.one_of(st.sampled_from([*form.values, *odd]), st.text(max_size=40))
    fields = st.dictionaries(st.sampled_from(form.names or ("q",)), value, max_size=12)
    return fields.map(lambda drawn: (form, drawn))
