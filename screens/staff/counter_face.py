"""The parts of the page of a counter: the card of the ticket, facts, buttons."""

from __future__ import annotations

from collections.abc import Callable

from kivy.uix.boxlayout import BoxLayout
from kivy.uix.gridlayout import GridLayout
from kivy.uix.widget import Widget

from kiosk.queueing.records import Stage, Ticket
from screens.icons import Icon
from screens.queue.cards import NumberCard
from screens.staff.counter_page import CounterPage
from screens.staff.rows import PagedRows, Row
from screens.theme import Role
from screens.widgets.button import BigButton

Act = tuple[str, Icon, Callable[[], None], bool]
"""What a button says, its pictogram, what it does, and whether it may be touched now."""


class CounterFace(CounterPage):
    """A page that shows how a counter stands."""

    def ticket_card(self, ticket: Ticket) -> NumberCard:
        """Return the card of whoever is here."""
        name, waited = self.name_of(ticket.service), self.waited(ticket)
        stage = (
            self.plural("called {count} time", "called {count} times", ticket.calls).format(
                count=ticket.calls
            )
            if ticket.stage is Stage.CALLED
            else self._("served for {count} min").format(
                count=self.minutes(ticket.spells[-1].since)
            )
        )
        said = " · ".join([*self.reasons(ticket), waited, stage])
        if self.theme.tight:  # the number needs all the room there is
            self.title = f"{self.heading()} · {name}"
            return self.card(ticket.number, self.missing_words(ticket))
        return self.card(ticket.number, f"{name}\n{said}")

    def facts(self, ticket: Ticket) -> list[Row]:
        """Return what the service asks for, and every spell so far."""
        language = self.visit.language
        papers = self.hall.service(ticket.service).materials
        rows = [Row(each.in_language(language), icon=Icon.RECEIPT_LONG) for each in papers]
        if rows:
            rows.insert(0, Row(self._("To bring"), icon=Icon.ASSIGNMENT, heading=True))
        return [*self.missing_rows(ticket), *rows, self.history(ticket)]

    # -- parts -----------------------------------------------------------------------------

    def card(self, number: str, lines: str, tone: str = "services") -> NumberCard:
        """Return a number, or a few words, as large as there is room."""
        theme = self.theme
        card = NumberCard(theme=theme, tone=tone, number=number, lines=lines)
        if not theme.tight:
            card.size_hint_y, card.height = None, theme.mm(92 if theme.portrait else 62)
        return card

    def paged(self, rows: list[Row]) -> PagedRows:
        """Return a list."""
        return PagedRows(theme=self.theme, rows=rows, before=self._("Prev."), after=self._("Next"))

    def grid(self, acts: list[Act]) -> GridLayout:
        """Return the buttons that are not the one action of the page."""
        theme = self.theme
        columns = 6 if len(acts) == 6 and theme.screen.width_mm > 400 else min(3, len(acts))
        rows = -(-len(acts) // columns)
        high = theme.target if theme.tight else theme.button
        grid = GridLayout(cols=columns, spacing=theme.mm(3), size_hint_y=None)
        grid.height = rows * high + (rows - 1) * theme.mm(3)
        for each in acts:
            grid.add_widget(self._lesser(*each))
        return grid

    def _lesser(
        self, text: str, icon: Icon, act: Callable[[], None], may: bool, /, **how: object
    ) -> BigButton:
        return BigButton(
            theme=self.theme,
            text=text,
            icon=icon,
            role=Role.BODY,
            disabled=not may,
            on_release=lambda _: act(),
            **how,
        )

    def list_act(self, count: int) -> Act:
        """Return the way to those who wait."""
        text = self._("List ({count})").format(count=count)
        return text, Icon.GROUPS, lambda: self.goes.go("staff.counter_list"), True

    def primary(
        self, text: str, icon: Icon, act: Callable[[], None], *, beside: Act | None = None
    ) -> Widget:
        """Return the one action of the page, and a lesser one ``beside`` it."""
        theme = self.theme
        room = BoxLayout(
            size_hint_y=None,
            height=theme.mm(20 if theme.tight else 40 if theme.portrait else 28),
            spacing=theme.gap,
        )
        if beside is not None:
            room.add_widget(self._lesser(*beside, size_hint_x=0.4, stacked=not theme.tight))
        room.add_widget(
            BigButton(
                theme=theme,
                tone="primary",
                icon=icon,
                text=text,
                role=Role.LEAD if theme.tight else Role.TITLE,
                on_release=lambda _: act(),
            )
        )
        return room
