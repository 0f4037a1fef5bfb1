"""With every door shut by hand: which contacts do not say so, and are they the other way round?"""

from __future__ import annotations

from kiosk.commissioning import PlanChange
from kiosk.ids import DoorId
from kiosk.lockers.steps import Seen
from kiosk.phrases import staff as phrases
from kiosk.ports import Reading
from screens.icons import Icon
from screens.staff.doors import LOOK_EVERY
from screens.staff.page import RowsPage
from screens.staff.plan_change import ask_to_write
from screens.staff.rows import Row


class ContactsScreen(RowsPage):
    """With every door shut by hand: which contacts do not say so? Nothing is opened.

    Those that say open may be read the other way round, once the technician has looked.
    """

    icon = Icon.SENSOR_DOOR

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Contacts")

    def fill(self) -> None:
        """Say what to do."""
        self.ask(self._("Shut every door by hand, then look here."))

    def on_pre_enter(self) -> None:
        """Go on looking."""
        super().on_pre_enter()
        self.keep_looking(LOOK_EVERY)

    def rows(self) -> list[Row]:
        """Return how many say shut, then every door that does not."""
        seen = self.desk.state.seen
        doors = self.desk.cabinet.doors
        odd = [p for p in doors if seen.get(p.id, Seen()).reading is not Reading.CLOSED]
        count = len(doors) - len(odd)
        summary = self.plural("{count} door says shut.", "{count} doors say shut.", count)
        tone = "card" if odd else "good"
        rows = [Row(summary.format(count=count), icon=Icon.CHECK_CIRCLE, tone=tone, wide=True)]
        wrong = [p.id for p in odd if seen.get(p.id, Seen()).reading is Reading.OPEN]
        if wrong and self.services.plan_file is not None:
            rows.append(self._turn_round(wrong))
        return rows + [self._odd(plan.id, seen.get(plan.id, Seen()).reading) for plan in odd]

    def _turn_round(self, doors: list[DoorId]) -> Row:
        return Row(
            self.plural(
                "{count} door is shut, but its contact says open",
                "{count} doors are shut, but their contacts say open",
                len(doors),
            ).format(count=len(doors)),
            self._("Touch here to read their contacts the other way round."),
            icon=Icon.BUILD,
            tone="care",
            touched=lambda: self.do(
                self.services.plan_file.inverted, doors, then=lambda it: self._ask(it, doors)
            ),
            wide=True,
        )

    def _ask(self, change: PlanChange, doors: list[DoorId]) -> None:
        sentence = self._("The contacts of {doors} are read the other way round from now on.")
        ask_to_write(self, change, sentence.format(doors=", ".join(doors)))

    def _odd(self, door: DoorId, reading: Reading) -> Row:
        if reading is Reading.OPEN:
            hint = self._("If it is shut, its contact is wired the other way round.")
        else:
            hint = self._("No contact is wired, or its board does not answer.")
        text = f"{door} · {phrases.readings(self._)[reading]}"
        return Row(text, hint, icon=Icon.WARNING, tone="bad")
