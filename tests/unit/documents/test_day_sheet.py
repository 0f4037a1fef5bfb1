"""The day sheet, printed and read back: its words, its code, and what must not stand on it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pypdfium2
import pytest
import qrcode
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.documents.day_sheet import DaySheet, For, Use, VenueDay, door_sheet, overview
from kiosk.documents.paper import UNKNOWN
from kiosk.settings import Bilingual

DAY = date(2026, 2, 14)
NINE = datetime(2026, 2, 14, 1, 0, tzinfo=UTC)
HALL = VenueDay(
    Bilingual(zh="党群会议室", en="Meeting room"),
    (
        Use(NINE + timedelta(hours=5), NINE + timedelta(hours=7), what="棋牌活动"),
        Use(NINE, NINE + timedelta(hours=2), "红色志愿服务队", "学习会", "138****5678"),
        Use(NINE + timedelta(hours=10), NINE + timedelta(hours=15), contact="13900001111"),
    ),
)
COURT = VenueDay(Bilingual(zh="篮球场", en="Basketball court"))
SHEET = DaySheet(
    station=Bilingual(zh="华垦社区党群服务驿站", en="Huaken Community Station"),
    day=DAY,
    venues=(HALL, COURT),
    made=datetime(2026, 2, 14, 0, 5, tzinfo=UTC),
    rules=Bilingual(zh="请爱护场地，按时归还。", en="Please look after the room."),
)


def pages(file: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(file)
    return [page.get_textpage().get_text_range() for page in document]


def drawn(file: bytes) -> Any:
    return pypdfium2.PdfDocument(file)[0].render(scale=3).to_pil()


def test_every_venue_has_a_page_for_its_door() -> None:
    first, second = pages(door_sheet(SHEET, "zh"))
    for words in (
        "华垦社区党群服务驿站",
        "2026年2月14日 星期六",
        "党群会议室",
        "请爱护场地，按时归还。",
    ):
        assert words in first
    assert "篮球场" in second
    assert "当天没有预约。" in second
    assert "打印于2026-02-14 08:05" in second


def test_the_uses_stand_in_order_of_time_by_the_stations_clock() -> None:
    first, _ = pages(door_sheet(SHEET, "zh"))
    times = ["09:00–11:00", "14:00–16:00", "19:00–24:00"]
    assert [first.index(time) for time in times] == sorted(first.index(time) for time in times)
    assert first.index("红色志愿服务队") < first.index("棋牌活动")
    assert "已预约" in first


def test_the_sheet_is_there_in_english() -> None:
    first, second = pages(door_sheet(SHEET, "en"))
    for words in ("Saturday, 2026-02-14", "Meeting room", "Booked", "Please look after the room."):
        assert words in first
    assert "Nothing is booked." in second


def test_no_number_stands_at_a_door_and_at_the_counter_it_is_masked() -> None:
    for page in (*pages(door_sheet(SHEET, "zh")), *pages(overview(SHEET, "zh", For.DOOR))):
        assert "138" not in page
        assert "139" not in page
    (page,) = pages(overview(SHEET, "zh"))
    assert "138****5678" in page
    assert "1390" not in page


def test_all_venues_stand_on_one_page_and_a_closed_one_says_why() -> None:
    sheet = replace(SHEET, venues=(HALL, replace(COURT, closed="雨天停用")))
    (page,) = pages(overview(sheet, "zh"))
    assert page.index("全部场地") < page.index("党群会议室") < page.index("雨天停用")


def test_the_code_can_be_read_from_the_paper() -> None:
    code = qrcode.QRCode(border=4)
    code.add_data("https://station.example/check-in/0195")
    code.make()
    sheet = replace(SHEET, venues=(HALL,), check_in=code.get_matrix())
    (page,) = pages(door_sheet(sheet, "zh"))
    assert "扫码签到" in page
    (found,) = zxingcpp.read_barcodes(drawn(door_sheet(sheet, "zh")))
    assert found.text == "https://station.example/check-in/0195"


def test_a_full_day_goes_on_on_a_second_page_under_the_same_head() -> None:
    uses = tuple(
        Use(NINE + timedelta(minutes=30 * n), NINE + timedelta(minutes=30 * n + 30), f"第{n}队")
        for n in range(24)
    )
    sheet = replace(SHEET, venues=(replace(HALL, uses=uses),))
    found = pages(door_sheet(sheet, "zh"))
    assert len(found) > 1
    for page in found:
        assert "党群会议室" in page
        assert "2026年2月14日" in page
    assert "第0队" in found[0]
    assert "第23队" in found[-1]


def test_a_sign_the_font_does_not_have_is_shown_as_a_box_and_nothing_else_is_lost() -> None:
    sheet = replace(SHEET, venues=(replace(HALL, uses=(replace(HALL.uses[1], who="㛃队𠮷"),)),))
    (page,) = pages(door_sheet(sheet, "zh"))
    assert f"{UNKNOWN}队{UNKNOWN}" in page


def test_the_same_sheet_is_the_same_bytes() -> None:
    assert door_sheet(SHEET, "zh") == door_sheet(SHEET, "zh")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_leaves_the_paper(language: str) -> None:
    long = "很长的名字" * 20 + " " + "Association of the old compound " * 6
    sheet = replace(SHEET, venues=(replace(HALL, uses=(replace(HALL.uses[1], who=long),)),))
    picture = drawn(door_sheet(sheet, language)).convert("L")
    wide, high = picture.size
    edge = wide * 10 // 210
    for box in ((0, 0, edge, high), (wide - edge, 0, wide, high), (0, high - edge, wide, high)):
        assert picture.crop(box).getextrema() == (255, 255)


@settings(max_examples=10)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80), st.integers(0, 40))
def test_any_words_can_be_printed(words: str, count: int) -> None:
    uses = (Use(NINE, NINE + timedelta(hours=1), words, words, words),) * count
    sheet = replace(SHEET, venues=(replace(HALL, uses=uses),))
    assert pages(overview(sheet, "zh"))
