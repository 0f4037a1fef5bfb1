"""Settings: groups, the settings of a group, and who changed what."""

from __future__ import annotations

from functools import partial

from kiosk.ids import SettingKey
from kiosk.phrases.setting_titles import group_of, groups, shown, titles
from kiosk.setting_keys import Kind, printed, specs
from screens import symbols
from screens.icons import Icon
from screens.staff.page import RowsPage
from screens.staff.rows import Row

EDITORS = {
    Kind.NUMBER: "staff.set_number",
    Kind.SHARE: "staff.set_number",
    Kind.POINTS: "staff.set_number",
    Kind.HOURS: "staff.set_hours",
    Kind.CHOICE: "staff.set_choice",
    Kind.PERMISSIONS: "staff.set_permissions",
    Kind.TEXT: "staff.set_text",
}
"""The page on which a setting of each kind is changed."""


class SettingsScreen(RowsPage):
    """The groups of settings."""

    icon = Icon.TUNE

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Settings")

    def rows(self) -> list[Row]:
        """Return a row for each group, and the history."""
        rows = [
            Row(
                title,
                icon=symbols.GROUP_ICONS[group],
                touched=partial(self.goes.go, "staff.setting_group", group=group),
            )
            for group, title in groups(self._).items()
        ]
        history = partial(self.goes.go, "staff.history")
        return [*rows, Row(self._("Changes of settings"), icon=Icon.HISTORY, touched=history)]


class SettingGroupScreen(RowsPage):
    """The settings of one group. Given: ``group``."""

    icon = Icon.TUNE

    def heading(self) -> str:
        """Return what the group is called."""
        return groups(self._)[self.given["group"]]

    def rows(self) -> list[Row]:
        """Return every setting with its value."""
        return [self._row(key) for key in specs() if group_of(key) == self.given["group"]]

    def _row(self, key: SettingKey) -> Row:
        spec = specs()[key]
        value = shown(self._, spec, printed(self.staff.settings, key))
        icon = symbols.GROUP_ICONS[group_of(key)]
        touched = partial(self.goes.go, EDITORS[spec.kind], key=key)
        return Row(titles(self._).get(key, key), value, icon=icon, touched=touched)


class HistoryScreen(RowsPage):
    """The latest changes of settings, newest first: who, when, before and after."""

    icon = Icon.HISTORY

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Changes of settings")

    def nothing(self) -> str:
        """Return the sentence for no change at all."""
        return self._("Nothing was changed since the station began.")

    def rows(self) -> list[Row]:
        """Return one row for each change."""
        rows = []
        for change in self.staff.history:
            spec = specs().get(change.key)
            before, after = str(change.before), str(change.after)
            if spec is not None:
                before, after = shown(self._, spec, before), shown(self._, spec, after)
            title = titles(self._).get(change.key, str(change.key))
            who = self.who(change.actor)
            text = f"{self.time_of(change.at)} · {who} · {title}"
            rows.append(Row(text, f"{before} → {after}", icon=Icon.HISTORY, wide=True))
        return rows
