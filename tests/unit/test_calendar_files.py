"""What a file on a stick offers: tables, notices, other files, and sticks that are gone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.calendar_files import decoded, offer_of_file, offer_of_text, offers_on, span
from kiosk.calendars import load_calendar
from kiosk.notices import read_notice
from kiosk.sticks import sticks
from kiosk.workdays import Calendar, DayKind, differences

NOTICE = (Path(__file__).parents[1] / "data" / "notices" / "2025.txt").read_text("utf-8")
TABLE = 'covers = [2027]\n[2027.new_year]\noff = ["2027-01-01"]\nwork = ["2027-01-03"]\n'


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_a_notice_is_read_from_any_desk(tmp_path: Path, coding: str) -> None:
    path = tmp_path / "放假通知.txt"
    path.write_bytes(NOTICE.encode(coding, "ignore"))
    offer = offer_of_file(path)
    assert (offer.sound, offer.years, len(offer.days)) == (True, (2025,), 33)
    assert offer.notice == read_notice(NOTICE)


def test_a_table_offers_its_days_and_years(tmp_path: Path) -> None:
    path = tmp_path / "2027.toml"
    path.write_text(TABLE, "utf-8")
    offer = offer_of_file(path)
    assert (offer.sound, offer.years, offer.touched) == (True, (2027,), (2027,))
    assert [(each.day.day, each.worked) for each in offer.days] == [(1, False), (3, True)]


def test_what_is_wrong_is_never_offered_as_sound(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("covers = 2027", "utf-8")
    (tmp_path / "empty.toml").write_text("", "utf-8")
    (tmp_path / "bad.txt").write_text(NOTICE.replace("共8天", "共9天"), "utf-8")
    offers = {
        name: offer_of_file(tmp_path / name) for name in ("bad.toml", "empty.toml", "bad.txt")
    }
    assert not any(offer.sound for offer in offers.values())
    assert [one.where for one in offers["bad.toml"].problems] == ["covers"]
    assert not offer_of_file(tmp_path / "pulled out.txt").sound


def test_a_stick_is_looked_at_and_only_calendars_are_shown(tmp_path: Path) -> None:
    stick = tmp_path / "media" / "station" / "STICK"
    (stick / "deep" / "down").mkdir(parents=True)
    (stick / "b.txt").write_text(NOTICE, "utf-8")
    (stick / "a.toml").write_text(TABLE, "utf-8")
    (stick / "shopping.txt").write_text("牛奶、鸡蛋", "utf-8")
    (stick / "._b.txt").write_text(NOTICE, "utf-8")
    (stick / "photo.jpg").write_bytes(b"\xff\xd8")
    (stick / "deep" / "down" / "c.txt").write_text(NOTICE, "utf-8")
    (stick / "folder.txt").mkdir()
    places = [tmp_path / "media", tmp_path / "not there"]
    assert [offer.name for offer in offers_on(places)] == ["a.toml", "b.txt"]


def test_a_huge_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    path.write_bytes(b"x" * 10_000_000)
    assert len(decoded(path.read_bytes()[:100])) == 100
    assert not offer_of_file(path).sound


def test_days_are_told_as_runs() -> None:
    days = [date(2026, 5, 3), date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 9)]
    assert span(days) == [
        (date(2026, 5, 1), date(2026, 5, 3)),
        (date(2026, 5, 9), date(2026, 5, 9)),
    ]
    assert span([]) == []


def test_only_what_is_otherwise_counts_as_a_difference() -> None:
    table = load_calendar()
    assert differences(table, table, [2026]) == ()
    changed = offer_of_text(NOTICE.replace("1月26日（周日）、", "")).calendar
    (one,) = differences(table, table.overridden_by(changed), [2025])
    assert (one.day, one.before, one.after) == (
        date(2025, 1, 26),
        DayKind.MAKE_UP,
        DayKind.WEEKEND,
    )


def test_of_an_unknown_year_only_the_special_days_are_new() -> None:
    offer = offer_of_text(NOTICE)
    found = differences(Calendar(), offer.calendar, [2025])
    assert len(found) == len(offer.days)
    assert {each.before for each in found} == {None}


def test_sticks_are_found_at_both_depths_and_plain_folders_are_none(tmp_path: Path) -> None:
    for name in ("B-STICK", "staff/A-STICK", "staff/folder"):
        (tmp_path / name).mkdir(parents=True)
    found = sticks([tmp_path, tmp_path / "gone"], lambda path: path.name.endswith("STICK"))
    assert [path.name for path in found] == ["B-STICK", "A-STICK"]
    assert list(sticks([tmp_path])) == []
