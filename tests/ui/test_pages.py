"""Every page that exists, on every panel, in both languages and every mood, can be read and hit."""

from __future__ import annotations

import pytest

from screens.theme import Theme
from screens.visit import Language
from tests.ui.harness import PANELS, Stage
from tests.ui.showings import show
from tests.ui.tree import faults

MOODS = {"plain": (False, False), "care": (True, False), "low": (False, True), "both": (True, True)}
CASES = [
    (panel, language, mood)
    for panel in PANELS
    for language in Language
    for mood, (_, low) in MOODS.items()
    if not low or Theme(PANELS[panel], low=True).lowered
]


@pytest.mark.parametrize(("panel", "language", "mood"), CASES)
def test_every_page_can_be_read_and_hit(panel: str, language: Language, mood: str) -> None:
    found: list[str] = []
    with Stage(PANELS[panel]) as stage:
        for page in stage.pages:
            visit = stage.navigator.visit
            visit.wipe(language)
            visit.care, visit.low = MOODS[mood]
            show(stage, page)
            found += faults(stage)
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("panel", PANELS)
def test_home_back_and_help_stand_at_the_same_place_on_every_page(panel: str) -> None:
    with Stage(PANELS[panel]) as stage:
        places = set()
        for page in stage.pages:
            show(stage, page)
            places.add(tuple(tuple(stage.button(word).pos) for word in ("首页", "返回", "帮助")))
    assert len(places) == 1
