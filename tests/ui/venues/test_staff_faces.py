"""Every face of the staff pages of venues can be read and hit."""

from __future__ import annotations

import pytest

from screens.visit import Language
from tests.ui.harness import PANELS, Stage
from tests.ui.tree import faults
from tests.ui.venues.staff_states import FACES, services


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("panel", ["portrait", "small"])
def test_every_face_can_be_read_and_hit(panel: str, language: Language) -> None:
    found: list[str] = []
    with Stage(PANELS[panel], services=services()) as stage:
        for name, face in FACES.items():
            stage.navigator.visit.wipe(language)
            face(stage)
            stage.settle()
            found += [f"{name}: {fault}" for fault in faults(stage)]
    assert not found, "\n".join(["", *found])
