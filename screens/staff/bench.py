"""The technician's bench: every door live with its counts, and a cycle test."""

from __future__ import annotations

from kivy.clock import Clock
from kivy.properties import NumericProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.ids import DoorId
from kiosk.lockers.plan import DoorPlan
from kiosk.lockers.steps import Seen
from kiosk.lockers.tally import DoorTally, times
from kiosk.phrases import staff as phrases
from kiosk.ports import Outcome
from screens.icons import Icon
from screens.staff.door_tiles import DoorNow, DoorTiles
from screens.staff.doors import LOOK_EVERY
from screens.staff.testing import TestingPage
from screens.staff.turner import Turner
from screens.widgets.button import BigButton

ROUNDS = 3
"""How often the cycle test opens each free door."""


class BenchScreen(TestingPage):
    """The cabinet, live. A touched door opens; the cycle test opens all free ones in turn.

    Attributes:
        left: doors the cycle test has still to open; 0: none is running.
    """

    icon = Icon.BUILD

    left = NumericProperty(0)

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Test the doors")

    def on_pre_enter(self) -> None:
        """Draw the cabinet and go on looking."""
        super().on_pre_enter()
        self._queue: list[DoorId] = []
        self.tiles = DoorTiles(theme=self.theme, chosen=self.touch_door)
        self.turner = Turner(
            self.theme, self._("Prev."), self._("Next"), self._turn, size_hint=(1, None)
        )
        self.cycle = BigButton(
            theme=self.theme, icon=Icon.TIMER, role="body", on_release=lambda _: self.touch_cycle()
        )
        self.tools = BoxLayout(size_hint_y=None, height=self.theme.target, spacing=self.theme.gap)
        self.tools.add_widget(self.cycle)
        for page, text, icon in self._ways():
            self.tools.add_widget(
                BigButton(
                    theme=self.theme,
                    text=text,
                    icon=icon,
                    role="body",
                    on_release=lambda _, page=page: self.goes.go(page),
                )
            )
        self.add_widget(self.tools)
        self.add_widget(self.tiles)
        self.tiles.fbind("leaves", self._show_turner)
        self.tiles.fbind("leaf", self._show_turner)
        self.bind(left=self._show_cycle)
        self._show_cycle()
        self._looking = Clock.schedule_interval(self.look, LOOK_EVERY)
        self.look()

    def on_leave(self) -> None:
        """Look no more; the cycle test ends with the door that is open."""
        self._looking.cancel()
        super().on_leave()

    # -- verbs -----------------------------------------------------------------------------

    def touch_door(self, door: DoorId) -> None:
        """Open one door, unless the cycle test is running."""
        if not self.left:
            self.test(door)

    def touch_cycle(self) -> None:
        """Begin the cycle test, or end it after the door that is open."""
        if self.left:
            self._end_cycle()
            return
        self._queue = [plan.id for _ in range(ROUNDS) for plan in self.free()]
        self._next()

    def over(self, door: DoorId) -> None:
        """Go on with the next door of the cycle test."""
        self.look()
        self._next()

    def stopped(self) -> None:
        """End the cycle test."""
        self._end_cycle()

    def _next(self) -> None:
        still_free = {plan.id for plan in self.free()}
        while self._queue and self._queue[0] not in still_free:
            self._queue.pop(0)
        self.left = len(self._queue)
        self.holds_idle = self.left > 0
        if self._queue:
            self.test(self._queue.pop(0))

    def _end_cycle(self) -> None:
        self._queue = []
        self.left = 0
        self.holds_idle = False

    # -- what is shown ---------------------------------------------------------------------

    def look(self, *_: object) -> None:
        """Show how the doors are now."""
        cabinet = self.desk.cabinet
        columns = [column for bank in cabinet.banks for column in cabinet.columns(bank)]
        self.tiles.show([[self._now(plan) for plan in column] for column in columns])

    def _now(self, plan: DoorPlan) -> DoorNow:
        tally = self.tallies.get(plan.id, DoorTally())
        seen = self.desk.state.seen.get(plan.id, Seen())
        took = times(tally.ms)
        title = str(plan.id)
        if tally.cycles:
            title += f" {tally.count(Outcome.OPENED)}/{tally.cycles}"
        sensed = phrases.readings(self._)[seen.reading]
        if took is not None:
            sensed += f" · {took.median} ms"
        tone, icon = "card", Icon.DOOR_FRONT
        if tally.cycles:
            tone = "good" if tally.good else "bad"
            icon = Icon.CHECK_CIRCLE if tally.good else Icon.WARNING
        return DoorNow(plan.id, plan.size.share, title, sensed, icon, tone)

    def _ways(self) -> tuple[tuple[str, str, Icon], ...]:
        return (
            ("staff.bench_counts", self._("Counts"), Icon.FACT_CHECK),
            ("staff.bench_tools", self._("Tools"), Icon.BUILD),
        )

    def _show_cycle(self, *_: object) -> None:
        count = int(self.left)
        words = self._("Stop, {count} left") if count else self._("{count} rounds")
        self.cycle.text = words.format(count=count or ROUNDS)
        self.cycle.tone = "bad" if count else "shell"

    def _show_turner(self, *_: object) -> None:
        count = int(self.tiles.leaves)
        if count > 1 and self.turner.parent is None:
            self.add_widget(self.turner)
        elif count < 2 and self.turner.parent is not None:
            self.body.remove_widget(self.turner)  # type: ignore[union-attr]
        self.turner.show(int(self.tiles.leaf), count)

    def _turn(self, step: int) -> None:
        self.tiles.leaf += step
