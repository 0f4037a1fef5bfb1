"""What each staff event makes true."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.family import Stamp
from kiosk.ids import StaffId
from kiosk.journal.entry import Event
from kiosk.setting_keys import replayed, replayed_all
from kiosk.staff import events as e
from kiosk.staff.calendar_events import CALENDAR_EVENTS
from kiosk.staff.calendar_folds import fold_calendar
from kiosk.staff.closure_events import CLOSURE_EVENTS
from kiosk.staff.closures import fold_closure
from kiosk.staff.records import Member, SettingChange, Staff

_HISTORY = 200
_HELP_CALLS = 20


def fold(  # noqa: C901  one line an event: a table, not a maze
    staff: Staff, stamp: Stamp, event: Event
) -> Staff:
    """Return the staff state after ``event``."""
    if stamp.refused is not None:
        return staff
    match event:
        case e.Founded(seed=seed):
            return _founded(staff, seed)
        case e.SettingChanged():
            return _setting_changed(staff, stamp, event)
        case e.Enrolled(members=members):
            return _enrolled(staff, members)
        case e.RoleGiven(member=member, role=role):
            return _with(staff, member, role=role)
        case e.PinChanged(member=member, pin=pin):
            return _with(staff, member, pin=pin, rest_until=None)
        case e.Left(member=member):
            return _with(staff, member, active=False)
        case e.SignedIn(member=member) | e.PinFreed(member=member):
            return _with(staff, member, rest_until=None)
        case e.PinRested(member=member, until=until):
            return _with(staff, member, rest_until=until)
        case e.ClockConfirmed(shown=shown):
            return replace(staff, clock_confirmed=shown)
        case e.HelpCalled():
            return replace(staff, help_calls=(*staff.help_calls, stamp.at)[-_HELP_CALLS:])
        case e.HelpAnswered():
            return replace(staff, help_calls=())
        case _ if isinstance(event, CALENDAR_EVENTS):
            return replace(staff, calendar=fold_calendar(staff.calendar, stamp, event))
        case _ if isinstance(event, CLOSURE_EVENTS):
            hours = fold_closure(staff.settings.hours, stamp, event)
            return replace(staff, settings=replace(staff.settings, hours=hours))
        case _:
            return staff


def _founded(staff: Staff, seed: tuple[e.Value, ...]) -> Staff:
    kept = staff.seed
    for value in seed:
        kept = kept.set(value.key, value.value)
    return replace(staff, founded=True, seed=kept, settings=replayed_all(kept))


def _setting_changed(staff: Staff, stamp: Stamp, event: e.SettingChanged) -> Staff:
    line = SettingChange(stamp.at, stamp.actor, event.key, event.before, event.after)
    return replace(
        staff,
        settings=replayed(staff.settings, event.key, event.after),
        history=(line, *staff.history)[:_HISTORY],
    )


def _enrolled(staff: Staff, members: tuple[e.NewMember, ...]) -> Staff:
    known = staff.members
    for new in members:
        known = known.set(new.member, Member(new.member, new.role, new.pin))
    return replace(staff, members=known)


def _with(staff: Staff, member: StaffId, **changes: object) -> Staff:
    found = staff.members.get(member)
    if found is None:
        return staff
    return replace(staff, members=staff.members.set(member, replace(found, **changes)))
