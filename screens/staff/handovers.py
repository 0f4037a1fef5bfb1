"""Hand-overs 代取: put something in for a resident, see what waits and what was fetched."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.lockers import LOCKERS, service
from kiosk.lockers.events import Ending
from kiosk.lockers.plan import Size
from kiosk.lockers.records import Handover, Rental
from kiosk.lockers.steps import (
    Failed,
    IsShut,
    NotOpened,
    Opened,
    Promised,
    Said,
    StandsOpen,
    Step,
    Unsure,
)
from kiosk.settings import Permission
from screens.icons import Icon
from screens.staff.page import RowsPage
from screens.staff.rows import Row
from screens.widgets.button import BigButton
from screens.widgets.keypad import CodeShown
from screens.widgets.qr import QrCode


class HandoversScreen(RowsPage):
    """One way to put something in, then what waits, then what was fetched."""

    icon = Icon.PACKAGE_2

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Hand-overs")

    def rows(self) -> list[Row]:
        """Return what may be done and what became of the others, the latest first."""
        put_in = Row(
            self._("Put something in for a resident"),
            icon=Icon.ADD,
            tone="primary",
            touched=partial(self.goes.go, "staff.hand_over"),
        )
        closed = sorted(self.lockers.handovers.values(), key=lambda each: each.ended, reverse=True)
        return [
            put_in,
            *(self._waits(each) for each in service.waiting_handovers(self.lockers)),
            *(self._ended(each) for each in closed),
        ]

    def _waits(self, rental: Rental) -> Row:
        late = rental.is_overdue(self.station.moment().at)
        text = self._("Door {door}: waits since {since}").format(
            door=rental.door, since=self.time_of(rental.began)
        )
        if late:
            text = self._("Door {door}: nobody came").format(door=rental.door)
        hint = self._("Put in by {member}, kept until {until}").format(
            member=rental.giver, until=self.time_of(rental.until)
        )
        return Row(
            text,
            hint,
            icon=Icon.TIMER if late else Icon.HOURGLASS_TOP,
            tone="care" if late else "card",
            touched=partial(self.goes.go, "staff.door", door=rental.door),
        )

    def _ended(self, handover: Handover) -> Row:
        words = {
            Ending.GIVEN_BACK: self._("Door {door}: fetched at {at}"),
            Ending.CLEARED: self._("Door {door}: cleared at {at}"),
            Ending.NO_DOOR_OPENED: self._("Door {door}: did not open at {at}"),
        }
        text = words[handover.ending].format(door=handover.door, at=self.time_of(handover.ended))
        hint = self._("Put in by {member} at {began}").format(
            member=handover.giver, began=self.time_of(handover.began)
        )
        fetched = handover.ending is Ending.GIVEN_BACK
        return Row(
            text,
            hint,
            icon=Icon.CHECK_CIRCLE if fetched else Icon.INFO,
            tone="good" if fetched else "care",
        )


class HandOverScreen(RowsPage):
    """Choose a size; the door opens; the code for the resident stands here until Done."""

    icon = Icon.PACKAGE_2

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Put something in")

    def fill(self) -> None:
        """Say what is asked."""
        self.ask(self._("How large a door? It opens at once."))

    def rows(self) -> list[Row]:
        """Return the sizes with what is free of each."""
        names = {Size.S: self._("Small"), Size.M: self._("Medium"), Size.L: self._("Large")}
        return [
            Row(
                names[free.size],
                self.plural("{count} free", "{count} free", free.doors).format(count=free.doors),
                icon=Icon.DOOR_OPEN,
                touched=partial(self.hand_over, free.size),
            )
            for free in self.desk.free()
        ]

    def on_leave(self) -> None:
        """Forget the code, in the widgets too; what was ordered goes on."""
        self.desk.leave(self.told)
        for each in self.walk(restrict=True):
            if isinstance(each, CodeShown):
                each.code = ""
        super().on_leave()

    def hand_over(self, size: Size) -> None:
        """Order a door of this size."""
        self.do(
            self.login.must,
            self.session,
            Permission.OPEN_DOORS,
            then=lambda _: self.desk.handovers.hand_over(
                self.tap(), self.told, size=size, giver=self.session.member
            ),
        )

    def told(self, step: Step) -> None:
        """Say each step."""
        if not self.current:
            return
        match step:
            case Promised():
                self._show(step)
            case Said(refused=refused):
                self.refuse(refused)
            case Failed():
                sentence = self._("That did not work. Nothing was changed.")
                self.say_notice(sentence, tone="bad")
            case _:
                sentence, tone = self._step(step)
                self.say_notice(sentence, tone=tone)

    def _step(self, step: Step) -> tuple[str, str]:
        match step:
            case Opened(door=door):
                return self._("Door {door} is open. Put it in and shut the door.").format(
                    door=door
                ), "care"
            case StandsOpen(door=door):
                return self._("Door {door} is still open.").format(door=door), "care"
            case IsShut(door=door, seen_open=True):
                return self._("It lies in door {door}. Give the code to the resident.").format(
                    door=door
                ), "good"
            case NotOpened(another=another) if another is not None:
                self.title = self._door_words(another)
                return self._("It did not open. Door {door} opens instead.").format(
                    door=another
                ), "care"
            case NotOpened() | Unsure():
                return self._("No door opened. Nothing is kept for the resident."), "bad"
            case _:
                return self._("Please look whether the door opened."), "bad"

    def _door_words(self, door: str) -> str:
        return self._("Door {door}").format(door=door)

    def _show(self, promised: Promised) -> None:
        """Show the code in place of the sizes, for whoever puts it in to pass on."""
        theme, body = self.theme, self.body
        assert body is not None
        body.clear_widgets()
        self.can_go_back = self.can_go_home = False
        self.title = self._door_words(promised.door)
        row = BoxLayout(
            size_hint_y=None, height=theme.mm(26 if theme.tight else 60), spacing=theme.gap
        )
        row.add_widget(CodeShown(theme=theme, code=promised.code, pos_hint={"center_y": 0.5}))
        row.add_widget(QrCode(theme=theme, data=promised.qr, side=26 if theme.tight else 60))
        for part in (row, Widget(), self._passed_on()):
            self.add_widget(part)

    def _passed_on(self) -> BigButton:
        return BigButton(
            theme=self.theme,
            text=self._("The code is passed on"),
            icon=Icon.DONE,
            tone="primary",
            size_hint_y=None,
            height=self.theme.button,
            on_release=lambda _: self.goes.back(),
        )


class ReservationsScreen(RowsPage):
    """Doors promised for later, and promises that could not be kept."""

    icon = Icon.EVENT

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Reservations")

    def nothing(self) -> str:
        """Return the sentence for an empty list."""
        return self._("Nothing is reserved.")

    def rows(self) -> list[Row]:
        """Return every reservation that somebody may still come with, the next one first."""
        return list(self._rows())

    def _rows(self) -> Iterator[Row]:
        now = self.station.moment().at
        words = {
            "coming": (self._("Door {door} is promised"), Icon.EVENT, "card"),
            "held": (self._("Door {door} is held"), Icon.HOURGLASS_TOP, "lockers"),
            "failed": (self._("No door was free"), Icon.ERROR, "bad"),
        }
        for each in sorted(self.lockers.reservations.values(), key=lambda one: one.starts):
            if each.booked not in words or each.ends <= now:
                continue
            text, icon, tone = words[each.booked]
            hint = self._("{starts} to {ends}, size {size}").format(
                starts=self.time_of(each.starts), ends=self.time_of(each.ends), size=each.size
            )
            yield Row(text.format(door=each.door), hint, icon=icon, tone=tone)


class ExtendScreen(RowsPage):
    """Give everybody who has a door more time: rainstorm, late train."""

    icon = Icon.SCHEDULE

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Extend all rentals")

    def fill(self) -> None:
        """Say what it does."""
        self.ask(self._("Everybody who has a door now gets so much longer:"))

    def rows(self) -> list[Row]:
        """Return the choices."""
        most = self.station.moment().settings.lockers.max_hours
        return [
            Row(
                self.plural("{hours} hour", "{hours} hours", hours).format(hours=hours),
                icon=Icon.SCHEDULE,
                touched=partial(self.extend, hours),
            )
            for hours in (1, 2, 4, 8, 12)
            if hours <= most
        ]

    def extend(self, hours: int) -> None:
        """Write it down, once for all."""
        self.act(
            LOCKERS,
            service.extend_all,
            needs=Permission.EXTEND_RENTALS,
            hours=hours,
            then=lambda _: self.say_notice(
                self._("Done: every rental ends {hours} h later.").format(hours=hours),
                tone="good",
            ),
        )
