"""What staff may do that is not about one family. Who may do it is asked here too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.ids import DisplayId, PinHash, PublicText, SettingKey, StaffId, TerminalId
from kiosk.setting_keys import changed, printed
from kiosk.settings import Permission, Role, need
from kiosk.staff import events as e
from kiosk.staff.records import Member, Staff

FIRST_MEMBERS = (
    (StaffId("01"), Role.ADMINISTRATOR),
    (StaffId("02"), Role.SUPERVISOR),
    (StaffId("03"), Role.TECHNICIAN),
)
"""Who is enrolled by the first run, each with a PIN drawn for this station alone."""


def found(staff: Staff, moment: Moment, *, seed: Mapping[SettingKey, str]) -> e.Founded:
    """Begin the station with the settings of its file.

    Raises:
        Refused: ``already_founded``.
    """
    if staff.founded:
        raise Refused("already_founded")
    return e.Founded(seed=tuple(e.Value(key, PublicText(value)) for key, value in seed.items()))


def enrol_first(staff: Staff, moment: Moment, *, pins: Mapping[StaffId, PinHash]) -> e.Enrolled:
    """Enrol the first members, once.

    Raises:
        Refused: ``already_enrolled``.
    """
    if staff.members:
        raise Refused("already_enrolled")
    return e.Enrolled(
        members=tuple(e.NewMember(member, role, pins[member]) for member, role in FIRST_MEMBERS)
    )


def change_setting(
    staff: Staff, moment: Moment, *, by: StaffId, key: SettingKey, value: str
) -> e.SettingChanged:
    """Change one setting; ``value`` is in its printed form.

    Raises:
        Refused: ``not_allowed`` (permission), ``unknown_setting`` (key), ``bad_value`` (key, why),
            ``unchanged`` (key).
    """
    allowed(staff, by, Permission.CHANGE_SETTINGS)
    return apply_setting(staff, moment, key=key, value=value)


def apply_setting(staff: Staff, moment: Moment, *, key: SettingKey, value: str) -> e.SettingChanged:
    """Change one setting from the command line of the machine itself.

    Raises:
        Refused: ``unknown_setting`` (key), ``bad_value`` (key, why), ``unchanged`` (key).
    """
    before = printed(staff.settings, key)
    after = printed(changed(staff.settings, key, value), key)
    if before == after:
        raise Refused("unchanged", key=key)
    return e.SettingChanged(key=key, before=PublicText(before), after=PublicText(after))


def enrol(staff: Staff, moment: Moment, *, by: StaffId, role: Role, pin: PinHash) -> e.Enrolled:
    """Enrol one more member under the next free number.

    Raises:
        Refused: ``not_allowed``, ``no_number_left``.
    """
    allowed(staff, by, Permission.MANAGE_STAFF)
    number = len(staff.members) + 1
    if number > 99:
        raise Refused("no_number_left")
    return e.Enrolled(members=(e.NewMember(StaffId(f"{number:02}"), role, pin),))


def give_role(
    staff: Staff, moment: Moment, *, by: StaffId, member: StaffId, role: Role
) -> e.RoleGiven:
    """Give a member another role.

    Raises:
        Refused: ``not_allowed``, ``no_subject``, ``unchanged``, ``last_administrator``.
    """
    allowed(staff, by, Permission.MANAGE_STAFF)
    if _member(staff, member).role is role:
        raise Refused("unchanged")
    _keep_an_administrator(staff, member)
    return e.RoleGiven(member=member, role=role)


def change_pin(
    staff: Staff, moment: Moment, *, by: StaffId, member: StaffId, pin: PinHash
) -> e.PinChanged:
    """Give a member a new PIN; one's own always, another's with permission.

    Raises:
        Refused: ``not_allowed``, ``no_subject``.
    """
    if by != member:
        allowed(staff, by, Permission.MANAGE_STAFF)
    return e.PinChanged(member=_member(staff, member).id, pin=pin)


def reset_pin(staff: Staff, moment: Moment, *, member: StaffId, pin: PinHash) -> e.PinChanged:
    """Give a member a new PIN from the command line of the machine itself.

    Raises:
        Refused: ``no_subject``.
    """
    return e.PinChanged(member=_member(staff, member).id, pin=pin)


def free_pin(staff: Staff, moment: Moment, *, by: StaffId, member: StaffId) -> e.PinFreed:
    """Let a member whose PIN rests try again at once.

    Raises:
        Refused: ``not_allowed``, ``no_subject``, ``unchanged`` if it does not rest.
    """
    allowed(staff, by, Permission.MANAGE_STAFF)
    until = _member(staff, member).rest_until
    if until is None or until <= moment.at:
        raise Refused("unchanged")
    return e.PinFreed(member=member)


def leave(staff: Staff, moment: Moment, *, by: StaffId, member: StaffId) -> e.Left:
    """Let a member sign in no more.

    Raises:
        Refused: ``not_allowed``, ``no_subject``, ``last_administrator``.
    """
    allowed(staff, by, Permission.MANAGE_STAFF)
    _member(staff, member)
    _keep_an_administrator(staff, member)
    return e.Left(member=member)


def sign_in(staff: Staff, moment: Moment, *, member: StaffId, known: bool = False) -> e.SignedIn:
    """Begin a session; the PIN was right.

    Args:
        known: in a browser of this member, which rests by itself and not with the number.

    Raises:
        Refused: ``pin_resting`` (until), ``no_subject``.
    """
    if not known:
        not_resting(staff, moment, member)
    return e.SignedIn(member=_member(staff, member).id)


def sign_out(staff: Staff, moment: Moment, *, member: StaffId, why: e.WhySignedOut) -> e.SignedOut:
    """End a session."""
    return e.SignedOut(member=member, why=why)


def rest_pin(staff: Staff, moment: Moment, *, member: StaffId) -> e.PinRested:
    """Let a member's PIN rest after too many wrong ones."""
    minutes = moment.settings.staff.pin_rest_min
    return e.PinRested(member=member, until=moment.at + timedelta(minutes=minutes))


def not_resting(staff: Staff, moment: Moment, member: StaffId) -> None:
    """Do nothing if the PIN of ``member`` may be tried.

    Raises:
        Refused: ``pin_resting`` (until).
    """
    found = staff.members.get(member)
    if found is not None and found.rest_until is not None and moment.at < found.rest_until:
        raise Refused("pin_resting", until=found.rest_until)


def confirm_clock(
    staff: Staff, moment: Moment, *, by: StaffId, shown: datetime
) -> e.ClockConfirmed:
    """Say that this time (aware) is right.

    Raises:
        Refused: ``not_allowed``.
    """
    allowed(staff, by, Permission.SET_CLOCK)
    return e.ClockConfirmed(shown=shown)


def call_help(staff: Staff, moment: Moment) -> e.HelpCalled:
    """Ask for a person to come to the screen."""
    return e.HelpCalled()


def answer_help(staff: Staff, moment: Moment) -> e.HelpAnswered:
    """Say that the calls for help were seen to.

    Raises:
        Refused: ``no_help_call``.
    """
    if not staff.help_calls:
        raise Refused("no_help_call")
    return e.HelpAnswered()


def show_pairing(staff: Staff, moment: Moment, *, by: StaffId) -> e.PairingShown:
    """Have the hub show a code for one terminal.

    Raises:
        Refused: ``not_allowed``.
    """
    allowed(staff, by, Permission.TEST_DEVICES)
    return e.PairingShown()


def end_terminal(
    staff: Staff, moment: Moment, *, by: StaffId, terminal: TerminalId
) -> e.TerminalEnded:
    """Say that the hub believes a terminal no more.

    Raises:
        Refused: ``not_allowed``.
    """
    allowed(staff, by, Permission.TEST_DEVICES)
    return e.TerminalEnded(terminal=terminal)


def link_display(
    staff: Staff, moment: Moment, *, by: StaffId, display: DisplayId
) -> e.DisplayLinked:
    """Say that the hub lets a browser show the calls.

    Raises:
        Refused: ``not_allowed``.
    """
    allowed(staff, by, Permission.CHANGE_SETTINGS)
    return e.DisplayLinked(display=display)


def end_display(staff: Staff, moment: Moment, *, by: StaffId, display: DisplayId) -> e.DisplayEnded:
    """Say that a display shows nothing more.

    Raises:
        Refused: ``not_allowed``.
    """
    allowed(staff, by, Permission.CHANGE_SETTINGS)
    return e.DisplayEnded(display=display)


def allowed(staff: Staff, by: StaffId, permission: Permission) -> None:
    """Do nothing if this member may do this.

    Raises:
        Refused: ``not_allowed`` (permission).
    """
    member = staff.member(by)
    if member is None:
        raise Refused("not_allowed", permission=permission)
    need(staff.settings, member.role, permission)


def _member(staff: Staff, member: StaffId) -> Member:
    found = staff.member(member)
    if found is None:
        raise Refused("no_subject")
    return found


def _keep_an_administrator(staff: Staff, member: StaffId) -> None:
    administrators = [each.id for each in staff.active() if each.role is Role.ADMINISTRATOR]
    if administrators == [member]:
        raise Refused("last_administrator")
