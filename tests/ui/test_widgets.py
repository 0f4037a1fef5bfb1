"""What pages are put together from: drawn, measured, touched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from kivy.uix.anchorlayout import AnchorLayout

from kiosk.qr import matrix
from screens.base import KioskScreen
from screens.icons import Icon
from screens.staff.rows import PagedRows, Row
from screens.theme import Screen
from screens.widgets.button import BigButton
from screens.widgets.cabinet import CabinetPicture, DoorShown
from screens.widgets.keypad import CodeField, CodeShown, Keypad, grouped
from screens.widgets.qr import QrCode
from screens.widgets.ruler import Ruler
from screens.widgets.text import Glyph, Say
from tests.ui.harness import PANELS, PORTRAIT, SMALL, Stage
from tests.ui.tree import faults, signs


class Bench(KioskScreen):
    """A page with one thing on it."""

    def on_pre_enter(self) -> None:
        middle = AnchorLayout()
        middle.add_widget(self.given["make"](self.theme))
        self.add_widget(middle)


class BenchStage(Stage):
    """A stage with a bench that holds one widget."""

    def __init__(self, make: Callable[[Any], Any], screen: Screen) -> None:
        super().__init__(screen, pages={"bench": Bench})
        self.make = make

    def __enter__(self) -> BenchStage:
        super().__enter__()
        return self


def bench(make: Callable[[Any], Any], screen: Screen = PORTRAIT) -> BenchStage:
    return BenchStage(make, screen)


def put(stage: BenchStage) -> Any:
    stage.navigator.home()
    stage.navigator.go("bench", make=stage.make)
    stage.settle()
    return stage.page.body.children[0].children[0]


# -- text --------------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", PANELS.values(), ids=PANELS)
def test_a_capital_of_body_text_is_as_high_as_it_says_in_pixels(screen: Screen) -> None:
    with bench(lambda theme: Say(theme=theme, text="H", wrap="line"), screen) as stage:
        label = put(stage)
        picture = stage.picture().convert("L")
        left, bottom = label.pos
        box = (left, screen.height_px - label.top, label.right, screen.height_px - bottom)
        dark = picture.crop(tuple(map(int, box))).point(lambda value: 255 if value < 128 else 0)
        _, top, _, low = dark.getbbox()
        assert (low - top) / screen.px_per_mm >= 4.8 - 0.5 / screen.px_per_mm


def test_every_pictogram_is_in_the_font_and_every_sentence_has_its_signs() -> None:
    assert {ord(icon) for icon in Icon} <= signs("Icons.ttf")
    from kiosk.words import LOCALES

    said = (LOCALES / "zh_CN/LC_MESSAGES/yizhan.po").read_text("utf-8")
    for font in ("Text-Regular.ttf", "Text-Bold.ttf"):
        assert {ord(sign) for sign in said if not sign.isspace()} <= signs(font)


def test_a_pictogram_fills_its_square() -> None:
    with bench(lambda theme: Glyph(theme=theme, icon=Icon.HOME, side=40)) as stage:
        glyph = put(stage)
        assert tuple(glyph.texture_size) == tuple(glyph.size)


def test_a_long_word_drops_the_pictogram_beside_it_before_it_breaks() -> None:
    def make(theme: Any) -> BigButton:
        return BigButton(
            theme=theme,
            icon=Icon.HOME,
            text="关怀模式关",
            size_hint=(None, None),
            size=(theme.mm(50), theme.mm(20)),
        )

    with bench(make) as stage:
        put(stage)
        assert faults(stage) == []


# -- digits ------------------------------------------------------------------------------------


def keypad(theme: Any) -> Keypad:
    return Keypad(theme=theme, clear="清除", rows_of_six=theme.tight)


@pytest.mark.parametrize("screen", PANELS.values(), ids=PANELS)
def test_the_keys_are_large_and_apart_on_every_panel(screen: Screen) -> None:
    with bench(keypad, screen) as stage:
        put(stage)
        assert faults(stage) == []


def typing(stage: BenchStage) -> list[str]:
    typed: list[str] = []
    pad = put(stage)
    pad.bind(on_digit=lambda _, digit: typed.append(digit))
    pad.bind(on_erase=lambda _: typed.append("<"))
    pad.bind(on_clear=lambda _: typed.append("x"))
    return typed


def test_fast_typing_loses_no_digit() -> None:
    with bench(keypad) as stage:
        typed = typing(stage)
        stage.advance(1)
        for digit in "192837":
            stage.touch(digit, wait=0.02)
        assert typed == list("192837")


def test_a_trembling_finger_types_a_digit_once() -> None:
    with bench(keypad) as stage:
        typed = typing(stage)
        stage.touch("5")
        stage.touch("5", wait=0.05)
        assert typed == ["5"]
        stage.touch("5", wait=0.3)
        assert typed == ["5", "5"]


def test_one_step_back_and_all_gone() -> None:
    with bench(keypad, SMALL) as stage:
        typed = typing(stage)
        stage.touch("1")
        stage.touch("清除")
        stage.tap(*next(w for w in stage.widgets() if getattr(w, "icon", "") == "\ue01f").center)
        assert typed == ["1", "x", "<"]


def test_a_hidden_field_shows_no_digit() -> None:
    with bench(lambda theme: CodeField(theme=theme, typed="123", hidden=True)) as stage:
        put(stage)
        assert stage.texts().count("●") == 3
        assert not {"1", "2", "3"} & set(stage.texts())


def test_a_code_is_shown_in_groups_and_fits_every_panel() -> None:
    for screen in PANELS.values():
        with bench(lambda theme: CodeShown(theme=theme, code="918273"), screen) as stage:
            put(stage)
            assert "918 273" in stage.texts()
            assert faults(stage) == []


@given(st.text("0123456789", max_size=20), st.integers(1, 6))
def test_grouping_changes_no_digit(code: str, group: int) -> None:
    shown = grouped(code, group)
    assert shown.replace(" ", "") == code
    assert all(len(part) <= group for part in shown.split())


# -- QR ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", ["YZ1.huaken.A03.k3J9-xY7_Qw2Rt5Uv8Zb1Nm", "存包"])
def test_a_qr_code_on_the_screen_is_read_back_by_another_library(data: str) -> None:
    with bench(lambda theme: QrCode(theme=theme, data=data, side=60)) as stage:
        put(stage)
        found = zxingcpp.read_barcodes(stage.picture())
        assert [code.text for code in found] == [data]


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=60))
def test_a_qr_code_has_four_light_modules_all_round(data: str) -> None:
    rows = matrix(data)
    edge = [*rows[:4], *rows[-4:]]
    edge += [row[:4] for row in rows] + [row[-4:] for row in rows]
    assert not any(any(row) for row in edge)
    assert all(row[4] for row in rows[4:11])  # the finder pattern begins right after


# -- cabinet, ruler ----------------------------------------------------------------------------


def test_a_picture_of_the_cabinet_has_each_door_at_its_place() -> None:
    doors = tuple(
        DoorShown(f"A{row * 4 + column + 1:02}", column, row, named=True, tone="card")
        for row in range(6)
        for column in range(4)
    )
    with bench(lambda theme: CabinetPicture(theme=theme, doors=doors)) as stage:
        picture = put(stage)
        by_label = {child.door.label: child for child in picture.children}
        assert by_label["A01"].top == pytest.approx(picture.top)
        assert by_label["A01"].x == pytest.approx(picture.x)
        assert by_label["A24"].y == pytest.approx(picture.y, abs=1)
        assert by_label["A24"].right == pytest.approx(picture.right, abs=1)
        assert faults(stage) == []


def test_a_touched_door_says_which() -> None:
    chosen: list[str] = []
    doors = tuple(DoorShown(f"A{n}", n, 0, named=True, tone="card") for n in range(4))

    def make(theme: Any) -> CabinetPicture:
        return CabinetPicture(theme=theme, doors=doors, chosen=chosen.append)

    with bench(make) as stage:
        put(stage)
        stage.touch("A2")
        assert chosen == ["A2"]
        assert faults(stage) == []


@pytest.mark.parametrize("screen", PANELS.values(), ids=PANELS)
def test_the_ruler_is_as_long_as_it_says(screen: Screen) -> None:
    with bench(lambda theme: Ruler(theme=theme, length=100), screen) as stage:
        ruler = put(stage)
        assert ruler.width == pytest.approx(100 * screen.px_per_mm)


# -- rows --------------------------------------------------------------------------------------


def test_a_row_that_stands_twice_is_seen_twice_and_no_row_is_lost_by_turning() -> None:
    twice = Row("A row that stands twice", "in the same list")
    rows = (twice, twice, *(Row(f"Row {number}", "and a hint") for number in range(30)))
    listing = {"before": "Before", "after": "After", "rows": rows}
    seen: list[str] = []
    with bench(lambda theme: PagedRows(theme=theme, **listing), SMALL) as stage:
        put(stage)
        while True:
            assert faults(stage) == []
            seen += [text for text in stage.texts() if "ow " in text]
            if stage.button("After").disabled:
                break
            stage.touch("After")
    assert sorted(seen) == sorted(row.text for row in rows)
