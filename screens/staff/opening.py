"""Opening a door as staff: the reason, who is waiting, and every step of the order as it comes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kivy.properties import StringProperty

from kiosk.ids import RentalId, StaffId
from kiosk.lockers.events import OpenReason
from kiosk.lockers.steps import (
    Failed,
    IsShut,
    NotOpened,
    Opened,
    Ordered,
    Said,
    StandsOpen,
    Step,
    Unsure,
)
from kiosk.lockers.waiting import Told
from kiosk.phrases import staff as phrases
from kiosk.ports import Outcome
from kiosk.settings import Permission
from screens.icons import Icon
from screens.staff.door import DoorPage
from screens.staff.rows import Row
from screens.widgets.button import BigButton

_REASON_ICONS = {
    OpenReason.LOST_CODE: Icon.PIN,
    OpenReason.STUCK: Icon.BUILD,
    OpenReason.CHECK: Icon.VISIBILITY,
    OpenReason.CLEANING: Icon.CLEANING_SERVICES,
    OpenReason.EMERGENCY: Icon.EMERGENCY,
}


class OpenWhyScreen(DoorPage):
    """Choose the reason. Given: ``door``."""

    icon = Icon.DOOR_OPEN

    def fill(self) -> None:
        """Say what is asked."""
        self.ask(self._("Why is it opened?"))

    def rows(self) -> list[Row]:
        """Return the reasons."""
        return [
            Row(
                text,
                icon=_REASON_ICONS[reason],
                touched=partial(self.goes.replace, "staff.open", door=self.door, reason=reason),
            )
            for reason, text in phrases.open_reasons(self._).items()
        ]


class OrderPage(DoorPage):
    """Orders a door open when its button is touched, and says each step."""

    icon = Icon.DOOR_OPEN

    note = StringProperty("")

    def foot(self) -> None:
        """Put the one button that opens the door."""
        self.button = BigButton(
            theme=self.theme,
            text=self._("Open door {door}").format(door=self.door),
            icon=Icon.LOCK_OPEN,
            tone="primary",
            size_hint_y=None,
            height=self.theme.button,
            on_release=lambda _: self.open(),
        )
        self.add_widget(self.button)

    def on_leave(self) -> None:
        """Hear no more of the order; it goes on."""
        self.desk.leave(self.told)
        super().on_leave()

    def open(self) -> None:
        """Order the door open."""
        self.button.disabled = True
        self.do(
            self.login.must,
            self.session,
            self.needs,
            then=lambda _: self.order(self.told),
            refused=lambda refused: self.told(Said(refused)),
        )

    @property
    def needs(self) -> Permission:
        """What the order needs."""
        return Permission.OPEN_DOORS

    def order(self, told: Told) -> None:
        """Ask the desk."""
        raise NotImplementedError

    def told(self, step: Step) -> None:
        """Say a step."""
        if not self.current:
            return
        match step:
            case Said(refused=refused):
                self.button.disabled = False
                self.refuse(refused)
            case Failed():
                self.button.disabled = False
                sentence = self._("That did not work. Nothing was changed.")
                self.say_notice(sentence, tone="bad")
            case _:
                sentence, tone = self._step(step)
                self.say_notice(sentence.format(door=self.door), tone=tone)
                self.button.disabled = not isinstance(step, IsShut | NotOpened | Unsure)

    def _step(self, step: Step) -> tuple[str, str]:
        match step:
            case Ordered():
                return self._("Door {door} is being opened …"), "care"
            case Opened(outcome=Outcome.ALREADY_OPEN):
                return self._("Door {door} was open already. Shut it when you are done."), "good"
            case Opened():
                return self._("Door {door} is open. Shut it when you are done."), "good"
            case NotOpened(outcome=Outcome.NOT_SENT):
                return self._("The lock board does not answer. Nothing was sent."), "bad"
            case NotOpened():
                return self._("Door {door} did not open. It is out of service now."), "bad"
            case StandsOpen(seconds=seconds):
                sentence = self._("Door {door} has stood open for {seconds} seconds.")
                return sentence.replace("{seconds}", str(seconds)), "care"
            case IsShut():
                return self.shut(), "good"
            case _:
                return self._("It is not known whether door {door} opened. Please look."), "bad"

    def shut(self) -> str:
        """Return what it means that the door is shut again."""
        return self._("Door {door} is shut.")


class OpenScreen(OrderPage):
    """Open one door. Given: ``door``, ``reason``. Phone digits tell whose code was lost."""

    tail = StringProperty("")

    def on_pre_enter(self) -> None:
        """Ask for the phone digits, only if a code was lost."""
        super().on_pre_enter()
        rental = self.lockers.rental_of(self.door)
        lost = self.given["reason"] is OpenReason.LOST_CODE
        if rental is not None and lost and self.may(Permission.OPEN_DOORS):
            self.do(self._read_tail, rental.id, then=self._show_tail)

    def on_leave(self) -> None:
        """Forget the digits."""
        self.tail = ""
        super().on_leave()

    def heading(self) -> str:
        """Return which door, and why."""
        reason = phrases.open_reasons(self._)[self.given["reason"]]
        return f"{super().heading()} · {reason}"

    def rows(self) -> list[Row]:
        """Return whose door it may be, and the notes to choose from."""
        rows = []
        if self.tail:
            text = self._("Phone ends in {digits}").format(digits=self.tail)
            hint = self._("Ask for the last digits of the phone, and compare.")
            rows.append(Row(text, hint, icon=Icon.CALL, tone="care", wide=True))
        elif self.given["reason"] is OpenReason.LOST_CODE:
            hint = self._("No phone digits were left. Let the person say what is inside.")
            rows.append(Row(hint, icon=Icon.CALL, tone="care", wide=True))
        return rows + note_rows(self, open_notes(self))

    def order(self, told: Told) -> None:
        """Ask the desk."""
        self.desk.staff_open(self.tap(self.note), told, door=self.door, reason=self.given["reason"])

    def _read_tail(self, rental: RentalId) -> str:
        """Return the phone digits that were left with a rental; runs on the station's lane."""
        live = self.lockers.rentals.get(rental)
        for entry in live.notes if live is not None else ():
            private = self.station.journal.private(entry)
            if private is not None and "phone_tail" in private.body:
                return private.body["phone_tail"]
        return ""

    def _show_tail(self, tail: str) -> None:
        self.tail = tail
        self.again()


class ClearWhyScreen(DoorPage):
    """What was tried before an overdue door is cleared. Given: ``door``."""

    icon = Icon.SHELVES

    def fill(self) -> None:
        """Say what is asked."""
        self.ask(self._("What is noted about it?"))

    def rows(self) -> list[Row]:
        """Return the notes; one must be chosen."""
        return [
            Row(
                text,
                icon=Icon.EDIT,
                touched=partial(self.goes.replace, "staff.second", door=self.door, note=text),
            )
            for text in clear_notes(self)
        ]


class ClearScreen(OrderPage):
    """Open an overdue door and take the goods out. Given: ``door``, ``note``, ``second``."""

    icon = Icon.SHELVES

    @property
    def needs(self) -> Permission:
        """What the order needs."""
        return Permission.CLEAR_DOORS

    def rows(self) -> list[Row]:
        """Return who clears and what will happen."""
        second: StaffId = self.given["second"]
        who = self._("Cleared by {first} and {second}").format(
            first=self.session.member, second=second
        )
        days = self.station.moment().settings.lockers.keep_goods_days
        kept = self.plural(
            "Goods are kept for {days} day.", "Goods are kept for {days} days.", days
        ).format(days=days)
        steps = self._("Take everything out, mark it with the door, then shut the door.")
        return [
            Row(who, self.given["note"], icon=Icon.GROUPS, wide=True),
            Row(steps, kept, icon=Icon.SHELVES, tone="care", wide=True),
        ]

    def order(self, told: Told) -> None:
        """Ask the desk."""
        self.desk.clear(
            self.tap(self.given["note"]),
            told,
            door=self.door,
            first=self.session.member,
            second=self.given["second"],
        )

    def shut(self) -> str:
        """Return what it means that the door is shut again."""
        return self._("Door {door} is shut and cleared. The goods are on the list.")


def note_rows(page: OrderPage, notes: list[str]) -> list[Row]:
    """Return the notes to choose from; the chosen one is marked, and touched again let go."""

    def choose(text: str) -> None:
        page.note = "" if page.note == text else text
        page.again()

    def row(text: str) -> Row:
        chosen = text == page.note
        touched: Callable[[], None] = partial(choose, text)
        icon = Icon.CHECK_CIRCLE if chosen else Icon.EDIT
        return Row(text, icon=icon, tone="good" if chosen else "card", touched=touched)

    return [row(text) for text in notes]


def open_notes(page: DoorPage) -> list[str]:
    """Return what may be noted when a door is opened."""
    return [
        page._("Phone digits were right"),
        page._("Said rightly what is inside"),
        page._("Identity card was shown"),
        page._("Police or fire brigade is here"),
        page._("A technician asked for it"),
    ]


def clear_notes(page: DoorPage) -> list[str]:
    """Return what may be noted when an overdue door is cleared."""
    return [
        page._("Nobody came; phone was not answered"),
        page._("Nobody came; no phone was left"),
        page._("The owner agreed by phone"),
        page._("Something spoils or smells"),
        page._("A danger was suspected"),
    ]
