"""The times of a day: touch when to begin, then for how long; the station keeps it meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from kivy.uix.widget import Widget
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.ids import HoldId
from kiosk.phrases import dates
from kiosk.phrases import venues as phrases
from kiosk.tap import Tap
from kiosk.venues import availability
from kiosk.venues.availability import SlotState, SlotView
from kiosk.venues.interval import Interval
from kiosk.venues.plan import VenuePlan
from kiosk.venues.records import Hold
from screens.icons import Icon
from screens.venues.draft import Draft, draft_of, has_draft, keep_draft
from screens.venues.holding import give_back_at_end
from screens.venues.page import VenueScreen
from screens.widgets.button import BigButton
from screens.widgets.sheet import CellShown, Sheet
from screens.widgets.text import Say

HOUR = timedelta(hours=1)
SLOT_TONES = {SlotState.FREE: "good", SlotState.TAKEN: "bad", SlotState.HELD: "care"}
SLOT_ICONS = {
    SlotState.FREE: Icon.CHECK_CIRCLE,
    SlotState.TAKEN: Icon.CANCEL,
    SlotState.HELD: Icon.HOURGLASS_TOP,
}
LENGTHS = 4
"""Lengths to choose from at one touch."""


def stretches(
    slots: Sequence[SlotView], start: int, longest: timedelta, *, states: Sequence[SlotState]
) -> list[Interval]:
    """Return what can begin with slot number ``start``, the shortest first.

    Args:
        states: what a slot may be for somebody to ask for it.
    """
    found: list[Interval] = []
    begins = slots[start].slot.starts
    for view in slots[start:]:
        whole = Interval(begins, view.slot.ends)
        gap = found and view.slot.starts != found[-1].ends
        if gap or view.state not in states or whole.length > longest:
            break
        found.append(whole)
    return found


def offered(found: Sequence[Interval], most: int = LENGTHS) -> list[Interval]:
    """Return the lengths worth a button: the shortest one, then whole hours."""
    if len(found) <= most:
        return list(found)
    whole = [each for each in found[1:] if not each.length % HOUR]
    return [found[0], *whole][:most]


class SlotsScreen(VenueScreen):
    """Given: ``venue`` and ``day``."""

    icon = Icon.SCHEDULE
    clips = ("choose_time",)

    def heading(self) -> str:
        """Return which day it is."""
        return self.day_words(self.given["day"])

    def on_pre_enter(self) -> None:
        """Show every time of the day."""
        plan = self.site.venue(self.given["venue"])
        assert plan is not None
        self._plan: VenuePlan = plan
        self._day: date = self.given["day"]
        self._start: int | None = None
        self._leaf = 0
        self._question = Say(
            theme=self.theme, role="body" if self.theme.tight else "title", bold=True
        )
        self._sheet = Sheet(theme=self.theme, chosen=self.begin, largest=26, sunk=True)
        high = self.theme.button if self.theme.tight else self.theme.mm(30)
        self._lengths = self.row(high=high)
        if not (self.theme.tight and self.theme.care):
            self.add(self._question)
        if self.theme.portrait:
            self.add(self.picture_of(plan))
        self.add(self._sheet)
        if not self.theme.tight:
            self._how_long = Say(theme=self.theme, role="lead", bold=True)
            self.add(self._how_long)
        self.add(self._lengths)
        self._show()

    # -- verbs -----------------------------------------------------------------------------

    def begin(self, number: int) -> None:
        """Begin with this slot; a taken one can be waited for."""
        if number < 0:
            self._leaf += 1
            self._show()
            return
        view = self._slots[number]
        if view.state in (SlotState.FREE, SlotState.TAKEN, SlotState.HELD):
            self._start = number
            self._show()
            return
        reason = {SlotState.QUIET: "quiet_hours", SlotState.BLACKOUT: "blackout"}.get(view.state)
        facts = {} if view.blackout is None else {"why": view.blackout}
        self.say_notice(self.words(Refused(reason or "in_the_past", **facts)))

    def take(self, slot: Interval) -> None:
        """Go on to the form; a free slot is kept meanwhile."""
        if self._waits:
            self._keep(Draft(venue=self._plan.id, slot=slot, waiting=True))
            return
        before = draft_of(self.visit).hold if has_draft(self.visit) else None
        self.do(
            self.desk.hold,
            Tap.fresh(),
            venue=self._plan.id,
            slots=[slot],
            instead_of=before,
            then=lambda hold: self._held(slot, hold),
        )

    def refuse(self, refused: Refused) -> None:
        """Say why not, and show how the times stand now."""
        super().refuse(refused)
        self._start = None
        self._show()

    def _held(self, slot: Interval, hold: Hold) -> None:
        give_back_at_end(self, HoldId(hold.id))
        self._keep(Draft(venue=self._plan.id, slot=slot, hold=hold.id, held_until=hold.until))

    def _keep(self, draft: Draft) -> None:
        """Keep what was chosen before: only time and place are new."""
        if has_draft(self.visit):
            old = draft_of(self.visit)
            draft = replace(
                draft,
                kind=old.kind,
                listed=old.listed,
                purpose=old.purpose,
                head_count=old.head_count,
            )
        keep_draft(self.visit, draft)
        self.goes.go("venues.who")

    # -- showing ---------------------------------------------------------------------------

    @property
    def _waits(self) -> bool:
        """The chosen slot is somebody's; one can stand in line for it."""
        return self._start is not None and self._slots[self._start].state is not SlotState.FREE

    def _show(self) -> None:
        mine = draft_of(self.visit).hold if has_draft(self.visit) else None
        self._slots = self._look(mine)
        per_line = self._columns()
        cells = self._cells(per_line)
        lines = [cells[at : at + per_line] for at in range(0, len(cells), per_line)]
        self._sheet.lines = tuple(tuple(line) + (None,) * (per_line - len(line)) for line in lines)
        self._show_lengths()

    def _look(self, mine: HoldId | None) -> tuple[SlotView, ...]:
        """Return the slots; what this visit holds itself counts as free."""
        venues = self.venues
        if mine is not None and mine in venues.holds:
            venues = replace(venues, holds=venues.holds.delete(mine))
        return availability.day(venues, self.moment(), plan=self._plan, day=self._day).slots

    def _columns(self) -> int:
        theme = self.theme
        wide = theme.screen.width_mm - 2 * (6 if theme.tight else 10)
        least = 44 if theme.care else 34
        return max(3, min(8, int((wide + 3) // (least + 3))))

    def _cells(self, per_line: int) -> list[CellShown]:
        room = self._room()
        lines = max(1, Sheet.room_for(self.theme, room))
        most = per_line * lines
        numbers = list(range(len(self._slots)))
        if len(numbers) <= most:
            return [self._cell(number) for number in numbers]
        leaves = -(-len(numbers) // (most - 1))
        first = self._leaf % leaves * (most - 1)
        shown = [self._cell(number) for number in numbers[first : first + most - 1]]
        more = CellShown(-1, self._("More"), "…", Icon.CHEVRON_RIGHT)
        return [*shown, more]

    def _room(self) -> float:
        """Return about how high the sheet is, px."""
        theme = self.theme
        whole = theme.mm(theme.page_height_mm) - theme.header - theme.footer - 2 * theme.gap
        if theme.tight:
            words = 0 if theme.care else theme.font("body") * 1.45 + theme.gap
            return float(whole - words - theme.button - theme.gap)
        words = (theme.font("title") * 2 + theme.font("lead")) * 1.45
        return float(whole - words - theme.mm(30) - 3 * theme.gap)

    def _cell(self, number: int) -> CellShown:
        view = self._slots[number]
        chosen = number == self._start
        return CellShown(
            number,
            dates.clock_words(view.slot.starts),
            phrases.slot_states(self._)[view.state],
            SLOT_ICONS.get(view.state, Icon.DO_NOT_DISTURB_ON),
            "venues" if chosen else SLOT_TONES.get(view.state, "idle"),
        )

    def _show_lengths(self) -> None:
        self._lengths.clear_widgets()
        self._question.text = self._asks()
        found: list[Interval] = []
        if self._start is not None:
            longest = timedelta(hours=self.moment().settings.bookings.max_hours)
            wanted = (SlotState.FREE,) if not self._waits else (SlotState.TAKEN, SlotState.HELD)
            found = offered(
                stretches(self._slots, self._start, longest, states=wanted),
                3 if self.theme.care else LENGTHS,
            )
        if not self.theme.tight:
            self._how_long.text = self._("For how long?") if found else ""
        for slot in found:
            self._lengths.add_widget(self._length(slot))
        if not found:
            self._lengths.add_widget(Widget())

    def _asks(self) -> str:
        if self._start is None:
            return self._("When does it begin?")
        if self._waits:
            return self._("Somebody has this time. You can wait for it.")
        return self._("Begins at {hour}").format(
            hour=dates.clock_words(self._slots[self._start].slot.starts)
        )

    def _length(self, slot: Interval) -> BigButton:
        minutes = int(slot.length.total_seconds() // 60)
        hours, rest = divmod(minutes, 60)
        text = (
            self._("{minutes} min").format(minutes=minutes)
            if rest
            else self.plural("{hours} hour", "{hours} hours", hours).format(hours=hours)
        )
        until = self._("until {hour}").format(hour=dates.clock_words(slot.ends))
        return BigButton(
            theme=self.theme,
            tone="care" if self._waits else "primary",
            text=text,
            hint="" if self.theme.tight else until,
            role="body" if self.theme.tight or self.theme.care else "lead",
            on_release=lambda _: self.take(slot),
        )
