"""The hall display in the window of the tests, and boards to show on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from kiosk.hall.board import Call, HallBoard, WaitingFor
from kiosk.settings import Bilingual
from kiosk.words import Words
from screens.theme import Screen
from tests.fakes import FakeClock
from tests.ui.harness import Stage

WIDE = Screen(708, 398, 1920, 1080)
"""32 inch, lying."""
HIGH = Screen(398, 708, 1080, 1920)

NAME = Bilingual(zh="华垦社区党群服务驿站", en="Huaken Community Service Station")
NINE = datetime(2026, 2, 11, 1, 0, tzinfo=UTC)


def call(number: str, counter: int, minutes: int = 0, *, waits: bool = False) -> Call:
    """A call of nine o'clock and some minutes."""
    return Call(number, counter, NINE + timedelta(minutes=minutes), waits)


BUSY = HallBoard(
    name=NAME,
    current=(
        call("A1-017", 3, 9, waits=True),
        call("B1-108", 12, 8, waits=True),
        call("A2-015", 2),
    ),
    last=(call("A1-017", 3, 9), call("B1-108", 12, 8), call("A2-015", 2), call("C1-001", 1)),
    waiting=(
        WaitingFor(Bilingual(zh="证明开具", en="Certificates"), 8),
        WaitingFor(Bilingual(zh="社会保障", en="Social security"), 12),
        WaitingFor(Bilingual(zh="法律援助", en="Legal aid"), 1),
    ),
    notices=(Bilingual(zh="欢迎光临，请取号等候", en="Welcome. Please take a ticket and wait."),),
)
"""A hall in the morning."""


class HallStage(Stage):
    """The display on a panel, driven by hand."""

    def __init__(self, screen: Screen = WIDE) -> None:
        super().__init__(screen)
        self.clock = FakeClock()

    def make_app(self) -> Any:
        from screens.display.app import DisplayApp

        return DisplayApp(self.screen, Words, self.clock, HallBoard(name=NAME))

    @property
    def view(self) -> Any:
        return self.app.view

    def show(self, board: HallBoard) -> None:
        """Let the terminal tell this."""
        self.app.show(board)
        self.settle()

    def widgets(self) -> Any:
        return iter(self.view.walk(restrict=True))
