"""Words of the staff pages for what the station calls by one word. Every table is made by ``_``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.errors import WhyUnavailable
from kiosk.lockers.events import Alarm, Mark, MarkReason, OpenReason
from kiosk.lockers.records import DoorState
from kiosk.lockers.steps import Seen
from kiosk.ports import Reading
from kiosk.settings import Permission, Role

Says = Callable[[str], str]

STATE_TONES: Mapping[DoorState, str] = {
    DoorState.FREE: "good",
    DoorState.HELD: "card",
    DoorState.OCCUPIED: "lockers",
    DoorState.OVERDUE: "bad",
    DoorState.CLEANING: "care",
    DoorState.TO_CHECK: "care",
    DoorState.OUT_OF_SERVICE: "idle",
}


def roles(_: Says) -> Mapping[Role, str]:
    """Return what the roles are called."""
    return {
        Role.ATTENDANT: _("Attendant"),
        Role.REVIEWER: _("Reviewer"),
        Role.SUPERVISOR: _("Supervisor"),
        Role.TECHNICIAN: _("Technician"),
        Role.ADMINISTRATOR: _("Administrator"),
    }


def permissions(_: Says) -> Mapping[Permission, str]:
    """Return what the permissions are called."""
    return {
        Permission.VIEW_DOORS: _("See the doors"),
        Permission.OPEN_DOORS: _("Open doors"),
        Permission.BLOCK_DOORS: _("Take doors out of service"),
        Permission.CLEAR_DOORS: _("Clear overdue doors"),
        Permission.EXTEND_RENTALS: _("Extend all rentals"),
        Permission.VIEW_VENUES: _("See bookings of venues"),
        Permission.REVIEW_VENUES: _("Review applications"),
        Permission.MANAGE_VENUES: _("Manage venues"),
        Permission.CHANGE_SETTINGS: _("Change settings"),
        Permission.MANAGE_STAFF: _("Manage the staff"),
        Permission.SET_CLOCK: _("Confirm the clock"),
        Permission.READ_AUDIT: _("Read the record"),
        Permission.TEST_DEVICES: _("Test devices"),
        Permission.WORK_COUNTER: _("Work at a counter"),
        Permission.HOME_VISITS: _("See to home visits"),
        Permission.EDIT_CALENDAR: _("Change working days"),
    }


def door_states(_: Says) -> Mapping[DoorState, str]:
    """Return the states of a door."""
    return {
        DoorState.FREE: _("Free"),
        DoorState.HELD: _("Held"),
        DoorState.OCCUPIED: _("Occupied"),
        DoorState.OVERDUE: _("Overdue"),
        DoorState.CLEANING: _("Cleaning"),
        DoorState.TO_CHECK: _("To check"),
        DoorState.OUT_OF_SERVICE: _("Out of service"),
    }


def readings(_: Says) -> Mapping[Reading, str]:
    """Return what a contact says."""
    return {
        Reading.OPEN: _("open"),
        Reading.CLOSED: _("shut"),
        Reading.UNKNOWN: _("unknown"),
    }


def alarms(_: Says) -> Mapping[Alarm, str]:
    """Return the alarms."""
    return {
        Alarm.AJAR: _("Stands open for too long"),
        Alarm.FORCED: _("Opened without an order"),
        Alarm.DIFFERS: _("Not as it was left"),
    }


def open_reasons(_: Says) -> Mapping[OpenReason, str]:
    """Return why staff open a door; overdue doors are cleared, not just opened."""
    return {
        OpenReason.LOST_CODE: _("Code lost"),
        OpenReason.STUCK: _("Door or thing is stuck"),
        OpenReason.CHECK: _("Look inside"),
        OpenReason.CLEANING: _("Clean it"),
        OpenReason.EMERGENCY: _("Emergency"),
    }


def mark_reasons(_: Says) -> Mapping[MarkReason, str]:
    """Return why a door carries its mark."""
    return {
        MarkReason.DID_NOT_OPEN: _("Did not open"),
        MarkReason.NOT_SEEN_OPEN: _("Was not seen to open"),
        MarkReason.FORCED: _("Was forced"),
        MarkReason.DIFFERS: _("Not as it was left"),
        MarkReason.BROKEN: _("Broken"),
        MarkReason.DIRTY: _("Dirty"),
        MarkReason.OTHER: _("Another reason"),
        MarkReason.PUT_BACK: _("The terminal was put back from a copy"),
        MarkReason.NEW_BANK: _("The cabinet is new here"),
    }


def marks(_: Says) -> Mapping[Mark, str]:
    """Return what is done by a mark."""
    return {
        Mark.IN_SERVICE: _("Back in service"),
        Mark.CLEANING: _("Needs cleaning"),
        Mark.TO_CHECK: _("Needs a check"),
        Mark.OUT_OF_SERVICE: _("Take out of service"),
    }


def unavailable(_: Says) -> Mapping[str, str]:
    """Return why a cabinet cannot be reached."""
    return {
        WhyUnavailable.MISSING: _("Its port is not there."),
        WhyUnavailable.NO_PERMISSION: _("The program may not use its port."),
        WhyUnavailable.IN_USE: _("Another program uses its port."),
        WhyUnavailable.UNPLUGGED: _("Its cable was unplugged."),
        WhyUnavailable.REFUSED: _("Its port refuses."),
    }


def age(_: Says, seconds: float) -> str:
    """Return how long ago something was."""
    if seconds < 2:
        return _("just now")
    if seconds < 100:
        return _("{count} s ago").format(count=int(seconds))
    if seconds < 100 * 60:
        return _("{count} min ago").format(count=int(seconds // 60))
    return _("{count} h ago").format(count=int(seconds // 3600))


def sensed(_: Says, seen: Seen, now: float) -> str:
    """Return what the contact of a door says and how old that is; ``now`` is monotonic."""
    reading = readings(_)[seen.reading]
    if seen.at is None:
        return _("Sensed: {reading}").format(reading=reading)
    return _("Sensed: {reading}, {age}").format(reading=reading, age=age(_, now - seen.at))


def refusals(_: Says) -> Mapping[str, str]:
    """Return the sentence for each refusal that staff meet."""
    record = _("The record can only be read now. Nothing can be changed at this terminal.")
    return {
        "already": _("It is so already."),
        "announced": _("The days of {year} are announced; the plain week is not needed."),
        "no_such_day": _("The calendar has no such day."),
        "too_far": _("This can be confirmed up to {last} only."),
        "positioner_away": _(
            "The hub does not answer, so this cannot be done now: another counter might do the "
            "same. Try again when it is back."
        ),
        "no_stick": _("No stick was found. Please put one in."),
        "stick_full": _("The stick could not be written to. Nothing was kept."),
        "twice": _("{day} is named twice."),
        "already_enrolled": _("The first numbers were handed out already."),
        "door_busy": _("Door {door} is being opened already. Please wait a moment."),
        "door_free": _("Nobody has door {door}."),
        "family_read_only": record,
        "last_administrator": _("The station needs at least one administrator."),
        "lockers_away": _("The lockers do not answer now."),
        "needs_reason": _("Please choose a reason."),
        "note_too_long": _("A note has at most {most} letters."),
        "on_battery": _("The power is out: nothing new can be stored now."),
        "nothing_to_clean": _("No door of this column is free."),
        "nobody_to_extend": _("Nobody has a door now."),
        "too_late": _("That took too long, so nothing was done. Please touch it again."),
        "too_long": _("At most {most} hours."),
        "full": _("All doors of this size are taken, and all larger ones."),
        "code_in_use": _("That did not work. Please touch it once more."),
        "no_alarm": _("There is no alarm any more."),
        "no_help_call": _("Somebody has answered already."),
        "no_number_left": _("All numbers up to 99 are given."),
        "no_subject": _("That is over already."),
        "no_such_door": _("There is no door {door} here."),
        "not_allowed": _("Your role may not do this: {permission}."),
        "not_overdue": _("This door is not overdue before {until}."),
        "boards_differ": _(
            "Boards in the station file: {file}; boards that answer: {found}. Correct the file "
            "on the command line."
        ),
        "not_written": _("The stick or the disk took no file. Nothing was written."),
        "plan_not_changed": _("The station file could not be changed. Nothing was written."),
        "pin_resting": _("Too many wrong PINs. Please try again at {until}."),
        "read_only": record,
        "same_person": _("The second person must be somebody else."),
        "unchanged": _("Nothing was changed: it is so already."),
        "unknown_setting": _("This program does not know that setting."),
        "weak_pin": _("A PIN has at least {digits} digits, and at least three different ones."),
    }
