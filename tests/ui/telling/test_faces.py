"""Every face of what waits and of what is told can be read and hit, where there is least room."""

from __future__ import annotations

import pytest

from screens.visit import Language
from tests.ui.harness import PANELS, Stage
from tests.ui.telling.states import FACES, services
from tests.ui.tree import faults

CASES = [
    ("portrait", Language.ZH, False, False),
    ("portrait", Language.EN, True, True),
    ("landscape", Language.EN, True, False),
    ("small", Language.ZH, True, False),
    ("small", Language.EN, False, False),
    ("small", Language.EN, True, False),
]


@pytest.mark.parametrize(("panel", "language", "care", "low"), CASES)
def test_every_face_can_be_read_and_hit(
    panel: str, language: Language, care: bool, low: bool
) -> None:
    found: list[str] = []
    with Stage(PANELS[panel], services=services()) as stage:
        for name, face in FACES.items():
            visit = stage.navigator.visit
            visit.wipe(language)
            visit.care, visit.low = care, low
            face(stage)
            stage.settle()
            found += [f"{name}: {fault}" for fault in faults(stage)]
    assert not found, "\n".join(["", *found])
