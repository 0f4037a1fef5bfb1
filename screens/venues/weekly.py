"""The same time of the next weeks as well: an option of the summary, never in the way."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from kiosk.errors import Refused
from kiosk.ids import HoldId
from kiosk.phrases import venues as phrases
from kiosk.tap import Tap
from kiosk.venues import availability, rules
from kiosk.venues.availability import SlotState
from kiosk.venues.interval import Interval
from kiosk.venues.records import Hold
from screens.icons import Icon
from screens.staff.rows import PagedRows, Row
from screens.venues.draft import change_draft
from screens.venues.holding import FormScreen, give_back_at_end


class WeeklyScreen(FormScreen):
    """Which of the next weeks; those that cannot be had say why."""

    icon = Icon.CALENDAR_MONTH

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Every week")

    def fill(self) -> None:
        """Begin with every week that can be had."""
        self._weeks = self._coming()
        self._states = {slot: self._state(slot) for slot in self._weeks}
        can = [slot for slot in self._weeks if not self._states[slot]]
        self._chosen = set(self.draft.also or can)
        self._listing = PagedRows(
            theme=self.theme,
            rows=self._rows(),
            before=self._("Prev."),
            after=self._("Next"),
            empty=self._("No later week can be booked now."),
        )
        self.add(
            self._listing,
            self.big_button(self._("Take these weeks"), Icon.DONE, self.take, primary=True),
        )

    def switch(self, slot: Interval) -> None:
        """Take a week, or leave it out."""
        self._chosen ^= {slot}
        self._listing.rows = self._rows()

    def take(self) -> None:
        """Keep all of them while the form is filled in."""
        also = tuple(sorted(self._chosen))
        self.do(
            self.desk.hold,
            Tap.fresh(),
            venue=self.draft.venue,
            slots=(self.draft.slot, *also),
            instead_of=self.draft.hold,
            then=lambda hold: self._held(also, hold),
        )

    def _held(self, also: tuple[Interval, ...], hold: Hold) -> None:
        change_draft(self.visit, also=also, hold=hold.id, held_until=hold.until)
        give_back_at_end(self, HoldId(hold.id))
        self.goes.back()

    def _coming(self) -> tuple[Interval, ...]:
        moment = self.moment()
        limits = moment.settings.bookings
        last = moment.business_date + timedelta(days=limits.horizon_days)
        weeks = rules.weekly(self.draft.slot, limits.series_most)[1:]
        return tuple(slot for slot in weeks if slot.day <= last)

    def _state(self, slot: Interval) -> str:
        """Return why a week cannot be had; empty if it can."""
        plan = self.site.venue(self.draft.venue)
        assert plan is not None
        moment, venues = self.moment(), self.venues
        view = availability.day(venues, moment, plan=plan, day=slot.day).view
        if not view.state.can_be_had and view.state.value != "full":
            facts = {"holiday": view.holiday or "", "why": view.blackout, "year": slot.day.year}
            reason = {"unknown_year": "calendar_unknown"}.get(view.state, view.state.value)
            return self.words(Refused(reason, **facts))
        state = availability.state_of(venues, moment, plan=plan, slot=slot)
        mine = slot in self.draft.also
        return "" if mine or state is SlotState.FREE else phrases.slot_states(self._)[state]

    def _rows(self) -> tuple[Row, ...]:
        return tuple(map(self._row, self._weeks))

    def _row(self, slot: Interval) -> Row:
        why_not = self._states[slot]
        if why_not:
            return Row(self.slot_words(slot), why_not, icon=Icon.BLOCK, tone="idle")
        chosen = slot in self._chosen
        return Row(
            self.slot_words(slot),
            self._("taken with it") if chosen else self._("left out"),
            icon=Icon.CHECK_CIRCLE if chosen else Icon.ADD,
            tone="good" if chosen else "card",
            touched=partial(self.switch, slot),
        )
