"""The list "To be told" in a browser: what a terminal recorded and the hub could not let stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from kiosk.calendars import load_calendar
from kiosk.concerned import TELLERS
from kiosk.condition import present_settings
from kiosk.family import concerns_nobody
from kiosk.following import FollowingStation
from kiosk.hub.office.telling import PATH
from kiosk.ids import EntryId, OriginId
from kiosk.journal.entry import Placed
from kiosk.journal.local.following import FollowingJournal
from kiosk.present_calendar import PresentCalendar
from kiosk.queueing.desk import QueueDesk
from kiosk.secrets import token_tag
from kiosk.settings import Role
from kiosk.sync.line import draft_of
from kiosk.tap import Tap
from kiosk.telling import TELLING, rules
from kiosk.telling.events import How
from kiosk.telling.records import ToTell
from kiosk.terminal import FAMILIES
from kiosk.venues.desk import VenueDesk
from tests.filled import ASK, ROOM, Filled
from tests.web.browsing import Site
from tests.web.test_every_page import DESK
from tests.web.test_every_page import PHONE as PHONE_SIZE
from tests.web.test_every_page import _check as check

PHONE, WHOLE, MASKED = "13800000007", "138 0000 0007", "138****0007"
OVERVIEW = "1 person does not know yet that something was refused"


class Away:
    """A terminal of the filled station that was cut off while somebody else was quicker."""

    def __init__(self, filled: Filled, folder: Path) -> None:
        self.filled = filled
        journal = FollowingJournal.open(folder, station=filled.name, origin=OriginId("t9.0"))
        nobody: Any = None  # nobody could be asked
        self.station = FollowingStation(
            journal,
            FAMILIES,
            filled.hub.clock,
            present_settings,
            positioner=nobody,
            calendar=PresentCalendar(load_calendar()),
        )
        self.journal = journal
        self._fetch()

    def apply(self) -> EntryId:
        """Somebody applies here for what another was given at the hub."""
        filled = self.filled
        desk = VenueDesk(self.station, filled.file.site, filled.key)
        form = filled.form(7)
        made = desk.apply(Tap.fresh(), venue=ROOM, slots=[filled.slot(9)], form=form)
        filled.approve(filled.apply(ROOM, filled.slot(9), number=8))
        return EntryId(made.application.id)

    def take(self) -> EntryId:
        """Somebody draws a number here that another was given at the hub."""
        filled = self.filled
        desk = QueueDesk(self.station, filled.file.hall, filled.key, token_tag)
        tap = Tap.fresh()
        desk.take(tap, service=ASK, visit="far")
        filled.ticket(ASK)
        return tap.id

    def back(self) -> None:
        """The line is there again."""
        self.filled.station.place([draft_of(each) for each in self.journal.pending()])
        self._fetch()

    def _fetch(self) -> None:
        journal: Any = self.filled.station.journal
        after = self.journal.head.position
        page = [Placed(each, journal.private(each.id)) for each in journal.read(after)]
        self.station.merge(page)

    def close(self) -> None:
        self.station.close()


@pytest.fixture
def away(filled: Filled, tmp_path: Path) -> Iterator[Away]:
    found = Away(filled, tmp_path / "away")
    yield found
    found.close()


@pytest.fixture
def lost(away: Away) -> EntryId:
    """An application that could not stand, and whoever made it has gone."""
    made = away.apply()
    away.back()
    return made


def to_tell(filled: Filled) -> tuple[ToTell, ...]:
    return filled.station.state(TELLING).to_tell()


def last(filled: Filled) -> Any:
    return list(filled.station.journal.read())[-1]


def test_what_was_refused_after_somebody_had_gone_appears(site: Site, lost: EntryId) -> None:
    site.sign_in(Role.ATTENDANT)
    assert OVERVIEW in site.client.get("/console").text
    text = site.client.get(PATH).text
    for words in (
        "Application for a place: Meeting room",
        "Somebody else had been recorded for this time a moment before.",
        "recorded Mon 2 Mar",
    ):
        assert words in text


def test_nothing_is_said_while_everybody_knows(site: Site, away: Away) -> None:
    away.apply()  # recorded there, and not heard of here yet
    site.sign_in(Role.ATTENDANT)
    assert "Everybody knows how things stand." in site.client.get(PATH).text
    assert "does not know yet" not in site.client.get("/console").text


def test_the_oldest_stands_first(site: Site, filled: Filled, away: Away, clock: Any) -> None:
    away.take()
    clock.advance(minutes=5)
    away.apply()
    away.back()
    assert len(to_tell(filled)) == 2
    site.sign_in(Role.ATTENDANT)
    text = site.client.get(PATH).text
    assert text.index("Queue number") < text.index("Application for a place")
    assert "Nothing is known of them" in text  # whoever took a number gave no phone


@pytest.mark.parametrize("how", [How.IN_PERSON, How.PHONE])
def test_telling_takes_it_off_the_list(site: Site, filled: Filled, lost: EntryId, how: How) -> None:
    site.sign_in(Role.ATTENDANT)
    answer = site.post(f"{PATH}/{lost}/told", {"how": how})
    assert (answer.status_code, answer.headers["location"]) == (303, PATH)
    assert "Noted: they know." in site.client.get(PATH).text
    assert to_tell(filled) == ()
    assert b"telling.told" in last(filled).event
    assert last(filled).actor == "staff:04"
    assert "does not know yet" not in site.client.get("/console").text


@pytest.mark.parametrize("how", ["screen", "slip", "", "pigeon"])
def test_nobody_is_told_from_a_desk_in_another_way(
    site: Site, filled: Filled, lost: EntryId, how: str
) -> None:
    site.sign_in(Role.ATTENDANT)
    assert site.post(f"{PATH}/{lost}/told", {"how": how}).status_code == 409
    assert len(to_tell(filled)) == 1


def test_where_somebody_was_quicker_one_sentence_says_so(
    site: Site, filled: Filled, lost: EntryId
) -> None:
    site.sign_in(Role.ATTENDANT)
    filled.station.do(
        filled.tap(Role.REVIEWER), TELLING, rules.tell, entries=(lost,), how=How.PHONE
    )
    head = filled.station.journal.head
    for act in ("told", "number"):
        answer = site.post(f"{PATH}/{lost}/{act}", {"how": How.PHONE})
        assert answer.headers["location"] == PATH
        assert "They have been told already." in site.client.get(PATH).text
    assert filled.station.journal.head == head


def test_the_number_is_masked_until_asked_and_the_record_keeps_who_asked(
    site: Site, filled: Filled, lost: EntryId
) -> None:
    site.sign_in(Role.ATTENDANT)
    before = site.client.get(PATH).text
    assert f"林*  {MASKED}" in before
    for secret in (PHONE, WHOLE, "林小满"):
        assert secret not in before
    after = site.post(f"{PATH}/{lost}/number").text
    assert WHOLE in after
    assert "Show the whole number" not in after
    assert WHOLE not in site.client.get(PATH).text
    assert b"venues.contact_shown" in last(filled).event
    assert last(filled).actor == "staff:04"


def test_everybody_can_read_the_list_and_tell_by_keyboard(
    site: Site, context: BrowserContext, filled: Filled, away: Away
) -> None:
    away.take()
    away.apply()
    away.back()
    page = site.open(context, PATH, Role.ATTENDANT)
    for size in (DESK, PHONE_SIZE):
        page.set_viewport_size(size)
        check(page)
    page.get_by_role("button", name="已电话告知").last.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="场地申请")).to_have_count(0)
    assert [each.kind for each in to_tell(filled)] == ["queueing.ticket_taken"]


def test_a_role_that_may_not_tell_sees_what_and_not_whom(
    site: Site, filled: Filled, lost: EntryId
) -> None:
    site.sign_in(Role.TECHNICIAN)
    assert "does not know yet" not in site.client.get("/console").text
    text = site.client.get(PATH).text
    assert "Application for a place" in text
    for hidden in (MASKED, "林", "Told by phone", "Show the whole number"):
        assert hidden not in text
    head = filled.station.journal.head
    for act in ("told", "number"):
        answer = site.post(f"{PATH}/{lost}/{act}", {"how": How.PHONE})
        assert answer.status_code == 403
        assert WHOLE not in answer.text
    assert filled.station.journal.head == head


def test_the_language_of_a_page_that_answers_a_form_leads_back_to_the_page(
    site: Site, lost: EntryId
) -> None:
    site.sign_in(Role.ATTENDANT)
    text = site.post(f"{PATH}/{lost}/number").text
    assert f'href="/language/zh?back={PATH}"' in text
    assert f'<a href="{PATH}" aria-current="page">' in text
    chosen = site.client.get(f"/language/zh?back={PATH}")
    assert '<html lang="zh' in site.client.get(chosen.headers["location"]).text


def test_every_family_that_concerns_somebody_has_who_may_tell_it() -> None:
    concerning = {each.name for each in FAMILIES if each.about is not concerns_nobody}
    assert concerning == set(TELLERS)
