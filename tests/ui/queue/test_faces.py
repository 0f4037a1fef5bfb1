"""Every face of the pages of the queue can be read and hit, on every panel and in every mood."""

from __future__ import annotations

import pytest

from screens.theme import CAPITAL
from screens.visit import Language
from screens.widgets.qr import QrCode
from tests.ui.harness import PANELS, Stage
from tests.ui.queue.states import FACES
from tests.ui.queue.world import Hall
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
def test_every_face_can_be_read_and_hit(panel: str, language: Language, mood: str) -> None:
    hall = Hall().busy(21)
    found: list[str] = []
    with Stage(PANELS[panel], services=hall.services()) as stage:
        for name, face in FACES.items():
            visit = stage.navigator.visit
            visit.wipe(language)
            visit.care, visit.low = MOODS[mood]
            face(stage, hall)
            stage.settle()
            found += [f"{name}: {fault}" for fault in faults(stage)]
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("panel", PANELS)
def test_number_and_code_are_large_enough_to_be_taken_along(panel: str) -> None:
    hall = Hall().busy()
    with Stage(PANELS[panel], services=hall.services()) as stage:
        FACES["ticket"](stage, hall)
        stage.settle()
        number = stage.page.number()
        (digits,) = (each for each in stage.widgets() if getattr(each, "text", "") == number)
        (qr,) = (each for each in stage.widgets() if isinstance(each, QrCode))
        capital = digits.font_size * CAPITAL / stage.screen.px_per_mm
    assert qr.side >= 45
    assert capital >= (14 if panel == "small" else 30)
