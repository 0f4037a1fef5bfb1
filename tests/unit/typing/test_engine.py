"""Letters become hanzi: whole sentences, words, abbreviations, words of the place."""

from __future__ import annotations

import string
from functools import cache

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.documents.paper import FONTS
from kiosk.typing.draft import NEWER, Draft, legible
from kiosk.typing.engine import MOST_CANDIDATES, MOST_LETTERS
from kiosk.typing.fields import Kind
from kiosk.typing.lexicon import Index
from kiosk.typing.sounds import Blur, Ear, Heard
from tests.unit.typing.lists import engine, lexicon, meant, texts

LETTERS = st.text(string.ascii_lowercase + "'", max_size=MOST_LETTERS)
KINDS = st.sampled_from((Kind.TEXT, Kind.NAME))
UNSPOKEN = set("兙兡嗧扥扽桛烪瓧瓰瓱瓼甅覅鞥黁")
"""Hanzi read as no syllable of common words; nobody is called so."""


# -- what comes first --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letters", "first"),
    [
        ("women", "我们"),
        ("shequ", "社区"),
        ("zhiyuanzhe", "志愿者"),
        ("woyaoqubanzhengjian", "我要去办证件"),
        ("zaikenjiadayuanmenkou", "在垦家大院门口"),
        ("xi'an", "西安"),
        ("lvshi", "律师"),
        ("lueduo", "掠夺"),
        ("nver", "女儿"),
    ],
)
def test_what_is_meant_comes_first(letters: str, first: str) -> None:
    assert texts(letters)[0] == first


@pytest.mark.parametrize(
    "letters", ["kenjiadayuan", "kjdy", "kenjdy", "kjdayuan", "kenjia", "kenji"]
)
def test_a_word_of_the_place_comes_before_all_others(letters: str) -> None:
    first = engine().candidates(letters)[0]
    assert (first.text, first.letters) == ("垦家大院", len(letters))


def test_a_word_of_the_place_waits_for_two_syllables() -> None:
    assert "垦家大院" not in texts("ken")


def test_the_words_of_a_field_come_before_those_of_the_place() -> None:
    with_field = engine().with_words(["肯家东院"])
    assert [each.text for each in with_field.candidates("kjdy")[:2]] == ["肯家东院", "垦家大院"]
    assert engine().with_words([]) is engine()


def test_letters_with_two_readings_offer_both() -> None:
    found = texts("fangan")
    assert {"方案", "反感"} <= set(found[:4])
    assert "西安" in texts("xian")[:8]
    assert "先" in texts("xian")[:8]


def test_an_unfinished_syllable_finds_the_word_already() -> None:
    assert "中国" in texts("zhongg")[:3]


def test_longer_words_come_before_shorter_ones_and_these_before_single_hanzi() -> None:
    found = engine().candidates("shequfuwu")
    takes = [each.letters for each in found[1:40]]
    assert takes == sorted(takes, reverse=True)


def test_letters_that_are_no_sound_can_be_had_as_they_are() -> None:
    assert texts("iuv") == ["iuv"]
    assert texts("women")[-1] == "women"


def test_the_lists_are_met_as_often_as_decision_0015_says() -> None:
    """What is first for 20 sentences, 60 words, 20 names; docs/decisions/0015."""
    first = {
        kind: sum(texts(each.letters, kind=each.field)[0] == each.text for each in meant(kind))
        for kind in ("sentence", "word", "name")
    }
    assert first["sentence"] >= 14
    assert first["word"] >= 55
    assert first["name"] >= 11


def test_every_word_of_the_list_is_among_the_first_four() -> None:
    missed = [each.text for each in meant("word") if each.text not in texts(each.letters)[:4]]
    assert missed == []


# -- names -------------------------------------------------------------------------------------


def test_a_name_field_reads_a_surname_first() -> None:
    assert texts("wangxiuying", kind=Kind.NAME)[0] == "王秀英"
    assert texts("wangxiuying", kind=Kind.NAME)[0] != texts("wangxiuying")[0]
    assert texts("ouyangmingyue", kind=Kind.NAME)[0] == "欧阳明月"


def test_surnames_are_read_as_surnames() -> None:
    assert texts("shan", kind=Kind.NAME)[0] == "单"
    assert texts("zeng", kind=Kind.NAME)[0] == "曾"
    assert texts("xie", kind=Kind.NAME)[:2] == ["谢", "解"]


def test_after_a_surname_come_the_hanzi_of_given_names() -> None:
    after = texts("xiuying", before="王", kind=Kind.NAME)
    assert after[0] == "秀英"
    assert texts("yue", before="王", kind=Kind.NAME).index("月") < 3


@pytest.mark.parametrize("each", meant("name"), ids=lambda each: each.letters)
def test_every_invented_name_is_typed_hanzi_by_hanzi(each: object) -> None:
    """Whatever the guess, each hanzi is on one of the first three leaves of its syllable."""
    draft = Draft(letters=each.letters)  # type: ignore[attr-defined]
    name: str = each.text  # type: ignore[attr-defined]
    while draft.letters:
        found = engine().candidates(draft.letters, before=draft.text, kind=Kind.NAME)
        rest = name[len(draft.text) :]
        place = next(n for n, one in enumerate(found) if rest.startswith(one.text))
        assert place < 3 * 16, rest
        draft = draft.chosen(found[place])
    assert draft.text == name


# -- sounds that are not told apart ------------------------------------------------------------


@pytest.mark.parametrize(
    ("letters", "word"),
    [
        ("sequ", "社区"),
        ("ziyuanzhe", "志愿者"),
        ("huwu", "服务"),
        ("liulai", "牛奶"),
        ("cangdi", "场地"),
        ("shenhuo", "生活"),
        ("kengjiadayuan", "垦家大院"),
    ],
)
def test_a_blurred_sound_finds_the_word(letters: str, word: str) -> None:
    assert word in texts(letters)[:8] or word == texts(letters)[0]


def test_the_exact_sound_comes_before_the_blurred_one() -> None:
    found = texts("si")
    assert found.index("四") < found.index("十")


@settings(max_examples=150, deadline=None)
@given(
    st.sets(st.sampled_from(sorted(Blur))),
    st.lists(st.sampled_from(sorted(lexicon().syllables)), min_size=1, max_size=2),
)
def test_more_blurs_find_more_and_lose_nothing(blurs: set[Blur], syllables: list[str]) -> None:
    heard = tuple(map(Heard, syllables))
    exact = set(_hearing(frozenset()).find(heard))
    some = set(_hearing(frozenset(blurs)).find(heard))
    assert exact <= some <= set(lexicon().words.find(heard))


@cache
def _hearing(blurs: frozenset[Blur]) -> Index:
    """The shipped words, heard by another ear; the file is not read again for each."""
    return Index(lexicon().words._rows, Ear(blurs))


# -- whatever is typed -------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(LETTERS, KINDS, st.text("王李月荷", max_size=3))
def test_no_letters_are_too_odd(letters: str, kind: Kind, before: str) -> None:
    found = engine().candidates(letters, before=before, kind=kind)
    assert len(found) <= MOST_CANDIDATES + 1
    assert bool(found) == bool(letters.strip("'"))
    assert all(each.text and 0 < each.letters <= len(letters) for each in found)
    assert len({(each.text, each.letters) for each in found[:-1]}) == len(found[:-1])
    assert engine().candidates(letters, before=before, kind=kind) == found


@settings(max_examples=80, deadline=None)
@given(LETTERS.filter(lambda letters: letters.strip("'")), st.data())
def test_choosing_goes_on_to_the_end_of_any_row(letters: str, data: st.DataObject) -> None:
    draft = Draft(letters=letters)
    for _ in range(MOST_LETTERS + 1):
        if not draft.letters:
            break
        found = engine().candidates(draft.letters, before=draft.text)
        draft = draft.chosen(data.draw(st.sampled_from(found)))
    assert not draft.letters


@settings(max_examples=80, deadline=None)
@given(LETTERS)
def test_spelling_keeps_every_letter(letters: str) -> None:
    assert engine().spelled(letters).replace(" ", "") == letters.replace("'", "")


def test_what_is_not_a_letter_parts_syllables() -> None:
    assert texts("xi1an") == [*texts("xi'an")[:-1], "xi1an"]


# -- reading -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("垦家大院", "ken jia da yuan"),
        ("银行街", "yin hang jie"),
        ("12号楼", "hao lou"),
        ("重庆", "chong qing"),
        ("ABC", ""),
    ],
)
def test_words_of_the_place_are_read_as_people_say_them(text: str, reading: str) -> None:
    assert " ".join(lexicon().readings(text)[0]) == reading


def test_a_street_of_two_readings_is_found_by_both() -> None:
    local = engine().with_words(["长堤路"])
    assert {local.candidates(each)[0].text for each in ("changdilu", "zhangdilu")} == {"长堤路"}


def test_every_hanzi_of_the_font_can_be_typed() -> None:
    with TTFont(FONTS / "Text-Regular.ttf", lazy=True) as font:
        shown = {chr(code) for code in font.getBestCmap()}
    signs = {sign for sign in shown if "\u4e00" <= sign <= "\u9fff" or sign in NEWER}
    assert {sign for sign in signs if not any(lexicon().readings(sign))} == UNSPOKEN
    assert len(signs) == 20_903
    assert legible("".join(sorted(signs))) == "".join(sorted(signs))


@pytest.mark.parametrize(
    ("letters", "sign"),
    [("kun", "堃"), ("zhe", "喆"), ("yue", "玥"), ("jun", "珺"), ("yun", "赟"), ("chong", "翀")],
)
def test_hanzi_that_only_names_have_stand_near_the_front_of_a_name(letters: str, sign: str) -> None:
    found = engine().candidates(letters, before="王", kind=Kind.NAME)
    assert sign in [each.text for each in found[:15]]


def test_hanzi_beyond_gb2312_stand_behind_all_others() -> None:
    texts = [each.text for each in engine().candidates("long") if len(each.text) == 1]
    assert texts.index("龍") > texts.index("垄") > texts.index("龙")
