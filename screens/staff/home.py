"""What staff see first: what needs them now, then the pages their role may use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from kiosk.calendars import unknown_soon
from kiosk.lockers.booked import Booked
from kiosk.lockers.records import DoorState
from kiosk.lockers.service import needs_service
from kiosk.settings import Permission
from kiosk.staff import STAFF, rules
from kiosk.tap import Done
from screens.icons import Icon
from screens.staff import phrases
from screens.staff.page import RowsPage
from screens.staff.rows import Row
from screens.widgets.button import BigButton

LOOK_EVERY = 2.0
"""Seconds between two looks while the page is shown."""
_TO_LOOK_AT = (DoorState.TO_CHECK, DoorState.CLEANING, DoorState.OUT_OF_SERVICE)


class StaffHomeScreen(RowsPage):
    """Calls, alarms, doors and the record first; below them, ways to everything else."""

    icon = Icon.BADGE

    def heading(self) -> str:
        """Return who is signed in."""
        role = phrases.roles(self._)[self.session.role]
        return f"{self.session.member} · {role}"

    def on_pre_enter(self) -> None:
        """Show what there is, and what comes while the page is shown."""
        self._unknown_from: date | None = None
        super().on_pre_enter()
        self.keep_looking(LOOK_EVERY)
        today = self.station.moment().business_date
        self._told = self._calendar_read  # Kivy is not to let go of it
        self.services.lane.submit(partial(unknown_soon, today), then=self._told)

    def _calendar_read(self, unknown: date | None) -> None:
        self._unknown_from = unknown
        if self.current:
            self.again()

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
        return [
            *self._calls(),
            *self._health(),
            *self._broken_promises(),
            *self._doors(),
            *self._worn(),
            *self._pages(),
        ]

    # -- what needs somebody ---------------------------------------------------------------

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

    def _health(self) -> Iterator[Row]:
        station = self.station
        if station.read_only:
            text = self._("A newer version wrote the record: it can only be read.")
            yield Row(text, icon=Icon.ERROR, tone="bad")
        if station.set_aside:
            text = self.plural(
                "{count} entry could not be read and was set aside.",
                "{count} entries could not be read and were set aside.",
                len(station.set_aside),
            ).format(count=len(station.set_aside))
            names = self._("Takes no promises until it is repaired: {families}")
            families = ", ".join(sorted({each.family for each in station.set_aside}))
            hint = names.format(families=families)
            yield Row(text, hint, icon=Icon.SYNC_PROBLEM, tone="bad")
        if not station.moment().trusted:
            may = self.may(Permission.SET_CLOCK)
            yield Row(
                self._("The clock cannot be trusted."),
                self._("Compare it with another one."),
                icon=Icon.SCHEDULE,
                tone="bad",
                touched=partial(self.goes.go, "staff.clock") if may else None,
            )
        if self._unknown_from is not None:
            text = self._("Working days are not known from {day}")
            yield Row(
                text.format(day=self._unknown_from.isoformat()),
                self._("Ask for the new calendar of public holidays."),
                icon=Icon.EVENT,
                tone="care",
            )
        if self.lockers.on_battery is not None:
            since = self._("since {since}").format(since=self.time_of(self.lockers.on_battery))
            text = self._("The power is out: the station runs on its battery.")
            yield Row(text, since, icon=Icon.POWER_SETTINGS_NEW, tone="bad")
        for bank in self.desk.state.banks:
            if not bank.online:
                text = self._("Cabinet {bank} does not answer.").format(bank=bank.bank)
                yield Row(
                    text,
                    phrases.unavailable(self._).get(bank.why_not, bank.why_not),
                    icon=Icon.WIFI_OFF,
                    tone="bad",
                )

    def _doors(self) -> Iterator[Row]:
        lockers, moment = self.lockers, self.station.moment()
        may = self.may(Permission.VIEW_DOORS)
        alarms = phrases.alarms(self._)
        states = phrases.door_states(self._)
        for plan in self.desk.cabinet.doors:
            door = lockers.door(plan.id)
            to_door = partial(self.goes.go, "staff.door", door=plan.id) if may else None
            rental = lockers.rental_of(plan.id)
            state = lockers.state_of(plan.id, moment.at)
            if door.alarm is not None and door.alarm_at is not None:
                text = self._("Door {door}: {what}").format(door=plan.id, what=alarms[door.alarm])
                since = self._("since {since}").format(since=self.time_of(door.alarm_at))
                yield Row(text, since, icon=Icon.WARNING, tone="bad", touched=to_door)
            elif rental is not None and rental.is_overdue(moment.at):
                text = self._("Door {door}: {what}").format(
                    door=plan.id, what=states[DoorState.OVERDUE]
                )
                since = self._("since {since}").format(since=self.time_of(rental.overdue_from))
                yield Row(text, since, icon=Icon.TIMER, tone="care", touched=to_door)
            elif state in _TO_LOOK_AT:
                text = self._("Door {door}: {what}").format(door=plan.id, what=states[state])
                reason = phrases.mark_reasons(self._).get(door.reason, "")
                icon = phrases.STATE_ICONS[state]
                yield Row(text, reason, icon=icon, tone="care", touched=to_door)

    def _broken_promises(self) -> Iterator[Row]:
        now = self.station.moment().at
        for each in sorted(self.lockers.reservations.values(), key=lambda one: one.starts):
            if each.booked is Booked.FAILED and now < each.ends:
                yield Row(
                    self._("No door was free for a reservation"),
                    self._("from {starts}, size {size}").format(
                        starts=self.time_of(each.starts), size=each.size
                    ),
                    icon=Icon.EVENT,
                    tone="bad",
                    touched=partial(self.goes.go, "staff.reservations"),
                )

    def _worn(self) -> Iterator[Row]:
        moment = self.station.moment()
        for plan in self.desk.cabinet.doors:
            record = self.lockers.door(plan.id)
            if needs_service(record, moment):
                yield Row(
                    self._("Door {door}: the lock needs service").format(door=plan.id),
                    self.plural(
                        "{count} opening since the last",
                        "{count} openings since the last",
                        record.cycles - record.health.serviced_cycles,
                    ).format(count=record.cycles - record.health.serviced_cycles),
                    icon=Icon.BUILD,
                    tone="care",
                    touched=partial(self.goes.go, "staff.door", door=plan.id),
                )

    def answer_help(self) -> None:
        """Say that the calls were seen to."""
        self.act(STAFF, rules.answer_help, then=self._answered)

    def _answered(self, _: Done) -> None:
        self.again()
        self.say_notice(self._("Noted: the calls were seen to."), tone="good")

    # -- ways ------------------------------------------------------------------------------

    def _pages(self) -> Iterator[Row]:
        _ = self._
        ways = (
            ("staff.doors", _("Doors"), Icon.GRID_VIEW, Permission.VIEW_DOORS),
            ("staff.handovers", _("Hand-overs"), Icon.PACKAGE_2, Permission.OPEN_DOORS),
            ("staff.reservations", _("Reservations"), Icon.EVENT, Permission.VIEW_DOORS),
            ("staff.goods", _("Goods from cleared doors"), Icon.SHELVES, Permission.CLEAR_DOORS),
            ("staff.cleaning", _("Cleaning round"), Icon.CLEANING_SERVICES, Permission.OPEN_DOORS),
            ("staff.extend", _("Extend all rentals"), Icon.TIMER, Permission.EXTEND_RENTALS),
            ("staff.settings", _("Settings"), Icon.TUNE, Permission.CHANGE_SETTINGS),
            ("staff.history", _("Changes of settings"), Icon.HISTORY, Permission.READ_AUDIT),
            ("staff.members", _("Staff members"), Icon.GROUPS, Permission.MANAGE_STAFF),
            ("staff.own_pin", _("Change my PIN"), Icon.PIN, None),
            ("staff.clock", _("Clock"), Icon.SCHEDULE, Permission.SET_CLOCK),
            ("staff.bench", _("Test the doors"), Icon.BUILD, Permission.TEST_DEVICES),
            ("ruler", _("Check the screen's size"), Icon.STRAIGHTEN, Permission.TEST_DEVICES),
            ("staff.about", _("About this terminal"), Icon.INFO, None),
        )
        for page, text, icon, permission in ways:
            if self.may(permission):
                yield Row(text, icon=icon, touched=partial(self.goes.go, page))
        if self.theme.tight:
            yield Row(_("Sign out"), icon=Icon.LOGOUT, touched=self.goes.home)
