"""The way from page to page: one page on the screen, a stack behind it, home, back, idle, touches.

Pages are built fresh each time they are entered, in the language and mood of the visit, and are
gone when they are left. Nothing fades: a page is there at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kivy.clock import Clock
from kivy.properties import ObjectProperty
from kivy.uix.widget import Widget

from kiosk.ids import DoorId
from kiosk.links import scanned
from screens.base import KioskScreen
from screens.idle import IdleClock
from screens.services import Services
from screens.theme import Screen, Theme
from screens.touch import CornerWalk, TouchGuard
from screens.upper import UpperHalf
from screens.visit import SESSION, Language, Visit

ATTRACT, HOME, HELP, STILL_HERE, STAFF = "attract", "home", "help", "still_here", "staff.pin"
FIRST_PINS = "staff.first_pins"
"""Pages the shell itself goes to."""


@dataclass(frozen=True)
class Place:
    """A page and what it was given, so that it can be built again."""

    page: str
    given: Mapping[str, Any] = field(default_factory=dict)


class Navigator(Widget):
    """The root of the window.

    Args:
        pages: the registry: which class is which page.
    """

    page = ObjectProperty(None, allownone=True)

    def __init__(
        self, services: Services, screen: Screen, pages: Mapping[str, type[KioskScreen]]
    ) -> None:
        self.services = services
        self._screen = screen
        self._pages = pages
        self._first_language = Language(services.about.languages[0])
        self.visit = Visit(self._first_language)
        self._stack: list[Place] = []
        self._aside: KioskScreen | None = None
        self._upper: UpperHalf | None = None
        self._guard = TouchGuard()
        self._corners = CornerWalk(screen.width_px, screen.height_px, 25 * screen.px_per_mm)
        self._idle = IdleClock(held=self._is_held, warn=self.ask_still_here)
        super().__init__()
        self.bind(size=self._place_page, pos=self._place_page)

    @property
    def theme(self) -> Theme:
        """The panel in the mood of the visit."""
        return Theme(self._screen, care=self.visit.care, low=self.visit.low)

    @property
    def place(self) -> Place:
        """Where we are."""
        return self._stack[-1]

    # -- ways ------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show the first page of the program: the waiting one, or the first run's."""
        self.finish()
        if self._staff_entrance() == FIRST_PINS:
            self.home()
            self.go(FIRST_PINS)

    def go(self, page: str, **given: Any) -> None:
        """Go on to ``page``; Back returns here."""
        self._stack.append(Place(page, given))
        self._enter()

    def replace(self, page: str, **given: Any) -> None:
        """Go on to ``page``; Back passes over the page left now."""
        self._stack[-1:] = [Place(page, given)]
        self._enter()

    def back(self) -> None:
        """Return to the page before; from home, the visit ends."""
        if len(self._stack) < 2:
            self.finish()
            return
        self._stack.pop()
        self._enter()

    def home(self) -> None:
        """Drop what was given and show the home page, in the same language and mood."""
        self.visit.forget_task()
        self._stack = [Place(HOME)]
        self._enter()

    def help(self) -> None:
        """Show who helps; Back returns to the task."""
        if self._stack and self.place.page != HELP:
            self.go(HELP, asked_from=self.place.page)

    def finish(self) -> None:
        """The person has gone, or wants to: wipe everything, wait for the next one."""
        self.visit.wipe(self._first_language)
        self.services.voice.hush()
        self.wait_for_somebody()

    def wait_for_somebody(self) -> None:
        """Show the waiting page."""
        self._stack = [Place(ATTRACT)]
        self._enter()

    def wake(self, *, care: bool = False, language: Language | None = None) -> None:
        """Somebody touched the waiting screen: begin a visit at home."""
        self.visit.wipe(language or self._first_language)
        self.visit.care = care
        self._guard.pause(Clock.time())
        self.home()

    def rebuild(self) -> None:
        """Build the page again: language, care or low mode has changed."""
        self._enter()

    def show_notice(self, sentence: str, tone: str = "care") -> None:
        """Say one sentence on the page that is shown."""
        if self.page is not None:
            self.page.say_notice(sentence, tone=tone)

    def hold_door(self, door: DoorId, *, is_open: bool) -> None:
        """Let the idle clock stand still while a door of this visit is open."""
        (self.visit.holds.add if is_open else self.visit.holds.discard)(f"door {door}")

    def scanned(self, code: str) -> None:
        """Give a scanned code to the page, bare; a waiting screen wakes up first."""
        if self._aside is not None:
            self.still_here()
        if self.place.page == ATTRACT:
            self.wake()
        self._idle.touched()
        self.page.on_scan(scanned(code))

    def close(self) -> None:
        """Stop counting; the window is going."""
        self._idle.stop()
        if self.page is not None:
            self.page.current = False
            self.page.on_leave()

    # -- one page --------------------------------------------------------------------------

    def _enter(self) -> None:
        self._drop_aside()
        if self._pages[self.place.page].signed_in and SESSION not in self.visit.given:
            self._stack[-1:] = [Place(STAFF)]
        place = self.place
        page = self._build(place)
        self._show(page)
        if place.page == ATTRACT:
            self._idle.stop()
        else:
            self._idle.start(page.patience())

    def _build(self, place: Place) -> KioskScreen:
        page = self._pages[place.page](
            self.services, self.visit, self, self.theme, **dict(place.given)
        )
        page.on_pre_enter()
        return page

    def _show(self, page: KioskScreen) -> None:
        left = self.page
        if left is not None:
            left.current = False
            if left is not self._aside:
                left.on_leave()
        self.clear_widgets()
        self.page = page
        page.current = True
        self._upper = UpperHalf(page, self.theme) if page.theme.lowered else None
        if self._upper is not None:
            self.add_widget(self._upper)
        self.add_widget(page)
        self._place_page()
        if self.visit.care and page.clips:
            self.services.voice.hush()  # what the page before had to say is over
            self.services.voice.say(*page.clips, language=self.visit.language)

    def _place_page(self, *_: object) -> None:
        if self.page is None:
            return
        height = self.height / 2 if self._upper is not None else self.height
        self.page.pos = self.pos
        self.page.size = (self.width, height)
        if self._upper is not None:
            self._upper.pos = (self.x, self.y + height)
            self._upper.size = (self.width, self.height - height)

    # -- idle ------------------------------------------------------------------------------

    def _is_held(self) -> bool:
        page = self.page
        return bool(self.visit.holds or (page is not None and (page.holds_idle or page.busy)))

    def ask_still_here(self) -> None:
        """Cover the page with the question; it stays as it is."""
        if STILL_HERE not in self._pages:
            self.finish()
            return
        self._aside = self.page
        self._show(self._build(Place(STILL_HERE)))

    def still_here(self) -> None:
        """The person said so: the page comes back as it was."""
        page, self._aside = self._aside, None
        if page is None:
            return
        self._show(page)
        self._guard.pause(Clock.time())
        self._idle.start(page.patience())

    def _drop_aside(self) -> None:
        if self._aside is not None:
            self._aside.on_leave()
            self._aside = None

    # -- touches ---------------------------------------------------------------------------

    def on_touch_down(self, touch: Any) -> bool:
        """Let one finger through, at the right time; watch the corners."""
        now = Clock.time()
        self._idle.touched()
        # A finger has no button; the mouse of a technician has.
        if touch.button not in (None, "left", "scrollup", "scrolldown"):
            return True
        if self._corners.down(touch.uid, touch.x, touch.y, now):
            Clock.schedule_once(lambda _: self._open_staff(touch.uid), CornerWalk.HELD)
        quick = self._guard.too_soon(now) and self._on_key(touch)
        if not self._guard.down(touch.uid, now, quick=quick):
            return True
        super().on_touch_down(touch)
        return True

    def on_touch_move(self, touch: Any) -> bool:
        """Follow the finger that counts."""
        return not self._guard.follows(touch.uid) or bool(super().on_touch_move(touch))

    def on_touch_up(self, touch: Any) -> bool:
        """Let the finger go."""
        self._corners.up(touch.uid)
        self._idle.touched()
        return not self._guard.up(touch.uid) or bool(super().on_touch_up(touch))

    def _on_key(self, touch: Any) -> bool:
        return any(
            getattr(widget, "quick", False) and widget.collide_point(*touch.pos)
            for widget in self.page.walk(restrict=True)
        )

    def _open_staff(self, finger: Any) -> None:
        if self._corners.is_held(finger) and STAFF in self._pages:
            self.visit.forget_task()
            self._stack = [Place(HOME)]
            self.go(self._staff_entrance())

    def _staff_entrance(self) -> str:
        login = self.services.login
        first = FIRST_PINS in self._pages and login is not None and login.needs_first_pins
        return FIRST_PINS if first else STAFF
