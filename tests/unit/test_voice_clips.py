"""Which clips there are, and that every number that can be called is made of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from math import log10, sqrt
from pathlib import Path
from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.sounds.wav import RATE, read_wav
from kiosk.voice.clips import CHIME, CLIPS, LANGUAGES, Said, spoken_in
from kiosk.voice.spoken import (
    MOST_COUNTERS,
    spoken_call,
    spoken_count,
    spoken_door,
    spoken_number,
)
from tools.voice import pinyin, rows

ROOT = Path(__file__).parents[2]
SOUNDS = ROOT / "assets" / "sounds"
FILES = sorted(SOUNDS.rglob("*.wav"))


def clip_name(path: Path) -> tuple[str, str]:
    return path.parent.name, path.stem


def test_there_is_a_file_for_every_clip_and_a_clip_for_every_file() -> None:
    wanted = {(language, name) for language in LANGUAGES for name in spoken_in(language)}
    assert {clip_name(path) for path in FILES} == {*wanted, ("sounds", CHIME)}


def test_what_was_spoken_is_what_the_table_says() -> None:
    spoken = (SOUNDS / "words.tsv").read_text("utf-8").splitlines()
    assert spoken == list(rows()), "run tools/voice.py for what was changed"


@pytest.mark.parametrize(
    ("words", "sounds"),
    [
        ("号码不对，请再试一次。", "hao4 ma3 bu2 dui4 , qing3 zai4 shi4 yi2 ci4 ."),
        ("不来", "bu4 lai2"),
        ("一起", "yi4 qi3"),
        ("一", "yi1"),
        ("您的东西", "nin2 de5 dong1 xi5"),
    ],
)
def test_signs_are_spoken_in_the_tones_people_use(words: str, sounds: str) -> None:
    assert pinyin(Said(words)) == sounds


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_that_can_be_issued_has_its_clips_at_every_counter(language: str) -> None:
    """Numbers are spelled sign by sign, so the alphabet stands for all of them."""
    there = set(spoken_in(language))
    for letter in ascii_uppercase:
        for terminal in range(1, 10):
            assert set(spoken_call(f"{letter}{terminal}-001", 1, language)) <= there
    for number in range(1, 1000):
        assert set(spoken_call(f"A1-{number:03}", 1, language)) <= there
    for counter in range(1, MOST_COUNTERS + 1):
        assert set(spoken_call("A1-001", counter, language)) <= there


@given(st.from_regex(r"[A-Z][1-9]-[0-9]{3,4}", fullmatch=True))
def test_a_number_is_spelled_sign_by_sign(number: str) -> None:
    signs = number.replace("-", "").lower()
    assert [clip.rsplit("_", 1)[1] for clip in spoken_number(number)] == list(signs)


def test_two_calls_never_sound_alike() -> None:
    """Whatever differs on the display differs in the ear, also between number and counter."""
    numbers = ("A1-001", "A1-010", "A1-100", "B1-001", "A2-001")
    for language in LANGUAGES:
        heard = [
            tuple(CLIPS[clip].words(language) for clip in spoken_call(number, counter, language))
            for number in numbers
            for counter in range(1, MOST_COUNTERS + 1)
        ]
        assert len(set(heard)) == len(heard)


@pytest.mark.parametrize(
    ("count", "zh", "en"),
    [
        (3, "三", "three"),
        (10, "十", "ten"),
        (17, "十七", "seventeen"),
        (20, "二十", "twenty"),
        (41, "四十一", "fortyone"),
        (99, "九十九", "ninetynine"),
        (120, "幺二零", "onetwozero"),
    ],
)
def test_counters_are_counted_as_people_count(count: int, zh: str, en: str) -> None:
    for language, words in (("zh", zh), ("en", en)):
        clips = spoken_count(count, language)
        assert "".join(CLIPS[clip].words(language) for clip in clips) == words


def test_a_call_says_number_then_counter() -> None:
    zh = "".join(CLIPS[clip].zh for clip in spoken_call("A1-017", 3, "zh"))
    en = " ".join(CLIPS[clip].en for clip in spoken_call("A1-017", 3, "en"))
    assert zh == "请A幺零幺七号，到三号窗口"
    assert en == "Number A one zero one seven to counter three"


def test_a_door_is_named_with_its_digits() -> None:
    assert "".join(CLIPS[clip].zh for clip in spoken_door("A03", "zh")) == "A零三号柜门"
    assert spoken_door("A03", "en")[0] == "door"


def test_every_clip_that_a_page_names_exists_in_both_languages() -> None:
    named = {clip for path in (ROOT / "screens").rglob("*.py") for clip in clips_named(path)}
    assert {"home", "door_opens", "still_here"} <= named  # the search finds something
    both = set(spoken_in("zh")) & set(spoken_in("en"))
    assert named <= both, "write them into kiosk/voice/clips.py and run tools/voice.py"


def clips_named(path: Path) -> Iterator[str]:
    """The words after ``clips =``, and in calls of ``say`` and ``_aloud`` of a voice or a page."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Assign(targets=[ast.Name(id="clips")], value=value):
                yield from _words(value)
            case ast.AnnAssign(target=ast.Name(id="clips"), value=ast.expr() as value):
                yield from _words(value)
            case ast.Call(func=ast.Attribute(attr="say" | "_aloud"), args=args):
                for each in args:
                    yield from _words(each)


def _words(node: ast.expr) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


@pytest.mark.parametrize("path", FILES, ids=lambda path: "-".join(clip_name(path)))
def test_a_clip_begins_at_once_is_as_loud_as_the_others_and_is_not_clipped(path: Path) -> None:
    samples = read_wav(path)
    peak = max(map(abs, samples))
    heard = [at for at, each in enumerate(samples) if abs(each) > 0.02 * peak]
    spoken = [each for each in samples if abs(each) > 0.01 * peak]
    effective = sqrt(sum(each * each for each in spoken) / len(spoken)) / 32768
    assert 0.2 <= len(samples) / RATE <= 6.0
    assert heard[0] / RATE < 0.05
    assert (len(samples) - heard[-1]) / RATE < 0.25
    assert peak < 32767
    assert -20 <= 20 * log10(effective) <= -16


def test_all_clips_together_are_small() -> None:
    assert sum(path.stat().st_size for path in FILES) <= 3_000_000
