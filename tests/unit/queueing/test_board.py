"""What display, voice and slips may know: numbers and counters, nothing about people."""

from __future__ import annotations

from datetime import datetime

import pytest

from kiosk.clock import STATION_ZONE
from kiosk.config import known_stations, load_station
from kiosk.queueing import calls
from kiosk.queueing.board import Board, Calling, announcement, board
from kiosk.queueing.events import Promise
from kiosk.queueing.plan import Service
from kiosk.queueing.slip import ahead_words, booking_slip, range_words, ticket_slip
from kiosk.settings import Bilingual
from kiosk.slips import Big, List, Pairs, Qr, Slip, Text, Title
from kiosk.tap import Tap
from kiosk.words import Words
from tests.halls import ASK, MONDAY_TEN, ONE, PENSION, THREE, TWO, House, service

NAME = Bilingual(zh="小站", en="Small station")
PAPERS = (
    Bilingual(zh="身份证", en="Identity card"),
    Bilingual(zh="户口本", en="Household register"),
)


def shown(house: House) -> Board:
    return board(house.queue, house.moment)


def test_an_empty_hall_shows_nothing() -> None:
    assert shown(House()) == Board()


def test_the_board_shows_counters_calls_and_counts() -> None:
    house = House().open(ONE, TWO, THREE)
    for what in (ASK, ASK, PENSION, PENSION, ASK):
        house.take(what)
    house.call(ONE)
    house.call(THREE)
    house.press(calls.begin, THREE)
    now = shown(house)
    assert [(each.counter, each.number, each.calling) for each in now.counters] == [
        (ONE, "A1-001", True),
        (TWO, None, False),
        (THREE, "B1-001", False),
    ]
    assert [(each.number, each.counter) for each in now.last] == [("B1-001", 3), ("A1-001", 1)]
    assert [(each.service, each.count) for each in now.waiting] == [(ASK, 2), (PENSION, 1)]
    assert now.total == 3


def test_the_last_four_numbers_stand_once_each_the_newest_first() -> None:
    house = House().open()
    for _ in range(6):
        house.take()
    for _ in range(5):
        house.serve()
    house.call()
    house.press(calls.recall)
    assert [each.number for each in shown(house).last] == ["A1-006", "A1-005", "A1-004", "A1-003"]


def test_calls_of_yesterday_are_not_shown() -> None:
    house = House().open()
    house.take()
    house.serve()
    house.wait(days=1)
    assert shown(house).last == ()


def test_a_paused_counter_is_shown_as_such_and_a_closed_one_not_at_all() -> None:
    house = House().open(ONE, TWO)
    house.press(calls.pause_counter, ONE, reason="break")
    house.press(calls.close_counter, TWO)
    assert [(each.counter, each.open) for each in shown(house).counters] == [(ONE, False)]


def test_a_call_and_every_recall_are_announced_and_nothing_else() -> None:
    house = House().open()
    house.take()
    said: list[Calling] = []

    def hear(entry: object, event: object) -> None:
        found = announcement(house.queue, event, house.moment.at)  # type: ignore[arg-type]
        if found is not None:
            said.append(found)

    house.station.subscribe(hear)
    house.call()
    house.press(calls.recall)
    house.press(calls.begin)
    house.press(calls.finish, result="solved")
    assert said == [Calling("A1-001", ONE, house.moment.at)] * 2


# -- slips ---------------------------------------------------------------------------------


def slip(language: str, **more: object) -> Slip:
    house = House()
    given = house.give()
    papers: Service = service(ASK, "A", materials=PAPERS)
    return ticket_slip(
        Words(language),
        given.ticket,
        service=papers,
        station=NAME,
        qr=given.qr,
        counters=(ONE, TWO),
        **more,  # type: ignore[arg-type]
    )


def texts(found: Slip) -> set[str]:
    return {each.text for each in found.blocks if isinstance(each, Text)}


@pytest.mark.parametrize(("language", "words"), [("zh", "您前面"), ("en", "Before you")])
def test_a_slip_says_number_people_papers_code_and_time(language: str, words: str) -> None:
    blocks = slip(language).blocks
    assert blocks[0] == Title(NAME.in_language(language))
    assert Big("A1-001") in blocks
    pairs = next(each for each in blocks if isinstance(each, Pairs))
    assert pairs.rows[0].label == words
    papers = next(each for each in blocks if isinstance(each, List))
    assert papers.items == tuple(each.in_language(language) for each in PAPERS)
    code = next(each for each in blocks if isinstance(each, Qr))
    assert code.data.startswith("YZQ1:")
    assert isinstance(blocks[-1], Text)
    assert blocks[-1].text == "2026-03-02 10:00"


def test_a_reprint_and_a_tentative_slip_say_so() -> None:
    marks = {"Printed again", "Recorded, will be confirmed"}
    assert marks <= texts(slip("en", reprint=True, tentative=True))
    assert not marks & texts(slip("en"))


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (None, None, None),
        (0, 5, "up to 5 minutes"),
        (10, 10, "about 10 minutes"),
        (10, 20, "10 to 20 minutes"),
    ],
)
def test_the_range_is_said_in_words(low: int | None, high: int | None, said: str | None) -> None:
    promise = Promise(ahead=1, low_min=low, high_min=high)
    assert range_words(Words("en"), promise) == said
    assert ahead_words(Words("en"), promise) == "1 person"
    assert ahead_words(Words("en"), Promise(ahead=0)) == "You are next"
    assert ahead_words(Words("zh"), Promise(ahead=3)) == "3人"


def test_the_slip_of_an_appointment_says_when_to_come() -> None:
    house = House()
    starts = datetime(2026, 3, 2, 11, tzinfo=STATION_ZONE)
    given = house.desk.book(Tap.fresh(), service=PENSION, starts=starts, visit="v")
    found = booking_slip(
        Words("en"),
        given.booking,
        service=house.hall.service(PENSION),
        station=NAME,
        qr=given.qr,
        since=starts.replace(hour=10, minute=50),
        until=starts.replace(minute=15),
    )
    assert Big("11:00") in found.blocks
    pairs = next(each for each in found.blocks if isinstance(each, Pairs))
    assert "10:50–11:15" in [each.value for each in pairs.rows]


# -- the halls of the five stations --------------------------------------------------------


@pytest.mark.parametrize("name", known_stations())
def test_every_station_gives_numbers_for_all_its_services(name: str) -> None:
    hall = load_station(name).hall
    house = House(hall)
    house.clock.jump_to(MONDAY_TEN.replace(hour=15))
    assert hall.offered() == hall.services
    for each in hall.services:
        assert each.group is not None
        assert house.give(each.id).ticket.number == f"{each.letter}1-001"
    assert any(each.materials for each in hall.services)
