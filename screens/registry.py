"""Every page and every service on the home page, in two explicit tables."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from screens.base import KioskScreen
from screens.services import Entrance
from screens.shell.attract import AttractScreen
from screens.shell.help import HelpScreen
from screens.shell.home import HomeScreen
from screens.shell.still_here import StillHereScreen
from screens.widgets import (  # noqa: F401  layouts name these classes
    button,
    cabinet,
    keypad,
    qr,
    ring,
    rows,
    ruler,
    text,
)

PAGES: Mapping[str, type[KioskScreen]] = MappingProxyType(
    {
        "attract": AttractScreen,
        "home": HomeScreen,
        "help": HelpScreen,
        "still_here": StillHereScreen,
    }
)

ENTRANCES: tuple[Entrance, ...] = ()
"""Only what is built stands here; the home page shows nothing else."""
