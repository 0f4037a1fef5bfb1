"""A kiosk cannot be left: every way Kivy leaves open is shut, and each stays shut."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from kivy.base import EventLoop
from kivy.config import Config
from kivy.core.window import Window

from screens.kivy_setup import prepare
from tests.ui.harness import PORTRAIT, Stage

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "screens").rglob("*.py"))
LAYOUTS = sorted((ROOT / "screens").rglob("*.kv"))
ESCAPE, F1 = 27, 282

REPORT = """
import json, os, sys
from pathlib import Path
from screens.kivy_setup import prepare
from screens.theme import Screen
home = Path(os.environ["KIVY_PLACE"])
prepare(Screen.window(640, 400), home)
from kivy.config import Config
from kivy.base import EventLoop
EventLoop.ensure_window()
EventLoop.idle()
import kivy.core.window
print(json.dumps({
    "config": {s: dict(Config.items(s)) for s in ("kivy", "graphics", "input", "modules")},
    "argv": sys.argv[1:],
    "written": sorted(str(p) for p in home.rglob("*")),
    "at_home": sorted(p.name for p in Path(os.environ["HOME"]).iterdir()),
    "size": list(kivy.core.window.Window.system_size),
}))
"""


def started(tmp_path: Path, *args: str, **environ: str) -> dict[str, Any]:
    """Start a process of its own and return what Kivy made of it."""
    (tmp_path / "home").mkdir()
    (tmp_path / "kivy").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", REPORT, *args],
        env={
            **{name: value for name, value in os.environ.items() if "KIVY" not in name},
            "HOME": str(tmp_path / "home"),
            "KIVY_PLACE": str(tmp_path / "kivy"),
            "PYTHONPATH": str(ROOT),
            **environ,
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def is_running() -> bool:
    return EventLoop.status == "started" and not EventLoop.quit


def test_escape_does_not_end_the_program() -> None:
    with Stage() as stage:
        Window.dispatch("on_keyboard", ESCAPE, 41, "", [])
        stage.frame()
        assert is_running()
        assert Config.getboolean("kivy", "exit_on_escape") is False


def test_f1_opens_no_settings() -> None:
    with Stage() as stage:
        before = list(Window.children)
        Window.dispatch("on_keyboard", F1, 58, "", [])
        stage.settle()
        assert Window.children == before


@pytest.mark.parametrize("modifiers", [[], ["ctrl"], ["alt"], ["ctrl", "alt"], ["meta"]])
def test_no_key_changes_what_is_on_the_screen(modifiers: list[str]) -> None:
    with Stage() as stage:
        before, page = list(Window.children), stage.page
        for key in (*range(8, 128), *range(256, 320)):
            Window.dispatch("on_key_down", key, key, None, modifiers)
            Window.dispatch("on_keyboard", key, key, None, modifiers)
            Window.dispatch("on_key_up", key, key)
        stage.settle()
        assert is_running()
        assert Window.children == before
        assert stage.page is page


def test_the_window_manager_cannot_close_the_window() -> None:
    with Stage():
        assert Window.dispatch("on_request_close") is True
        assert is_running()


def test_the_environment_cannot_override_the_configuration(tmp_path: Path) -> None:
    found = started(
        tmp_path,
        KCFG_KIVY_EXIT_ON_ESCAPE="1",
        KCFG_GRAPHICS_WIDTH="111",
        KCFG_GRAPHICS_MULTISAMPLES="4",
        KCFG_INPUT_PANEL="probesysfs,provider=mtdev",
        KCFG_MODULES_INSPECTOR="1",
        KCFG_KIVY_KEYBOARD_LAYOUT="azerty",
    )
    assert found["config"]["kivy"]["exit_on_escape"] == "0"
    assert found["config"]["kivy"]["keyboard_layout"] == "qwerty"  # we do not set this one
    assert found["config"]["graphics"]["multisamples"] == "0"
    assert found["size"] == [640, 400]
    assert list(found["config"]["input"].values()) == ["mouse,disable_multitouch"]
    assert found["config"]["modules"] == {}


def test_kivy_takes_nothing_from_the_command_line(tmp_path: Path) -> None:
    args = ["-m", "inspector", "--size=100x100", "-h"]
    found = started(tmp_path, *args)
    assert found["argv"] == args
    assert found["size"] == [640, 400]
    assert found["config"]["modules"] == {}


def test_no_log_and_no_configuration_piles_up(tmp_path: Path) -> None:
    found = started(tmp_path, KIVY_NO_FILELOG="0", KIVY_NO_CONSOLELOG="0")
    assert found["written"] == []
    assert ".kivy" not in found["at_home"]


def test_it_is_told_when_it_is_too_late_to_set_kivy_up(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="first import"):
        prepare(PORTRAIT, tmp_path)


def test_a_touch_comes_once() -> None:
    # The panel may be read by one provider only; probesysfs would find it a second time.
    assert dict(Config.items("input")) == {"mouse": "mouse,disable_multitouch"}
    assert os.environ["SDL_TOUCH_MOUSE_EVENTS"] == os.environ["SDL_MOUSE_TOUCH_EVENTS"] == "0"


def test_a_touch_that_comes_twice_all_the_same_acts_once() -> None:
    with Stage() as stage:
        stage.navigator.wake()
        stage.advance(1)
        place = stage.button("低位模式").center
        one, two = stage.down(*place), stage.down(*place)
        stage.up(one)
        stage.up(two)
        assert stage.navigator.visit.low is True


def test_the_other_mouse_buttons_do_nothing() -> None:
    from kivy.tests.common import UnitTestTouch

    with Stage() as stage:
        for button in ("right", "middle"):
            touch = UnitTestTouch(500, 1500)
            touch.profile = ["pos", "button"]
            touch.button = button
            touch.touch_down()
            stage.frame()
            stage.up(touch)
        assert stage.shown() == "AttractScreen"


# -- what the sources may not say ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (r"get_running_app", "objects get what they need in their constructor"),
        (r"\b[ds]p\(", "one dp is one pixel here; sizes are millimetres of the theme"),
        (r"FadeTransition|SlideTransition", "a fade costs 330 MB"),
        (r"\bdrivers\b\.", "screens and drivers never meet"),
        (r"UrlRequest|threading\.", "work runs on lanes"),
        (r"\bPopup\b|ModalView", "nothing pops up"),
    ],
)
def test_no_screen_does_what_screens_never_do(what: str, why: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in (*SOURCES, *LAYOUTS)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(what, line)
    ]
    assert not found, why


def test_layouts_import_from_screens_and_kiosk_only_and_never_say_app() -> None:
    assert LAYOUTS
    for path in LAYOUTS:
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("#:import"):
                assert line.split()[2].split(".")[0] in ("screens", "kiosk"), (path.name, line)
            else:
                assert not re.search(r"(?<![\w.])app\.", line), (path.name, line)


def test_every_layout_belongs_to_a_page_of_the_registry() -> None:
    from screens.registry import PAGES

    known = {screen.layout for screen in PAGES.values()} - {None}
    assert set(LAYOUTS) <= known


def test_a_layout_is_loaded_once_however_often_the_app_starts() -> None:
    from kivy.lang import Builder

    for _ in range(2):
        with Stage() as stage:
            count = len(list(stage.page.walk()))
    with Stage() as stage:
        assert len(list(stage.page.walk())) == count
    loaded = [name for name in Builder.files if name]
    assert len(loaded) == len(set(loaded))
