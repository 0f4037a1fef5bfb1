"""The State Council's notice: the real ones, invented ones, and ones with mistakes in them.

``tests/data/notices`` quotes the notices of 2019 to 2026; their days are checked against the
package ``chinesecalendar``, which has them from another hand.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.calendars import load_calendar
from kiosk.notices import Doubt, HolidayRead, Notice, Remark, read_notice
from kiosk.notices.phrases import SENTENCES, sentence
from kiosk.notices.wording import NAMES
from kiosk.workdays import announced_in, days_of, differences, is_weekend

FOLDER = Path(__file__).parents[1] / "data" / "notices"
TEXTS = {int(path.stem): path.read_text("utf-8") for path in sorted(FOLDER.glob("*.txt"))}
CHANGED_LATER = {
    2019: {date(2019, 4, 28), date(2019, 5, 2), date(2019, 5, 3), date(2019, 5, 5)},
    2020: {date(2020, 1, 31), date(2020, 2, 1)},
}
"""Days that a second notice of the same year changed: Labour Day 2019, Spring Festival 2020."""
WEEKDAYS = "一二三四五六日"


def doubts(text: str) -> list[Doubt]:
    return [trouble.doubt for trouble in read_notice(text).troubles]


# -- the real ones -----------------------------------------------------------------------------


@pytest.mark.parametrize("year", TEXTS)
def test_a_real_notice_is_read_without_a_doubt(year: int) -> None:
    notice = read_notice(TEXTS[year])
    assert (notice.year, notice.troubles, notice.remarks) == (year, (), ())
    assert {each.key for each in notice.holidays} <= set(NAMES.values())


@pytest.mark.parametrize("year", TEXTS)
def test_the_days_of_a_real_notice_are_those_another_hand_wrote_down(year: int) -> None:
    calendar = read_notice(TEXTS[year]).calendar
    differ = {
        day
        for day in days_of(year)
        if calendar.day(day).kind.is_worked != chinese_calendar.is_workday(day)
        # The end of December may belong to the notice of the next year.
        and day < date(year, 12, 29)
    }
    assert differ == CHANGED_LATER.get(year, set())


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025, 2026])
def test_taking_over_a_real_notice_changes_nothing_of_the_table(year: int) -> None:
    table = load_calendar()
    then = table.overridden_by(read_notice(TEXTS[year]).calendar)
    changed = differences(table, then, [year - 1, year])
    # A single day "joined to the weekend" names the weekend in the table, but not in the notice.
    assert [each for each in changed if not is_weekend(each.day)] == []


def test_what_the_notice_of_2026_says_is_all_there() -> None:
    notice = read_notice(TEXTS[2026])
    spring = notice.holidays[1]
    assert (spring.key, spring.name) == ("spring_festival", "春节")
    assert (spring.off[0], spring.off[-1], len(spring.off)) == (
        date(2026, 2, 15),
        date(2026, 2, 23),
        9,
    )
    assert spring.worked == (date(2026, 2, 14), date(2026, 2, 28))
    assert sum(len(each.off) for each in notice.holidays) == 33
    assert [text[:4] for text in notice.left] == ["鼓励单位", "节假日期", "国务院办"]


def test_advice_to_rest_on_a_day_is_no_day_off() -> None:
    assert date(2024, 2, 9) not in read_notice(TEXTS[2024]).calendar.off


# -- however it was copied ---------------------------------------------------------------------

HALF_WIDTH = str.maketrans("：，；（）０１２３４５６７８９", ":,;()0123456789")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
COPIES: dict[str, Callable[[str], str]] = {
    "half width": lambda text: text.translate(HALF_WIDTH),
    "full width": lambda text: text.translate(FULL_WIDTH),
    "one line": lambda text: text.replace("\n", ""),
    "broken anywhere": lambda text: "\n".join(text[at : at + 7] for at in range(0, len(text), 7)),
    "spaces": lambda text: text.replace("月", " 月 ").replace("日", " 日\u3000"),
    "windows": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    "marked up": lambda text: text.replace("一、元旦：", "<p><strong>一、元旦：</strong>"),
    "year in words": lambda text: text.replace("2026年", "二〇二六年"),
    "numbered": lambda text: text.replace("一、", "1.").replace("二、春", "（二）春"),
    "dashes": lambda text: text.replace("）至", "）—").replace("日至", "日-"),
    "long weekday": lambda text: text.replace("周日", "星期天").replace("周六", "星期六"),
}


@pytest.mark.parametrize("copy", COPIES)
def test_a_notice_is_read_the_same_however_it_was_copied(copy: str) -> None:
    read, whole = read_notice(COPIES[copy](TEXTS[2026])), read_notice(TEXTS[2026])
    assert read.troubles == ()
    assert read.holidays == whole.holidays


# -- what does not agree -----------------------------------------------------------------------

MISTAKES: list[tuple[str, str, Doubt, Any]] = [
    ("（周日）上班。\n二", "（周六）上班。\n二", Doubt.WEEKDAY, ("1月4日(周六)", "周六", "周日")),
    ("共9天", "共8天", Doubt.COUNT, ("共8天", "8", "9")),
    ("至6日（周一）放假，共3天", "至6日（周一）放假，共2天", Doubt.COUNT, None),
    ("2月15日（农历腊月二十八、周日）至23日", "2月23日至2月15日", Doubt.BACKWARDS, None),
    ("5月1日（周五）", "5月32日（周五）", Doubt.NO_SUCH_DAY, None),
    ("三、清明节：4月4日（周六）至6日（周一）放假，共3天。\n", "", Doubt.MISSING, ("清明节",)),
    ("10月10日（周六）上班。", "10月10日（周六）", Doubt.NOT_UNDERSTOOD, None),
    ("1月4日（周日）上班", "1月4日（周日）加班", Doubt.NOT_UNDERSTOOD, None),
    ("2月15日（农历腊月二十八、周日）至", "3月15日（周日）至", Doubt.FAR, ("春节", "2026-02-14")),
    ("1月4日（周日）上班", "1月5日（周一）上班", Doubt.NOT_A_WEEKEND, ("元旦", "2026-01-05")),
    ("1月4日（周日）上班", "2月14日（周六）上班", Doubt.TWICE, ("", "2026-02-14")),
    ("5月9日（周六）上班", "5月3日（周日）上班", Doubt.TWICE, ("", "2026-05-03")),
    ("9月20日（周日）", "2027年9月19日（周日）", Doubt.OUT_OF_YEAR, ("国庆节", "2027-09-19")),
    ("现将2026年", "现将2025年", Doubt.OTHER_YEAR, ("", "2025")),
    ("6月19日（周五）至21日（周日）放假，共3天。", "另行通知。", Doubt.NO_DAYS, ("端午节",)),
    ("6月19日（周五）至21日（周日）放假，共3天", "6月19日起放假三天", Doubt.NOT_UNDERSTOOD, None),
]


@pytest.mark.parametrize(("right", "wrong", "doubt", "facts"), MISTAKES)
def test_what_does_not_agree_is_reported(right: str, wrong: str, doubt: Doubt, facts: Any) -> None:
    assert right in TEXTS[2026]
    notice = read_notice(TEXTS[2026].replace(right, wrong, 1))
    found = [each for each in notice.troubles if each.doubt is doubt]
    assert found, notice.troubles
    if facts:
        assert (found[0].text, found[0].said, found[0].found)[: len(facts)] == facts


def test_a_comma_instead_of_a_full_stop_is_no_mistake() -> None:
    text = TEXTS[2026].replace("共7天。9月20日", "共7天，9月20日")
    assert read_notice(text).holidays == read_notice(TEXTS[2026]).holidays


def test_a_text_without_its_year_is_not_guessed() -> None:
    assert doubts("一、元旦：1月1日至3日放假调休，共3天。") == [Doubt.NO_YEAR]
    assert doubts("") == [Doubt.NO_YEAR]


def test_every_cut_of_a_notice_is_noticed() -> None:
    whole = TEXTS[2026]
    end = whole.index("10月10日（周六）上班。") + len("10月10日（周六）上班。")
    for at in range(0, end - 1, 3):
        cut = read_notice(whole[:at])
        assert cut.troubles or cut.remarks, whole[max(0, at - 20) : at]


def test_a_lost_make_up_day_unbalances_the_year() -> None:
    notice = read_notice(TEXTS[2026].replace("5月9日（周六）上班。", ""))
    assert (notice.troubles, notice.remarks) == ((), (Remark.UNBALANCED,))


def test_every_doubt_has_its_sentence() -> None:
    for year, text in TEXTS.items():
        for right, wrong, *_ in MISTAKES:
            for trouble in read_notice(text.replace(right, wrong)).troubles:
                assert "{" not in sentence(trouble), year
    assert set(SENTENCES) == set(Doubt)


# -- invented ones -----------------------------------------------------------------------------

SIGNS = dict(zip(NAMES.values(), NAMES, strict=True))
ORDINALS = "一二三四五六七"


def said(day: date, *, year: int | None = None, month: int | None = None, short: bool) -> str:
    weekday = f"（{'周' if short else '星期'}{WEEKDAYS[day.weekday()]}）"
    text = f"{day.day}日"
    if day.month != month or day.year != year:
        text = f"{day.month}月{text}"
    return (f"{day.year}年{text}" if day.year != year else text) + weekday


def rendered(notice: Notice, *, short: bool, verb: str, counted: bool) -> str:
    """Return the notice in the words of the State Council."""
    year = notice.year
    lines = [f"国务院办公厅关于{year}年部分节假日安排的通知"]
    for ordinal, each in zip(ORDINALS, notice.holidays, strict=False):
        first, last = each.off[0], each.off[-1]
        text = said(first, year=year, short=short)
        if first != last:
            text += f"至{said(last, year=first.year, month=first.month, short=short)}"
        text += verb + (f"，共{len(each.off)}天。" if counted else "。")
        if each.worked:
            days = "、".join(said(day, year=year, short=short) for day in each.worked)
            text += f"{days}上班。"
        lines.append(f"{ordinal}、{each.name}：{text}")
    return "\n".join(lines)


@st.composite
def plausible(draw: st.DrawFn) -> Notice:
    """A year with seven holidays apart from each other, each with make-up days on weekends."""
    year = draw(st.integers(2010, 2060))
    first = date(year, 1, 1)
    firsts = sorted(draw(st.lists(st.integers(10, 34), min_size=7, max_size=7)))
    day, holidays, taken = first - timedelta(days=draw(st.integers(0, 2))), [], set[date]()
    for gap, key in zip([0, *firsts], NAMES.values(), strict=False):
        day += timedelta(days=gap)
        off = tuple(day + timedelta(days=n) for n in range(draw(st.integers(1, 9))))
        taken.update(off)
        holidays.append((key, off))
        day = off[-1]
    weekends = [day for day in days_of(year) if is_weekend(day) and day not in taken]
    read = []
    for key, off in holidays:
        near = [day for day in weekends if abs((day - off[0]).days) < 12]
        some = draw(st.lists(st.sampled_from(near), unique=True, max_size=2)) if near else []
        weekends = [day for day in weekends if day not in some]
        read.append(HolidayRead(key, SIGNS[key], off, tuple(sorted(some))))
    return Notice(year, tuple(read))


@given(
    plausible(),
    st.booleans(),
    st.sampled_from(["放假", "放假调休"]),
    st.booleans(),
)
def test_a_rendered_calendar_is_read_back(
    notice: Notice, short: bool, verb: str, counted: bool
) -> None:
    read = read_notice(rendered(notice, short=short, verb=verb, counted=counted))
    assert (read.year, read.troubles) == (notice.year, ())
    assert read.holidays == notice.holidays
    for day, key in read.calendar.off.items():
        assert announced_in(day, key) == notice.year
    assert all(one.off[-1] < other.off[0] for one, other in pairwise(read.holidays))


@given(st.text(max_size=200), st.integers(0, 400), st.integers(0, 60))
def test_no_text_fails_in_another_way(noise: str, at: int, gone: int) -> None:
    whole = TEXTS[2025]
    for text in (noise, whole[:at] + noise + whole[at + gone :]):
        notice = read_notice(text)
        assert isinstance(notice.troubles, tuple)


@given(
    st.text(
        alphabet="0123456789年月日至、，。（）周一二三四五六日放假调休上班共天元旦春节：",
        max_size=80,
    )
)
def test_no_text_of_the_words_of_a_notice_fails(noise: str) -> None:
    read_notice(f"关于2026年部分节假日安排的通知一、元旦：{noise}")


@given(st.integers(0, 6), st.integers(1, 6))
def test_a_weekday_that_is_not_the_days_is_always_found(which: int, shift: int) -> None:
    read = read_notice(TEXTS[2026])
    day = read.holidays[which].off[0]
    right = f"{day.month}月{day.day}日"
    wrong = WEEKDAYS[(day.weekday() + shift) % 7]
    at = TEXTS[2026].index(right, TEXTS[2026].index("、元旦：1月"))
    end = TEXTS[2026].index("）", at)
    text = f"{TEXTS[2026][:at]}{right}（周{wrong}{TEXTS[2026][end:]}"
    assert Doubt.WEEKDAY in doubts(text)
