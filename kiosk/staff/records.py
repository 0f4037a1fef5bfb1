"""What is true of staff and settings now."""

from __future__ import annotations

from datetime import datetime

import immutables
import msgspec

from kiosk.ids import ActorId, PinHash, PublicText, SettingKey, StaffId
from kiosk.settings import Role, Settings
from kiosk.staff.calendar_records import StationDays


class Member(msgspec.Struct, frozen=True):
    """A member of staff. Known by number only; names are nobody's business here."""

    id: StaffId
    role: Role
    pin: PinHash
    active: bool = True
    rest_until: datetime | None = None


class SettingChange(msgspec.Struct, frozen=True):
    """One line of the history of settings."""

    at: datetime
    actor: ActorId
    key: SettingKey
    before: PublicText
    after: PublicText


class Staff(msgspec.Struct, frozen=True):
    """Settings as they are, the latest changes, and who may sign in.

    Attributes:
        seed: settings as founded, in printed form.
        history: the latest changes, newest first; older ones are in the journal.
        help_calls: when help was called and nobody has answered yet, oldest first.
        calendar: what the station knows of working days beside the announced table.
    """

    settings: Settings = Settings()
    founded: bool = False
    seed: immutables.Map[SettingKey, PublicText] = immutables.Map()
    members: immutables.Map[StaffId, Member] = immutables.Map()
    history: tuple[SettingChange, ...] = ()
    help_calls: tuple[datetime, ...] = ()
    clock_confirmed: datetime | None = None
    calendar: StationDays = StationDays()

    @property
    def needs_first_pins(self) -> bool:
        """True until somebody can sign in."""
        return not any(member.active for member in self.members.values())

    def member(self, member: StaffId) -> Member | None:
        """Return an active member."""
        found = self.members.get(member)
        return found if found is not None and found.active else None

    def active(self) -> tuple[Member, ...]:
        """Return everybody who may sign in, by number."""
        members = (member for member in self.members.values() if member.active)
        return tuple(sorted(members, key=lambda member: member.id))
