"""What staff do that is not about one family: founding, settings, who they are, the clock."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from kiosk.ids import DisplayId, PinHash, PublicText, SettingKey, StaffId, TerminalId
from kiosk.journal.entry import Event
from kiosk.settings import Role
from kiosk.staff.calendar_events import CALENDAR_EVENTS
from kiosk.staff.closure_events import CLOSURE_EVENTS


class Value(msgspec.Struct, frozen=True):
    """One setting in its printed form."""

    key: SettingKey
    value: PublicText


class NewMember(msgspec.Struct, frozen=True):
    """One member of staff with a role and the hash of a PIN."""

    member: StaffId
    role: Role
    pin: PinHash


class WhySignedOut(StrEnum):
    """How a staff session ended."""

    ASKED = "asked"
    IDLE = "idle"
    HELP = "help"


class Founded(Event, frozen=True, tag="staff.founded"):
    """The station began with these settings, as its station file gave them."""

    seed: tuple[Value, ...]


class SettingChanged(Event, frozen=True, tag="staff.setting_changed"):
    """One setting was changed."""

    key: SettingKey
    before: PublicText
    after: PublicText


class Enrolled(Event, frozen=True, tag="staff.enrolled"):
    """These people may sign in from now on; the first run enrols the first of them."""

    members: tuple[NewMember, ...]


class RoleGiven(Event, frozen=True, tag="staff.role_given"):
    """A member of staff has another role."""

    member: StaffId
    role: Role


class PinChanged(Event, frozen=True, tag="staff.pin_changed"):
    """A member of staff has a new PIN."""

    member: StaffId
    pin: PinHash


class Left(Event, frozen=True, tag="staff.left"):
    """A member of staff may no longer sign in. The number is not given again."""

    member: StaffId


class SignedIn(Event, frozen=True, tag="staff.signed_in"):
    """A staff session began."""

    member: StaffId


class SignedOut(Event, frozen=True, tag="staff.signed_out"):
    """A staff session ended."""

    member: StaffId
    why: WhySignedOut = WhySignedOut.ASKED


class PinRested(Event, frozen=True, tag="staff.pin_rested"):
    """Too many wrong PINs: this member cannot sign in until then."""

    member: StaffId
    until: datetime


class PinFreed(Event, frozen=True, tag="staff.pin_freed"):
    """A member whose PIN rested may try again at once."""

    member: StaffId


class ClockConfirmed(Event, frozen=True, tag="staff.clock_confirmed"):
    """Staff looked at the clock and found, or set, this time right."""

    shown: datetime


class HelpCalled(Event, frozen=True, tag="staff.help_called"):
    """Somebody at the screen asked for a person."""


class HelpAnswered(Event, frozen=True, tag="staff.help_answered"):
    """Staff have seen to every call for help so far."""


class PairingShown(Event, frozen=True, tag="staff.pairing_shown"):
    """The hub showed a code with which one terminal can be paired. The code is nowhere in it."""


class TerminalEnded(Event, frozen=True, tag="staff.terminal_ended"):
    """The hub believes this terminal no more."""

    terminal: TerminalId


class DisplayLinked(Event, frozen=True, tag="staff.display_linked"):
    """A link was made with which a browser shows the calls. The link is nowhere in it."""

    display: DisplayId


class DisplayEnded(Event, frozen=True, tag="staff.display_ended"):
    """This display shows nothing more."""

    display: DisplayId


EVENTS: tuple[type[Event], ...] = (
    Founded,
    SettingChanged,
    Enrolled,
    RoleGiven,
    PinChanged,
    Left,
    SignedIn,
    SignedOut,
    PinRested,
    PinFreed,
    ClockConfirmed,
    HelpCalled,
    HelpAnswered,
    PairingShown,
    TerminalEnded,
    DisplayLinked,
    DisplayEnded,
    *CALENDAR_EVENTS,
    *CLOSURE_EVENTS,
)
