"""The connection to the hub, as staff see it and as a technician makes it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kiosk.sync.line import WRONG_CERTIFICATE, HubAway, HubDenied
from kiosk.sync.pairing import NoAddress
from kiosk.sync.standing import Standing
from kiosk.wire import Fault
from screens.staff.hub import ADDRESS
from tests.ui.staff.house import House, working
from tests.ui.staff.hub_days import NOW, PRINT, Exchange, taken_in

WELL = {"differently": 0, "waiting": 0}


def at(house: House, exchange: Exchange | None, page: str = "staff.home", **more: Any) -> Any:
    house.more = {"exchange": exchange, **more}
    return working(house, as_="03", page="" if page == "staff.home" else page)


def standing(minutes: float, **changed: Any) -> Standing:
    return Standing(since=NOW - timedelta(minutes=minutes), **changed)


def test_a_hub_that_is_away_for_ten_minutes_is_told_and_not_before(house: House) -> None:
    for minutes, told in ((9, False), (11, True)):
        since = house.station.moment().at - timedelta(minutes=minutes)
        exchange = Exchange(**WELL, standing=Standing(since=since))
        with at(house, exchange) as worker:
            assert worker.says("Nobody can be called.") is told


def test_why_nothing_is_exchanged_is_told_at_once(house: House) -> None:
    exchange = Exchange(**WELL, standing=standing(0, stopped=Fault.UNKNOWN_TERMINAL))
    with at(house, exchange) as worker:
        assert worker.says("it was ended there")
    exchange = Exchange(**WELL, standing=standing(0), trouble="port_in_use")
    with at(house, exchange) as worker:
        assert worker.says("Another program uses the port")


def test_a_terminal_without_a_hub_needs_nothing(house: House) -> None:
    with at(house, None) as worker:
        assert not worker.says("hub does not answer")


def test_what_was_decided_differently_is_looked_at_and_taken_off(house: House) -> None:
    exchange = Exchange()
    with at(house, exchange) as worker:
        worker.press("3 things were decided")
        assert worker.says("It was accepted, and is refused now.")
        worker.press("Seen: take them off the list")
        assert exchange.seen == 1


def test_trying_again_is_a_touch(house: House) -> None:
    exchange = Exchange()
    with at(house, exchange, "staff.hub") as worker:
        worker.press("Try again now")
        assert exchange.tried == 1


def test_a_technician_connects_the_terminal_with_six_digits(house: House) -> None:
    with at(house, None, "staff.hub", join=taken_in) as worker:
        assert worker.says("This terminal works by itself.")
        worker.stage.navigator.visit.given[ADDRESS] = "192.168.1.5"
        worker.stage.page.again()
        worker.stage.settle()
        worker.press("Connect to it")
        for digit in "123456":
            worker.stage.page.type(digit)
        worker.stage.settle()
        worker.press("Connect")
        assert worker.says("This terminal is taken in as t2.")
        assert worker.says(PRINT.replace(":", " "))
        worker.press("Start the terminal anew")
        assert house.left == [0]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (HubAway(""), "Nobody answers at this address."),
        (NoAddress(""), "This is not an address"),
        (HubDenied(Fault.WRONG_CODE, ""), "The code is wrong."),
        (HubDenied(Fault.NO_CODE, ""), "The code no longer holds."),
        (HubDenied(Fault.HAS_HISTORY, ""), "Begin with an empty data directory."),
        (HubDenied(Fault.BANK_TAKEN, ""), "Another terminal owns a cabinet of this name."),
        (HubDenied(Fault.WRONG_STATION, ""), "This is the hub of another station."),
        (HubDenied(WRONG_CERTIFICATE, ""), "is another hub than before"),
    ],
)
def test_each_reason_not_to_be_taken_in_is_one_sentence(
    house: House, error: Exception, sentence: str
) -> None:
    def join(url: str, code: str) -> Any:
        raise error

    with at(house, None, "staff.hub", join=join) as worker:
        worker.stage.navigator.go("staff.hub_code", address="192.168.1.5")
        for digit in "123456":
            worker.stage.page.type(digit)
        worker.stage.settle()
        worker.press("Connect")
        assert worker.says(sentence)
