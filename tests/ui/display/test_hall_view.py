"""What people in the hall see: numbers large enough, nothing cut, calm when nobody calls."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.hall.board import HallBoard, WaitingFor
from kiosk.settings import Bilingual
from screens.display.letters import Letters
from screens.display.rows import CallRow
from screens.theme import CAPITAL, Screen, contrast
from tests.ui.display.stage import BUSY, HIGH, NAME, NINE, WIDE, HallStage, call

PANELS = {"wide": WIDE, "high": HIGH, "small window": Screen(708, 398, 1280, 720)}
FROM_8_M = 37.2
"""Height in mm that stands at 16 minutes of arc in 8 m, the least of ISO 9241-303."""

LONG = replace(
    BUSY,
    name=Bilingual(
        zh="国营农场中心社区新时代文明实践党群服务驿站",
        en="New Era Civilisation Practice and Community Service Station",
    ),
    current=tuple(call(f"W9-{number}", 99, waits=True) for number in (888, 1000, 777, 666, 555)),
    last=tuple(call(f"W9-{number}", 99) for number in (888, 1000, 777, 666)),
    waiting=tuple(
        WaitingFor(Bilingual(zh=f"退役军人事务代办{n}", en=f"Veterans' affairs {n}"), 100 + n)
        for n in range(7)
    ),
)
"""The longest of everything."""


@pytest.fixture
def stage() -> Any:
    with HallStage() as made:
        yield made


def lines(stage: HallStage) -> list[Letters]:
    return [each for each in stage.widgets() if isinstance(each, Letters) and each.text]


def row(stage: HallStage, number: int) -> CallRow:
    return [each for each in stage.widgets() if isinstance(each, CallRow)][number]


def test_a_call_is_shown_with_its_counter_and_the_last_four_beside_it(stage: HallStage) -> None:
    stage.show(BUSY)
    says = stage.view.says()
    assert says["calls"] == ["A1-017 3 号窗口", "B1-108 12 号窗口", "A2-015 2 号窗口"]
    assert says["last"] == [
        "A1-017 3 号窗口",
        "B1-108 12 号窗口",
        "A2-015 2 号窗口",
        "C1-001 1 号窗口",
    ]
    assert says["waiting"][:2] == ["证明开具 8", "社会保障 12"]
    assert not says["lost"]


def test_both_languages_are_on_the_display(stage: HallStage) -> None:
    stage.show(BUSY)
    shown = " ".join(each.text for each in lines(stage))
    for words in ("正在叫号", "Now calling", "窗口", "Counter", "等候人数", "People waiting"):
        assert words in shown


@pytest.mark.parametrize("panel", PANELS)
def test_every_line_keeps_to_its_box_and_no_box_leaves_the_panel(panel: str) -> None:
    with HallStage(PANELS[panel]) as stage:
        for board in (BUSY, LONG):
            stage.show(board)
            for each in lines(stage):
                assert len(each._label._cached_lines) == 1, f"{each.text} is broken"
                assert each.texture_size[0] <= each.width + 1, each.text
                assert each.x >= 0
                assert each.right <= stage.screen.width_px + 1, each.text
                assert each.y >= 0
                assert each.top <= stage.screen.height_px + 1, each.text


def test_a_number_can_be_read_from_eight_metres_on_a_panel_of_32_inches() -> None:
    for screen in (WIDE, HIGH):
        with HallStage(screen) as stage:
            stage.show(BUSY)
            for text in ("A1-017", "3", "B1-108", "12"):
                shown = [each.font_size for each in lines(stage) if each.text == text]
                assert max(shown) * CAPITAL / screen.px_per_mm >= FROM_8_M, text


def test_ink_stands_out_from_its_ground(stage: HallStage) -> None:
    stage.show(BUSY)
    theme = row(stage, 0).theme
    for tone in ("page", "card", "quiet", "primary", "services"):
        assert contrast(theme.ground(tone).fill, theme.ground(tone).ink) >= 4.5


def test_a_new_call_settles_within_300_ms_and_then_nothing_moves(stage: HallStage) -> None:
    stage.show(replace(BUSY, current=()))
    stage.app.show(BUSY)
    stage.frame()
    assert row(stage, 0).heat > 0
    stage.advance(0.3, step=1 / 60)
    stage.frame()
    assert row(stage, 0).heat == 0
    assert not any(stage.frame() for _ in range(10))


def test_the_same_call_told_again_draws_nothing(stage: HallStage) -> None:
    stage.show(BUSY)
    stage.advance(1)
    stage.app.show(BUSY)
    assert row(stage, 0).heat == 0
    assert not stage.frame()


def test_a_recall_is_seen_again(stage: HallStage) -> None:
    stage.show(BUSY)
    stage.advance(1)
    again = replace(BUSY.current[0], at=NINE + timedelta(minutes=10))
    stage.app.show(replace(BUSY, current=(again, *BUSY.current[1:])))
    assert row(stage, 0).heat == 1


def test_when_the_terminal_is_gone_no_old_number_stays(stage: HallStage) -> None:
    stage.show(BUSY)
    stage.app.show_lost()
    stage.settle()
    says = stage.view.says()
    assert says["sentence"] == "叫号暂停，请看窗口"
    assert says["lost"]
    assert [*says["calls"], *says["last"], *says["waiting"]] == []
    assert not [each for each in lines(stage) if "A1-017" in each.text]
    stage.show(BUSY)
    assert stage.view.says()["calls"][0] == "A1-017 3 号窗口"


def test_before_the_first_call_the_display_says_what_to_do(stage: HallStage) -> None:
    stage.show(HallBoard(name=NAME))
    assert stage.view.says()["sentence"] == "请取号，等候叫号"
    assert not stage.view.lost


def test_services_and_notices_that_do_not_fit_take_turns(stage: HallStage) -> None:
    notices = (Bilingual(zh="一", en="one"), Bilingual(zh="二", en="two"))
    stage.show(replace(LONG, notices=notices))
    seen_services, seen_notices = set[str](), set[str]()
    for _ in range(8):
        seen_services |= set(stage.view.says()["waiting"])
        seen_notices.add(stage.view.says()["notice"])
        stage.advance(10)
    assert len(seen_services) == 7
    assert seen_notices == {"一", "二"}


def test_the_time_goes_on(stage: HallStage) -> None:
    stage.show(BUSY)
    assert "10:00" in [each.text for each in lines(stage)]
    stage.clock.advance(minutes=1)
    stage.advance(1)
    assert "10:01" in [each.text for each in lines(stage)]


def test_the_window_cannot_be_closed(stage: HallStage) -> None:
    assert stage.app.stay() is True
    assert stage.app.open_settings() is False
