"""A ticket is found again by its code or its number: how it stands, back again, given up, rated."""

from __future__ import annotations

import pytest

from kiosk.ids import TicketId
from kiosk.queueing import calls
from kiosk.queueing.events import Result
from tests.ui.queue.resident import standing
from tests.ui.queue.world import PENSION, Hall


def code(hall: Hall, ticket: TicketId) -> str:
    return hall.desk.given(ticket).qr


def test_a_code_held_up_at_home_tells_how_far_the_queue_is(hall: Hall) -> None:
    hall.take(PENSION)
    ticket = hall.take(PENSION)
    with standing(hall) as resident:
        resident.scan(code(hall, ticket))
        assert resident.place == "queue.mine"
        assert resident.says("C1-002")
        assert resident.says("1 person is before you")


def test_a_number_that_is_called_meanwhile_says_where_to_go(hall: Hall) -> None:
    ticket = hall.take(PENSION)
    with standing(hall) as resident:
        resident.scan(code(hall, ticket))
        hall.call()
        resident.advance(4)
        assert resident.says("Please go to counter 1")


def test_a_place_is_given_up_only_after_a_question(hall: Hall) -> None:
    ticket = hall.take(PENSION)
    with standing(hall) as resident:
        resident.scan(code(hall, ticket))
        resident.press("I need it no more")
        resident.press("Keep it")
        assert hall.stage(ticket) == "waiting"
        resident.press("I need it no more")
        resident.press("Give it up")
        assert resident.says("Number C1-001 was given up")
    assert hall.stage(ticket) == "cancelled"


def test_who_typed_a_number_may_look_but_not_give_it_up(hall: Hall) -> None:
    hall.take(PENSION)
    with standing(hall) as resident:
        resident.press("Take a number")
        resident.press("I have a number already")
        resident.press("C")
        resident.type("1001")
        assert resident.place == "queue.mine"
        assert resident.says("Nobody is before you")
        assert not resident.says("I need it no more")
        assert resident.says("Hold the slip to the scanner, or tell any counter.")


def test_a_number_that_is_not_known_is_told_and_typed_again(hall: Hall) -> None:
    with standing(hall, page="queue.find") as resident:
        resident.type("1999")
        assert resident.says("There is no ticket with this number today.")
        assert resident.page.keys.digits == ""


def test_who_was_skipped_comes_back_by_one_touch(hall: Hall) -> None:
    ticket = hall.take(PENSION)
    hall.skip()
    with standing(hall) as resident:
        resident.scan(code(hall, ticket))
        assert resident.says("C1-001 was called already")
        resident.press("I am here now")
        assert resident.says("Nobody is before you")
    assert hall.stage(ticket) == "waiting"


def test_who_comes_back_too_late_is_told_how_long_that_was(hall: Hall) -> None:
    ticket = hall.take(PENSION)
    hall.skip()
    hall.wait(minutes=31)
    with standing(hall) as resident:
        resident.scan(code(hall, ticket))
        resident.press("I am here now")
        assert resident.says("More than 30 minutes have passed. Please take a new ticket.")
    assert hall.stage(ticket) == "no_show"


@pytest.mark.parametrize(("word", "stars"), [("Good", 5), ("So-so", 3), ("Not good", 1)])
def test_a_visit_is_rated_once_by_one_touch(hall: Hall, word: str, stars: int) -> None:
    ticket = hall.take(PENSION)
    hall.serve()
    with standing(hall) as resident:
        resident.scan(code(hall, ticket))
        resident.press(word)
        assert resident.says("All done")
        resident.navigator.home()
        resident.scan(code(hall, ticket))
        assert not resident.says("How was it?")
    assert hall.ticket(ticket).stars == stars


def test_two_ratings_of_one_visit_are_one_and_the_second_is_told(hall: Hall) -> None:
    ticket = hall.take(PENSION)
    hall.serve()
    with standing(hall, page="queue.mine", ticket=ticket, theirs=True) as resident:
        from kiosk.queueing import rules

        hall.do(rules.rate, ticket=ticket, stars=1)
        resident.page.rate(5)
        assert resident.says("You have rated this visit already. Thank you!")
    assert hall.ticket(ticket).stars == 1


@pytest.mark.parametrize(
    ("made", "sentence"),
    [("nothing", "This code is not known here."), ("yesterday", "This ticket is of")],
)
def test_a_code_that_leads_nowhere_gets_one_sentence(hall: Hall, made: str, sentence: str) -> None:
    ticket = hall.take(PENSION)
    scanned = "YZQ1:AAAAAAAAAAAAAAAAAAAAAA" if made == "nothing" else code(hall, ticket)
    hall.wait(hours=24)
    with standing(hall) as resident:
        resident.scan(scanned)
        assert resident.place == "queue.find"
        assert resident.says(sentence)


def test_a_held_and_a_served_number_say_so(hall: Hall) -> None:
    ticket = hall.take(PENSION)
    hall.call()
    hall.press(calls.begin)
    with standing(hall, page="queue.mine", ticket=ticket, theirs=True) as resident:
        assert resident.says("Your turn at counter 1")
        hall.press(calls.hold)
        resident.advance(4)
        assert resident.says("Your service rests")
        hall.press(calls.resume, ticket=ticket)
        hall.press(calls.finish, result=Result.SOLVED)
        resident.advance(4)
        assert resident.says("How was it?")


def lacking(hall: Hall) -> TicketId:
    """Somebody is sent home for the first two papers of the list."""
    hall.take(PENSION)
    ticket = hall.call()
    papers = hall.hall.service(PENSION).materials[:2]
    note = "\n".join(each.zh for each in papers)
    hall.press(calls.finish, result=Result.MORE_PAPERS, note=note)
    return ticket


def test_the_code_tells_which_papers_were_missing_and_lets_one_wait_again(hall: Hall) -> None:
    ticket = lacking(hall)
    first, second, *_ = hall.hall.service(PENSION).materials
    with standing(hall) as resident:
        resident.scan(code(hall, ticket))
        assert resident.says("Some papers were missing")
        assert resident.says(first.en)
        assert resident.says(second.en)
        resident.press("I have them now")
        assert resident.says("Nobody is before you")
        assert resident.says(f"{first.en}, {second.en}")
    assert hall.stage(ticket) == "waiting"


def test_a_number_that_anybody_can_type_does_not_tell_which_papers(hall: Hall) -> None:
    ticket = lacking(hall)
    first = hall.hall.service(PENSION).materials[0]
    with standing(hall, page="queue.mine", ticket=ticket, theirs=False) as resident:
        assert resident.says("The slip says which. A counter knows it too.")
        assert not resident.says(first.en)
