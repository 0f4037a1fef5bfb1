"""Who is held, who waits and why in this order, who was skipped.

A touch calls that number; while somebody is at the counter it shows more of it and calls nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from kiosk.errors import Refused
from kiosk.ids import TicketId
from kiosk.queueing import calls, rules
from kiosk.queueing.order import can_call, next_turn, waiting_for
from kiosk.queueing.records import Stage, Ticket, in_order
from screens.icons import Icon
from screens.queue.find import NumberKeys, letters_of
from screens.staff.counter_page import CounterPage
from screens.staff.page import RowsPage
from screens.staff.rows import Row

LOOK_EVERY = 2.0
"""Seconds between two looks while the page is shown."""


class CounterListScreen(CounterPage, RowsPage):
    """Everybody this counter could call, the next one marked."""

    icon = Icon.GROUPS

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Waiting for counter {counter}").format(counter=self.counter)

    def on_pre_enter(self) -> None:
        """Show who there is, and who comes while the page is shown."""
        super().on_pre_enter()
        self.keep_looking(LOOK_EVERY)

    def nothing(self) -> str:
        """Return the sentence for an empty list."""
        return self._("Nobody waits for this counter.")

    def rows(self) -> list[Row]:
        """Return the held, the waiting and the skipped."""
        served = self.ticket
        rows = list(self._rows())
        return rows if served is None else [self._looks_only(served), *rows, self._finds()]

    def _looks_only(self, served: Ticket) -> Row:
        looks = self._("A touch shows more about a number. Nobody is called.")
        return Row(
            self._("Number {number} is at your counter.").format(number=served.number),
            "" if self.theme.tight else looks,
            icon=Icon.INFO,
            tone="good",
            wide=True,
        )

    def _finds(self) -> Row:
        """Return the way to any other number; a free counter has it on its own page."""
        return Row(
            self._("Find a number"),
            icon=Icon.DIALPAD,
            touched=lambda: self.goes.go("staff.counter_number"),
            wide=True,
        )

    def _rows(self) -> Iterator[Row]:
        here = self.queue.counter(self.counter)
        turn = next_turn(self.queue, self.station.moment(), here)
        for ticket in self.queue.held():
            if ticket.service in here.services:
                minutes = self.minutes(ticket.spells[-1].since)
                held = self._("held for {count} min").format(count=minutes)
                yield self._row(ticket, [held], Icon.HOURGLASS_TOP, "care", self.resume)
        for ticket in waiting_for(self.queue, here):
            is_next = turn is not None and turn.ticket.id == ticket.id
            why = [*self.reasons(ticket), self.waited(ticket)]
            if is_next:
                why.insert(0, self._("next"))
            icon = Icon.ELDERLY if ticket.is_first else Icon.PERSON
            yield self._row(ticket, why, icon, "good" if is_next else "card", self.call)
        for ticket in self._skipped():
            if can_call(here, ticket):
                yield self._row(ticket, [self._("skipped")], Icon.BLOCK, "idle", self.call)

    def _row(
        self, ticket: Ticket, why: list[str], icon: Icon, tone: str, act: Callable[[TicketId], None]
    ) -> Row:
        return Row(
            f"{ticket.number}  {self.name_of(ticket.service)}",
            " · ".join(why),
            icon=icon,
            tone=tone,
            touched=partial(act if self.ticket is None else self.look_at, ticket.id),
        )

    def _skipped(self) -> tuple[Ticket, ...]:
        within = timedelta(minutes=self.station.moment().settings.queueing.back_within_min)
        since = self.services.clock.now() - within
        return in_order(
            each
            for each in self.queue.tickets.values()
            if each.stage is Stage.NO_SHOW and each.spells[-1].since >= since
        )

    def look_at(self, ticket: TicketId) -> None:
        """Show more of a number."""
        self.goes.go("staff.counter_ticket", ticket=ticket)

    def call(self, ticket: TicketId) -> None:
        """Call this number, past the order."""
        self.press(calls.call_chosen, self.back_to_counter, ticket=ticket)

    def resume(self, ticket: TicketId) -> None:
        """Go on with a held one."""
        self.press(calls.resume, self.back_to_counter, ticket=ticket)


class CounterNumberScreen(CounterPage):
    """Find the number somebody names; the next page calls it, goes on with it or gives it up."""

    icon = Icon.DIALPAD

    def heading(self) -> str:
        """Return what is asked."""
        return self._("Which number?")

    def on_pre_enter(self) -> None:
        """Show the keys."""
        self.keys = NumberKeys(self, letters_of(self.hall), self.find)
        self.add_widget(self.keys)

    def find(self, number: str) -> None:
        """Find it."""
        queue, station = self.queue, self.station

        def found() -> Ticket:
            return rules.by_number(queue, station.moment(), number=number)

        self.do(found, then=self._found)

    def refuse(self, refused: Refused) -> None:
        """Say why not; the digits are typed again."""
        self.keys.clear()
        super().refuse(refused)

    def _found(self, ticket: Ticket) -> None:
        self.goes.replace("staff.counter_ticket", ticket=ticket.id)
