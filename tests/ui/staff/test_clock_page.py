"""The clock as staff see it: what they are asked about, and what they say is right."""

from __future__ import annotations

from datetime import timedelta

from kiosk.clock import STATION_ZONE
from kiosk.staff.events import ClockConfirmed
from tests.ui.staff.house import House, working


def test_a_clock_that_went_on_while_the_terminal_was_off_is_offered_as_the_time(
    house: House,
) -> None:
    house.clock.is_trusted, house.clock.ahead = False, timedelta(days=9, hours=3)
    right = house.clock.now() + house.clock.ahead
    with working(house, as_="03", page="staff.clock") as worker:
        assert worker.says(f"{right.astimezone(STATION_ZONE):%Y-%m-%d %H:%M}")
        assert worker.says("It is not trusted.")
        worker.press("This time is right")
        (event,) = house.events(ClockConfirmed)
        assert timedelta() <= event.shown - right < timedelta(minutes=1)
