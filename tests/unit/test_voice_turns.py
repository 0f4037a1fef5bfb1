"""Who speaks next, and how loud. Pure, so any history can be tried."""

from __future__ import annotations

from collections import Counter
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.hours import Span
from kiosk.settings import CallLanguages, VoiceSound
from kiosk.voice.manner import manner_of
from kiosk.voice.turns import MOST_PROMPTS, Called, Prompt, Turns

CALLS = st.builds(Called, st.sampled_from(["A1-001", "A1-002", "B1-001"]), st.integers(1, 3))
PROMPTS = st.builds(Prompt, st.just(("home",)), st.sampled_from(["zh", "en"]))
ACTS = st.lists(st.one_of(CALLS, PROMPTS, st.sampled_from(["next", "hush"])), max_size=60)


@given(ACTS)
def test_the_newest_call_to_each_counter_is_said_and_none_more_often_than_asked(
    acts: list[object],
) -> None:
    turns, asked, said = Turns(), list[Called](), list[object]()
    for act in acts:
        match act:
            case Called():
                asked.append(act)
                turns = turns.with_call(act)
            case Prompt():
                turns = turns.with_prompt(act)
            case "hush":
                turns = turns.without_prompts()
                assert turns.prompts == ()
            case _:
                now, turns = turns.next()
                said.append(now)
        assert len(turns.prompts) <= MOST_PROMPTS
        assert len({each.counter for each in turns.calls}) == len(turns.calls)
    while (now := turns.next()[0]) is not None:
        said.append(now)
        turns = turns.next()[1]
    calls = [each for each in said if isinstance(each, Called)]
    newest = {each.counter: each for each in asked}
    assert {each.counter: each for each in calls} == newest
    assert Counter(calls) <= Counter(asked)


def test_a_number_that_is_over_at_its_counter_is_not_called_any_more() -> None:
    turns = Turns().with_call(Called("A1-001", 1)).with_call(Called("A1-002", 2))
    turns = turns.with_call(Called("A1-002", 2)).with_call(Called("A1-003", 1))
    assert turns.calls == (Called("A1-002", 2), Called("A1-003", 1))


@given(ACTS)
def test_no_prompt_goes_before_a_call(acts: list[object]) -> None:
    turns = Turns()
    for act in acts:
        if isinstance(act, Called):
            turns = turns.with_call(act)
        elif isinstance(act, Prompt):
            turns = turns.with_prompt(act)
        elif act == "next":
            now, after = turns.next()
            assert isinstance(now, Called) or not turns.calls
            turns = after


def test_the_oldest_sentence_of_pages_goes_first() -> None:
    turns = Turns()
    prompts = [Prompt((name,), "zh") for name in ("a", "b", "c", "d", "e")]
    for each in prompts:
        turns = turns.with_prompt(each)
    assert turns.prompts == tuple(prompts[1:])


@pytest.mark.parametrize(
    ("at", "volume"),
    [
        (time(12, 29), 0.8),
        (time(12, 30), 0.2),
        (time(13, 59, 59), 0.2),
        (time(14, 0), 0.8),
        (time(23, 59, 59), 0.8),
    ],
)
def test_the_voice_is_lower_in_quiet_hours(at: time, volume: float) -> None:
    sound = VoiceSound(quiet=(Span(time(12, 30), time(14, 0)),), quiet_volume=0.2)
    assert manner_of(sound, at).volume == volume


def test_languages_and_repeats_are_settings() -> None:
    sound = VoiceSound(repeats=3, languages=CallLanguages.ZH, again_after_s=40)
    assert manner_of(sound, time(9, 0)).languages == ("zh",)
    assert manner_of(sound, time(9, 0)).repeats == 3
    assert manner_of(sound, time(9, 0)).again_after_s == 40
    both = replace(sound, languages=CallLanguages.ZH_EN)
    assert manner_of(both, time(9, 0)).languages == ("zh", "en")
