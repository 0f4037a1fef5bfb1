"""One number as a counter sees it: how it stands, and calling it or giving its place up."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.ids import TicketId
from kiosk.phrases import counter as words
from kiosk.queueing import QUEUEING, calls, rules
from kiosk.queueing.order import can_call
from kiosk.queueing.records import CounterStatus, Stage, Ticket
from kiosk.settings import Permission
from kiosk.tap import Done
from screens.icons import Icon
from screens.staff.counter_page import CounterPage
from screens.staff.page import RowsPage
from screens.staff.rows import Row

LOOK_EVERY = 2.0
"""Seconds between two looks while the page is shown."""


class CounterTicketScreen(CounterPage, RowsPage):
    """Call it, go on with it, or give it up for whoever lost the slip. Given: ``ticket``."""

    icon = Icon.CONFIRMATION_NUMBER

    @property
    def shown(self) -> Ticket | None:
        """The number, while the queue knows it."""
        name: TicketId = self.given["ticket"]
        return self.queue.tickets.get(name)

    def heading(self) -> str:
        """Return the number."""
        shown = self.shown
        return self._("By number") if shown is None else shown.number

    def on_pre_enter(self) -> None:
        """Show how it stands, also while that changes."""
        self._asks = False
        super().on_pre_enter()
        self.keep_looking(LOOK_EVERY)

    def rows(self) -> list[Row]:
        """Return how it stands, then what can be done."""
        shown = self.shown
        if shown is None:
            return []
        acts = self._asked(shown) if self._asks else self._acts(shown)
        return [*self._facts(shown), *acts]

    def _facts(self, shown: Ticket) -> Iterator[Row]:
        stage = words.stages(self._)[shown.stage]
        said = " · ".join([stage, *self.reasons(shown), self.waited(shown)])
        yield Row(self.name_of(shown.service), said, icon=self.icon, wide=True)
        yield from self.missing_rows(shown)
        yield self.history(shown)

    def _acts(self, shown: Ticket) -> Iterator[Row]:
        if self._may_come(shown):
            goes_on = shown.stage is Stage.HELD
            yield Row(
                self._("Go on with this number") if goes_on else self._("Call this number"),
                icon=Icon.CAMPAIGN,
                tone="primary",
                touched=self.go_on if goes_on else self.call,
                wide=True,
            )
        if shown.waits or shown.stage is Stage.HELD:
            yield Row(
                self._("Give up this place"),
                self._("For whoever leaves, also without the slip"),
                icon=Icon.CANCEL,
                touched=self.ask_to_cancel,
                wide=True,
            )

        if shown.lacks_papers:
            yield Row(
                self._("The papers are here: wait again"),
                self._("With this number, today"),
                icon=Icon.UNDO,
                touched=self.bring_papers,
                wide=True,
            )

    def _may_come(self, shown: Ticket) -> bool:
        here = self.queue.counter(self.counter)
        free = here.ticket is None and here.status is CounterStatus.OPEN
        stands = shown.waits or shown.stage in (Stage.HELD, Stage.NO_SHOW)
        return free and stands and can_call(here, shown)

    def _asked(self, shown: Ticket) -> Iterator[Row]:
        yield Row(
            self._("Give up number {number}?").format(number=shown.number),
            self._("Only if its owner asks for it: numbers stand on the display for all to see."),
            icon=Icon.WARNING,
            tone="care",
            wide=True,
        )
        yield Row(self._("Keep it"), icon=Icon.UNDO, touched=self.keep)
        yield Row(self._("Give it up"), icon=Icon.CANCEL, tone="primary", touched=self.cancel)

    # -- verbs -----------------------------------------------------------------------------

    def call(self) -> None:
        """Call it, past the order."""
        self.press(calls.call_chosen, self.back_to_counter, ticket=self.given["ticket"])

    def go_on(self) -> None:
        """Go on with a held one."""
        self.press(calls.resume, self.back_to_counter, ticket=self.given["ticket"])

    def bring_papers(self) -> None:
        """Let it wait again, now that the papers are here."""
        self.act(
            QUEUEING,
            rules.bring_papers,
            needs=Permission.WORK_COUNTER,
            then=self.again,
            ticket=self.given["ticket"],
            hall=self.hall,
        )

    def ask_to_cancel(self) -> None:
        """Ask first: a place that was given up is gone."""
        self._asks = True
        self.again()

    def keep(self) -> None:
        """Keep the place after all."""
        self._asks = False
        self.again()

    def cancel(self) -> None:
        """Give the place up for its owner."""
        self._asks = False
        self.act(
            QUEUEING,
            rules.cancel,
            needs=Permission.WORK_COUNTER,
            then=self._given_up,
            ticket=self.given["ticket"],
        )

    def _given_up(self, _: Done) -> None:
        self.again()
        self.say_notice(self._("The place is given up."), tone="good")
