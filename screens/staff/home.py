"""What staff see first: what needs them now, then the pages their role may use.

What needs somebody is told by the modules ``needs_…``, one of each part of the station; the ways
stand in ``ways``. A new part adds itself to the two tables, not to this page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from kiosk.phrases import staff as phrases
from kiosk.staff import STAFF, rules
from kiosk.tap import Done
from screens.icons import Icon
from screens.staff.needs_hub import hub_needs
from screens.staff.needs_lockers import locker_needs
from screens.staff.needs_queue import queue_needs
from screens.staff.needs_station import station_needs
from screens.staff.needs_telling import telling_needs
from screens.staff.needs_venues import venue_needs
from screens.staff.page import RowsPage, SignedInPage
from screens.staff.rows import Row
from screens.staff.ways import GROUPS
from screens.widgets.button import BigButton

LOOK_EVERY = 2.0
"""Seconds between two looks while the page is shown."""
NEEDS: tuple[Callable[[SignedInPage], Iterator[Row]], ...] = (
    station_needs,
    hub_needs,
    telling_needs,
    queue_needs,
    venue_needs,
    locker_needs,
)
"""Who tells what needs somebody, in the order of the page."""


class StaffHomeScreen(RowsPage):
    """Calls, alarms, doors and the record first; below them, ways to everything else."""

    icon = Icon.BADGE

    def heading(self) -> str:
        """Return who is signed in."""
        role = phrases.roles(self._)[self.session.role]
        return f"{self.session.member} · {role}"

    def on_pre_enter(self) -> None:
        """Show what there is, and what comes while the page is shown."""
        super().on_pre_enter()
        self.keep_looking(LOOK_EVERY)

    def foot(self) -> None:
        """Put the way out where it is always seen; on a low panel it is a row of the list."""
        if self.theme.tight:
            return
        self.add_widget(
            BigButton(
                theme=self.theme,
                text=self._("Sign out"),
                icon=Icon.LOGOUT,
                tone="primary",
                size_hint_y=None,
                height=self.theme.button,
                on_release=lambda _: self.goes.home(),
            )
        )

    def on_back(self) -> None:
        """Back from here is out: the session ends."""
        self.goes.home()

    def rows(self) -> list[Row]:
        """Return what needs somebody, then the pages."""
        needs = [row for look in NEEDS for row in look(self)]
        return [*self._calls(), *needs, *self._ways()]

    def _calls(self) -> Iterator[Row]:
        calls = self.staff.help_calls
        if calls:
            text = self.plural(
                "{count} call for help, since {since}",
                "{count} calls for help, since {since}",
                len(calls),
            )
            yield Row(
                text.format(count=len(calls), since=self.time_of(calls[0])),
                self._("Touch here when somebody has gone there."),
                icon=Icon.SUPPORT_AGENT,
                tone="bad",
                touched=self.answer_help,
            )

    def answer_help(self) -> None:
        """Say that the calls were seen to."""
        self.act(STAFF, rules.answer_help, then=self._answered)

    def _answered(self, _: Done) -> None:
        self.again()
        self.say_notice(self._("Noted: the calls were seen to."), tone="good")

    def _ways(self) -> Iterator[Row]:
        for group in GROUPS:
            ways = [way for way in group.ways if self.may(way.permission)]
            if ways:
                yield Row(self._(group.title), icon=group.icon, heading=True)
            for way in ways:
                yield Row(self._(way.title), icon=way.icon, touched=partial(self.goes.go, way.page))
        if self.theme.tight:
            yield Row(self._("Sign out"), icon=Icon.LOGOUT, touched=self.goes.home)
