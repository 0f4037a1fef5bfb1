"""Signing in: who is it, is the PIN right, may they do this. For the station lane."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Protocol

import msgspec

from kiosk.errors import NotDurable, Refused
from kiosk.ids import PinHash, StaffId, staff_actor
from kiosk.secrets import draw_pin, is_weak
from kiosk.settings import Permission, Permissions, Role
from kiosk.staff import STAFF, rules
from kiosk.staff.events import WhySignedOut
from kiosk.staff.records import Member
from kiosk.station import NO_ENTRIES, Station
from kiosk.tap import Tap

_log = logging.getLogger(__name__)


class Pins(Protocol):
    """What signing in needs of the station key."""

    def pin_hash(self, pin: str) -> PinHash: ...

    def pin_matches(self, kept: PinHash, pin: str) -> bool: ...


class Session(msgspec.Struct, frozen=True):
    """Somebody who is signed in, with what the role may do at that time."""

    member: StaffId
    role: Role
    permissions: Permissions

    def may(self, permission: Permission) -> bool:
        """Tell whether a page should offer this; the rule asks again."""
        return permission in self.permissions

    def tap(self) -> Tap:
        """Return a fresh tap of this member."""
        return Tap.fresh(staff_actor(self.member))


class FirstPin(msgspec.Struct, frozen=True):
    """A PIN drawn by the first run; shown once, then only its hash exists."""

    member: StaffId
    role: Role
    pin: str


class StaffLogin:
    """Checks PINs and counts wrong ones."""

    def __init__(self, station: Station, pins: Pins) -> None:
        self._station = station
        self._pins = pins
        self._wrong: dict[StaffId, int] = {}

    @property
    def needs_first_pins(self) -> bool:
        """True until somebody can sign in."""
        return self._station.state(STAFF).needs_first_pins

    def must(self, session: Session, permission: Permission) -> None:
        """Do nothing if the member of ``session`` may do this now, whatever held at signing in.

        Raises:
            Refused: ``not_allowed`` (permission).
        """
        rules.allowed(self._station.state(STAFF), session.member, permission)

    def draw_first(self) -> tuple[FirstPin, ...]:
        """Draw a PIN for each first member. Nothing is kept until ``keep_first``."""
        digits = self._station.moment().settings.staff.pin_digits
        return tuple(
            FirstPin(member, role, draw_pin(digits)) for member, role in rules.FIRST_MEMBERS
        )

    def keep_first(self, tap: Tap, drawn: tuple[FirstPin, ...]) -> None:
        """Enrol the first members with the PINs that were shown.

        Raises:
            Refused: ``already_enrolled``.
        """
        hashes = {each.member: self._pins.pin_hash(each.pin) for each in drawn}
        self._station.do(tap, STAFF, rules.enrol_first, pins=hashes)

    def sign_in(self, member: StaffId, pin: str) -> Session:
        """Begin a session, also while the station takes no entries: staff must reach the doors.

        Raises:
            Refused: ``wrong_pin`` (left), also for a number nobody has; ``pin_resting`` (until).
        """
        found = self._check(member, pin)
        try:
            self._station.do(Tap.fresh(staff_actor(member)), STAFF, rules.sign_in, member=member)
        except NotDurable:
            _log.error("a session of member %s began without an entry", found.id)
        except Refused as refused:
            if refused.reason not in NO_ENTRIES:
                raise
        return self._session(found)

    def second(self, member: StaffId, pin: str, *, first: StaffId, needs: Permission) -> StaffId:
        """Check the second person of an act that needs two.

        Raises:
            Refused: ``same_person``, ``wrong_pin`` (left), ``pin_resting`` (until),
                ``not_allowed`` (permission).
        """
        if member == first:
            raise Refused("same_person")
        self._check(member, pin)
        rules.allowed(self._station.state(STAFF), member, needs)
        return member

    def sign_out(self, session: Session, why: WhySignedOut = WhySignedOut.ASKED) -> None:
        """End a session."""
        self._station.do(session.tap(), STAFF, rules.sign_out, member=session.member, why=why)

    def new_pin(self) -> tuple[str, PinHash]:
        """Draw a PIN to show once, and the hash to keep."""
        pin = draw_pin(self._station.moment().settings.staff.pin_digits)
        return pin, self._pins.pin_hash(pin)

    def hash(self, pin: str) -> PinHash:
        """Return the hash of a PIN somebody chose.

        Raises:
            Refused: ``weak_pin`` (digits).
        """
        digits = self._station.moment().settings.staff.pin_digits
        if (
            len(pin) < digits
            or not (pin.isascii() and pin.isdecimal())
            or is_weak(pin)
            or len(set(pin)) < 3
        ):
            raise Refused("weak_pin", digits=digits)
        return self._pins.pin_hash(pin)

    def _check(self, member: StaffId, pin: str) -> Member:
        staff, moment = self._station.state(STAFF), self._station.moment()
        rules.not_resting(staff, moment, member)
        found = staff.member(member)
        if found is not None and self._pins.pin_matches(found.pin, pin):
            self._wrong.pop(member, None)
            return found
        self._count_wrong(member)
        raise Refused("wrong_pin", left=self._left(member))

    def _count_wrong(self, member: StaffId) -> None:
        self._wrong[member] = self._wrong.get(member, 0) + 1
        if self._left(member) > 0:
            return
        if self._station.state(STAFF).member(member) is None:
            # Nobody has this number: what was typed stays out of the journal.
            moment = self._station.moment()
            rest = timedelta(minutes=moment.settings.staff.pin_rest_min)
            raise Refused("pin_resting", until=moment.at + rest)
        done = self._station.do(Tap.fresh(), STAFF, rules.rest_pin, member=member)
        self._wrong.pop(member)
        raise Refused("pin_resting", until=getattr(done.event, "until", None))

    def _left(self, member: StaffId) -> int:
        tries = self._station.moment().settings.staff.pin_tries
        return tries - self._wrong.get(member, 0)

    def _session(self, member: Member) -> Session:
        settings = self._station.state(STAFF).settings
        return Session(member.id, member.role, settings.permissions(member.role))
