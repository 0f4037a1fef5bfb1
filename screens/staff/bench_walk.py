"""Two questions to the person at the cabinet: was it that door, and does it say shut?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kiosk.ids import DoorId
from kiosk.lockers.steps import Seen
from kiosk.ports import Reading
from screens.icons import Icon
from screens.staff import phrases
from screens.staff.doors import LOOK_EVERY
from screens.staff.page import RowsPage
from screens.staff.rows import Row
from screens.staff.testing import TestingPage
from screens.widgets.button import BigButton
from screens.widgets.text import Say


class WalkScreen(TestingPage):
    """One free door after the other opens; whoever stands there says whether it was that one."""

    icon = Icon.DOOR_OPEN

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Walk along the doors")

    def on_pre_enter(self) -> None:
        """Begin with the first free door."""
        super().on_pre_enter()
        self._queue = [plan.id for plan in self.free()]
        self._whole = len(self._queue)
        self._wrong: list[DoorId] = []
        self.holds_idle = True
        self.question = Say(theme=self.theme, role="title", bold=True)
        self.hint = Say(theme=self.theme, muted=True)
        self.add_widget(self.question)
        self.add_widget(self.hint)
        self.buttons = {
            "open": self._button(Icon.LOCK_OPEN, "primary", self._open),
            "yes": self._button(Icon.CHECK_CIRCLE, "good", partial(self._answer, right=True)),
            "no": self._button(Icon.WARNING, "bad", partial(self._answer, right=False)),
        }
        self._ask()

    def moved(self, door: DoorId, *, is_open: bool) -> None:
        """Ask which door it was."""
        words = self._("Was it door {door} that opened?")
        self.question.text = words.format(door=door)
        self.hint.text = self._("Look at the cabinet, not at the screen.")
        self._offer(
            yes=self._("Yes, door {door}").format(door=door),
            no=self._("No, another one or none"),
        )

    def stopped(self) -> None:
        """Offer the same door again."""
        self._ask()

    def _open(self) -> None:
        self._offer()
        self.test(self._queue[0])

    def _answer(self, *, right: bool) -> None:
        door = self._queue.pop(0)
        if not right:
            self._wrong.append(door)
        self._ask()

    def over(self, door: DoorId) -> None:
        """The door is shut: the next may be opened."""
        if not self.buttons["yes"].parent:
            self._ask()

    def _ask(self) -> None:
        done = self._whole - len(self._queue)
        if not self._queue:
            self._finish()
            return
        if self.opening is not None:
            self.question.text = self._("Shut the door, please.")
            self.hint.text = ""
            self._offer()
            return
        door = self._queue[0]
        self.question.text = self._("Next: door {door}").format(door=door)
        self.hint.text = self._("{done} of {whole} free doors").format(done=done, whole=self._whole)
        self._offer(open=self._("Open door {door}").format(door=door))

    def _finish(self) -> None:
        self.holds_idle = False
        self._offer()
        if not self._wrong:
            self.question.text = self._("Every door is where the plan says.")
            self.hint.text = ""
            return
        doors = ", ".join(self._wrong)
        self.question.text = self._("Not as in the plan: {doors}").format(doors=doors)
        self.hint.text = self._("The command “bank walk” learns the plan anew and writes it.")

    def _offer(self, **texts: str) -> None:
        for name, button in self.buttons.items():
            if button.parent is not None:
                self.body.remove_widget(button)  # type: ignore[union-attr]
            if name in texts:
                button.text = texts[name]
                self.add_widget(button)

    def _button(self, icon: Icon, tone: str, act: Callable[[], None]) -> BigButton:
        return BigButton(
            theme=self.theme,
            icon=icon,
            tone=tone,
            size_hint_y=None,
            height=self.theme.button,
            on_release=lambda _: act(),
        )


class ContactsScreen(RowsPage):
    """With every door shut by hand: which contacts do not say so? Nothing is opened."""

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
        return rows + [self._odd(plan.id, seen.get(plan.id, Seen()).reading) for plan in odd]

    def _odd(self, door: DoorId, reading: Reading) -> Row:
        if reading is Reading.OPEN:
            hint = self._("If it is shut, its contact is wired the other way round.")
        else:
            hint = self._("No contact is wired, or its board does not answer.")
        text = f"{door} · {phrases.readings(self._)[reading]}"
        return Row(text, hint, icon=Icon.WARNING, tone="bad")
