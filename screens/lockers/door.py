"""At the door: which one, what it does, and the code from the moment it is promised."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kivy.uix.widget import Widget

from kiosk.lockers.events import Purpose, Via
from kiosk.lockers.waiting import Told
from kiosk.tap import Tap
from screens.icons import Icon
from screens.lockers.at_door import AT_DOOR, AtDoor
from screens.lockers.cards import DoorNumber
from screens.lockers.door_layout import Parts, arranged
from screens.lockers.errand import Errand, Phase, opened_after_all, stayed_shut
from screens.lockers.page import LockerScreen
from screens.lockers.picture import shown_doors
from screens.lockers.telling import tell
from screens.widgets.button import BigButton
from screens.widgets.cabinet import CabinetPicture
from screens.widgets.cards import CodeCard, Telling, TellingCard
from screens.widgets.qr import QrCode
from screens.widgets.text import Say

WITH_CODE = (Phase.OPENING, Phase.OPEN, Phase.SHUT, Phase.KEPT, Phase.UNSURE)
"""Phases in which the code of a new rental is shown."""


class DoorScreen(LockerScreen):
    """Shows one errand, from the promise to the shut door; built again at every step."""

    icon = Icon.SENSOR_DOOR
    personal = True

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Your door")

    def on_pre_enter(self) -> None:
        """Show the errand that belongs to the visit."""
        self._tried: AtDoor | None = None
        if self.at_door is not None:
            self.at_door.changed = self._show
        self._show()

    def on_leave(self) -> None:
        """Show nothing more; the errand goes on as long as the visit has it."""
        super().on_leave()
        # The page that follows may be a door page as well, and has entered already.
        if self.at_door is not None and self.at_door.changed == self._show:
            self.at_door.changed = None

    def on_scan(self, code: str) -> bool:
        """Not now: first this door."""
        return False

    def on_back(self) -> None:
        """Back ends the errand as well; closed while the door is under way."""
        self._leave_errand()
        super().on_back()

    @property
    def at_door(self) -> AtDoor | None:
        """The errand of this visit; gone when the visit was wiped meanwhile."""
        found = self.visit.given.get(AT_DOOR)
        return found if isinstance(found, AtDoor) else None

    # -- verbs -----------------------------------------------------------------------------

    def finish(self) -> None:
        """The visit is over."""
        self.goes.finish()

    def it_opened(self) -> None:
        """The resident saw the door open."""
        if self.at_door is not None:
            self.at_door.take(opened_after_all(self.at_door.errand))

    def it_did_not_open(self) -> None:
        """The resident saw it stay shut: a new rental ends, another one tries again."""
        at_door = self.at_door
        if at_door is None:
            return
        errand = at_door.errand
        at_door.take(stayed_shut(errand))
        if errand.purpose is Purpose.STORE and errand.rental is not None:
            self.desk.give_up(Tap.fresh(), at_door.told, rental=errand.rental)

    def try_again(self) -> None:
        """Order the same door once more."""
        if self.at_door is None or self.at_door.errand.rental is None:
            return
        errand, tap = self.at_door.errand, Tap.fresh()
        rental, via = self.at_door.errand.rental, errand.via or Via.VISIT
        self._tried = self.at_door
        self._leave_errand()

        def order(told: Told) -> None:
            self.desk.open_rental(tap, told, rental=rental, purpose=errand.purpose, via=via)

        again = Errand(errand.purpose, rental=rental, until=errand.until, via=via)
        self.to_the_door(again, order)

    def _not_ordered(self, errand: Errand) -> None:
        """What was tried before still stands."""
        if self.current and self._tried is not None:
            self.visit.given[AT_DOOR] = self._tried
        super()._not_ordered(errand)

    def choose_again(self) -> None:
        """Nothing was stored: back to the sizes."""
        self._leave_errand()
        self.goes.replace("lockers.size")

    # -- showing ---------------------------------------------------------------------------

    def _leave_errand(self) -> None:
        if self.at_door is not None:
            self.at_door.leave()

    def _show(self) -> None:
        assert self.body is not None
        self.body.clear_widgets()
        self._covered = None
        if self.at_door is None:
            self._show_wiped()
            return
        errand = self.at_door.errand
        self.can_go_back = not errand.under_way and errand.phase is not Phase.UNSURE
        for part in arranged(self.theme, self._parts(errand), cramped=self.cramped):
            self.body.add_widget(part)

    def _show_wiped(self) -> None:
        assert self.body is not None
        self.can_go_back = True
        self.body.add_widget(
            TellingCard(
                Telling(
                    "care",
                    Icon.SUPPORT_AGENT,
                    self._("The staff help you with your door"),
                    self._("What was shown here was wiped when the staff were called."),
                ),
                theme=self.theme,
            )
        )
        self.body.add_widget(Widget())
        self.body.add_widget(self._button(self._("Done"), Icon.DONE, self.finish, primary=True))

    def _parts(self, errand: Errand) -> Parts:
        theme = self.theme
        with_code = bool(errand.code) and errand.phase in WITH_CODE
        going_on = errand.under_way and not (theme.tight or self.cramped)
        return Parts(
            words=self._words_of(errand, with_code=with_code),
            number=DoorNumber(theme=theme, text=errand.door or ""),
            cabinet=partial(self._cabinet, errand),
            buttons=list(self._buttons(errand)),
            code=self._code(errand) if with_code else None,
            qr=QrCode(theme=theme, data=errand.qr) if with_code else None,
            hint=self._going_on() if going_on else None,
            is_over=errand.phase in (Phase.SHUT, Phase.KEPT, Phase.UNSURE),
        )

    def _words_of(self, errand: Errand, *, with_code: bool) -> TellingCard:
        limits = self.services.station.moment().settings.lockers
        telling = tell(
            errand, self._, until=self._until(errand), alarm=errand.open_for >= limits.ajar_alarm_s
        )
        tight = self.theme.tight
        short = (self.cramped and (with_code or tight)) or (
            tight and with_code and telling.stands_alone
        )
        return TellingCard(
            telling, short=short, pictured=not (tight and with_code), theme=self.theme
        )

    def _until(self, errand: Errand) -> str:
        return self.time_of(errand.until) if errand.until is not None else ""

    def _code(self, errand: Errand) -> CodeCard:
        """The code, and on a page too low for the sentence of it, until when it holds."""
        label = self._("Code of door {door}").format(door=errand.door)
        until = self._("Yours until {until}.").format(until=self._until(errand))
        named_above = self.cramped or (self.theme.tight and errand.phase is Phase.UNSURE)
        said_here = self.theme.tight and errand.phase in (Phase.SHUT, Phase.KEPT)
        return CodeCard(
            theme=self.theme,
            code=errand.code,
            label="" if named_above else label,
            foot=until if said_here else "",
        )

    def _cabinet(self, errand: Errand) -> CabinetPicture:
        doors = shown_doors(self.desk.cabinet, marked=errand.door)
        return CabinetPicture(theme=self.theme, doors=doors)

    def _going_on(self) -> Say:
        text = self._("The page goes on by itself when the door is shut.")
        return Say(theme=self.theme, muted=True, text=text)

    def _buttons(self, errand: Errand) -> list[BigButton]:
        done = partial(self._button, self._("Done"), Icon.DONE, self.finish, primary=True)
        stayed = partial(self._button, self._("It did not open"), Icon.CANCEL, self.it_did_not_open)
        match errand.phase:
            case Phase.SHUT | Phase.KEPT:
                return [done()]
            case Phase.UNSEEN:
                return [stayed(), done()]
            case Phase.UNSURE:
                return [stayed(), self._it_opened_button(errand)]
            case Phase.NOT_OPENED:
                return [
                    self._button(self._("Ask the staff"), Icon.SUPPORT_AGENT, self.goes.help),
                    self._button(
                        self._("Try once more"), Icon.REFRESH, self.try_again, primary=True
                    ),
                ]
            case Phase.ENDED:
                again = self._("Choose again")
                return [self._button(again, Icon.REFRESH, self.choose_again, primary=True)]
            case _:
                return []

    def _it_opened_button(self, errand: Errand) -> BigButton:
        store = errand.purpose is Purpose.STORE
        inside = self._("My things are inside") if store else self._("I have my things")
        button = self._button(self._("It opened"), Icon.DOOR_OPEN, self.it_opened)
        button.hint = "" if self.theme.tight or self.cramped else inside
        return button

    def _button(
        self, text: str, icon: Icon, act: Callable[[], None], *, primary: bool = False
    ) -> BigButton:
        return BigButton(
            theme=self.theme,
            tone="primary" if primary else "card",
            icon=icon,
            text=text,
            role="body" if self.theme.tight else "lead",
            size_hint_y=None,
            height=self.theme.mm(20 if self.theme.tight else 26 if self.cramped else 32),
            on_release=lambda _: act(),
        )
