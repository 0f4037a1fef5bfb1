"""The hall's end of a terminal, for tests of the display: calls what it is told to call.

    python -m tests.programs.hall_terminal DIRECTORY

Reads ``A1-017 3`` lines; each is the newest call. Prints what it has to say itself.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from kiosk.control import ControlDoor
from kiosk.hall.board import Call, HallBoard, HallNews, WaitingFor
from kiosk.hall.feed import HallFeed
from kiosk.hall.watching import HALL
from kiosk.jobs import Lane
from kiosk.settings import Bilingual
from kiosk.voice.manner import Manner

NAME = Bilingual(zh="华垦社区党群服务驿站", en="Huaken Community Service Station")
WAITING = (
    WaitingFor(Bilingual(zh="证明开具", en="Certificates"), 8),
    WaitingFor(Bilingual(zh="社会保障", en="Social security"), 12),
)
NOTICES = (Bilingual(zh="欢迎光临，请取号等候", en="Welcome. Please take a ticket and wait."),)


def main() -> None:
    """Serve displays until the input ends."""
    calls: list[Call] = []

    def news() -> HallNews:
        newest = tuple(reversed(calls))
        board = HallBoard(NAME, newest[:8], newest[:4], WAITING, NOTICES)
        return HallNews(board, Manner(repeats=1))

    def announce(number: str, counter: int) -> None:
        print(f"said {number} {counter}", flush=True)

    lane = Lane("hall")
    feed = HallFeed(lane, news, announce)
    door = ControlDoor(Path(sys.argv[1]), {}, feeds={HALL: feed.take})
    print("ready", flush=True)
    for line in sys.stdin:
        number, counter = line.split()
        calls.append(Call(number, int(counter), datetime.now(UTC), waits=True))
        feed.called(number, int(counter))
    door.close()
    feed.close()
    lane.close()


if __name__ == "__main__":
    main()
