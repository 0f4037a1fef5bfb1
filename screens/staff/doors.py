"""The door map: the cabinet as it stands, what is believed of each door and what is sensed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from kivy.clock import Clock
from kivy.uix.boxlayout import BoxLayout

from kiosk.ids import BankId, DoorId
from kiosk.lockers.plan import DoorPlan
from kiosk.lockers.records import Door, DoorState
from kiosk.lockers.steps import Seen
from kiosk.phrases import staff as phrases
from kiosk.ports import Reading
from screens import symbols
from screens.icons import Icon
from screens.staff.door_tiles import DoorNow, DoorTiles
from screens.staff.page import RowsPage, SignedInPage
from screens.staff.rows import Row
from screens.staff.turner import Turner
from screens.widgets.button import BigButton

LOOK_EVERY = 1.0
"""Seconds between two looks while the map is shown."""
FILTER, BANK = "door filter", "door bank"
"""Names under which a visit remembers what the map shows."""
NEEDS_LOOK = "needs look"
_FINE = (DoorState.FREE, DoorState.HELD, DoorState.OCCUPIED)


def differs(door: Door, seen: Seen) -> bool:
    """Tell whether a door is not as the record believes."""
    known = Reading.UNKNOWN not in (door.believed, seen.reading)
    return known and door.believed is not seen.reading


class DoorsScreen(SignedInPage):
    """Live while it is shown; a touched door opens its page."""

    icon = Icon.GRID_VIEW

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Doors")

    def on_pre_enter(self) -> None:
        """Draw the cabinet and go on looking."""
        self.tiles = DoorTiles(theme=self.theme, chosen=self._to_door)
        self.tiles.leaf = self.visit.given.get("door leaf", 0)
        self.turner = Turner(
            self.theme,
            self._("Prev."),
            self._("Next"),
            self._turn,
            size_hint=(1, None),
        )
        tools = BoxLayout(size_hint_y=None, height=self.theme.target, spacing=self.theme.gap)
        for button in self._choices():
            tools.add_widget(button)
        self.body.add_widget(tools)  # type: ignore[union-attr]
        self.body.add_widget(self.tiles)  # type: ignore[union-attr]
        self._tools = tools
        self.tiles.fbind("leaves", self._show_turner)
        self.tiles.fbind("leaf", self._show_turner)
        self._looking = Clock.schedule_interval(self.look, LOOK_EVERY)
        self._let_go = self.desk.subscribe(self.look)
        self.look()

    def on_leave(self) -> None:
        """Look no more."""
        self._looking.cancel()
        self._let_go()
        self.visit.given["door leaf"] = self.tiles.leaf

    def look(self, *_: object) -> None:
        """Show how the doors are now."""
        if not self.tiles.theme:
            return
        self.tiles.show(self._columns())
        away = [bank.bank for bank in self.desk.state.banks if not bank.online]
        sentence = self._("Cabinet {bank} does not answer.").format(bank=", ".join(away))
        self.say_notice(sentence if away else "", tone="bad")

    # -- what is shown ---------------------------------------------------------------------

    @property
    def bank(self) -> BankId:
        """The cabinet that is shown."""
        banks = self.desk.cabinet.banks
        chosen: BankId = self.visit.given.get(BANK, banks[0])
        return chosen

    @property
    def filter(self) -> str:
        """Which doors are shown: a state, ``NEEDS_LOOK``, or all."""
        chosen: str = self.visit.given.get(FILTER, "")
        return chosen

    def _columns(self) -> Sequence[Sequence[DoorNow]]:
        moment, second = self.station.moment(), self.services.clock.monotonic()
        seen = self.desk.state.seen

        def now(plan: DoorPlan) -> DoorNow:
            state = self.lockers.state_of(plan.id, moment.at)
            return self._door_now(plan, state, seen.get(plan.id, Seen()), second)

        columns = [
            [plan for plan in column if self._is_shown(plan, seen)]
            for column in self.desk.cabinet.columns(self.bank)
        ]
        return [[now(plan) for plan in column] for column in columns if column]

    def _is_shown(self, plan: DoorPlan, seen: Any) -> bool:
        if not self.filter:
            return True
        state = self.lockers.state_of(plan.id, self.station.moment().at)
        if self.filter == NEEDS_LOOK:
            door = self.lockers.door(plan.id)
            odd = door.alarm is not None or differs(door, seen.get(plan.id, Seen()))
            return odd or state not in _FINE
        return self.filter == state

    def _door_now(self, plan: DoorPlan, state: DoorState, seen: Seen, second: float) -> DoorNow:
        door = self.lockers.door(plan.id)
        sensed = phrases.sensed(self._, seen, second)
        odd = door.alarm is not None or differs(door, seen)
        if differs(door, seen):
            believed = phrases.readings(self._)[door.believed]
            sensed += " · " + self._("believed: {reading}").format(reading=believed)
        return DoorNow(
            door=plan.id,
            share=plan.size.share,
            title=f"{plan.id} {phrases.door_states(self._)[state]}",
            sensed=sensed,
            icon=Icon.WARNING if odd else symbols.STATE_ICONS[state],
            tone="bad" if odd else phrases.STATE_TONES[state],
        )

    # -- ways ------------------------------------------------------------------------------

    def _choices(self) -> list[BigButton]:
        buttons = [
            BigButton(
                theme=self.theme,
                text=self._shown(),
                icon=Icon.TUNE,
                role="body",
                on_release=lambda _: self.goes.go("staff.door_filter"),
            )
        ]
        banks = self.desk.cabinet.banks
        if len(banks) > 1:
            buttons += [
                BigButton(
                    theme=self.theme,
                    text=str(bank),
                    tone="shell" if bank == self.bank else "card",
                    size_hint_x=0.4,
                    on_release=partial(self._take_bank, bank),
                )
                for bank in banks
            ]
        return buttons

    def _shown(self) -> str:
        if not self.filter:
            return self._("All doors")
        if self.filter == NEEDS_LOOK:
            return self._("Needs a look")
        return phrases.door_states(self._)[DoorState(self.filter)]

    def _take_bank(self, bank: BankId, *_: object) -> None:
        self.visit.given[BANK] = bank
        self.tiles.leaf = 0
        self.goes.rebuild()

    def _show_turner(self, *_: object) -> None:
        count = int(self.tiles.leaves)
        if count > 1 and self.turner.parent is None:
            self._tools.add_widget(self.turner)
            self.turner.size_hint_x = 2
        elif count < 2 and self.turner.parent is not None:
            self._tools.remove_widget(self.turner)
        self.turner.show(int(self.tiles.leaf), count)

    def _turn(self, step: int) -> None:
        self.tiles.leaf += step

    def _to_door(self, door: DoorId) -> None:
        self.goes.go("staff.door", door=door)


class DoorFilterScreen(RowsPage):
    """The legend: every state with its colour and pictogram, how many doors, and which to show."""

    icon = Icon.TUNE

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Which doors?")

    def rows(self) -> list[Row]:
        """Return one row for each state."""
        at = self.station.moment().at
        doors = self.desk.cabinet.doors
        states = [self.lockers.state_of(plan.id, at) for plan in doors]
        rows = [
            self._row(self._("All doors"), "", len(doors), Icon.GRID_VIEW, "card"),
            self._row(self._("Needs a look"), NEEDS_LOOK, None, Icon.WARNING, "bad"),
        ]
        for state, word in phrases.door_states(self._).items():
            icon, tone = symbols.STATE_ICONS[state], phrases.STATE_TONES[state]
            rows.append(self._row(word, state, states.count(state), icon, tone))
        return rows

    def _row(self, word: str, chosen: str, count: int | None, icon: Icon, tone: str) -> Row:
        text = word if count is None else f"{word} · {count}"
        return Row(text, icon=icon, tone=tone, touched=partial(self._choose, chosen))

    def _choose(self, chosen: str) -> None:
        self.visit.given[FILTER] = chosen
        self.visit.given["door leaf"] = 0
        self.goes.back()
