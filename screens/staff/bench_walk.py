"""The walk along the doors: each free one opens, and whoever stands there says which it was."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from kiosk.commissioning import PlanChange
from kiosk.ids import DoorId
from kiosk.lockers.plan import DoorPlan
from kiosk.lockers.walking import Rewiring, Walked, claimed_before, rewiring
from screens.icons import Icon
from screens.staff.door_tiles import DoorNow, DoorTiles
from screens.staff.plan_change import ask_to_write
from screens.staff.testing import TestingPage
from screens.staff.turner import Turner
from screens.widgets.button import BigButton
from screens.widgets.text import Say


class WalkScreen(TestingPage):
    """One free door after the other opens; whoever stands there says whether it was that one.

    Where it was another, they touch that one in the picture of the cabinet. At the end the plan can
    be written as it was seen.
    """

    icon = Icon.DOOR_OPEN

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Walk along the doors")

    def on_pre_enter(self) -> None:
        """Begin with the first free door."""
        super().on_pre_enter()
        self._queue = [plan.id for plan in self.free()]
        self._walked: list[Walked] = []
        self.holds_idle = True
        self.question = Say(theme=self.theme, role="title", bold=True)
        self.hint = Say(theme=self.theme, muted=True)
        self.tiles = DoorTiles(theme=self.theme, chosen=self.answer)
        self.turner = Turner(
            self.theme, self._("Prev."), self._("Next"), self._turn, size_hint=(1, None)
        )
        self.tiles.fbind("leaves", self._show_turner)
        self.tiles.fbind("leaf", self._show_turner)
        self.add_widget(self.question)
        self.buttons = {
            "open": self._button(Icon.LOCK_OPEN, "primary", self.open_next),
            "yes": self._button(Icon.CHECK_CIRCLE, "good", self._yes),
            "no": self._button(Icon.WARNING, "bad", self.which),
            "none": self._button(Icon.WARNING, "bad", partial(self.answer, None), low=True),
            "write": self._button(Icon.BUILD, "primary", self._write),
        }
        self._ask()

    # -- one door after the other ----------------------------------------------------------

    def moved(self, door: DoorId, *, is_open: bool) -> None:
        """Ask which door it was."""
        self.say_notice("")  # which door it was is asked here, not told
        words = self._("Was it door {door} that opened?")
        self._say(words.format(door=door), self._("Look at the cabinet, not at the screen."))
        self._offer(
            yes=self._("Yes, door {door}").format(door=door),
            no=self._("No, another one or none"),
        )

    def stopped(self) -> None:
        """Offer the same door again."""
        self._ask()

    def over(self, door: DoorId) -> None:
        """The door is shut: the next may be opened, once this one was answered for."""
        if not self._waits_for_answer:
            self._ask()

    @property
    def _waits_for_answer(self) -> bool:
        asking = (self.buttons["yes"], self.buttons["none"])
        return any(button.parent is not None for button in asking)

    def open_next(self) -> None:
        """Open the next door."""
        self._offer()
        self.test(self._queue[0])

    def which(self) -> None:
        """Show the cabinet: which one was it?"""
        self._say(self._("Which door opened? Touch it."), "")
        self._offer(none=self._("None opened"))
        bank = self.desk.cabinet.door(self._queue[0]).bank
        columns = self.desk.cabinet.columns(bank)
        self.tiles.show([[self._tile(plan) for plan in column] for column in columns])
        self.add_widget(self.tiles)
        self._show_turner()

    def _yes(self) -> None:
        self.answer(self._queue[0])

    def answer(self, door: DoorId | None) -> None:
        """That door moved, or none."""
        notice = ""
        if door is not None and (before := claimed_before(self._walked, door)) is not None:
            # One of the two answers is a mistake: the earlier lock is tried once more at the end.
            self._walked.remove(before)
            self._queue.append(before.ordered)
            words = self._("Door {door} was named before. That one is asked again.")
            notice = words.format(door=door)
        self._walked.append(Walked(self._queue.pop(0), door))
        self._ask()
        if notice:
            self.say_notice(notice)

    def _ask(self) -> None:
        if self.opening is not None:
            self._say(self._("Shut the door, please."), "")
            self._offer()
            return
        if not self._queue:
            self._finish()
            return
        door, done = self._queue[0], len(self._walked)
        whole = done + len(self._queue)
        hint = self._("{done} of {whole} free doors").format(done=done, whole=whole)
        self._say(self._("Next: door {door}").format(door=door), hint)
        self._offer(open=self._("Open door {door}").format(door=door))

    # -- what was learned ------------------------------------------------------------------

    def _finish(self) -> None:
        self.holds_idle = False
        found = rewiring(self._walked)
        missing = [one.ordered for one in self._walked if one.moved is None]
        if not found.wires and not missing:
            self._say(self._("Every door is where the plan says."), "")
            self._offer()
            return
        self._say(self._differs(found, missing), self._guessed(found))
        can_write = found.wires and self.services.plan_file is not None
        self._offer(**({"write": self._("Write the plan as it was seen")} if can_write else {}))

    def _differs(self, found: Rewiring, missing: list[DoorId]) -> str:
        odd = ", ".join(sorted({*found.wires, *missing}))
        return self._("Not as in the plan: {doors}").format(doors=odd)

    def _guessed(self, found: Rewiring) -> str:
        if not found.guesses:
            return ""
        words = self._("Nobody saw {doors} open: the locks that are left over are given to them.")
        return words.format(doors=", ".join(found.guesses))

    def _write(self) -> None:
        found = rewiring(self._walked)
        self.do(
            self.services.plan_file.rewired,
            found.wires,
            then=lambda change: self._ask_to_write(change, found),
        )

    def _ask_to_write(self, change: PlanChange, found: Rewiring) -> None:
        doors = ", ".join(sorted(found.wires))
        sentence = self._("The doors {doors} get the locks that opened them.").format(doors=doors)
        ask_to_write(self, change, sentence)

    # -- what is shown ---------------------------------------------------------------------

    def _tile(self, plan: DoorPlan) -> DoorNow:
        named = claimed_before(self._walked, plan.id) is not None
        icon = Icon.CHECK_CIRCLE if named else Icon.DOOR_FRONT
        words = self._("named already") if named else ""
        return DoorNow(plan.id, plan.size.share, str(plan.id), words, icon, "card")

    def _say(self, question: str, hint: str) -> None:
        """Ask; the picture of the cabinet needs the room of a hint that says nothing."""
        self.question.text, self.hint.text = question, hint
        if self.hint.parent is not None:
            self.body.remove_widget(self.hint)  # type: ignore[union-attr]
        if hint:
            self.add_widget(self.hint)

    def _offer(self, **texts: str) -> None:
        parts: tuple[Any, ...] = (self.tiles, self.turner, *self.buttons.values())
        for part in parts:
            if part.parent is not None:
                self.body.remove_widget(part)  # type: ignore[union-attr]
        for name, text in texts.items():
            self.buttons[name].text = text
            self.add_widget(self.buttons[name])

    def _show_turner(self, *_: object) -> None:
        count = int(self.tiles.leaves)
        shown = self.tiles.parent is not None and count > 1
        if shown and self.turner.parent is None:
            self.add_widget(self.turner)
        elif not shown and self.turner.parent is not None:
            self.body.remove_widget(self.turner)  # type: ignore[union-attr]
        self.turner.show(int(self.tiles.leaf), count)

    def _turn(self, step: int) -> None:
        self.tiles.leaf += step

    def _button(
        self, icon: Icon, tone: str, act: Callable[[], None], *, low: bool = False
    ) -> BigButton:
        return BigButton(
            theme=self.theme,
            icon=icon,
            tone=tone,
            size_hint_y=None,
            height=self.theme.target if low else self.theme.button,
            on_release=lambda _: act(),
        )
