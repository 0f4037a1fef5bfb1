"""Set Kivy up before it is imported, and shut the ways out of the kiosk.

Kivy reads its environment and configuration while it is being imported, so ``prepare`` comes first
in the program and this module imports nothing of Kivy at its top.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from screens.theme import Screen

FONTS = Path(__file__).resolve().parent.parent / "assets" / "fonts"

ENVIRONMENT: Mapping[str, str] = MappingProxyType(
    {
        "KIVY_NO_ARGS": "1",  # the command line is ours
        "KIVY_LOG_MODE": "PYTHON",  # no log files of its own, no handlers on the root
        "KIVY_NO_CONFIG": "1",  # its configuration file is global and outlives us
        "KIVY_NO_ENV_CONFIG": "1",  # else KCFG_* would override what is set below
        "KIVY_AUDIO": "sdl2",
        "KIVY_CLIPBOARD": "sdl2",  # others leave daemons behind
        "KIVY_TEXT": "sdl2",
        "KIVY_WINDOW": "sdl2",
        "KIVY_GL_BACKEND": "sdl2",
        # A finger is a finger and a mouse is a mouse: never both from one touch.
        "SDL_TOUCH_MOUSE_EVENTS": "0",
        "SDL_MOUSE_TOUCH_EVENTS": "0",
    }
)

SETTINGS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("kivy", "exit_on_escape"): "0",
        ("kivy", "log_enable"): "0",
        ("kivy", "log_level"): "warning",
        ("kivy", "desktop"): "0",
        ("kivy", "keyboard_mode"): "",
        ("kivy", "pause_on_minimize"): "0",
        ("kivy", "allow_screensaver"): "0",
        ("graphics", "allow_screensaver"): "0",
        ("graphics", "fullscreen"): "0",
        ("graphics", "maxfps"): "60",
        ("graphics", "minimum_width"): "0",
        ("graphics", "minimum_height"): "0",
        # Smooth* instructions round the corners; multisampling doubles the cost of a tap.
        ("graphics", "multisamples"): "0",
        ("graphics", "position"): "custom",
        ("graphics", "left"): "0",
        ("graphics", "top"): "0",
        ("graphics", "resizable"): "0",
        ("graphics", "vsync"): "0",
        ("widgets", "scroll_distance"): "50",
        ("widgets", "scroll_timeout"): "250",
    }
)
MOUSE = "mouse,disable_multitouch"


def prepare(screen: Screen, home: Path, *, window: bool = False) -> None:
    """Bring environment and configuration in order; call before anything imports Kivy.

    Args:
        screen: the panel; its pixels become the window.
        home: a directory of ours; Kivy may not use the one in the home of the user.
        window: for development: a window with a frame and a cursor.

    Raises:
        RuntimeError: Kivy was imported already, so it is too late.
    """
    if "kivy" in sys.modules:
        raise RuntimeError("prepare() comes before the first import of Kivy")
    os.environ.update(ENVIRONMENT)
    os.environ["KIVY_HOME"] = str(home)
    for presence in ("KIVY_NO_CONSOLELOG", "KIVY_NO_FILELOG"):
        os.environ.pop(presence, None)
    configure(screen, window=window)


def configure(screen: Screen, *, window: bool) -> None:
    """Set every option that matters, whatever it was."""
    from kivy.config import Config

    for (section, option), value in SETTINGS.items():
        Config.set(section, option, value)
    Config.set("graphics", "width", str(screen.width_px))
    Config.set("graphics", "height", str(screen.height_px))
    Config.set("graphics", "borderless", "0" if window else "1")
    Config.set("graphics", "show_cursor", "1" if window else "0")
    # probesysfs finds the panel a second time, and each touch would come twice.
    for provider, _ in Config.items("input"):
        Config.remove_option("input", provider)
    Config.set("input", "mouse", MOUSE)
    for module, _ in Config.items("modules"):
        Config.remove_option("modules", module)


def register_fonts() -> None:
    """Give the bundled fonts the names layouts use: ``Text`` and ``Icons``."""
    from kivy.core.text import LabelBase

    LabelBase.register(
        "Text", str(FONTS / "Text-Regular.ttf"), fn_bold=str(FONTS / "Text-Bold.ttf")
    )
    LabelBase.register("Icons", str(FONTS / "Icons.ttf"))
