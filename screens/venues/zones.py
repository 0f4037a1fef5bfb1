"""The places of the station: choose one by its picture, or come back with a code."""

from __future__ import annotations

from functools import partial

from kivy.uix.widget import Widget

from kiosk.venues.plan import VenuePlan, Where
from screens.icons import Icon
from screens.venues.drawings import drawing_of
from screens.venues.page import VenueScreen
from screens.venues.zone_card import ZoneCard, ZoneTable
from screens.widgets.text import Say


class VenuesScreen(VenueScreen):
    """Every place that can be booked, as a card with its picture."""

    clips = ("choose_venue",)

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Book a place")

    def on_pre_enter(self) -> None:
        """Show the places, and the way back to what was applied for."""
        theme = self.theme
        plans = self.site.bookable()
        leaf = int(self.given.get("leaf", 0))
        most = self._most()
        leaves = -(-len(plans) // most) or 1
        shown = plans[leaf * most : (leaf + 1) * most]
        if not theme.tight and plans:
            self.add(Say(theme=theme, role="title", bold=True, text=self._("Which place?")))
        if plans:
            self.add(ZoneTable(theme=theme, cards=tuple(map(self._card, shown))))
        else:
            sentence = self._("No place can be booked here.")
            self.add(Say(theme=theme, role="title", bold=True, text=sentence), Widget())
        applied = self.big_button(self._("I have applied"), Icon.CONFIRMATION_NUMBER, self.find)
        if leaves == 1:
            self.add(applied)
            return
        applied.size_hint_y = 1
        more = self.big_button(
            self._("More places"), Icon.CHEVRON_RIGHT, partial(self.turn, (leaf + 1) % leaves)
        )
        more.size_hint_y = 1
        self.add(self.row(applied, more, high=applied.height))

    def choose(self, plan: VenuePlan, *_: object) -> None:
        """Go on to the days of a place."""
        self.goes.go("venues.month", venue=plan.id)

    def find(self) -> None:
        """Go on to code or QR."""
        self.goes.go("venues.find")

    def turn(self, leaf: int) -> None:
        """Show the other places."""
        self.goes.replace("venues", leaf=leaf)

    def _most(self) -> int:
        """Return how many cards a page has room for."""
        theme = self.theme
        if theme.care and theme.tight:
            return 2
        if theme.care:
            return 4 if theme.lowered else 6
        return 4 if theme.tight else 8

    def _card(self, plan: VenuePlan) -> ZoneCard:
        indoor = plan.where is Where.INDOOR
        where = self._("Indoors") if indoor else self._("Outdoors")
        room = self.plural("{count} person", "{count} people", plan.capacity)
        return ZoneCard(
            drawing_of(plan.picture, indoor=indoor),
            theme=self.theme,
            text=self.name_of(plan),
            hint=f"{where} · {room.format(count=plan.capacity)}",
            on_release=partial(self.choose, plan),
        )
