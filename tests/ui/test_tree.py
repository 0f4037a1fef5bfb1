"""The tree checker bites: each planted fault is found, and named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.scrollview import ScrollView

from screens.base import KioskScreen
from screens.theme import Screen
from screens.widgets.button import BigButton
from screens.widgets.rows import ListRow
from screens.widgets.text import Glyph, Say
from tests.ui.harness import PORTRAIT, Stage
from tests.ui.tree import faults

Plant = Callable[[KioskScreen, FloatLayout], None]


class Bed(KioskScreen):
    """A page with one free surface, and whatever is planted on it."""

    def on_pre_enter(self) -> None:
        bed = FloatLayout()
        self.add_widget(bed)
        self.given["plant"](self, bed)


def found(plant: Plant, *, care: bool = False, screen: Screen = PORTRAIT) -> list[str]:
    with Stage(screen, pages={"bed": Bed}) as stage:
        stage.navigator.visit.care = care
        stage.navigator.go("bed", plant=plant)
        return faults(stage)


def button(page: KioskScreen, x: float, y: float, mm: tuple[float, float], **kwargs: Any) -> Any:
    theme = page.theme
    size = (theme.mm(mm[0]), theme.mm(mm[1]))
    kwargs = {"text": "好", **kwargs}
    return BigButton(
        theme=theme,
        size_hint=(None, None),
        size_hint_min_y=None,
        size=size,
        pos=(theme.mm(x), theme.mm(y)),
        **kwargs,
    )


def text(page: KioskScreen, words: str, **kwargs: Any) -> Any:
    kwargs = {"pos": (page.theme.mm(20), page.theme.mm(200)), **kwargs}
    return Say(theme=page.theme, text=words, wrap="line", **kwargs)


def nothing(page: KioskScreen, bed: FloatLayout) -> None:
    bed.add_widget(button(page, 20, 60, (40, 20), tone="primary"))
    bed.add_widget(button(page, 63.5, 60, (16, 16)))
    bed.add_widget(text(page, "可以读的字"))


def small_target(page: KioskScreen, bed: FloatLayout) -> None:
    small = button(page, 20, 60, (40, 15))
    small.size_hint_min_y = None
    bed.add_widget(small)


def small_primary(page: KioskScreen, bed: FloatLayout) -> None:
    bed.add_widget(button(page, 20, 60, (40, 19), tone="primary"))


def narrow_gap(page: KioskScreen, bed: FloatLayout) -> None:
    bed.add_widget(button(page, 20, 60, (40, 20)))
    bed.add_widget(button(page, 62, 60, (40, 20)))


def overlap(page: KioskScreen, bed: FloatLayout) -> None:
    bed.add_widget(button(page, 20, 60, (40, 20)))
    bed.add_widget(button(page, 50, 70, (40, 20)))


def off_screen(page: KioskScreen, bed: FloatLayout) -> None:
    bed.add_widget(button(page, 250, 60, (40, 20)))


def small_text(page: KioskScreen, bed: FloatLayout) -> None:
    words = text(page, "小字")
    words.font_size *= 0.9
    bed.add_widget(words)


def pale_text(page: KioskScreen, bed: FloatLayout) -> None:
    words = text(page, "淡字")
    words.color = (0.6, 0.6, 0.6, 1)
    bed.add_widget(words)


def wrong_ground(page: KioskScreen, bed: FloatLayout) -> None:
    bed.add_widget(text(page, "白字", tone="staff"))


def cut_text(page: KioskScreen, bed: FloatLayout) -> None:
    words = Say(
        theme=page.theme,
        text="一段放不下的很长很长的话",
        wrap="box",
        size_hint=(None, None),
        size=(page.theme.mm(30), page.theme.mm(8)),
        pos=(page.theme.mm(20), page.theme.mm(200)),
    )
    bed.add_widget(words)


def torn_number(page: KioskScreen, bed: FloatLayout) -> None:
    words = text(page, "0898-65990000")
    words.text_size = (words.font_size * 4, None)
    bed.add_widget(words)


def shortened_text(page: KioskScreen, bed: FloatLayout) -> None:
    cut_text(page, bed)
    bed.children[0].shorten = True


def spilling_button(page: KioskScreen, bed: FloatLayout) -> None:
    bed.add_widget(button(page, 20, 60, (30, 16), text="一个按钮里放不下的一句话"))


def written_over(page: KioskScreen, bed: FloatLayout) -> None:
    bed.add_widget(text(page, "第一句话"))
    bed.add_widget(text(page, "第二句话"))


def text_under_button(page: KioskScreen, bed: FloatLayout) -> None:
    bed.add_widget(text(page, "按钮下面的字", pos=(page.theme.mm(20), page.theme.mm(60))))
    bed.add_widget(button(page, 25, 55, (40, 20)))


def close_lines(page: KioskScreen, bed: FloatLayout) -> None:
    bed.add_widget(text(page, "行距", line_height=0.85))


def unknown_sign(page: KioskScreen, bed: FloatLayout) -> None:
    bed.add_widget(text(page, "笑脸\U0001f600"))


def unknown_pictogram(page: KioskScreen, bed: FloatLayout) -> None:
    where = (page.theme.mm(20), page.theme.mm(200))
    bed.add_widget(Glyph(theme=page.theme, icon="\uf8ff", pos=where))


def faint_explanation(page: KioskScreen, bed: FloatLayout) -> None:
    large = button(page, 20, 200, (200, 60), role="display", hint="小字说明")
    large._size_hint_line = lambda room: None
    large._hint.role = "body"
    bed.add_widget(large)


PLANTED: tuple[tuple[Plant, str], ...] = (
    (small_target, "less than 16"),
    (small_primary, "less than 20"),
    (narrow_gap, "mm from"),
    (overlap, "overlaps"),
    (off_screen, "leaves the screen"),
    (small_text, "capitals of"),
    (pale_text, "contrast of 2"),
    (wrong_ground, "contrast of 1"),
    (cut_text, "is cut"),
    (torn_number, "is torn"),
    (shortened_text, "is shortened"),
    (spilling_button, "sticks out of"),
    (written_over, "is written over"),
    (text_under_button, "runs into"),
    (close_lines, "lines too close"),
    (faint_explanation, "is explained in letters of"),
    (unknown_sign, "the font does not"),
    (unknown_pictogram, "the font does not"),
)


def test_a_good_page_has_no_faults() -> None:
    assert found(nothing) == []
    assert found(nothing, care=True) == []


@pytest.mark.parametrize(("plant", "said"), PLANTED, ids=lambda each: getattr(each, "__name__", ""))
def test_a_planted_fault_is_found(plant: Plant, said: str) -> None:
    faults_found = found(plant)
    assert any(said in each for each in faults_found), faults_found


def test_care_mode_asks_more_of_the_same_text() -> None:
    def grey(page: KioskScreen, bed: FloatLayout) -> None:
        words = text(page, "灰字")
        words.color = (0.42, 0.42, 0.42, 1)
        bed.add_widget(words)

    assert found(grey) == []
    assert any("contrast" in each for each in found(grey, care=True))


def test_more_than_six_list_entries_are_too_many_in_care_mode() -> None:
    def rows(page: KioskScreen, bed: FloatLayout) -> None:
        column = BoxLayout(orientation="vertical", spacing=page.theme.gap)
        for _ in range(7):
            column.add_widget(ListRow(theme=page.theme, text="一行", height=page.theme.target))
        column.size_hint = (1, None)
        column.height = 7 * page.theme.target + 6 * page.theme.gap
        column.pos = (0, page.theme.mm(100))
        bed.add_widget(column)

    assert found(rows) == []
    assert any("7 list entries" in each for each in found(rows, care=True))


def test_what_a_list_has_scrolled_away_is_no_fault() -> None:
    def scrolled(page: KioskScreen, bed: FloatLayout) -> None:
        view = ScrollView(size_hint=(1, None), height=page.theme.mm(80))
        view.y = page.theme.mm(100)
        column = BoxLayout(orientation="vertical", spacing=page.theme.gap, size_hint_y=None)
        for _ in range(20):
            column.add_widget(ListRow(theme=page.theme, text="一行", height=page.theme.target))
        column.height = 20 * (page.theme.target + page.theme.gap)
        view.add_widget(column)
        bed.add_widget(view)

    assert found(scrolled) == []
