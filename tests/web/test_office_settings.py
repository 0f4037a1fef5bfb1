"""Settings in the console: refused as at the terminal; undo is a change; history says who."""

from __future__ import annotations

from html import unescape

import pytest
from playwright.sync_api import BrowserContext, expect

from kiosk.ids import SettingKey
from kiosk.phrases.setting_titles import titles
from kiosk.setting_keys import Kind, printed, specs
from kiosk.settings import Role
from kiosk.staff import STAFF
from kiosk.words import Words
from tests.filled import Filled
from tests.web.browsing import Site

SETTINGS = "/console/settings"


def value(filled: Filled, key: str) -> str:
    return printed(filled.station.state(STAFF).settings, SettingKey(key))


def test_every_setting_stands_on_the_page_with_its_title(site: Site) -> None:
    site.sign_in(Role.SUPERVISOR)
    text = unescape(site.client.get(SETTINGS).text)
    names = titles(Words("en").gettext)
    for key in specs():
        assert f'href="{SETTINGS}/{key}"' in text
        assert names[key] in text, key


def test_every_setting_has_a_form_that_says_what_it_is(site: Site) -> None:
    site.sign_in(Role.SUPERVISOR)
    for key, spec in specs().items():
        answer = site.client.get(f"{SETTINGS}/{key}")
        assert answer.status_code == 200
        assert ('type="number"' in answer.text) == (
            spec.kind in (Kind.NUMBER, Kind.SHARE, Kind.POINTS)
        ), key


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("lockers.grace_min", "20", "20"),
        ("lockers.reserve_share", "12.5", "0.125"),
        ("hours.sat", "08:30-12:00", "08:30-12:00"),
        ("hours.sun", "closed", "closed"),
        ("notice.counting", "clear_days", "clear_days"),
        ("labels.welcome.zh", "大家好", "大家好"),
        ("integrity.damage", "2.5", "2.5"),
        ("notice.cut_off", "17:00", "17:00"),
    ],
)
def test_a_setting_is_changed_and_put_back(
    site: Site, filled: Filled, key: str, typed: str, kept: str
) -> None:
    before = value(filled, key)
    site.sign_in(Role.SUPERVISOR)
    assert site.post(f"{SETTINGS}/{key}", {"value": typed}).status_code == 303
    assert value(filled, key) == kept
    change = filled.station.state(STAFF).history[0]
    assert (change.key, change.before, change.after) == (key, before, kept)
    assert change.actor == "staff:02"
    assert "Undo" in site.client.get(f"{SETTINGS}/history").text
    assert site.post(f"{SETTINGS}/{key}", {"printed": before}).status_code == 303
    assert value(filled, key) == before
    assert len(filled.station.state(STAFF).history) == 2


def test_rights_of_a_role_are_ticked(site: Site, filled: Filled) -> None:
    site.sign_in(Role.SUPERVISOR)
    site.post(f"{SETTINGS}/roles.attendant", {"value": ["view_doors", "work_counter"]})
    assert value(filled, "roles.attendant") == "view_doors, work_counter"
    site.post(f"{SETTINGS}/roles.attendant", {})
    assert value(filled, "roles.attendant") == ""


@pytest.mark.parametrize("printed", ["x", "", "nan", "1e999", "-"])
def test_a_value_that_no_history_has_is_refused(site: Site, filled: Filled, printed: str) -> None:
    before = value(filled, "lockers.reserve_share")
    site.sign_in(Role.SUPERVISOR)
    answer = site.post(f"{SETTINGS}/lockers.reserve_share", {"printed": printed})
    assert (answer.status_code, value(filled, "lockers.reserve_share")) == (409, before)


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("lockers.grace_min", "500", "Between 0 and 120"),
        ("lockers.grace_min", "x", "Between 0 and 120"),
        ("lockers.reserve_share", "80", "Between 0% and 50%"),
        ("lockers.default_hours", "24", ""),
        ("hours.mon", "12:00-08:00", "Each time must open before it closes"),
        ("labels.name.zh", "", "This is empty, too long, or not of the right form."),
        ("lockers.max_hours", "2", "This does not go together with: Usual time of a door (hours)."),
        ("notice.counting", "guess", "This is empty, too long, or not of the right form."),
    ],
)
def test_what_the_terminal_would_refuse_is_refused_in_one_sentence(
    site: Site, filled: Filled, key: str, typed: str, said: str
) -> None:
    before = value(filled, key)
    site.sign_in(Role.SUPERVISOR)
    answer = site.post(f"{SETTINGS}/{key}", {"value": typed})
    if not said:  # the other way round it is fine
        assert answer.status_code == 303
        return
    assert answer.status_code == 409
    assert said in answer.text
    assert value(filled, key) == before
    if typed and specs()[SettingKey(key)].kind is not Kind.CHOICE:
        assert f'value="{typed}"' in answer.text


def test_the_administrator_cannot_lose_what_gives_everything_back(
    site: Site, filled: Filled
) -> None:
    site.sign_in(Role.ADMINISTRATOR)
    answer = site.post(f"{SETTINGS}/roles.administrator", {"value": ["view_doors"]})
    assert answer.status_code == 409
    assert "An administrator must keep" in answer.text
    assert "manage_staff" in value(filled, "roles.administrator")


def test_no_change_is_said_and_writes_nothing(site: Site, filled: Filled) -> None:
    site.sign_in(Role.SUPERVISOR)
    head = filled.station.journal.head
    answer = site.post(
        f"{SETTINGS}/lockers.grace_min", {"value": value(filled, "lockers.grace_min")}
    )
    assert answer.status_code == 409
    assert filled.station.journal.head == head


def test_a_form_that_is_sent_twice_is_one_change(site: Site, filled: Filled) -> None:
    site.sign_in(Role.SUPERVISOR)
    fields = {"value": "25", "tap": "018f0000-0000-7000-8000-000000000001"}
    for _ in range(2):
        assert site.post(f"{SETTINGS}/lockers.grace_min", fields).status_code == 303
    assert len(filled.station.state(STAFF).history) == 1


def test_another_value_under_a_form_that_was_sent_is_not_said_to_be_saved(
    site: Site, filled: Filled
) -> None:
    site.sign_in(Role.SUPERVISOR)
    fields = {"tap": "018f0000-0000-7000-8000-000000000001"}
    site.post(f"{SETTINGS}/lockers.grace_min", {**fields, "value": "25"})
    answer = site.post(f"{SETTINGS}/lockers.grace_min", {**fields, "value": "26"})
    assert answer.status_code == 409
    assert 'value="26"' in answer.text
    assert value(filled, "lockers.grace_min") == "25"


def test_undo_is_one_press_in_a_browser(
    site: Site, context: BrowserContext, filled: Filled
) -> None:
    before = value(filled, "lockers.grace_min")
    filled.set_to("lockers.grace_min", "33")
    page = site.open(context, f"{SETTINGS}/history", Role.SUPERVISOR)
    page.get_by_role("button", name="改回").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已修改")
    assert value(filled, "lockers.grace_min") == before
