"""Every face of the venue pages can be read and hit, on every panel and in every mood."""

from __future__ import annotations

import pytest

from screens.visit import Language
from tests.ui.harness import PANELS, PORTRAIT, SMALL, Stage
from tests.ui.tree import faults
from tests.ui.venues.states import FACES, REFUSALS, refused, services

MOODS = {"plain": (False, False), "care": (True, False), "low": (False, True), "both": (True, True)}
CASES = [
    ("portrait", Language.ZH, "plain"),
    ("portrait", Language.ZH, "care"),
    ("portrait", Language.EN, "care"),
    ("portrait", Language.ZH, "both"),
    ("portrait", Language.EN, "low"),
    ("landscape", Language.EN, "care"),
    ("small", Language.ZH, "care"),
    ("small", Language.EN, "plain"),
    ("small", Language.EN, "care"),
]
"""The tightest and the usual ones; tests/ui/test_pages.py walks every page through all of them."""


@pytest.mark.parametrize(("panel", "language", "mood"), CASES)
def test_every_face_can_be_read_and_hit(panel: str, language: Language, mood: str) -> None:
    found: list[str] = []
    with Stage(PANELS[panel], services=services()) as stage:
        for name, face in FACES.items():
            visit = stage.navigator.visit
            visit.wipe(language)
            visit.care, visit.low = MOODS[mood]
            face(stage)
            stage.settle()
            found += [f"{name}: {fault}" for fault in faults(stage)]
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("panel", "care"), [(PORTRAIT, False), (SMALL, True)])
def test_every_refusal_is_one_sentence_of_its_own(
    panel: object, care: bool, language: Language
) -> None:
    found: list[str] = []
    said: set[str] = set()
    with Stage(panel, services=services()) as stage:  # type: ignore[arg-type]
        for reason in REFUSALS:
            stage.navigator.visit.wipe(language)
            stage.navigator.visit.care = care
            refused(FACES["find"], reason)(stage)
            stage.settle()
            said.add(stage.page.notice or " ".join(stage.texts()))
            found += [f"{reason}: {fault}" for fault in faults(stage)]
    assert not found, "\n".join(["", *found])
    assert len(said) == len(REFUSALS)
    assert not any("{" in sentence or "None" in sentence for sentence in said)
