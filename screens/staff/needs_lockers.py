"""What about cabinets and doors needs somebody, as rows of the first page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kiosk.lockers.booked import Booked
from kiosk.lockers.records import DoorState
from kiosk.lockers.service import needs_service
from kiosk.phrases import staff as phrases
from kiosk.settings import Permission
from screens import symbols
from screens.icons import Icon
from screens.staff.page import SignedInPage
from screens.staff.rows import Row

_TO_LOOK_AT = (DoorState.TO_CHECK, DoorState.CLEANING, DoorState.OUT_OF_SERVICE)


def locker_needs(page: SignedInPage) -> Iterator[Row]:
    """Yield what needs somebody: power and cabinets, promises that broke, doors, worn locks."""
    yield from _hardware(page)
    yield from _broken_promises(page)
    yield from _doors(page)
    yield from _worn(page)


def _hardware(page: SignedInPage) -> Iterator[Row]:
    if page.lockers.on_battery is not None:
        since = page._("since {since}").format(since=page.time_of(page.lockers.on_battery))
        text = page._("The power is out: the station runs on its battery.")
        yield Row(text, since, icon=Icon.POWER_SETTINGS_NEW, tone="bad")
    for bank in page.desk.state.banks:
        if not bank.online:
            text = page._("Cabinet {bank} does not answer.").format(bank=bank.bank)
            yield Row(
                text,
                phrases.unavailable(page._).get(bank.why_not, bank.why_not),
                icon=Icon.WIFI_OFF,
                tone="bad",
            )


def _broken_promises(page: SignedInPage) -> Iterator[Row]:
    now = page.station.moment().at
    for each in sorted(page.lockers.reservations.values(), key=lambda one: one.starts):
        if each.booked is Booked.FAILED and now < each.ends:
            yield Row(
                page._("No door was free for a reservation"),
                page._("from {starts}, size {size}").format(
                    starts=page.time_of(each.starts), size=each.size
                ),
                icon=Icon.EVENT,
                tone="bad",
                touched=partial(page.goes.go, "staff.reservations"),
            )


def _doors(page: SignedInPage) -> Iterator[Row]:
    lockers, moment = page.lockers, page.station.moment()
    may = page.may(Permission.VIEW_DOORS)
    alarms = phrases.alarms(page._)
    states = phrases.door_states(page._)
    for plan in page.desk.cabinet.doors:
        door = lockers.door(plan.id)
        to_door = partial(page.goes.go, "staff.door", door=plan.id) if may else None
        rental = lockers.rental_of(plan.id)
        state = lockers.state_of(plan.id, moment.at)
        if door.alarm is not None and door.alarm_at is not None:
            text = page._("Door {door}: {what}").format(door=plan.id, what=alarms[door.alarm])
            since = page._("since {since}").format(since=page.time_of(door.alarm_at))
            yield Row(text, since, icon=Icon.WARNING, tone="bad", touched=to_door)
        elif rental is not None and rental.is_overdue(moment.at):
            text = page._("Door {door}: {what}").format(
                door=plan.id, what=states[DoorState.OVERDUE]
            )
            since = page._("since {since}").format(since=page.time_of(rental.overdue_from))
            yield Row(text, since, icon=Icon.TIMER, tone="care", touched=to_door)
        elif state in _TO_LOOK_AT:
            text = page._("Door {door}: {what}").format(door=plan.id, what=states[state])
            reason = phrases.mark_reasons(page._).get(door.reason, "")
            icon = symbols.STATE_ICONS[state]
            yield Row(text, reason, icon=icon, tone="care", touched=to_door)


def _worn(page: SignedInPage) -> Iterator[Row]:
    moment = page.station.moment()
    for plan in page.desk.cabinet.doors:
        record = page.lockers.door(plan.id)
        if needs_service(record, moment):
            yield Row(
                page._("Door {door}: the lock needs service").format(door=plan.id),
                page.plural(
                    "{count} opening since the last",
                    "{count} openings since the last",
                    record.cycles - record.health.serviced_cycles,
                ).format(count=record.cycles - record.health.serviced_cycles),
                icon=Icon.BUILD,
                tone="care",
                touched=partial(page.goes.go, "staff.door", door=plan.id),
            )
