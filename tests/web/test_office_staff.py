"""Staff in the console: a PIN is shown once, roles hold at once, the last administrator stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from kiosk.ids import StaffId
from kiosk.settings import Permission, Role
from kiosk.staff import STAFF
from kiosk.staff.records import Member
from tests.filled import PINS, Filled
from tests.web.browsing import Site

STAFF_PAGE = "/console/staff"
_PIN = re.compile(r'id="pin">(\d+)<')


def member(filled: Filled, name: str) -> Member | None:
    return filled.station.state(STAFF).member(StaffId(name))


def pin_in(text: str) -> str:
    found = _PIN.search(text)
    assert found is not None
    return found[1]


@pytest.fixture
def boss(site: Site) -> Site:
    site.sign_in(Role.ADMINISTRATOR)
    return site


@pytest.fixture
def other(site: Site) -> Iterator[Site]:
    """The same pages in the browser of somebody else."""
    found = site.another()
    yield found
    found.client.close()


def test_whoever_is_enrolled_signs_in_with_the_pin_that_was_shown_once(
    boss: Site, other: Site, filled: Filled
) -> None:
    answer = boss.post(STAFF_PAGE, {"role": Role.REVIEWER})
    pin = pin_in(answer.text)
    found = member(filled, "06")
    assert found is not None
    assert found.role is Role.REVIEWER
    assert pin not in boss.client.get(STAFF_PAGE).text
    assert pin not in boss.client.get(f"{STAFF_PAGE}/06").text
    assert other.try_pin("06", pin).headers["location"] == "/console"


def test_a_pin_stands_in_no_entry_and_the_page_is_kept_nowhere(boss: Site, filled: Filled) -> None:
    answer = boss.post(STAFF_PAGE, {"role": Role.ATTENDANT})
    pin = pin_in(answer.text).encode()
    assert answer.headers["cache-control"] == "no-store"
    assert not any(pin in each.event for each in filled.station.journal.read())


def test_the_same_form_sent_again_shows_no_pin_that_holds_nowhere(
    boss: Site, filled: Filled
) -> None:
    fields = {"role": Role.ATTENDANT, "tap": "018f0000-0000-7000-8000-000000000002"}
    assert _PIN.search(boss.post(STAFF_PAGE, fields).text)
    again = boss.post(STAFF_PAGE, fields)
    assert again.status_code == 303
    assert len(filled.station.state(STAFF).members) == len(PINS) + 1


def test_a_new_pin_ends_the_session_of_the_old_one(boss: Site, other: Site) -> None:
    other.sign_in(Role.REVIEWER)
    assert other.client.get("/console/reviews").status_code == 200
    pin = pin_in(boss.post(f"{STAFF_PAGE}/05/pin").text)
    assert other.client.get("/console/reviews").status_code == 303
    assert other.try_pin("05", pin).headers["location"] == "/console"


def test_another_role_holds_at_once(boss: Site, other: Site, filled: Filled) -> None:
    other.sign_in(Role.ATTENDANT)
    assert other.client.get("/console/settings").status_code == 403
    assert boss.post(f"{STAFF_PAGE}/04/role", {"role": Role.SUPERVISOR}).status_code == 303
    assert other.client.get("/console/settings").status_code == 200


def test_who_leaves_is_out_at_once_and_the_number_is_not_given_again(
    boss: Site, other: Site, filled: Filled
) -> None:
    other.sign_in(Role.REVIEWER)
    assert boss.post(f"{STAFF_PAGE}/05/leave").status_code == 303
    assert other.client.get("/console").status_code == 303
    assert member(filled, "05") is None
    boss.post(STAFF_PAGE, {"role": Role.REVIEWER})
    assert member(filled, "06") is not None


@pytest.mark.parametrize(("act", "fields"), [("leave", {}), ("role", {"role": Role.ATTENDANT})])
def test_the_last_administrator_stays(
    boss: Site, filled: Filled, act: str, fields: dict[str, str]
) -> None:
    answer = boss.post(f"{STAFF_PAGE}/01/{act}", fields)
    assert answer.status_code == 409
    assert "at least one administrator" in answer.text
    found = member(filled, "01")
    assert found is not None
    assert found.role is Role.ADMINISTRATOR


def test_a_resting_pin_is_freed(boss: Site, other: Site, filled: Filled) -> None:
    for _ in range(5):
        other.try_pin("05", "999999")
    _, pin = PINS[Role.REVIEWER]
    assert other.try_pin("05", pin).status_code == 403
    assert "rests until" in boss.client.get(f"{STAFF_PAGE}/05").text
    assert "too many wrong PINs" in boss.client.get("/console").text
    assert boss.post(f"{STAFF_PAGE}/05/free").status_code == 303
    assert other.try_pin("05", pin).headers["location"] == "/console"
    assert boss.post(f"{STAFF_PAGE}/05/free").status_code == 409


@pytest.mark.parametrize("act", ["role", "pin", "free", "leave"])
def test_nobody_is_told_in_a_sentence(boss: Site, act: str) -> None:
    answer = boss.post(f"{STAFF_PAGE}/77/{act}", {"role": Role.REVIEWER})
    assert answer.status_code == 303
    assert answer.headers["location"] == STAFF_PAGE


def test_a_role_that_there_is_not_is_refused(boss: Site, filled: Filled) -> None:
    assert boss.post(STAFF_PAGE, {"role": "king"}).status_code == 409
    assert len(filled.station.state(STAFF).members) == len(PINS)


def test_what_each_role_may_do_is_shown_as_it_is_set(boss: Site, filled: Filled) -> None:
    text = boss.client.get(STAFF_PAGE).text
    rights = sum(len(filled.station.state(STAFF).settings.permissions(role)) for role in Role)
    assert text.count(">yes</span>") == rights
    assert text.count(">no</span>") == len(Role) * len(Permission) - rights
