"""Drives the real application, in this process, one frame at a time, under a time of our own.

    with Stage() as stage:
        stage.touch("Help")
        assert "Call the staff" in stage.texts()

Kivy's window is one for the whole process, so ``open_window`` comes before any import of Kivy; the
conftest.py sees to it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Self

from screens.kivy_setup import prepare
from screens.theme import Screen

PORTRAIT = Screen(267.9, 476.3, 1080, 1920)
"""21.5 inch, upright: the default panel."""
LANDSCAPE = Screen(476.3, 267.9, 1920, 1080)
SMALL = Screen(217.7, 136.1, 1280, 800)
"""10.1 inch, lying: the tightest panel."""
PANELS: Mapping[str, Screen] = {"portrait": PORTRAIT, "landscape": LANDSCAPE, "small": SMALL}
FRAME = 1 / 60


def open_window() -> None:
    """Set Kivy up and open its one window; needs a display."""
    os.environ.pop("KIVY_HOME", None)
    prepare(PORTRAIT, Path(tempfile.mkdtemp(prefix="kivy-home-")))
    from kivy.base import EventLoop

    EventLoop.ensure_window()


class VirtualTime:
    """Takes the place of the system's clock for Kivy: time goes on by frames and by ``advance``."""

    def __init__(self) -> None:
        from kivy.clock import Clock

        self.now = Clock.time()
        self._clock = Clock

    def __enter__(self) -> VirtualTime:
        import kivy.effects.kinetic

        self._clock.time = lambda: self.now
        self._clock.usleep = self._sleep
        self._kinetic = kivy.effects.kinetic.time
        kivy.effects.kinetic.time = lambda: self.now
        return self

    def __exit__(self, *_: object) -> None:
        import kivy.effects.kinetic

        kivy.effects.kinetic.time = self._kinetic
        del self._clock.time
        del self._clock.usleep

    def _sleep(self, microseconds: float) -> None:
        self.now += max(microseconds, 1) / 1_000_000


class HandLane:
    """A lane whose jobs run when the test says so, or at once.

    Results come back at the next frame, as from a real lane.
    """

    def __init__(self, *, at_once: bool = True) -> None:
        self.at_once = at_once
        self.jobs: list[Callable[[], None]] = []
        self.running = False

    def submit(
        self,
        job: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Any:
        self.jobs.append(lambda: self._run(job, args, then, failed))
        if self.at_once:
            self.run()

    def after(self, seconds: float, job: Callable[[], object]) -> Any:
        raise NotImplementedError

    def every(self, seconds: float, job: Callable[[], object]) -> Any:
        raise NotImplementedError

    def run(self) -> None:
        """Do what is queued."""
        jobs, self.jobs = self.jobs, []
        for job in jobs:
            job()

    def _run(
        self,
        job: Callable[..., Any],
        args: tuple[Any, ...],
        then: Callable[[Any], None] | None,
        failed: Callable[[Exception], None] | None,
    ) -> None:
        from screens.app import post

        before, self.running = self.running, True
        try:
            result = job(*args)
        except Exception as error:
            if failed is None:
                raise
            post(lambda error=error: failed(error))  # type: ignore[misc]
            return
        finally:
            self.running = before
        if then is not None:
            post(lambda: then(result))


class Stage:
    """The application on a panel, driven by hand.

    Args:
        swallow: errors in callbacks go to the failsafe, as in life; else they fail the test.
        pages: names more pages, or other ones.
    """

    def __init__(
        self,
        screen: Screen = PORTRAIT,
        *,
        services: Any = None,
        pages: Mapping[str, Any] | None = None,
        swallow: bool = False,
        **changed: Any,
    ) -> None:
        from dataclasses import replace

        from screens.registry import PAGES
        from tests.ui.people import services as make_services

        self.screen = screen
        self.services = replace(services or make_services(), **changed)
        self.pages = {**PAGES, **(pages or {})}
        self.swallow = swallow
        self.time = VirtualTime()
        self.app: Any = None

    # -- life ------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        from kivy.base import EventLoop, runTouchApp
        from kivy.core.window import Window

        self.time.__enter__()
        Window.size = (self.screen.width_px, self.screen.height_px)
        type(Window).flip(Window)  # only then what is drawn on has the new size
        EventLoop.quit = False
        self.app = self.make_app()
        self.app._run_prepare()
        runTouchApp(embedded=True)
        for provider in list(EventLoop.input_providers):  # no touches but ours
            EventLoop.remove_input_provider(provider)
        self.settle()
        return self

    def make_app(self) -> Any:
        """Make the application that is driven."""
        from screens.app import KioskApp

        return KioskApp(self.services, self.screen, self.pages)

    def __exit__(self, *_: object) -> None:
        from kivy.base import EventLoop
        from kivy.core.window import Window

        try:
            if EventLoop.status == "started":
                self.app.stop()
            for event in tuple(_events()):
                event.cancel()
            for child in tuple(Window.children):
                Window.remove_widget(child)
            EventLoop.quit = False
        finally:
            self.time.__exit__()

    # -- time ------------------------------------------------------------------------------

    def frame(self) -> bool:
        """Run one frame; True if it drew."""
        from kivy.base import EventLoop, ExceptionManager
        from kivy.core.window import Window

        drawn: list[int] = []

        def note(*_: object) -> None:
            drawn.append(1)

        Window.bind(on_flip=note)
        try:
            EventLoop.idle()
        except Exception as error:
            if not self.swallow:
                raise
            if ExceptionManager.handle_exception(error) != ExceptionManager.PASS:
                raise
        finally:
            Window.unbind(on_flip=note)
        return bool(drawn)

    def settle(self, frames: int = 120) -> None:
        """Run until three frames in a row drew nothing."""
        still = 0
        for _ in range(frames):
            still = 0 if self.frame() else still + 1
            if still == 3:
                return
        raise AssertionError(f"the screen does not come to rest within {frames} frames")

    def advance(self, seconds: float, step: float = 0.25) -> None:
        """Let time pass, a frame each ``step``."""
        end = self.time.now + seconds
        while self.time.now < end - 1e-9:
            self.time.now = min(end, self.time.now + step)
            self.frame()

    # -- touching --------------------------------------------------------------------------

    def down(self, x: float, y: float) -> Any:
        """Put a finger down; returns it."""
        from kivy.tests.common import UnitTestTouch

        touch = UnitTestTouch(x, y)
        touch.touch_down()
        self.frame()
        return touch

    def up(self, touch: Any) -> None:
        """Take it away."""
        touch.touch_up()
        self.settle()

    def tap(self, x: float, y: float, *, wait: float = 0.6) -> None:
        """Touch a place, after ``wait`` seconds, so that it is not taken for a second press."""
        if wait:
            self.advance(wait)
        self.up(self.down(x, y))

    def touch(self, text: str, *, wait: float = 0.6) -> None:
        """Touch the thing that says ``text``."""
        if wait:
            self.advance(wait)
        self.tap(*self.button(text).center, wait=0)

    # -- seeing ----------------------------------------------------------------------------

    @property
    def navigator(self) -> Any:
        return self.app.navigator

    @property
    def page(self) -> Any:
        """The page that is shown."""
        return self.app.navigator.page

    @property
    def place(self) -> str:
        """The name of the page one is at (the idle warning covers it)."""
        name: str = self.app.navigator.place.page
        return name

    def shown(self) -> str:
        """The class of what is on the screen."""
        return type(self.page).__name__

    def widgets(self) -> Iterator[Any]:
        """Everything that is on the screen."""
        return iter(self.app.navigator.walk(restrict=True))

    def texts(self) -> list[str]:
        """Every text that can be read."""
        from screens.widgets.text import Glyph

        return [
            w.text
            for w in self.widgets()
            if getattr(w, "text", "") and hasattr(w, "texture_size") and not isinstance(w, Glyph)
        ]

    def button(self, text: str) -> Any:
        """The thing to touch that says ``text``."""
        from screens.widgets.dress import Pressable

        self.settle()
        found = [w for w in self.widgets() if isinstance(w, Pressable) and w.text == text]
        assert len(found) == 1, f"{len(found)} buttons say {text!r}; there are {self.texts()}"
        return found[0]

    def picture(self, path: Path | None = None) -> Any:
        """Return a picture of the screen as a Pillow image; write it if a path is given."""
        from kivy.core.window import Window
        from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels
        from PIL import Image

        self.settle()
        Window.canvas.ask_update()
        Window.dispatch("on_draw")
        pixels = glReadPixels(
            0, 0, self.screen.width_px, self.screen.height_px, GL_RGBA, GL_UNSIGNED_BYTE
        )
        Window.dispatch("on_flip")
        size = (self.screen.width_px, self.screen.height_px)
        image = Image.frombytes("RGBA", size, pixels).convert("RGB")
        image = image.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        if path is not None:
            save_small(image, path)
        return image


def save_small(image: Any, path: Path) -> None:
    """Write a picture for the documentation: 256 colours, so it stays small."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image.quantize(256, dither=0).save(path, optimize=True)


def _events() -> Iterator[Any]:
    from kivy.clock import Clock

    yield from Clock.get_events()
