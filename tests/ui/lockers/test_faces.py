"""Every face of the locker pages can be read and hit, on every panel and in every mood."""

from __future__ import annotations

import pytest

from screens.theme import CAPITAL
from screens.visit import Language
from screens.widgets.qr import QrCode
from tests.ui.harness import PANELS, Stage
from tests.ui.lockers.states import FACES
from tests.ui.lockers.world import World
from tests.ui.tree import faults

MOODS = {"plain": (False, False), "care": (True, False), "low": (False, True), "both": (True, True)}
CASES = [
    ("portrait", Language.ZH, "plain"),
    ("portrait", Language.ZH, "care"),
    ("portrait", Language.ZH, "both"),
    ("portrait", Language.EN, "low"),
    ("landscape", Language.EN, "care"),
    ("small", Language.ZH, "care"),
    ("small", Language.EN, "plain"),
    ("small", Language.EN, "care"),
]
"""The tightest and the usual ones; tests/ui/test_pages.py walks every page through all of them."""


@pytest.mark.parametrize(("panel", "language", "mood"), CASES)
def test_every_face_can_be_read_and_hit(
    world: World, panel: str, language: Language, mood: str
) -> None:
    found: list[str] = []
    with Stage(PANELS[panel], services=world.services()) as stage:
        for name, face in FACES.items():
            visit = stage.navigator.visit
            visit.wipe(language)
            visit.care, visit.low = MOODS[mood]
            face(stage)
            stage.settle()
            found += [f"{name}: {fault}" for fault in faults(stage)]
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("face", ["door: opening", "door: stored", "door: unsure"])
@pytest.mark.parametrize("panel", PANELS)
def test_code_and_qr_are_large_enough_to_be_taken_along(
    world: World, panel: str, face: str
) -> None:
    with Stage(PANELS[panel], services=world.services()) as stage:
        FACES[face](stage)
        stage.settle()
        (digits,) = (each for each in stage.widgets() if getattr(each, "text", "") == "482 917")
        (qr,) = (each for each in stage.widgets() if isinstance(each, QrCode))
        capital = digits.font_size * CAPITAL / stage.screen.px_per_mm
    assert qr.side >= 45
    assert capital >= (14 if panel == "small" else 30)
