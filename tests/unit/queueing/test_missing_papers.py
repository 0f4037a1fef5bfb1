"""Papers that were missing: noted beside the entry, told again, brought on the same day, erased."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.family import Stamp
from kiosk.ids import TERMINAL, EntryId, TicketId
from kiosk.privacy import Erased
from kiosk.queueing import calls, rules
from kiosk.queueing.events import Result
from kiosk.queueing.folds import fold
from kiosk.settings import Bilingual
from tests.builders import refusal
from tests.halls import HALL, ONE, PENSION, THREE, House

REGISTER, CARD = Bilingual(zh="户口本", en="Register"), Bilingual(zh="社保卡", en="Card")
PAPERS = replace(
    HALL,
    services=tuple(replace(each, materials=(REGISTER, CARD)) for each in HALL.services),
)


def lacking(house: House, *missing: Bilingual) -> TicketId:
    """Somebody is sent home for papers."""
    house.take(PENSION)
    ticket = house.call()
    note = "\n".join(each.zh for each in missing)
    house.press(calls.finish, result=Result.MORE_PAPERS, note=note)
    return ticket


@pytest.fixture
def house() -> House:
    return House(PAPERS).open()


def test_which_papers_were_missing_is_known_to_whoever_calls_the_number_again(house: House) -> None:
    ticket = lacking(house, CARD)
    assert house.desk.missing_papers(house.ticket(ticket)) == (CARD,)
    house.do(rules.bring_papers, ticket=ticket, hall=PAPERS)
    assert house.call() == ticket
    assert house.desk.missing_papers(house.ticket(ticket)) == (CARD,)
    house.press(calls.finish, result=Result.SOLVED)
    assert house.desk.missing_papers(house.ticket(ticket)) == ()
    assert house.ticket(ticket).result is Result.SOLVED
    assert house.ticket(ticket).papers is None
    assert house.again().desk.missing_papers(house.ticket(ticket)) == ()


def test_no_event_and_no_state_says_which_papers_somebody_lacks(house: House) -> None:
    ticket = lacking(house, REGISTER, CARD)
    told = [repr(event) for _, event in house.station.events()]
    assert any("more_papers" in each.lower() for each in told)
    assert not any(each.zh in one for each in (REGISTER, CARD) for one in told)
    assert REGISTER.zh not in repr(house.queue)
    assert house.again().desk.missing_papers(house.ticket(ticket)) == (REGISTER, CARD)


def test_whoever_brings_papers_lets_some_pass_and_keeps_the_number(house: House) -> None:
    ticket = lacking(house, CARD)
    number = house.ticket(ticket).number
    others = [house.take(PENSION) for _ in range(3)]
    house.do(rules.bring_papers, ticket=ticket, hall=PAPERS)
    called = []
    for _ in range(4):
        called.append(house.call())
        house.press(calls.finish, result=Result.SOLVED)
    assert called == [*others[:2], ticket, others[2]]
    assert house.ticket(ticket).number == number


def test_only_who_lacks_papers_brings_them_and_only_while_the_service_is_given(
    house: House,
) -> None:
    waits = house.take(PENSION)
    facts = {"hall": PAPERS}
    assert refusal(house.do, rules.bring_papers, ticket=waits, **facts) == "nothing_missing"
    house.serve()
    assert refusal(house.do, rules.bring_papers, ticket=waits, **facts) == "nothing_missing"
    ticket = lacking(house, CARD)
    house.do(rules.bring_papers, ticket=ticket, **facts)
    assert refusal(house.do, rules.bring_papers, ticket=ticket, **facts) == "nothing_missing"


def test_papers_of_a_day_are_not_brought_after_closing_nor_tomorrow(house: House) -> None:
    ticket = lacking(house, CARD)
    house.wait(hours=9, minutes=40)
    assert refusal(house.do, rules.bring_papers, ticket=ticket, hall=PAPERS) == "closed"
    house.wait(hours=14)
    reason = refusal(house.do, rules.bring_papers, ticket=ticket, hall=PAPERS)
    assert reason == "ticket_of_yesterday"


def test_two_who_bring_the_same_papers_wait_once(house: House) -> None:
    """A touch at the terminal and one at the counter, in the same moment."""
    ticket = lacking(house, CARD)
    event = house.do(rules.bring_papers, ticket=ticket, hall=PAPERS)
    assert refusal(house.do, lambda queue, moment: event) == "ticket_elsewhere"
    house.open(THREE)
    assert house.call(ONE) == ticket
    assert refusal(house.call, THREE) == "nobody_waits"


def test_what_was_missing_is_erased_with_the_other_rows_of_a_ticket() -> None:
    house = House(PAPERS).open()
    ticket = lacking(house, CARD)
    entry = house.ticket(ticket).papers
    assert entry is not None
    assert entry in house.queue.notes
    house.wait(days=8)
    house.station.tend()
    assert house.journal.private(entry) is None
    assert entry not in house.queue.notes


def test_a_ticket_that_is_still_known_forgets_what_was_erased(house: House) -> None:
    ticket = lacking(house, CARD)
    entry, moment = house.ticket(ticket).papers, house.moment
    assert entry is not None
    stamp = Stamp(EntryId("e"), moment.at, moment.business_date, TERMINAL, 99, None, private=False)
    after = fold(house.queue, stamp, Erased(entries=(entry,)))
    assert after.tickets[ticket].papers is None
    assert after.tickets[ticket].lacks_papers
