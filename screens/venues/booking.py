"""One booking of whoever showed its code: how it stands, and what can be done now."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from kivy.uix.gridlayout import GridLayout
from kivy.uix.widget import Widget

from kiosk.jobs import Runs
from kiosk.phrases import venues as phrases
from kiosk.phrases.bookings import CAN_BE_CANCELLED, next_step
from kiosk.tap import Tap
from kiosk.typing.fields import Field
from kiosk.venues.form import PURPOSE_MOST
from kiosk.venues.records import Appeal, Booking, Mark, Status
from screens import symbols
from screens.icons import Icon
from screens.venues.booking_page import BookingPage
from screens.widgets.button import BigButton
from screens.widgets.cards import Telling, TellingCard
from screens.widgets.text import Say

ANSWER = "venues.answer"
"""What was typed for the staff stands in ``Visit.given`` under this name."""


class Way(NamedTuple):
    """One thing that can be done now."""

    text: str
    icon: Icon
    act: object
    primary: bool = False


class BookingScreen(BookingPage):
    """State in words, the next step, and the ways there are."""

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Your booking")

    def on_pre_enter(self) -> None:
        """Show it; what was just typed for the staff is sent first."""
        if ANSWER in self.visit.given:
            self._send(str(self.visit.given.pop(ANSWER)))
        self._show()

    # -- verbs -----------------------------------------------------------------------------

    def check_in(self) -> None:
        """Say that they are here."""
        self._act(self.desk.check_in)

    def leave(self) -> None:
        """End it before its time."""
        self._act(self.desk.leave_early)

    def accept(self) -> None:
        """Take what came free."""
        self._act(partial(self.desk.answer_offer, accept=True), self.services.decisions)

    def decline(self) -> None:
        """Leave it to the next in line."""
        self._act(partial(self.desk.answer_offer, accept=False))

    def cancel(self) -> None:
        """Ask once more, on a page of its own."""
        self.goes.go("venues.cancel", **self.given)

    def to_phone(self) -> None:
        """Show the day as a QR for a calendar."""
        self.goes.go("venues.phone", booking=self.booking)

    def answer(self) -> None:
        """Type what the staff miss."""
        self._type(self._("What would you like to tell the staff?"))

    def appeal(self) -> None:
        """Type how it was."""
        self._type(self._("How was it? The staff will look at it."))

    def _type(self, label: str) -> None:
        self.goes.go(
            "typing",
            field=Field(name=ANSWER, label=label, limit=PURPOSE_MOST),
            then="venues.booking",
            then_given=dict(self.given),
            family=self.family,
        )

    def _act(self, act: object, lane: Runs | None = None) -> None:
        self.do(
            act,  # type: ignore[arg-type]
            Tap.fresh(),
            booking=self.booking.id,
            proof=self.proof,
            then=lambda _: self._sure(),
            lane=lane,
        )

    def _send(self, text: str) -> None:
        mark = self._mark
        if self.booking.status is Status.SUPPLEMENT:
            self.do(
                self.desk.supplement,
                Tap.fresh(),
                application=self.application.id,
                proof=self.proof,
                text=text,
                then=lambda _: self._sure(self._("Thank you: the staff will look at it.")),
            )
        elif mark is not None:
            self.do(
                self.desk.appeal,
                Tap.fresh(),
                mark=mark.id,
                proof=self.proof,
                text=text,
                then=lambda _: self._sure(self._("Thank you: the staff will look at it.")),
            )

    def _sure(self, sentence: str = "") -> None:
        """Show it once it is confirmed, or marked while it is not."""
        self.once_sure(lambda: self._again(sentence), *self._things())

    def _again(self, sentence: str = "") -> None:
        assert self.body is not None
        self.body.clear_widgets()
        self._show()
        if sentence:
            self.say_notice(sentence, tone="good")

    # -- showing ---------------------------------------------------------------------------

    def _things(self) -> tuple[str, ...]:
        """Return what acts of this page are about."""
        booking = self.booking
        marks = (each.id for each in self.venues.marks.values() if each.booking == booking.id)
        return (booking.application, booking.id, *marks)

    @property
    def _mark(self) -> Mark | None:
        """A mark this booking brought that may still be appealed against."""
        for mark in self.venues.marks.values():
            mine = mark.booking == self.booking.id
            if mine and mark.excused is None and mark.appeal is Appeal.NONE:
                return mark
        return None

    def _show(self) -> None:
        theme, booking = self.theme, self.booking
        things = self._things()
        self.keep_mark(self._again, *things)
        headline = phrases.statuses(self._)[booking.status]
        telling = Telling(
            phrases.STATUS_TONES.get(booking.status, "quiet"),
            symbols.STATUS_ICONS.get(booking.status, Icon.BLOCK),
            headline,
            self._next_step(booking),
        )
        telling = self.marked(telling, *things)
        ways = list(self._ways(booking))
        if theme.tight:
            self.title = headline
            if not (theme.care and len(ways) > 2):
                self.add(TellingCard(telling, short=True, theme=theme))
        else:
            what = Say(theme=theme, role="lead" if theme.lowered else "title", bold=True)
            what.text = self.what()
            self.add(what, TellingCard(telling, pictured=not theme.lowered, theme=theme))
        plan = self.site.venue(booking.venue)
        if theme.portrait and plan is not None:
            self.add(self.picture_of(plan))
        self.add(Widget(), self._buttons(ways))

    def _buttons(self, ways: list[Way]) -> GridLayout:
        theme = self.theme
        high = theme.button if theme.tight or theme.lowered else theme.mm(30)
        grid = GridLayout(
            cols=1 if theme.portrait else min(2, max(1, len(ways))),
            spacing=theme.gap,
            size_hint_y=None,
            row_default_height=high,
            row_force_default=True,
        )
        grid.bind(minimum_height=grid.setter("height"))
        for way in ways:
            button = BigButton(
                theme=theme,
                tone="primary" if way.primary else "card",
                icon=way.icon,
                text=way.text,
                role="body" if theme.tight else "lead",
            )
            button.bind(on_release=partial(_call, way.act))
            grid.add_widget(button)
        return grid

    def _ways(self, booking: Booking) -> Iterator[Way]:
        match booking.status:
            case Status.APPROVED:
                yield Way(self._("I am here: check in"), Icon.MEETING_ROOM, self.check_in, True)
                yield Way(self._("Phone calendar"), Icon.CALENDAR_MONTH, self.to_phone)
            case Status.OFFERED:
                yield Way(self._("Yes, I take it"), Icon.DONE, self.accept, True)
                yield Way(self._("No, thank you"), Icon.CLOSE, self.decline)
            case Status.SUPPLEMENT:
                yield Way(self._("Answer now"), Icon.EDIT, self.answer, True)
            case Status.CHECKED_IN:
                yield Way(self._("We leave earlier"), Icon.LOGOUT, self.leave)
        if booking.status in CAN_BE_CANCELLED:
            yield Way(self._("Cancel it"), Icon.CANCEL, self.cancel)
        if self._mark is not None:
            yield Way(self._("It was otherwise"), Icon.FORUM, self.appeal)

    def _next_step(self, booking: Booking) -> str:
        notes = self.desk.notes(self.application.id)
        return next_step(
            self._,
            booking,
            held=self.venues,
            application=self.application,
            moment=self.moment(),
            last=notes[-1] if notes else "",
        )


def _call(act: object, *_: object) -> None:
    assert callable(act)
    act()
