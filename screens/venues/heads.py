"""How many come and what they need, and any other number on keys."""

from __future__ import annotations

from functools import partial

from kivy.properties import NumericProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.gridlayout import GridLayout

from kiosk.ids import EquipmentId
from screens.icons import Icon
from screens.venues.draft import change_draft
from screens.venues.form import QuestionScreen
from screens.widgets.button import BigButton, Toggle
from screens.widgets.keypad import Keypad
from screens.widgets.sheet import CellShown, Sheet
from screens.widgets.text import Say

NUMBERS = (5, 10, 15, 20, 30, 40, 60, 80, 100, 150, 200, 300, 500, 1000)
"""Head counts to choose from at one touch, as far as the place has room."""
OTHER = -1


class HeadsScreen(QuestionScreen):
    """How many come, and what they need; touching a number goes on."""

    icon = Icon.GROUPS
    clips = ("choose_number",)

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("How many people?")

    def fill(self) -> None:
        """Show things to have, then numbers."""
        theme, most = self.theme, self.plan.capacity
        if self.plan.equipment:
            self._ask_things()
        room = self._("How many people come? There is room for {most}.").format(most=most)
        self.ask(room if not (theme.tight or self.cramped) else self.heading())
        numbers = [number for number in NUMBERS if number < most]
        shown = [*numbers[-(8 if theme.care else 10) :], most]
        cells = [
            *(CellShown(number, str(number), "", Icon.GROUPS, tone="card") for number in shown),
            CellShown(OTHER, self._("Other"), "", Icon.DIALPAD, tone="quiet"),
        ]
        across = 3 if theme.portrait else 6 if theme.tight else 4
        lines = [cells[at : at + across] for at in range(0, len(cells), across)]
        self.add(
            Sheet(
                theme=theme,
                chosen=self.choose,
                largest=34,
                sunk=True,
                lines=tuple((*line, *[None] * (across - len(line))) for line in lines),
            )
        )

    def choose(self, number: int) -> None:
        """Go on, with a number of the list or one of the keys."""
        if number == OTHER:
            self.goes.go("venues.count")
            return
        change_draft(self.visit, head_count=number)
        self.goes.go("venues.summary")

    def switch(self, thing: EquipmentId, toggle: Toggle) -> None:
        """Want a thing, or not."""
        wanted = set(self.draft.equipment) ^ {thing}
        order = [each.id for each in self.plan.equipment if each.id in wanted]
        change_draft(self.visit, equipment=tuple(order))
        toggle.on = thing in wanted
        toggle.icon = Icon.DONE if toggle.on else Icon.ADD

    def _ask_things(self) -> None:
        theme = self.theme
        if not (theme.tight or self.cramped):
            self.add(Say(theme=theme, role="lead", bold=True, text=self._("Do you need this?")))
        high = theme.target if theme.tight or self.cramped else theme.button
        toggles = GridLayout(
            cols=4 if theme.tight and not theme.care else 2 if theme.portrait else 3,
            spacing=theme.gap,
            size_hint_y=None,
            row_default_height=high,
            row_force_default=True,
        )
        toggles.bind(minimum_height=toggles.setter("height"))
        for thing in self.plan.equipment:
            toggle = Toggle(
                theme=theme,
                icon=Icon.DONE if thing.id in self.draft.equipment else Icon.ADD,
                role="body",
                text=thing.name.in_language(self.visit.language),
                on=thing.id in self.draft.equipment,
            )
            toggle.bind(on_release=partial(self._switched, thing.id))
            toggles.add_widget(toggle)
        self.add(toggles)

    def _switched(self, thing: EquipmentId, toggle: Toggle) -> None:
        self.switch(thing, toggle)


class CountScreen(QuestionScreen):
    """Any other number of people, on keys."""

    icon = Icon.DIALPAD
    count = NumericProperty(0)

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("How many people?")

    def fill(self) -> None:
        """Show the number and the keys."""
        theme = self.theme
        self.ask(self._("How many people come?"))
        self._shown = Say(theme=theme, role="display", bold=True, halign="center", wrap="box")
        done = BigButton(
            theme=theme,
            tone="primary",
            icon=Icon.ARROW_FORWARD,
            text=self._("Go on"),
            size_hint_y=None,
            height=theme.button,
            on_release=lambda _: self.done(),
        )
        keys = Keypad(
            theme=theme,
            clear=self._("C") if self.cramped or theme.tight else self._("Clear"),
            rows_of_six=theme.tight,
            pos_hint={"center_x": 0.5},
        )
        keys.bind(
            on_digit=lambda _, digit: self.type(digit),
            on_erase=lambda _: self.erase(),
            on_clear=lambda _: self.clear(),
        )
        beside = not theme.portrait
        whole = BoxLayout(orientation="horizontal" if beside else "vertical", spacing=theme.gap)
        left = BoxLayout(orientation="vertical", spacing=theme.gap)
        left.size_hint_x = 0.6 if theme.tight else 1
        for part in (self._shown, done):
            left.add_widget(part)
        for part in (left, keys):
            whole.add_widget(part)
        self.add(whole)
        self.bind(count=self._show)
        self._show()

    def type(self, digit: str) -> None:
        """Add a digit."""
        if self.count < 1000:
            self.count = self.count * 10 + int(digit)

    def erase(self) -> None:
        """Take the last digit back."""
        self.count //= 10

    def clear(self) -> None:
        """Begin again."""
        self.count = 0

    def done(self) -> None:
        """Go on, if so many may come."""
        count, most = int(self.count), self.plan.capacity
        if count < 1:
            self.say_notice(self._("Please say how many people will come."))
        elif count > most:
            sentence = self._("There is room for {most} people here.").format(most=most)
            self.say_notice(sentence, tone="bad")
        else:
            change_draft(self.visit, head_count=count)
            self.goes.go("venues.summary")

    def _show(self, *_: object) -> None:
        self._shown.text = str(int(self.count))
