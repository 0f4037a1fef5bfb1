"""How pages look: in the colours of the screens, with the scripts that are named and no others."""

from __future__ import annotations

import re

from kiosk.hub.pages.assets import ROOT
from screens.theme import NORMAL, Colour, contrast, rgb
from tools import web_assets

STYLES = (ROOT / "web" / "pages.css").read_text()
VARIABLES = dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6})", STYLES))


def colour(name: str) -> Colour:
    return rgb(VARIABLES[name])


def test_the_colours_are_those_of_the_screens() -> None:
    for family, ground in NORMAL.families.items():
        assert colour(family) == ground.fill
    grounds = ("page", "card", "quiet", "primary", "pressed", "idle", "good", "care", "bad")
    for name in (*grounds, "staff"):
        assert colour(name) == getattr(NORMAL, name).fill
    for name in ("idle", "good", "care", "bad", "primary", "staff"):
        assert colour(f"{name}-ink") == getattr(NORMAL, name).ink
    assert colour("line") == NORMAL.line
    assert colour("muted") == NORMAL.muted
    assert colour("ink") == NORMAL.page.ink


def test_every_text_can_be_read_on_its_ground() -> None:
    for name in ("idle", "good", "care", "bad", "primary", "staff", "lockers"):
        assert contrast(colour(name), colour(f"{name}-ink")) >= 4.5
    for name in ("page", "card", "quiet"):
        assert contrast(colour(name), colour("ink")) >= 4.5
        assert contrast(colour(name), colour("muted")) >= 4.5


def test_the_scripts_of_others_are_the_ones_that_are_named() -> None:
    assert web_assets.wrong() == []


def test_nothing_that_is_served_points_to_another_host() -> None:
    for path in (ROOT / "web").iterdir():
        if path.name not in ("htmx.min.js", "hx-sse.min.js", "icon.svg"):
            assert "//" not in path.read_text().replace("// ", "").replace("*//", ""), path.name
