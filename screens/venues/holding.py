"""What the station keeps for somebody who fills in the form: shown, prolonged, given back."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from kivy.clock import Clock
from kivy.uix.boxlayout import BoxLayout

from kiosk.errors import Refused
from kiosk.ids import HoldId
from kiosk.tap import Tap
from kiosk.venues.records import Hold
from screens.theme import Theme
from screens.venues.draft import Draft, change_draft, draft_of, has_draft
from screens.venues.page import VenueScreen
from screens.widgets.dress import Card
from screens.widgets.ring import Ring
from screens.widgets.text import Say


def give_back_at_end(page: VenueScreen, hold: HoldId) -> None:
    """Give a hold back when the task of this visit ends, however it ends.

    One that was used, or taken over by another, is over already; nobody need hear of it.
    """
    lane, desk = page.services.lane, page.desk

    def ended(gone: bool) -> None:
        lane.submit(partial(desk.drop, Tap.fresh(), hold=hold), failed=_over_already)

    page.visit.at_end(ended)


def _over_already(error: Exception) -> None:
    if not isinstance(error, Refused):
        raise error


class FormScreen(VenueScreen):
    """A page of the form: one question. Above it, what is asked for and how long it is kept."""

    personal = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._ticking: Any = None
        self._strip: HeldStrip | None = None
        super().__init__(*args, **kwargs)

    @property
    def draft(self) -> Draft:
        """What was chosen so far."""
        return draft_of(self.visit)

    def on_pre_enter(self) -> None:
        """Show the strip; the page fills the rest."""
        draft = self.draft
        if not self.theme.tight and not self.cramped:
            plan = self.site.venue(draft.venue)
            assert plan is not None
            what = f"{self.name_of(plan)}  {self.slot_words(draft.slot)}"
            self._strip = HeldStrip(what, theme=self.theme)
            self.add(self._strip)
        if draft.hold is not None:
            self._tick()
            self._ticking = Clock.schedule_interval(lambda _: self._tick(), 1)
            self._prolong_if_needed()
        self.fill()

    def fill(self) -> None:
        """Put the question and its answers."""

    def on_leave(self) -> None:
        """Count no more."""
        if self._ticking is not None:
            self._ticking.cancel()
        super().on_leave()

    # -- the hold --------------------------------------------------------------------------

    def _left(self, until: datetime) -> float:
        left: float = (until - self.services.clock.now()).total_seconds()
        return max(0.0, left)

    def _tick(self) -> None:
        draft = self.draft if has_draft(self.visit) else None
        if draft is None or draft.held_until is None or self._strip is None:
            return
        whole = 60.0 * self.moment().settings.bookings.hold_min
        left = self._left(draft.held_until)
        minutes = -int(-left // 60)
        words = self.plural(
            "Kept for you: {minutes} minute", "Kept for you: {minutes} minutes", minutes
        ).format(minutes=minutes)
        self._strip.show(left / whole, words if left else self._("No longer kept for you"))

    def _prolong_if_needed(self) -> None:
        """Whoever goes on with the form keeps the slot; it is asked for anew in good time."""
        draft = self.draft
        half = 30.0 * self.moment().settings.bookings.hold_min
        if draft.held_until is None or self._left(draft.held_until) > half:
            return
        self.services.lane.submit(
            partial(
                self.desk.hold,
                Tap.fresh(),
                venue=draft.venue,
                slots=draft.slots,
                instead_of=draft.hold,
            ),
            then=self._prolonged,
            failed=self._not_prolonged,
        )

    def _prolonged(self, hold: Hold) -> None:
        if has_draft(self.visit):
            change_draft(self.visit, hold=hold.id, held_until=hold.until)
            give_back_at_end(self, hold.id)
            self._tick()
        else:
            self.services.lane.submit(
                partial(self.desk.drop, Tap.fresh(), hold=hold.id), failed=_over_already
            )

    def _not_prolonged(self, error: Exception) -> None:
        if not isinstance(error, Refused):
            raise error
        if self.current:
            self.refuse(error)


class HeldStrip(Card, BoxLayout):
    """One line: what is asked for, and a small ring that runs out."""

    def __init__(self, what: str, **kwargs: Any) -> None:
        self._ring = Ring(side=14, bare=True, whole=1, pos_hint={"center_y": 0.5})
        self._what = Say(bold=True, halign="left", text=what, tone="quiet")
        self._kept = Say(halign="left", text="", tone="quiet")
        self._column = BoxLayout(
            orientation="vertical", size_hint_y=None, pos_hint={"center_y": 0.5}
        )
        super().__init__(size_hint_y=None, **kwargs)
        self._column.bind(minimum_height=self._grow)
        for part in (self._what, self._kept):
            self._column.add_widget(part)
        self.add_widget(self._column)

    def dress(self, theme: Theme) -> None:
        """Take sizes and colours."""
        self.padding = [theme.mm(4), theme.mm(2)]
        self.spacing = theme.mm(4)
        for part in (self._ring, self._what, self._kept):
            part.theme = theme
        self.paint(theme.ground("quiet").fill)

    def show(self, share: float, words: str) -> None:
        """Show how much is left."""
        if self._ring.parent is None:
            self.add_widget(self._ring)
        self._ring.left = share
        self._kept.text = words

    def _grow(self, *_: object) -> None:
        self._column.height = self._column.minimum_height
        self.height = max(self._column.height, self.theme.mm(14)) + 2 * self.padding[1]
