"""Splitting letters, blurring sounds, drafts, fields, local words, the source of the engine."""

from __future__ import annotations

import string
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.config import load_station
from kiosk.settings import Bilingual
from kiosk.typing.draft import MISSING, Draft, legible
from kiosk.typing.engine import MOST_LETTERS, Candidate, Engine
from kiosk.typing.fields import Field, Kind, Lack, lacks, phone_grouped
from kiosk.typing.local import local_words
from kiosk.typing.sounds import BLURRED, EVERY_BLUR, UNFINISHED, Blur, Ear, Heard
from kiosk.typing.source import PinyinSource
from kiosk.typing.split import split
from tests.unit.typing.lists import lexicon


def ways(letters: str) -> set[str]:
    """Return every way through the graph, written out."""
    graph = split(letters, lexicon().syllables)

    def further(at: int) -> list[str]:
        if at == len(graph):
            return [""]
        return [f"{edge.heard.letters} {rest}" for edge in graph[at] for rest in further(edge.end)]

    return {way.strip() for way in further(0)}


# -- splitting ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("kenjiada", {"ken jia da", "ken ji a da"}),
        ("xian", {"xian", "xi an"}),
        ("xi'an", {"xi an"}),
        ("fangan", {"fang an", "fan gan"}),
        ("kjdy", {"k j d y"}),
        ("zhongg", {"zhong g"}),
        ("zhuangh", {"zhuang h", "zhu ang h"}),
        ("women", {"wo men"}),
        ("sh", {"sh", "s h"}),
        ("xua", {"xua", "xu a"}),
    ],
)
def test_letters_are_split_into_every_reasonable_row(letters: str, expected: set[str]) -> None:
    assert ways(letters) == expected


@settings(max_examples=100, deadline=None)
@given(st.text(string.ascii_lowercase, min_size=1, max_size=MOST_LETTERS))
def test_every_row_of_letters_has_a_way_and_the_graph_stays_thin(letters: str) -> None:
    graph = split(letters, lexicon().syllables)
    reached = {0}
    for at, edges in enumerate(graph):
        assert len(edges) <= 4
        if at in reached:
            reached |= {edge.end for edge in edges}
    assert len(letters) in reached


# -- sounds ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("blur", "typed", "said"),
    [
        (Blur.ZH_Z, "zi", "zhi"),
        (Blur.CH_C, "cang", "chang"),
        (Blur.SH_S, "shan", "san"),
        (Blur.N_L, "lan", "nan"),
        (Blur.F_H, "hu", "fu"),
        (Blur.NG_N, "yin", "ying"),
    ],
)
def test_each_blur_joins_its_pair_and_no_other(blur: Blur, typed: str, said: str) -> None:
    for one, other in ((typed, said), (said, typed)):
        assert Ear(frozenset({blur})).distance(Heard(one), other) == BLURRED
        assert Ear(EVERY_BLUR - {blur}).distance(Heard(one), other) is None
        assert Ear(frozenset({blur})).distance(Heard(one), one) == 0


def test_an_unfinished_syllable_is_near_what_it_begins() -> None:
    ear = Ear()
    assert ear.distance(Heard("zh", whole=False), "zhong") == UNFINISHED
    assert ear.distance(Heard("z", whole=False), "zhong") == UNFINISHED
    assert ear.distance(Heard("l", whole=False), "nan") == UNFINISHED + BLURRED
    assert ear.distance(Heard("k", whole=False), "zhong") is None


@settings(deadline=None)
@given(st.sampled_from(sorted(lexicon().syllables)), st.sampled_from(sorted(lexicon().syllables)))
def test_being_near_goes_both_ways(one: str, other: str) -> None:
    assert Ear().distance(Heard(one), other) == Ear().distance(Heard(other), one)


# -- drafts ------------------------------------------------------------------------------------


def test_choosing_a_part_keeps_the_other_letters() -> None:
    draft = Draft(letters="wang'yuehe").chosen(Candidate("王", 4))
    assert draft == Draft("王", "yuehe")


def test_one_step_back_takes_a_letter_and_then_a_sign() -> None:
    draft = Draft("王", "y")
    assert draft.erased() == Draft("王")
    assert draft.erased().erased() == Draft()
    assert Draft().erased() == Draft()
    assert Draft(letters="xi'a").erased() == Draft(letters="xi")


def test_a_mark_needs_a_letter_and_a_row_has_an_end() -> None:
    assert Draft().lettered("'") == Draft()
    assert Draft(letters="xi'").lettered("'") == Draft(letters="xi'")
    full = Draft(letters="a" * MOST_LETTERS)
    assert full.lettered("b") == full


@given(st.text())
def test_what_the_font_lacks_is_shown_as_a_box_sign_by_sign(text: str) -> None:
    assert len(legible(text)) == len(text)


def test_common_signs_are_shown_and_rare_ones_are_boxes() -> None:
    assert legible("王月荷，ü 12#") == "王月荷，ü 12#"
    assert legible("堃喆䶮龍") == "堃喆䶮龍"
    assert legible("𠮷😀㐂") == MISSING * 3


# -- fields ------------------------------------------------------------------------------------

PHONE = Field(name="p", label="?", kind=Kind.PHONE)


@pytest.mark.parametrize(
    ("text", "lack"),
    [
        ("", Lack.EMPTY),
        ("1380013800a", Lack.LETTERS),
        ("１３８００１３８０００", Lack.LETTERS),
        ("1380013800", Lack.TOO_SHORT),
        ("138001380001", Lack.TOO_LONG),
        ("23800138000", Lack.NO_PHONE),
        ("13800138000", None),
    ],
)
def test_a_mobile_number_is_checked(text: str, lack: Lack | None) -> None:
    assert lacks(PHONE, text) is lack


def test_an_optional_field_may_stay_empty_and_a_text_has_a_limit() -> None:
    assert lacks(Field(name="t", label="?"), "  ") is Lack.EMPTY
    assert lacks(Field(name="t", label="?", optional=True), "") is None
    assert lacks(Field(name="t", label="?", limit=2), "三个字") is Lack.TOO_LONG


@given(st.text("0123456789", max_size=11))
def test_grouping_a_number_changes_no_digit(digits: str) -> None:
    assert phone_grouped(digits).replace(" ", "") == digits
    if len(digits) == 11:
        assert [len(part) for part in phone_grouped(digits).split()] == [3, 4, 4]


# -- words of the place ------------------------------------------------------------------------


class Block(msgspec.Struct):
    """A part of a section that is not there yet."""

    name: str
    buildings: tuple[str, ...] = ()
    note: str = "门口有榕树"


class File(msgspec.Struct):
    """A station file with sections of tomorrow."""

    organisations: tuple[Bilingual, ...] = ()
    places: tuple[Block, ...] = ()


def test_names_of_a_station_file_are_words_of_the_place() -> None:
    words = local_words(load_station("huaken"))
    assert {"华垦社区党群服务驿站", "党群会议室", "大榕树课堂", "高龄老人补贴"} <= set(words)
    assert not any("诚信管理" in word for word in words)
    assert len(words) == len(set(words))


def test_sections_that_are_added_later_are_read_too() -> None:
    file = File(places=(Block("垦家大院", ("东一栋", "2")),))
    assert local_words(file) == ("垦家大院", "东一栋")
    assert local_words(object()) == ()


# -- the source --------------------------------------------------------------------------------


class Hand:
    """A lane whose jobs run when the test says so."""

    def __init__(self) -> None:
        self.jobs: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []

    def submit(self, job: Callable[[], Any], *, then: Callable[[Any], None]) -> None:
        self.jobs.append((job, then))

    def run(self) -> None:
        job, then = self.jobs.pop(0)
        then(job())


def test_the_lexicon_is_read_on_the_lane_and_once() -> None:
    lane = Hand()
    got: list[Engine] = []
    source = PinyinSource(lane, ("垦家大院",))  # type: ignore[arg-type]
    source.ask(got.append)
    source.ask(got.append)
    assert got == []
    lane.run()
    lane.run()
    source.ask(got.append)
    assert len(got) == 3
    assert got[0] is got[1] is got[2]
    assert lane.jobs == []
    assert got[0].candidates("kjdy")[0].text == "垦家大院"
