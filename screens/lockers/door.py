"""At the door: which one, what it does, and the code from the moment it is promised."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.lockers.events import Purpose, Via
from kiosk.lockers.waiting import Told
from kiosk.station import Tap
from screens.icons import Icon
from screens.lockers.at_door import AT_DOOR, AtDoor
from screens.lockers.cards import DoorNumber, TellingCard
from screens.lockers.errand import Errand, Phase, opened_after_all, stayed_shut
from screens.lockers.page import LockerScreen
from screens.lockers.picture import shown_doors
from screens.lockers.telling import Telling, tell
from screens.widgets.button import BigButton
from screens.widgets.cabinet import CabinetPicture
from screens.widgets.keypad import CodeShown
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
        place, buttons = self._place(errand), self._buttons(errand)
        words = self._words_and_code(errand)
        if self.theme.portrait:
            for part in (*words, place, self._row(buttons)):
                self.body.add_widget(part)
            return
        place.size_hint_x = 0.3 if self.cramped else 0.36
        row = BoxLayout(spacing=self.theme.margin)
        right = BoxLayout(orientation="vertical", spacing=self.theme.gap)
        for part in (*words, Widget()):
            right.add_widget(part)
        row.add_widget(place)
        row.add_widget(right)
        self.body.add_widget(row)
        self._put_buttons(errand, buttons, place, right)

    def _put_buttons(
        self, errand: Errand, buttons: list[BigButton], place: BoxLayout, right: BoxLayout
    ) -> None:
        """Below the words; on a low page below everything, or below the number beside a code."""
        assert self.body is not None
        if not self.theme.tight:
            right.add_widget(self._row(buttons))
        elif self._with_code(errand):
            for button in buttons:
                place.add_widget(button)
        else:
            self.body.add_widget(self._row(buttons))

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

    def _words_and_code(self, errand: Errand) -> list[Widget]:
        limits = self.services.station.moment().settings.lockers
        until = self.time_of(errand.until) if errand.until is not None else ""
        alarm = errand.open_for >= limits.ajar_alarm_s
        telling = tell(errand, self._, until=until, alarm=alarm)
        with_code = self._with_code(errand)
        short = self.cramped and (with_code or self.theme.tight)
        parts: list[Widget] = [
            TellingCard(
                telling,
                short=short,
                pictured=not (self.theme.tight and with_code),
                theme=self.theme,
            )
        ]
        if with_code:
            parts.append(self._code(errand))
        if errand.under_way and not (self.theme.tight or self.cramped):
            parts.append(
                Say(
                    theme=self.theme,
                    muted=True,
                    text=self._("The page goes on by itself when the door is shut."),
                )
            )
        return parts

    def _with_code(self, errand: Errand) -> bool:
        """A new rental's code is shown; a low page has no room for it beside a question."""
        asking = self.theme.tight and errand.phase is Phase.UNSURE
        return bool(errand.code) and errand.phase in WITH_CODE and not asking

    def _code(self, errand: Errand) -> BoxLayout:
        theme = self.theme
        wide = not (theme.portrait or theme.lowered)
        side = 36 if theme.tight else 44 if self.cramped else 74 if wide else 62
        row = BoxLayout(size_hint_y=None, spacing=theme.gap)
        row.bind(minimum_height=row.setter("height"))
        column = BoxLayout(orientation="vertical", size_hint_y=None, pos_hint={"center_y": 0.5})
        column.bind(minimum_height=column.setter("height"))
        column.add_widget(
            Say(
                theme=theme,
                role="lead",
                halign="center",
                text=self._("Code of door {door}").format(door=errand.door),
            )
        )
        column.add_widget(CodeShown(theme=theme, code=errand.code))
        row.add_widget(column)
        row.add_widget(QrCode(theme=theme, data=errand.qr, side=side))
        return row

    def _place(self, errand: Errand) -> BoxLayout:
        """The number on the door, and where it is."""
        theme = self.theme
        side = BoxLayout(
            orientation="horizontal" if theme.portrait else "vertical", spacing=theme.gap
        )
        number = DoorNumber(theme=theme, text=errand.door or "")
        side.add_widget(number)
        if theme.tight:
            return side
        if theme.portrait:
            number.size_hint_x = 0.45
        else:
            number.size_hint_y, number.height = None, theme.mm(36)
        side.add_widget(
            CabinetPicture(theme=theme, doors=shown_doors(self.desk.cabinet, marked=errand.door))
        )
        return side

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

    def _row(self, buttons: list[BigButton]) -> BoxLayout:
        high = max((button.height for button in buttons), default=0)
        row = BoxLayout(size_hint_y=None, height=high, spacing=self.theme.gap)
        for button in buttons:
            row.add_widget(button)
        return row

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
