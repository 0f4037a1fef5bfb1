"""The way from page to page, and what is wiped when."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.errors import JournalError, Refused
from screens.base import KioskScreen
from screens.idle import AFTER, AFTER_CARE, AFTER_PERSONAL, WARNED
from screens.touch import CornerWalk
from screens.visit import Language
from tests.ui.harness import PORTRAIT, SMALL, HandLane, Stage
from tests.ui.people import SilentVoice


class Task(KioskScreen):
    """A page with something typed on it."""

    def heading(self) -> str:
        return "任务"

    def on_pre_enter(self) -> None:
        self.answers: list[Any] = []
        self.left_for_good = False

    def on_leave(self) -> None:
        self.left_for_good = True

    def ask(self, act: Any) -> None:
        self.do(act, then=self.answers.append)

    def words(self, refused: Refused) -> str:
        return f"Because {refused.reason}"


class Private(Task):
    personal = True


class PinPage(Task):
    pass


PAGES = {"task": Task, "private": Private, "staff.pin": PinPage}


def stage(**kwargs: Any) -> Stage:
    return Stage(pages=PAGES, **kwargs)


# -- ways --------------------------------------------------------------------------------------


def test_the_program_begins_with_the_waiting_page() -> None:
    with stage() as s:
        assert s.shown() == "AttractScreen"


def test_a_touch_anywhere_wakes_the_waiting_page() -> None:
    with stage() as s:
        s.tap(500, 1500)
        assert s.shown() == "HomeScreen"


def test_the_waking_touch_touches_nothing_and_half_a_second_later_neither() -> None:
    with stage() as s:
        s.touch("触摸屏幕开始")
        button = s.button("关怀模式")
        s.tap(*button.center, wait=0.1)
        assert not s.navigator.visit.care
        s.tap(*button.center, wait=0.6)
        assert s.navigator.visit.care


def test_care_mode_begins_on_the_waiting_page_already() -> None:
    with stage() as s:
        s.touch("关怀模式")
        assert s.shown() == "HomeScreen"
        assert s.page.theme.care


def test_back_returns_and_home_forgets_what_was_given() -> None:
    with stage() as s:
        s.navigator.home()
        s.navigator.visit.given["phone"] = "13800000000"
        s.navigator.go("task")
        s.navigator.go("private")
        s.touch("返回")
        assert s.place == "task"
        assert s.navigator.visit.given
        s.touch("首页")
        assert s.place == "home"
        assert not s.navigator.visit.given


def test_a_replaced_page_is_passed_over_by_back() -> None:
    with stage() as s:
        s.navigator.home()
        s.navigator.go("task")
        s.navigator.replace("private")
        s.touch("返回")
        assert s.place == "home"


def test_back_from_home_ends_the_visit() -> None:
    with stage() as s:
        s.navigator.wake(care=True)
        s.touch("返回")
        assert s.shown() == "AttractScreen"
        assert not s.navigator.visit.care


def test_a_page_is_told_when_it_is_left() -> None:
    with stage() as s:
        s.navigator.home()
        s.navigator.go("task")
        page = s.page
        s.navigator.back()
        assert page.left_for_good
        assert not page.current


def test_help_returns_to_the_task_and_asks_only_once() -> None:
    with stage() as s:
        s.navigator.home()
        s.navigator.go("task")
        s.touch("帮助")
        s.touch("帮助")
        assert s.shown() == "HelpScreen"
        s.touch("返回")
        assert s.place == "task"


def test_a_call_for_staff_wipes_what_was_given() -> None:
    called = []
    with stage(call_staff=lambda: called.append(1)) as s:
        s.navigator.home()
        s.navigator.visit.given["code"] = "123123"
        s.touch("帮助")
        s.touch("呼叫工作人员")
        assert called == [1]
        assert not s.navigator.visit.given
        assert s.page.called


def test_language_care_and_low_are_for_this_visit_only() -> None:
    with stage() as s:
        s.navigator.wake()
        s.advance(1)
        s.touch("English")
        assert s.page.title == "Huaken Community Station"
        s.touch("Care mode")
        s.touch("Low mode")
        assert s.page.theme.care
        assert s.page.height == PORTRAIT.height_px / 2
        s.touch("Back")
        visit = s.navigator.visit
        assert (visit.language, visit.care, visit.low) == (Language.ZH, False, False)


def test_low_mode_brings_every_control_to_the_lower_half() -> None:
    with stage() as s:
        s.navigator.wake()
        s.navigator.visit.low = True
        s.navigator.rebuild()
        s.settle()
        tops = [w.top for w in s.widgets() if hasattr(w, "primary")]
        assert max(tops) <= PORTRAIT.height_px / 2


def test_a_panel_too_low_to_halve_stays_whole_in_low_mode() -> None:
    with Stage(SMALL) as s:
        s.navigator.wake()
        s.navigator.visit.low = True
        s.navigator.rebuild()
        s.settle()
        assert s.page.height == SMALL.height_px


def test_care_mode_speaks_and_the_other_does_not() -> None:
    voice = SilentVoice()
    with stage(voice=voice) as s:
        s.navigator.wake()
        assert voice.said == []
        s.navigator.wake(care=True)
        assert voice.said == ["home"]


def test_pages_speak_the_language_of_the_visit() -> None:
    voice = SilentVoice()
    with stage(voice=voice) as s:
        s.navigator.wake(care=True, language=Language.EN)
        assert voice.languages == ["en"]


def test_what_the_page_before_had_to_say_is_dropped() -> None:
    voice = SilentVoice()
    with stage(voice=voice) as s:
        s.navigator.wake(care=True)
        before = voice.hushed
        s.navigator.go("task")
        s.navigator.home()
        assert voice.hushed > before
        before = voice.hushed
        s.navigator.finish()
        assert voice.hushed > before


# -- asking rules ------------------------------------------------------------------------------


def test_an_answer_comes_back_to_the_page_that_asked() -> None:
    with stage() as s:
        s.navigator.home()
        s.navigator.go("task")
        s.page.ask(lambda: 42)
        assert s.page.busy
        s.settle()
        assert s.page.answers == [42]
        assert not s.page.busy


def test_a_refusal_is_one_sentence_on_the_page() -> None:
    def refuse() -> None:
        raise Refused("full")

    with stage() as s:
        s.navigator.home()
        s.navigator.go("task")
        s.page.ask(refuse)
        s.settle()
        assert "Because full" in s.texts()
        s.page.ask(lambda: 1)
        s.settle()
        assert "Because full" not in s.texts()


def test_a_disk_that_says_no_is_told_too() -> None:
    def fail() -> None:
        raise JournalError("disk full")

    with stage() as s:
        s.navigator.home()
        s.navigator.go("task")
        s.page.ask(fail)
        s.settle()
        assert any("没有" in each for each in s.texts())


def test_a_page_that_waits_says_so_after_half_a_second_and_takes_no_second_order() -> None:
    lane = HandLane(at_once=False)
    with stage(lane=lane) as s:
        s.navigator.home()
        s.navigator.go("task")
        s.page.ask(lambda: 1)
        s.page.ask(lambda: 2)
        s.advance(0.4)
        assert not any("稍候" in each for each in s.texts())
        s.advance(0.3)
        assert any("稍候" in each for each in s.texts())
        lane.run()
        s.settle()
        assert s.page.answers == [1]
        assert not any("稍候" in each for each in s.texts())


def test_an_answer_for_a_page_that_is_gone_is_dropped() -> None:
    lane = HandLane(at_once=False)
    with stage(lane=lane) as s:
        s.navigator.home()
        s.navigator.go("task")
        page = s.page
        page.ask(lambda: 1)
        s.navigator.home()
        lane.run()
        s.settle()
        assert page.answers == []


# -- idle --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "care", "patience"),
    [
        ("task", False, AFTER),
        ("private", False, AFTER_PERSONAL),
        ("task", True, AFTER_CARE),
        ("private", True, AFTER_CARE),
    ],
)
def test_the_screen_asks_after_its_patience_and_not_before(
    page: str, care: bool, patience: float
) -> None:
    with stage() as s:
        s.navigator.wake(care=care)
        s.navigator.go(page)
        s.advance(patience - 1)
        assert s.shown() != "StillHereScreen"
        s.advance(2)
        assert s.shown() == "StillHereScreen"


def test_who_says_so_goes_on_where_they_were_as_often_as_they_like() -> None:
    with stage() as s:
        s.navigator.wake()
        s.navigator.visit.given["code"] = "12"
        s.navigator.go("task")
        page = s.page
        for _ in range(3):
            s.advance(AFTER + WARNED - 5)
            s.touch("我还在")
            assert s.page is page
            assert not page.left_for_good
        assert s.navigator.visit.given == {"code": "12"}


def test_a_touch_beside_the_button_says_so_too_and_touches_nothing_below() -> None:
    with stage() as s:
        s.navigator.wake()
        s.navigator.go("task")
        s.advance(AFTER + 1)
        s.tap(540, 1000)
        assert s.shown() == "Task"


def test_after_the_warning_the_visit_is_wiped() -> None:
    voice = SilentVoice()
    with stage(voice=voice) as s:
        s.navigator.wake(language=Language.EN)
        s.navigator.visit.given["phone"] = "13800000000"
        s.navigator.go("private")
        page = s.page
        s.advance(AFTER_PERSONAL + 1)
        assert "still_here" in voice.said
        assert voice.languages[-1] == "en"
        s.advance(WARNED)
        assert s.shown() == "AttractScreen"
        assert page.left_for_good
        assert not s.navigator.visit.given
        assert s.navigator.visit.language == Language.ZH


def test_touches_put_the_question_off() -> None:
    with stage() as s:
        s.navigator.wake()
        s.navigator.go("task")
        for _ in range(4):
            s.advance(AFTER - 5)
            s.tap(540, 1000)
        assert s.shown() == "Task"


def test_the_idle_clock_stands_still_while_a_door_of_the_visit_is_open() -> None:
    with stage() as s:
        s.navigator.wake()
        s.navigator.go("task")
        s.navigator.hold_door("A03", is_open=True)
        s.advance(AFTER * 3)
        assert s.shown() == "Task"
        s.navigator.hold_door("A03", is_open=False)
        s.advance(AFTER - 10)
        assert s.shown() == "Task"
        s.advance(20)
        assert s.shown() == "StillHereScreen"


def test_a_page_may_hold_the_idle_clock_itself() -> None:
    with stage() as s:
        s.navigator.wake()
        s.navigator.go("task")
        s.page.holds_idle = True
        s.advance(AFTER * 2)
        assert s.shown() == "Task"


def test_the_waiting_page_waits_for_ever_and_draws_nothing_meanwhile() -> None:
    with stage() as s:
        drawn = 0
        for _ in range(240):
            s.time.now += 0.25
            drawn += s.frame()
        assert s.shown() == "AttractScreen"
        assert drawn == 0


# -- fingers -----------------------------------------------------------------------------------


def test_a_second_press_is_ignored_for_400_ms() -> None:
    with stage() as s:
        s.navigator.wake()
        s.advance(1)
        s.touch("低位模式")
        low = s.navigator.visit.low
        s.touch("低位模式", wait=0.1)
        assert s.navigator.visit.low is low is True


def test_a_second_finger_does_nothing() -> None:
    with stage() as s:
        s.navigator.wake()
        s.advance(1)
        first = s.down(540, 1650)
        s.advance(1)
        second = s.down(*s.button("帮助").center)
        s.up(second)
        assert s.place == "home"
        s.up(first)
        s.touch("帮助")
        assert s.place == "help"


def walk_corners(s: Stage, hold: float) -> None:
    width, height = PORTRAIT.width_px, PORTRAIT.height_px
    for x, y in ((20, height - 20), (width - 20, height - 20), (width - 20, 20)):
        s.tap(x, y)
    s.advance(0.6)
    last = s.down(20, 20)
    s.advance(hold)
    s.up(last)


def test_the_corners_with_the_last_one_held_lead_to_the_pin() -> None:
    with stage() as s:
        walk_corners(s, CornerWalk.HELD + 0.5)
        assert s.place == "staff.pin"


def test_the_corners_without_holding_lead_nowhere() -> None:
    with stage() as s:
        walk_corners(s, CornerWalk.HELD - 0.5)
        s.advance(3)
        assert s.place != "staff.pin"


def test_a_scanned_code_wakes_the_screen_and_reaches_the_page() -> None:
    codes = []

    class Home(KioskScreen):
        def on_scan(self, code: str) -> bool:
            codes.append(code)
            return True

    with Stage(pages={"home": Home}) as s:
        s.navigator.scanned("YZ1")
        s.advance(AFTER + 1)
        assert s.shown() == "StillHereScreen"
        s.navigator.scanned("YZ2")
        assert s.shown() == "Home"
        assert codes == ["YZ1", "YZ2"]
