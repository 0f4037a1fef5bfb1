"""Slips as pictures: lines break where people break them, nothing is cut off, codes can be read."""

from __future__ import annotations

from itertools import pairwise

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from drivers.printer.picture import picture
from drivers.printer.trial import DOTS_A_MM, trial
from drivers.printer.wrapping import even_lines, lines, tidy_lines
from kiosk.slips import Big, List, Pair, Pairs, Qr, Rule, Slip, Text, TextSize, Title

CLOSING = "，。、；：？！）》”’"
OPENING = "（《“‘"
SIGNS = "一二三四五社区驿站取号" + CLOSING + OPENING + "abcXYZ 0123-"
WIDTHS = (384, 576)


def measure(text: str) -> float:
    """Wide signs are two, the others one."""
    return sum(2 if ord(sign) > 0x2E80 or sign in CLOSING + OPENING else 1 for sign in text)


def box(drawn: Image.Image) -> tuple[int, int, int, int]:
    found = ImageChops.invert(drawn).getbbox()
    assert found is not None
    return found


@pytest.mark.parametrize("broken", [lines, even_lines, tidy_lines])
@given(text=st.text(SIGNS, max_size=80), width=st.integers(12, 60))
def test_no_sign_is_lost_and_no_line_too_wide(broken: object, text: str, width: int) -> None:
    assert callable(broken)
    found = broken(text, width, measure)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert all(measure(line) <= width for line in found)


@given(text=st.text("一二三四五" + "，。）（", max_size=60), width=st.integers(12, 60))
def test_no_line_begins_with_what_closes_or_ends_with_what_opens(text: str, width: int) -> None:
    """Unless so many marks follow each other that they fill a line by themselves."""
    for found in (lines(text, width, measure), even_lines(text, width, measure)):
        for before, after in pairwise(found):
            if not set(before[-6:]) & set("一二三四五") or not set(after[:6]) & set("一二三四五"):
                continue
            run = before[-1] in "，。）（" and after[0] in "，。）（"
            assert run or after[0] not in "，。）"
            assert run or before[-1] != "（"


def test_a_word_is_broken_only_when_it_is_longer_than_the_line() -> None:
    assert lines("please bring your card", 11, measure) == ["please", "bring your", "card"]
    assert lines("V-20261125-003", 10, measure) == ["V-20261125", "-003"]


def test_no_sign_stands_alone_on_the_last_line() -> None:
    assert tidy_lines("一二三四五六七", 12, measure) == ["一二三四", "五六七"]


def test_a_break_after_a_mark_is_preferred() -> None:
    assert even_lines("过号请说一声，还能排上。", 20, measure) == ["过号请说一声，", "还能排上。"]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("text", ["A1-017", "W", "384 127", "Z9-99999999999999", "号" * 12])
def test_the_number_is_as_large_as_the_paper_allows_and_whole(
    text: str, width: int, large: bool
) -> None:
    left, top, right, bottom = box(picture(Slip((Big(text),)), width, large=large))
    whole = picture(Slip((Big(text),)), width, large=large)
    assert (left, right) != (0, width) or right - left <= width
    assert top > 0
    assert bottom < whole.height
    if text == "A1-017":
        assert right - left > 0.75 * width or bottom - top > 0.4 * 5 * 28


@pytest.mark.parametrize("width", WIDTHS)
def test_every_line_keeps_its_ink_within_the_strip(width: int) -> None:
    """Tall and deep letters, marks and capitals with accents."""
    drawn = picture(Slip((Text("ÉÅjgqy（）《》龘，。"),)), width)
    _, top, _, bottom = box(drawn)
    assert top > 0
    assert bottom < drawn.height


def test_large_type_is_larger_in_every_block() -> None:
    for block in (
        Title("驿站"),
        Text("请取票"),
        Text("请取票", TextSize.SMALL),
        Text("请取票", TextSize.LARGE, bold=True),
        Pairs((Pair("时间", "10:32"),)),
        List("请带", ("身份证",)),
        Rule(),
    ):
        small, by_visit = Slip((block,)), Slip((block,), large=True)
        height = picture(small, 384).height
        assert picture(by_visit, 384).height > height
        assert picture(small, 384, large=True).height == picture(by_visit, 384).height


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("length", [1, 36, 120, 300])
def test_a_code_of_any_length_is_read_back(width: int, length: int) -> None:
    data = ("yzt:" + "9f8e7d6c" * 40)[:length]
    drawn = picture(Slip((Text("x"), Qr(data, "扫一扫"), Text("x"))), width)
    assert [found.text for found in zxingcpp.read_barcodes(drawn.convert("L"))] == [data]


def test_a_long_value_goes_on_below_its_label() -> None:
    short = picture(Slip((Pairs((Pair("时间", "10:32"),)),)), 384)
    long = picture(Slip((Pairs((Pair("时间", "11月30日（周一） 14:00–16:00"),)),)), 384)
    assert long.height >= short.height * 2


def test_every_dot_is_black_or_white() -> None:
    """White is the one white that inverts to nothing; another makes blank rows look like ink."""
    drawn = picture(Slip((Title("驿站"), Text("请取票"), Qr("x", "y"), Rule())), 384)
    assert {colour for _, colour in drawn.getcolors() or ()} == {0, 255}
    assert drawn.mode == "1"
    assert drawn.width == 384


def test_an_empty_slip_is_a_picture_too() -> None:
    assert picture(Slip(()), 384).height == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_the_ruler_of_the_test_slip_has_a_stroke_each_millimetre(width: int) -> None:
    drawn = trial(width, large=False)
    ruler = drawn.height - 5 * 56
    black = [x for x in range(width) if drawn.getpixel((x, ruler + 5)) == 0]
    assert black[:-1] == list(range(0, width, DOTS_A_MM))
    assert black[-1] == width - 1


def test_the_name_of_a_station_is_made_smaller_before_it_is_broken() -> None:
    name, short = "四五社区一二三取号驿站", "社区驿站"
    heights = [picture(Slip((Title(each),)), 384, large=True).height for each in (name, short)]
    assert heights[0] < heights[1]
