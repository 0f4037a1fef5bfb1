"""Who is signed in: cookies, forms of others, idle ends, roles; asked without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from kiosk.hub.pages.forms import csrf_of
from kiosk.hub.pages.registry import PAGES
from kiosk.hub.pages.sections import HOME, SIGN_IN
from kiosk.hub.pages.streams import STREAM
from kiosk.hub.terminals import Terminals
from kiosk.ids import StationId, new_id
from kiosk.queueing import calls
from kiosk.queueing.events import Result
from kiosk.settings import Role
from kiosk.staff import STAFF, rules
from kiosk.tap import Tap
from kiosk.venues.upkeep_events import ContactShown
from tests.fakes import FakeClock
from tests.filled import PINS, ROOM, TWO, open_hub
from tests.hubs import served
from tests.web.browsing import Site, csrf_in

FORMS = sorted(
    route.path
    for section in PAGES
    for route in section.routes().routes
    if isinstance(route, APIRoute)
    and "POST" in (route.methods or ())
    and route.path.startswith(HOME)
    and route.path != SIGN_IN
)
"""Every address that takes a form of somebody signed in."""


def filled_in(path: str) -> str:
    return re.sub(r"{\w+}", "x", path)


def test_the_session_cookie_is_seen_by_no_script_and_sent_by_no_other_site(site: Site) -> None:
    answer = site.sign_in()
    assert answer.status_code == 303
    cookies = answer.headers.get_list("set-cookie")
    (session,) = [each for each in cookies if each.startswith("__Host-yizhan=")]
    for part in ("Secure", "HttpOnly", "SameSite=strict", "Path=/"):
        assert part in session
    assert "Domain" not in session


def test_signing_in_gives_another_session_than_any_that_was_brought_along(site: Site) -> None:
    site.client.cookies.set("__Host-yizhan", "chosen-by-somebody-else", domain="127.0.0.1")
    site.sign_in()
    first = site.client.cookies["__Host-yizhan"]
    assert first != "chosen-by-somebody-else"
    site.sign_in()
    assert site.client.cookies["__Host-yizhan"] != first
    assert site.filled.hub.sessions.find(first) is None


def test_a_stranger_keeps_nobody_out_of_the_browser_they_signed_in_with(site: Site) -> None:
    member, pin = PINS[Role.ATTENDANT]
    (known,) = [
        each
        for each in site.sign_in(Role.ATTENDANT).headers.get_list("set-cookie")
        if each.startswith(f"__Host-yizhan-browser-{member}=")
    ]
    assert all(part in known for part in ("Secure", "HttpOnly", "SameSite=strict"))
    site.post("/console/sign-out")
    stranger = site.another()
    for _ in range(5):
        stranger.try_pin(member, "000111")
    assert "rests" in stranger.try_pin(member, pin).text
    assert site.try_pin(member, pin).status_code == 303
    stranger.client.close()


def test_the_language_of_an_answer_to_a_form_leads_to_a_page_that_is_there(site: Site) -> None:
    site.sign_in()
    backs = dict[str, str]()
    paths = [filled_in(path) for path in FORMS if not path.endswith("sign-out")]
    for path in (*paths, f"{HOME}/calendar/years/2026/plain", f"{HOME}/settings/hours.mon"):
        found = re.search(r"/language/zh\?back=([^\"]+)", site.post(path).text)
        if found:
            backs[path] = found[1]
    assert len(backs) > 5
    for path, back in backs.items():
        assert site.client.get(back).status_code not in (400, 405), (path, back)


def test_signing_in_without_the_secret_of_the_form_is_not_taken(site: Site) -> None:
    member, pin = PINS[Role.ATTENDANT]
    fields = {"station": site.filled.name, "member": member, "pin": pin}
    for token in ("", "made up"):  # a browser that has no form of ours sends no cookie
        answer = site.client.post(SIGN_IN, data={**fields, "csrf": csrf_of(token)})
        assert (answer.status_code, "stale_form" in answer.text) == (403, True)


def test_the_secret_of_one_session_is_of_no_use_in_another(site: Site) -> None:
    site.sign_in()
    stolen = csrf_in(site.client.get("/console").text)
    site.sign_in(Role.ATTENDANT)
    fields = {"csrf": stolen, "tap": new_id()}
    assert site.client.post("/console/sign-out", data=fields).status_code == 403


def test_nobody_can_choose_the_id_of_an_entry(site: Site) -> None:
    site.sign_in()
    chosen = new_id()
    site.post("/console/sign-out", {"tap": chosen})
    assert site.filled.station.journal.find(chosen) is None


def test_the_id_of_one_act_stands_for_no_other(site: Site) -> None:
    """Or a name could be looked at with no entry of it, by the id of another look."""
    made = [site.filled.apply(ROOM, site.filled.slot(each), number=each) for each in (8, 9)]
    one, other = (each.application.id for each in made)
    site.sign_in(Role.REVIEWER)
    tap = {"tap": new_id()}
    for each in (one, other, other):
        assert site.post(f"/console/reviews/{each}/contact", tap).status_code == 200
    looks = [e for _, e in site.filled.station.events() if isinstance(e, ContactShown)]
    assert [each.application for each in looks] == [one, other]


def test_a_form_that_is_far_too_large_is_not_read(site: Site) -> None:
    site.sign_in()
    answer = site.client.post("/console/sign-out", data={"csrf": "x" * 300_000})
    assert answer.status_code == 413


def test_a_session_ends_after_ten_minutes_in_which_nothing_was_done(
    site: Site, clock: FakeClock
) -> None:
    site.sign_in()
    clock.advance(minutes=9, seconds=50)
    assert site.client.get("/console").status_code == 200
    clock.advance(minutes=9, seconds=50)
    assert site.client.get("/console").status_code == 200
    clock.advance(minutes=10)
    answer = site.client.get("/console/doors")
    assert answer.headers["location"] == "/console/sign-in?next=/console/doors"


def test_a_session_ends_after_half_a_day_however_busy_it_is(site: Site, clock: FakeClock) -> None:
    site.sign_in()
    for _ in range(12 * 8):
        assert site.client.get("/console").status_code == 200
        clock.advance(minutes=7.5)
    assert site.client.get("/console").status_code == 303


def test_a_page_that_only_stands_open_does_not_keep_a_session(site: Site, clock: FakeClock) -> None:
    site.sign_in(Role.ATTENDANT)
    site.post("/console/counter/open", {"counter": 1})
    with site.client.stream("GET", "/console/counter/live") as answer:
        lines = answer.iter_lines()
        assert next(lines).startswith("data: ")
        clock.advance(minutes=9)
        site.filled.press(calls.finish, TWO, Role.REVIEWER, result=Result.SOLVED)
        assert "Z1-004" in "".join(iter(lines.__next__, ""))
        assert "Z1-004" not in "".join(iter(lines.__next__, ""))  # it looked after nine minutes
        clock.advance(minutes=2)
        site.filled.ticket()
        assert any(line == "event: signed-out" for line in lines)
    assert site.client.get("/console").status_code == 303


def test_a_line_that_is_cut_and_asked_for_anew_does_not_keep_a_session(
    site: Site, clock: FakeClock
) -> None:
    site.sign_in(Role.ATTENDANT)
    for _ in range(3):
        clock.advance(minutes=4)
        with site.client.stream(
            "GET", "/console/counter/live", headers={"Accept": STREAM}
        ) as answer:
            said = next(answer.iter_lines())
    assert said == "event: signed-out"


def test_signing_out_ends_the_session_at_once(site: Site) -> None:
    site.sign_in()
    token = site.client.cookies["__Host-yizhan"]
    assert site.post("/console/sign-out").status_code == 303
    site.client.cookies.set("__Host-yizhan", token, domain="127.0.0.1")
    assert site.client.get("/console").status_code == 303


def test_whoever_gets_a_new_pin_or_leaves_is_signed_out_everywhere(site: Site) -> None:
    filled, (by, _) = site.filled, PINS[Role.ADMINISTRATOR]
    for role, rule in ((Role.ATTENDANT, rules.change_pin), (Role.REVIEWER, rules.leave)):
        site.sign_in(role)
        facts = {"pin": filled.key.pin_hash("999888")} if rule is rules.change_pin else {}
        member, _ = PINS[role]
        filled.station.do(Tap.fresh(), STAFF, rule, by=by, member=member, **facts)  # type: ignore[arg-type]
        assert site.client.get("/console").status_code == 303


def test_a_role_that_was_taken_away_is_gone_with_the_next_request(site: Site) -> None:
    site.sign_in(Role.SUPERVISOR)
    assert site.client.get("/console/counter").status_code == 200
    by, member = PINS[Role.ADMINISTRATOR][0], PINS[Role.SUPERVISOR][0]
    site.filled.station.do(
        Tap.fresh(), STAFF, rules.give_role, by=by, member=member, role=Role.TECHNICIAN
    )
    assert site.client.get("/console/counter").status_code == 403
    assert site.post("/console/counter/call").status_code == 403


def test_nobody_is_offered_what_their_role_may_not_open(site: Site) -> None:
    site.sign_in(Role.TECHNICIAN)
    text = site.client.get("/console").text
    assert 'href="/console/terminals"' in text
    assert 'href="/console/counter"' not in text


def test_five_wrong_pins_are_told_with_what_is_left(site: Site) -> None:
    said = [site.try_pin("01", "000111") for _ in range(5)]
    assert [each.status_code for each in said] == [403] * 5
    assert "4 tries are left" in said[0].text
    assert "1 try is left" in said[3].text
    assert "Too many wrong PINs" in said[4].text
    assert "10:15" in said[4].text
    assert site.sign_in().status_code == 403
    assert "000111" not in said[0].text


@pytest.mark.parametrize("member", ["", "abc", "123", "٣", "-1"])
def test_what_is_no_number_is_told_and_what_was_typed_is_kept(site: Site, member: str) -> None:
    answer = site.try_pin(member, "271828", next="/console/doors")
    assert answer.status_code == 403
    assert "one or two digits" in answer.text
    assert f'name="member" value="{member}"' in answer.text
    assert 'name="next" value="/console/doors"' in answer.text


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/console/doors/A01", "/console/doors/A01"),
        ("https://elsewhere.example/", "/console"),
        ("//elsewhere.example/", "/console"),
        ("/console/../../etc", "/console"),
        ("javascript:alert(1)", "/console"),
    ],
)
def test_signing_in_leads_nowhere_but_into_the_console(
    site: Site, wanted: str, reached: str
) -> None:
    member, pin = PINS[Role.ADMINISTRATOR]
    assert site.try_pin(member, pin, next=wanted).headers["location"] == reached


def test_the_language_is_the_browsers_until_one_is_chosen(site: Site) -> None:
    page = "/console/sign-in"
    assert "Sign in" in site.client.get(page).text
    chinese = {"Accept-Language": "zh-CN,zh;q=0.9"}
    assert "登录" in site.client.get(page, headers=chinese).text
    assert "登录" in site.client.get(page, headers={"Accept-Language": "fr"}).text
    answer = site.client.get("/language/en?back=//elsewhere.example/")
    assert answer.headers["location"] == "/"
    assert "Sign in" in site.client.get(page, headers=chinese).text


def test_an_empty_station_says_what_comes_first(tmp_path: Path) -> None:
    hub = open_hub(tmp_path / "empty")
    hub.know(StationId("huaken"))
    with served(hub, tls=True, pages=PAGES) as client:
        text = client.get("/console/sign-in", headers={"Accept-Language": "en"}).text
    assert "Nobody can sign in yet" in text
    assert "it draws the first three PINs" in text
    assert "<form" not in text


# -- what goes wrong -----------------------------------------------------------------------


def test_an_address_that_is_none_is_answered_by_a_page(site: Site) -> None:
    answer = site.client.get("/console/nothing-here")
    assert answer.status_code == 404
    assert "There is no such page." in answer.text


def test_a_fault_nobody_foresaw_is_one_sentence_and_no_trace(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.sign_in()

    def broken(*_: object) -> None:
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr(Terminals, "of", broken)
    answer = site.client.get("/console")
    assert answer.status_code == 500
    assert "500 · broken" in answer.text
    for word in ("swordfish", "Traceback", "RuntimeError"):
        assert word not in answer.text


def test_a_database_that_is_away_is_said_with_a_page(site: Site) -> None:
    site.sign_in()
    engine = site.filled.hub.database.engine
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE sessions RENAME TO gone")
    answer = site.client.get("/console")
    assert answer.status_code == 503
    assert "503 · away" in answer.text


def test_the_terminals_are_still_answered_in_their_own_way(site: Site) -> None:
    assert site.client.get("/v1/nothing").headers["content-type"] == "application/json"
    assert site.client.post("/v1/journal").headers["content-type"] == "application/msgpack"
