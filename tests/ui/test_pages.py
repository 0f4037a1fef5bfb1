"""Every page that exists, on every panel, in both languages and every mood, can be read and hit."""

from __future__ import annotations

import pytest

from screens.registry import PAGES
from screens.theme import Theme
from screens.visit import Language
from tests.ui.harness import PANELS, Stage
from tests.ui.showings import SERVICES, family_of, show
from tests.ui.tree import faults

MOODS = {"plain": (False, False), "care": (True, False), "low": (False, True), "both": (True, True)}
CASES = [
    (family, panel, language, mood)
    for family in SERVICES
    for panel in PANELS
    for language in Language
    for mood, (_, low) in MOODS.items()
    if not low or Theme(PANELS[panel], low=True).lowered
    if mood == "plain" or family != "staff"
    if panel != "landscape" or (language, mood) in ((Language.ZH, "plain"), (Language.EN, "care"))
]
"""Staff pages are shown plainly only: nobody signs in in care or low mode. A landscape panel has
the most room: it is looked at with the least and with the most that has to fit."""


def pages_of(family: str) -> list[str]:
    return [page for page in PAGES if family_of(page) == family]


@pytest.mark.parametrize(("family", "panel", "language", "mood"), CASES)
def test_every_page_can_be_read_and_hit_and_has_its_ways_at_the_same_place(
    family: str, panel: str, language: Language, mood: str
) -> None:
    found: list[str] = []
    places = set()
    with Stage(PANELS[panel], services=SERVICES[family]()) as stage:
        for page in pages_of(family):
            visit = stage.navigator.visit
            visit.wipe(language)
            visit.care, visit.low = MOODS[mood]
            show(stage, page)
            found += faults(stage)
            places.add(ways(stage))
    assert not found, "\n".join(["", *found])
    assert len(places) == 1


def ways(stage: Stage) -> tuple[tuple[float, ...], ...]:
    """Return where home, back and help are."""
    words = map(stage.page._, ("Home", "Back", "Help"))
    return tuple(tuple(stage.button(word).pos) for word in words)


def test_no_page_is_left_out() -> None:
    walked = [page for family in SERVICES for page in pages_of(family)]
    assert sorted(walked) == sorted(PAGES)


@pytest.mark.parametrize("panel", PANELS)
def test_home_back_and_help_stand_at_the_same_place_in_every_family(panel: str) -> None:
    places = set()
    for family, services in SERVICES.items():
        with Stage(PANELS[panel], services=services()) as stage:
            show(stage, pages_of(family)[-1])
            places.add(ways(stage))
    assert len(places) == 1
