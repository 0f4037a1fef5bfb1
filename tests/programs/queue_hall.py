"""A station with counters, on a journal of its own, that feeds hall displays; for tests.

    python -m tests.programs.queue_hall DIRECTORY

Reads ``take`` (somebody takes a number) and ``next 1`` (counter 1 calls); prints what it says.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kiosk.control import ControlDoor
from kiosk.hall.board import HallNews, board_of
from kiosk.hall.calls import HallCalls
from kiosk.hall.watching import HALL as QUESTION
from kiosk.ids import CounterId
from kiosk.jobs import Lane
from kiosk.queueing import QUEUEING
from kiosk.queueing.board import announcement, board
from kiosk.settings import Bilingual
from kiosk.voice.manner import Manner
from tests.halls import ASK, HALL, House
from tests.journals import opened

NAME = Bilingual(zh="小站", en="Small station")


def main() -> None:
    """Serve displays until the input ends."""
    data = Path(sys.argv[1])
    house = House(journal=opened(data))
    lane = Lane("hall")

    def news() -> HallNews:
        queue = board(house.queue, house.moment)
        services: dict[str, Bilingual] = {each.id: each.name for each in HALL.services}
        return HallNews(board_of(queue, name=NAME, services=services), Manner(repeats=1))

    hall = HallCalls(
        house.station,
        lane,
        news=news,
        calls=lambda event, at: announcement(house.station.state(QUEUEING), event, at),
        announce=lambda number, counter: print(f"said {number} {counter}", flush=True),
    )
    door = ControlDoor(data, {}, feeds={QUESTION: hall.feed.take})
    print("ready", flush=True)
    house.open()
    for line in sys.stdin:
        match line.split():
            case ["take"]:
                house.take(ASK)
            case ["next", counter]:
                house.call(CounterId(int(counter)))
    door.close()
    hall.close()
    lane.close()
    house.station.close()


if __name__ == "__main__":
    main()
