"""Changing one setting, by its kind. What may be typed is a help; what holds is the rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from kivy.properties import NumericProperty, StringProperty

from kiosk.errors import Refused
from kiosk.ids import SettingKey
from kiosk.phrases import staff as phrases
from kiosk.phrases.setting_titles import between, choices, group_of, groups, titles, why_bad
from kiosk.setting_keys import Kind, SettingSpec, printed, specs
from kiosk.settings import Permission
from kiosk.staff import STAFF, rules
from kiosk.tap import Done
from kiosk.typing.draft import legible
from kiosk.typing.fields import Field
from kiosk.typing.fields import Kind as Typed
from screens.base import layout_beside
from screens.icons import Icon
from screens.staff.page import RowsPage, SignedInPage
from screens.staff.rows import Row
from screens.widgets.button import BigButton

TYPED = "staff.setting."
"""So begin the names under which what was typed stands in ``Visit.given``."""


class SettingPage(SignedInPage):
    """A page that changes one setting. Given: ``key``."""

    icon = Icon.EDIT

    @property
    def spec(self) -> SettingSpec:
        """The setting."""
        key: SettingKey = self.given["key"]
        return specs()[key]

    @property
    def value(self) -> str:
        """What holds now, in printed form."""
        return printed(self.staff.settings, self.spec.key)

    @property
    def name(self) -> str:
        """What the setting is called."""
        return titles(self._).get(self.spec.key, self.spec.key)

    def heading(self) -> str:
        """Return the group the setting stands in."""
        return groups(self._)[group_of(self.spec.key)]

    def save(self, value: str) -> None:
        """Change the setting; back to the list when it is changed."""
        self.act(
            STAFF,
            rules.change_setting,
            by=self.session.member,
            key=self.spec.key,
            value=value,
            then=self._saved,
        )

    def words(self, refused: Refused) -> str:
        """Return why a value is not taken."""
        if refused.reason != "bad_value":
            return super().words(refused)
        return why_bad(self._, self.spec, refused.facts["why"])

    def range(self) -> str:
        """Return between which values a number may be."""
        return between(self._, self.spec)

    def _saved(self, _: Done) -> None:
        self.goes.back()


class SetNumberScreen(SettingPage):
    """A number, a share or points, by steps."""

    layout = layout_beside(__file__).with_name("set_number.kv")

    number = NumericProperty(0)
    shown = StringProperty("")

    @property
    def small(self) -> float:
        """The small step."""
        return {Kind.SHARE: 0.01, Kind.POINTS: 0.5}.get(self.spec.kind, 1)

    @property
    def large(self) -> float:
        """The large step."""
        wide = (self.spec.high or 0) - (self.spec.low or 0)
        by_width = 100 if wide > 500 else 10 if wide > 20 else 5
        return {Kind.SHARE: 0.1, Kind.POINTS: 1}.get(self.spec.kind, by_width)

    def on_pre_enter(self) -> None:
        """Begin with what holds now; on a low panel the button stands beside the steps."""
        self.bind(number=self._show)
        if self.theme.tight and self.body is not None:
            button = self.ids.save
            self.body.remove_widget(button)
            button.size_hint_y = 1
            button.role = "body"
            self.ids.steps.add_widget(button)
        self.number = float(self.value)
        self._show()

    def step_text(self, step: float) -> str:
        """Return what a step button says."""
        sign = "+" if step > 0 else "\N{MINUS SIGN}"
        if self.spec.kind is Kind.SHARE:
            return f"{sign} {abs(step):.0%}"
        return f"{sign} {abs(step):g}"

    def step(self, by: float) -> None:
        """Go a step, not beyond what is allowed."""
        low, high = self.spec.low or 0, self.spec.high or 0
        self.number = round(max(low, min(high, self.number + by)), 2)

    def keep(self) -> None:
        """Change it."""
        self.save(f"{self.number:g}")

    def _show(self, *_: object) -> None:
        share = self.spec.kind is Kind.SHARE
        self.shown = f"{self.number:.0%}" if share else f"{self.number:g}"


class SetChoiceScreen(SettingPage, RowsPage):
    """One of a few words; a touch changes it."""

    def fill(self) -> None:
        """Say what is chosen."""
        self.ask(self.name)

    def rows(self) -> list[Row]:
        """Return the choices, the present one marked."""
        words = choices(self._)
        return [
            Row(
                words.get(choice, choice),
                icon=Icon.CHECK_CIRCLE if choice == self.value else Icon.CHEVRON_RIGHT,
                tone="good" if choice == self.value else "card",
                touched=partial(self.save, choice),
                wide=True,
            )
            for choice in self.spec.choices
        ]


class SetPermissionsScreen(SettingPage, RowsPage):
    """What a role may do, each on or off."""

    def heading(self) -> str:
        """Return which role it is."""
        return self.name

    def on_pre_enter(self) -> None:
        """Begin with what holds now."""
        self._given = {name for name in self.value.split(", ") if name}
        super().on_pre_enter()

    def foot(self) -> None:
        """Put the button that changes it."""
        self.add_widget(save_button(self, self._keep))

    def rows(self) -> list[Row]:
        """Return a switch for each permission."""
        words = phrases.permissions(self._)
        return [self._row(permission, words[permission]) for permission in Permission]

    def _row(self, permission: Permission, text: str) -> Row:
        has = permission in self._given
        return Row(
            text,
            self._("allowed") if has else self._("not allowed"),
            icon=Icon.TOGGLE_ON if has else Icon.TOGGLE_OFF,
            tone="good" if has else "card",
            touched=partial(self._switch, permission),
        )

    def _switch(self, permission: Permission) -> None:
        self._given ^= {permission.value}
        self.again()

    def _keep(self) -> None:
        self.save(", ".join(each for each in Permission if each in self._given))


class SetTextScreen(SettingPage, RowsPage):
    """A text: typed, looked at, saved; or one that was there before."""

    def fill(self) -> None:
        """Say what is asked for."""
        self.ask(self.name)

    def rows(self) -> list[Row]:
        """Return what was typed, how to type, and the words that were there before."""
        rows = []
        typed = self.typed
        if typed is not None and typed != self.value:
            words = self._("Save: {text}").format(text=legible(typed) or self._("nothing"))
            save = partial(self.save, typed)
            rows.append(Row(words, icon=Icon.SAVE, tone="primary", touched=save, wide=True))
        now = legible(self.value)
        rows.append(Row(self._("Type"), now, icon=Icon.EDIT, touched=self.type_it, wide=True))
        for text in self.earlier():
            save = partial(self.save, text)
            rows.append(Row(text, icon=Icon.HISTORY, touched=save, wide=True))
        return rows

    @property
    def typed(self) -> str | None:
        """What was typed on the page of typing; ``None`` before."""
        typed: str | None = self.visit.given.get(self._name)
        return typed

    def type_it(self) -> None:
        """Go and type, beginning with what holds now."""
        if self.typed is None:
            self.visit.given[self._name] = self.value
        chinese = self.spec.key.endswith(".zh")
        field = Field(
            name=self._name,
            label=self.name,
            kind=Typed.TEXT if chinese else Typed.LATIN,
            limit=self.spec.longest or 40,
            optional=True,
        )
        self.goes.go("typing", field=field, family=self.family)

    def earlier(self) -> Sequence[str]:
        """Return what the setting was before, the latest first, without what it is now."""
        used = [
            str(text)
            for change in self.staff.history
            if change.key == self.spec.key
            for text in (change.after, change.before)
        ]
        used.append(str(self.staff.seed.get(self.spec.key, "")))
        return [text for text in dict.fromkeys(used) if text and text != self.value]

    @property
    def _name(self) -> str:
        return TYPED + self.spec.key

    def _saved(self, done: Done) -> None:
        self.visit.given.pop(self._name, None)
        super()._saved(done)


def save_button(page: SettingPage, keep: Callable[[], None]) -> BigButton:
    """Return the button that changes the setting."""

    def touched(_: object) -> None:
        keep()

    return BigButton(
        theme=page.theme,
        text=page._("Save"),
        icon=Icon.SAVE,
        tone="primary",
        size_hint_y=None,
        height=page.theme.button,
        on_release=touched,
    )
