"""What every page is: a header, a body, a footer, and verbs its layout calls.

A page holds no rule. It asks one through ``do`` and shows what became of it, in words.
How a page is written: docs/screens.md.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.errors import KioskError, Refused
from kiosk.ids import DoorId
from kiosk.jobs import Runs
from screens.frame import Footer, Header, NoticeBar, Working
from screens.icons import Icon
from screens.idle import patience
from screens.services import Services
from screens.theme import Family, Theme
from screens.visit import Language, Visit
from screens.widgets.ribbon import Ribbon

_R = TypeVar("_R")
_log = logging.getLogger(__name__)
LOADING_AFTER = 0.5
"""Seconds of waiting before a page says that it waits."""


def layout_beside(module: str) -> Path:
    """Return the ``.kv`` file that stands beside a module."""
    return Path(module).with_suffix(".kv")


class Goes(Protocol):
    """The part of the navigator that a page may use."""

    def go(self, page: str, **given: Any) -> None: ...

    def replace(self, page: str, **given: Any) -> None: ...

    def back(self) -> None: ...

    def home(self) -> None: ...

    def help(self) -> None: ...

    def finish(self) -> None: ...

    def rebuild(self) -> None: ...

    def wake(self, *, care: bool = False, language: Language | None = None) -> None: ...

    def still_here(self) -> None: ...

    def show_notice(self, sentence: str, tone: str = "care") -> None: ...

    def hold_door(self, door: DoorId, *, is_open: bool) -> None: ...


class KioskScreen(BoxLayout):
    """One page.

    Class attributes:
        family: whose colour the header has.
        icon: the pictogram of the header.
        personal: shows personal data, so the idle clock is shorter.
        signed_in: opens only while a member of staff is signed in.
        clips: what the voice says when the page is entered in care mode.
        ribbon: the seven colours stand under the header.
        layout: the ``.kv`` file, loaded once; ``None`` if the page is made in code.

    Args:
        given: what the page before handed over, by name.
    """

    family: Family = Family.SHELL
    icon: ClassVar[Icon] = Icon.HOME
    personal: ClassVar[bool] = False
    signed_in: ClassVar[bool] = False
    clips: ClassVar[tuple[str, ...]] = ()
    layout: ClassVar[Path | None] = None
    header_tone: ClassVar[str] = ""
    ribbon: ClassVar[bool] = False

    title = StringProperty("")
    notice = StringProperty("")
    notice_tone = StringProperty("care")
    holds_idle = BooleanProperty(False)
    busy = BooleanProperty(False)
    theme = ObjectProperty(None)
    can_go_back = BooleanProperty(True)
    can_go_home = BooleanProperty(True)

    def __init__(
        self, services: Services, visit: Visit, goes: Goes, theme: Theme, **given: Any
    ) -> None:
        self.services = services
        self.visit = visit
        self.goes = goes
        self.given = given
        self.current = False
        self.body: Widget | None = None
        self._words = services.words(visit.language)
        self._waiting: Any = None
        super().__init__(orientation="vertical", theme=theme, title=self.heading())

    # -- for subclasses --------------------------------------------------------------------

    def heading(self) -> str:
        """Return what the header says; subclasses answer by ``self._("…")``."""
        return ""

    def on_pre_enter(self) -> None:
        """The page is about to be seen: fill it."""

    def on_leave(self) -> None:
        """The page is gone for good: let go of what it holds."""

    def on_scan(self, code: str) -> bool:
        """A code was scanned while this page was shown; True if the page took it."""
        return False

    def patience(self) -> float:
        """Return the seconds without a touch after which the page asks who is there."""
        return patience(care=self.visit.care, personal=self.personal)

    def words(self, refused: Refused) -> str:
        """Return the one sentence for a refusal; subclasses know their own reasons."""
        if refused.reason == "read_only":
            return self._("This service is being looked after. Please ask the staff.")
        if refused.reason == "untrusted_clock":
            return self._("The clock of this machine is not set. Please ask the staff.")
        if refused.reason == "positioner_away":
            return self._(
                "This needs a connection that is not there now. Please try again in a moment, "
                "or ask the staff."
            )
        return self._("That is not possible now. Please ask the staff.")

    # -- verbs of every page ---------------------------------------------------------------

    def _(self, message: str) -> str:
        """Return ``message`` in the language of the visit."""
        return self._words.gettext(message)

    def plural(self, one: str, many: str, count: int) -> str:
        """Return the sentence for ``count`` things."""
        return self._words.ngettext(one, many, count)

    def do(
        self,
        act: Callable[..., _R],
        *args: Any,
        then: Callable[[_R], None] | None = None,
        refused: Callable[[Refused], None] | None = None,
        lane: Runs | None = None,
        **kwargs: Any,
    ) -> None:
        """Run ``act`` on the station's lane; the answer comes back to this page.

        While it runs the page takes no touches; after half a second it says that it waits.
        Answers that arrive when the page is gone are dropped: what was done is done, the page
        that asked is not there to show it.

        Args:
            then: gets the result.
            refused: gets a refusal instead of the sentence of ``words``.
            lane: where it runs instead; what may hang (a stick, the network) must not keep the
                doors waiting. What only the positioner may decide runs in ``services.decisions``.
        """
        if self.busy:
            return
        self.notice = ""
        self.busy = True
        self._waiting = Clock.schedule_once(self._say_working, LOADING_AFTER)
        (lane or self.services.lane).submit(
            partial(act, *args, **kwargs),
            then=partial(self._done, then),
            failed=partial(self._failed, refused),
        )

    def refuse(self, refused: Refused) -> None:
        """Say why not, on the page itself."""
        self.say_notice(self.words(refused), tone="bad")

    def say_notice(self, sentence: str, *, tone: str = "care") -> None:
        """Show one sentence above the body (``care``, ``bad``, ``good``); empty takes it away."""
        self.notice_tone = tone
        self.notice = sentence

    def say(self, *clips: str) -> None:
        """Speak, if there is a voice."""
        self.services.voice.say(*clips, language=self.visit.language)

    # -- the frame -------------------------------------------------------------------------

    def apply_class_lang_rules(self, *args: Any, **kwargs: Any) -> None:
        """Build header, body and footer before the layout of the subclass fills the body."""
        self._build_frame()
        super().apply_class_lang_rules(*args, **kwargs)

    def add_widget(self, widget: Widget, *args: Any, **kwargs: Any) -> None:
        """Put what the layout adds into the body."""
        if self.body is None:
            super().add_widget(widget, *args, **kwargs)
        else:
            self.body.add_widget(widget, *args, **kwargs)

    def _build_frame(self) -> None:
        theme = self.theme
        tone = self.header_tone or self.family
        self._header = Header(theme=theme, tone=tone, icon=self.icon, title=self.title)
        self._bar = NoticeBar(theme=theme)
        self._working = Working(theme=theme, text=self._("One moment, please …"))
        self._footer = Footer(
            theme=theme,
            home=self._("Home"),
            back=self._("Back"),
            help=self._("Help"),
            on_home=lambda *_: self.goes.home(),
            on_back=lambda *_: self.on_back(),
            on_help=lambda *_: self.goes.help(),
        )
        self.bind(title=self._header.setter("title"))
        self.bind(
            notice=self._show_notice, can_go_back=self._show_ways, can_go_home=self._show_ways
        )
        body = BoxLayout(
            orientation="vertical", padding=[theme.margin, theme.gap], spacing=theme.gap
        )
        band = (Ribbon(theme=theme),) if self.ribbon else ()
        for part in (self._header, *band, self._bar, body, self._footer):
            super().add_widget(part)
        self.body = body
        self._show_ways()

    def on_back(self) -> None:
        """Back was touched; a page with steps of its own may take one back instead."""
        self.goes.back()

    def _show_ways(self, *_: object) -> None:
        self._footer.can_go(home=self.can_go_home, back=self.can_go_back)

    def _show_notice(self, *_: object) -> None:
        self._bar.show(self.notice, self.notice_tone)

    def show_time(self, text: str) -> None:
        """Show the time of day in the header."""
        self._header.clock = text

    # -- answers ---------------------------------------------------------------------------

    def _say_working(self, _: float) -> None:
        self._bar.show_working(self._working)

    def _settled(self) -> bool:
        self._waiting.cancel()
        self._bar.hide_working(self._working)
        self.busy = False
        return self.current

    def _done(self, then: Callable[[_R], None] | None, result: _R) -> None:
        if self._settled() and then is not None:
            then(result)

    def _failed(self, refused: Callable[[Refused], None] | None, error: Exception) -> None:
        here = self._settled()
        match error:
            case Refused():
                if here:
                    (refused or self.refuse)(error)
            case KioskError():
                # Nothing personal is in these errors: they carry ids and counts.
                _log.error("%s: %s", type(self).__name__, error)
                if here:
                    self.say_notice(
                        self._("That did not work. Nothing was changed. Please ask the staff."),
                        tone="bad",
                    )
            case _:
                raise error


class StaffScreen(KioskScreen):
    """A page for staff: dark header, so nobody mistakes it; counts as personal."""

    header_tone = "staff"
    icon = Icon.BADGE
    personal = True
