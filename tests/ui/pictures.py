"""Photograph pages for the documentation: ``python -m tests.ui.pictures [PAGE …]``.

Writes ``docs/screenshots/NAME.png``; looked at before they are committed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from tests.ui import conftest  # opens the window
from tests.ui.harness import PANELS, Stage, save_small

SCREENSHOTS = Path(__file__).parents[2] / "docs" / "screenshots"


class Shot(NamedTuple):
    """One picture."""

    page: str
    panel: str = "portrait"
    language: str = "zh"
    care: bool = False
    low: bool = False

    @property
    def name(self) -> str:
        parts = [self.page.replace(".", "-"), self.panel, self.language]
        parts += ["care"] if self.care else []
        parts += ["low"] if self.low else []
        return "-".join(parts)


SHOTS = (
    Shot("attract"),
    Shot("home"),
    Shot("home", care=True),
    Shot("home", low=True),
    Shot("home", language="en"),
    Shot("home", panel="landscape"),
    Shot("home", panel="small"),
    Shot("help"),
    Shot("still_here"),
    Shot("still_here", panel="small", care=True),
    Shot("ruler", panel="landscape"),
)


def take(shot: Shot) -> None:
    """Take one picture."""
    from screens.visit import Language
    from tests.ui.showings import SERVICES, family_of, show

    with Stage(PANELS[shot.panel], services=SERVICES[family_of(shot.page)]()) as stage:
        stage.navigator.visit.wipe(Language(shot.language))
        stage.navigator.visit.care, stage.navigator.visit.low = shot.care, shot.low
        show(stage, shot.page)
        save_small(stage.picture(), SCREENSHOTS / f"{shot.name}.png")


def main(pages: list[str]) -> None:
    """Take the pictures of ``pages``, or all."""
    try:
        for shot in SHOTS:
            if not pages or shot.page in pages:
                take(shot)
    finally:
        conftest.pytest_unconfigure()


if __name__ == "__main__":
    main(sys.argv[1:])
