"""The screen wakes less often while nobody is there, and at once when somebody is."""

from __future__ import annotations

from kivy.clock import Clock

from screens.pace import FAST, SLOW
from tests.ui.harness import Stage


def test_a_screen_nobody_touches_wakes_less_often() -> None:
    with Stage() as stage:
        stage.advance(20)
        assert Clock._max_fps == SLOW


def test_a_touch_brings_the_full_pace_back() -> None:
    with Stage() as stage:
        stage.advance(20)
        stage.tap(100, 100)
        assert Clock._max_fps == FAST


def test_the_next_program_in_this_process_begins_at_the_full_pace() -> None:
    with Stage() as stage:
        stage.advance(20)
    assert Clock._max_fps == FAST
