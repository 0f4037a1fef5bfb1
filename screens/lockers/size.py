"""Choose a size: one touch orders the door."""

from __future__ import annotations

from functools import partial

from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.errors import Refused
from kiosk.lockers.allocation import Free
from kiosk.lockers.events import Purpose
from kiosk.lockers.plan import Size
from kiosk.lockers.waiting import Told
from kiosk.tap import Tap
from screens.base import layout_beside
from screens.icons import Icon
from screens.lockers.errand import Errand
from screens.lockers.page import LockerScreen
from screens.lockers.size_card import SizeCard
from screens.lockers.wish import Wish, keep_wish, wish_of
from screens.theme import Theme
from screens.widgets.button import BigButton


class SizeScreen(LockerScreen):
    """The sizes to scale, how many are free; hours, easy reach and phone tail if wished."""

    layout = layout_beside(__file__)
    clips = ("choose_size",)

    easy = BooleanProperty(False)
    hours = NumericProperty(0)
    more_words = StringProperty("")

    def heading(self) -> str:
        """Return the question."""
        return self._("How large a door?")

    def on_pre_enter(self) -> None:
        """Show what is free, as this visit wishes it."""
        self._offered: Size | None = None
        self._other_door: BigButton | None = None
        self._usual: list[Widget] = []
        self._cards: dict[Size, SizeCard] = {}
        for size in self.desk.cabinet.sizes():
            self._cards[size] = self._card(size)
            self.ids.sizes.add_widget(self._cards[size])
        self._show_wish(wish_of(self.visit))
        self.look_again(self._look_at_free)

    # -- verbs -----------------------------------------------------------------------------

    def choose(self, size: Size, *_: object) -> None:
        """Take a door of this size, as wished."""
        wish = wish_of(self.visit)
        self._offered = size
        self._offer(offered=False)
        tap = Tap.fresh(private=wish.private())

        def order(told: Told) -> None:
            self.desk.rent(tap, told, size=size, easy=wish.easy, hours=wish.hours)

        self.to_the_door(Errand(Purpose.STORE), order)

    def take_other_door(self) -> None:
        """Take a door that is higher or lower after all."""
        if self._offered is not None:
            self._show_wish(keep_wish(self.visit, easy=False))
            self.choose(self._offered)

    def switch_easy(self) -> None:
        """Doors within easy reach only, or any."""
        self._offer(offered=False)
        self._show_wish(keep_wish(self.visit, easy=not self.easy))
        self._look_at_free()

    def more(self) -> None:
        """Show hours and phone tail on a page of their own."""
        self.goes.go("lockers.more")

    def refuse(self, refused: Refused) -> None:
        """Say why not; where other doors are free, offer one."""
        super().refuse(refused)
        self._offer(offered=refused.reason == "no_easy_door")

    @property
    def options_high(self) -> int:
        """Height of the row below the sizes, px."""
        theme: Theme = self.theme
        if theme.tight:
            return theme.target
        return theme.mm(36 if theme.care else 30)

    # -- showing ---------------------------------------------------------------------------

    def _show_wish(self, wish: Wish) -> None:
        usual = self.services.station.moment().settings.lockers.default_hours
        self.easy = wish.easy
        self.hours = wish.hours or usual
        self.more_words = (
            self._("Phone digits left: {digits}").format(digits=wish.tail)
            if wish.tail
            else self._("Touch to change")
        )

    def _offer(self, *, offered: bool) -> None:
        """Put another door in the place of the options, or take it away again."""
        options = self.ids.options
        if self._other_door is not None:
            options.clear_widgets()
            for each in self._usual:
                options.add_widget(each)
            self._other_door = None
        if offered:
            self._usual = list(reversed(options.children))
            options.clear_widgets()
            self._other_door = BigButton(
                theme=self.theme,
                tone="primary",
                icon=Icon.DOOR_FRONT,
                text=self._("Take a higher or lower door"),
                on_release=lambda _: self.take_other_door(),
            )
            options.add_widget(self._other_door)

    def _card(self, size: Size) -> SizeCard:
        names = {
            Size.S: (self._("Small"), self._("Phone, purse, small bag")),
            Size.M: (self._("Medium"), self._("Backpack, shopping bag")),
            Size.L: (self._("Large"), self._("Suitcase, large bags")),
        }
        name, fits = names[size]
        return SizeCard(
            size,
            theme=self.theme,
            text=name,
            hint=fits,
            on_release=partial(self.choose, size),
        )

    def _look_at_free(self) -> None:
        found = {free.size: free for free in self.desk.free()}
        for size, card in self._cards.items():
            count = _count(found.get(size), easy=self.easy)
            card.free = (
                self.plural("{count} free", "{count} free", count).format(count=count)
                if count
                else self._("Taken")
            )
            larger = any(_count(found.get(other), easy=self.easy) for other in size.or_larger())
            if not count and larger:
                card.free = self._("Taken; you get a larger one")
            card.tone = "card" if larger else "idle"


def _count(free: Free | None, *, easy: bool) -> int:
    if free is None:
        return 0
    return free.easy if easy else free.doors
