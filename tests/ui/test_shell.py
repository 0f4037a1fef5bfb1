"""What the waiting screen, home and help say, and that they point to nothing that is not there."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from kiosk.folding import SetAside
from screens.visit import Language
from screens.widgets.ribbon import SEVEN, Ribbon
from tests.ui.harness import PANELS, Stage
from tests.ui.lockers import showings as lockers
from tests.ui.people import services

NOTHING = "本机暂时不能办理业务，请找工作人员。"
SOME = "部分服务正在维护，请找工作人员。"


def station(*, read_only: bool = False, set_aside: tuple[SetAside, ...] = ()) -> Any:
    return SimpleNamespace(read_only=read_only, set_aside=set_aside)


def test_the_waiting_screen_greets_and_tells_station_day_and_hours() -> None:
    with Stage() as stage:
        said = stage.texts()
    assert {"欢迎光临", "华垦社区党群服务驿站", "10:00", "今日开放 08:30–19:30"} <= set(said)


def test_waiting_screen_and_home_wear_the_seven_colours() -> None:
    with Stage() as stage:
        for go in (stage.navigator.wait_for_somebody, stage.navigator.home):
            go()
            picture = stage.picture()
            (ribbon,) = (each for each in stage.widgets() if isinstance(each, Ribbon))
            middle = picture.height - round(ribbon.center_y)
            colours = {picture.getpixel((x, middle)) for x in range(picture.width)}
            assert len(colours) == len(SEVEN)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (station(read_only=True), NOTHING),
        (station(set_aside=(SetAside(7, "lockers", "KeyError"),)), SOME),
        (station(), ""),
    ],
)
@pytest.mark.parametrize("panel", PANELS)
def test_a_station_that_takes_no_entries_says_so_before_anybody_tries(
    panel: str, found: Any, sentence: str
) -> None:
    with Stage(PANELS[panel], services=services(station=found)) as stage:
        for go in (stage.navigator.wait_for_somebody, stage.navigator.home):
            go()
            stage.settle()
            assert stage.page.notice == sentence
            assert [each for each in stage.texts() if each in (NOTHING, SOME)] == (
                [sentence] if sentence else []
            )


def test_help_says_where_help_is_in_the_words_staff_chose() -> None:
    with Stage() as stage:
        stage.navigator.home()
        stage.navigator.help()
        stage.settle()
        assert "请到服务台找工作人员" in stage.texts()


@pytest.mark.parametrize("scanner", [True, False])
@pytest.mark.parametrize("panel", PANELS)
def test_a_scanner_is_spoken_of_only_where_there_is_one(panel: str, scanner: bool) -> None:
    with Stage(PANELS[panel], services=lockers.services(), scanner=scanner) as stage:
        stage.navigator.visit.wipe(Language.EN)
        stage.navigator.home()
        said = ""
        for page in ("lockers", "lockers.pick_up", "lockers.arrive"):
            stage.navigator.go(page)
            stage.settle()
            said += "\n".join(stage.texts())
    assert ("scanner" in said) == scanner
    assert ("or the QR code" in said) == scanner
