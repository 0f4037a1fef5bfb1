"""What staff may change while the station runs: hours, labels, limits, retention, roles.

The station file gives the first values; every later change is an entry. All values are
frozen; the fields carry their ranges, so that the station file, the staff pages and the
command line refuse the same things. ``kiosk.setting_keys`` gives each leaf a dotted key.
"""

from __future__ import annotations

from datetime import time
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from kiosk import forms
from kiosk.errors import Refused
from kiosk.hours import MIDNIGHT, Hours, Span, Spans
from kiosk.queue_settings import QueueLimits
from kiosk.venue_settings import BookingLimits, IntegrityRule
from kiosk.venue_settings import contradictions as venue_contradictions

Text = Annotated[str, Meta(min_length=1, max_length=200)]
LongText = Annotated[str, Meta(min_length=1, max_length=4000)]
Phone = Annotated[str, Meta(pattern=forms.PHONE)]
Share = Annotated[float, Meta(ge=0.0, le=1.0)]


class Bilingual(msgspec.Struct, frozen=True, kw_only=True):
    """Words in both languages of the station."""

    zh: Text
    en: Text

    def in_language(self, language: str) -> str:
        """Return the words in ``language``; Chinese for any language that is not known."""
        return self.en if language == "en" else self.zh


class Labels(msgspec.Struct, frozen=True, kw_only=True):
    """Words staff may put on the screen."""

    name: Bilingual = Bilingual(zh="社区服务驿站", en="Community service station")
    welcome: Bilingual = Bilingual(zh="欢迎光临", en="Welcome")
    help: Bilingual = Bilingual(zh="请到服务台找工作人员", en="Please ask at the service desk")
    phone: Phone = ""


class LockerLimits(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers of the lockers. A unit stands in the name where it is not a plain count."""

    default_hours: Annotated[int, Meta(ge=1, le=24)] = 4
    max_hours: Annotated[int, Meta(ge=1, le=24)] = 24
    reminder_share: Share = 0.8
    grace_min: Annotated[int, Meta(ge=0, le=120)] = 15
    keep_goods_days: Annotated[int, Meta(ge=1, le=90)] = 7
    reserve_share: Annotated[float, Meta(ge=0.0, le=0.5)] = 0.05
    reserve_until_share: Share = 0.9
    spread_share: Share = 0.1
    spread_cycles: Annotated[int, Meta(ge=1, le=1000)] = 20
    ajar_first_s: Annotated[int, Meta(ge=5, le=600)] = 30
    ajar_second_s: Annotated[int, Meta(ge=5, le=600)] = 60
    ajar_alarm_s: Annotated[int, Meta(ge=10, le=1800)] = 120
    forced_window_s: Annotated[int, Meta(ge=1, le=60)] = 10
    wrong_codes: Annotated[int, Meta(ge=3, le=10)] = 5
    rest_first_min: Annotated[int, Meta(ge=1, le=60)] = 1
    rest_longest_min: Annotated[int, Meta(ge=1, le=120)] = 16
    command_age_s: Annotated[int, Meta(ge=5, le=15)] = 15
    remote_age_s: Annotated[int, Meta(ge=5, le=60)] = 60
    reserve_ahead_hours: Annotated[int, Meta(ge=1, le=72)] = 24
    reserve_grace_min: Annotated[int, Meta(ge=5, le=120)] = 30
    service_cycles: Annotated[int, Meta(ge=100, le=100_000)] = 10_000


class Counting(StrEnum):
    """How the days of notice are counted."""

    THIRD_DAY = "third_day"
    """The day of use may be the last of the counted working days, or any day after it."""
    CLEAR_DAYS = "clear_days"
    """That many whole working days lie between the two days."""


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """How long before its use a venue must be applied for.

    Attributes:
        cut_off: ``HH:MM``; from then on an application counts as made on the next day.
            Empty: the closing time of that day.
    """

    days: Annotated[int, Meta(ge=0, le=60)] = 3
    counting: Counting = Counting.THIRD_DAY
    cut_off: Annotated[str, Meta(pattern=forms.CUT_OFF)] = ""


class Retention(msgspec.Struct, frozen=True, kw_only=True):
    """Days until the personal part of an entry is erased, or somebody is told no more."""

    locker_days: Annotated[int, Meta(ge=1, le=365)] = 30
    ticket_days: Annotated[int, Meta(ge=1, le=365)] = 7
    booking_days: Annotated[int, Meta(ge=1, le=1095)] = 365
    matter_days: Annotated[int, Meta(ge=1, le=1825)] = 730
    wish_days: Annotated[int, Meta(ge=1, le=1095)] = 365
    class_days: Annotated[int, Meta(ge=1, le=730)] = 183
    tell_days: Annotated[int, Meta(ge=1, le=365)] = 30


class StaffLimits(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers of the staff entrance."""

    pin_digits: Annotated[int, Meta(ge=6, le=12)] = 6
    pin_tries: Annotated[int, Meta(ge=3, le=10)] = 5
    pin_rest_min: Annotated[int, Meta(ge=1, le=120)] = 15
    session_idle_min: Annotated[int, Meta(ge=1, le=60)] = 10


class CallLanguages(StrEnum):
    """In which languages a number is called."""

    ZH_EN = "zh_en"
    ZH = "zh"


class VoiceSound(msgspec.Struct, frozen=True, kw_only=True):
    """How the voice sounds, and when it lowers itself.

    Attributes:
        quiet: times of the day at which ``quiet_volume`` holds.
        repeats: how often a number is called in a row.
        again_after_s: it is called once more after that time if nobody has come; 0: it is not.
    """

    volume: Share = 0.8
    quiet: Spans = (Span(time(12, 30), time(14, 0)), Span(time(20, 0), MIDNIGHT))
    quiet_volume: Share = 0.4
    languages: CallLanguages = CallLanguages.ZH_EN
    repeats: Annotated[int, Meta(ge=1, le=3)] = 1
    again_after_s: Annotated[int, Meta(ge=0, le=120)] = 25


class Permission(StrEnum):
    """One thing a role may do."""

    VIEW_DOORS = "view_doors"
    OPEN_DOORS = "open_doors"
    BLOCK_DOORS = "block_doors"
    """Take a door out of service and back."""
    CLEAR_DOORS = "clear_doors"
    """Clear an overdue door, as first or second person."""
    EXTEND_RENTALS = "extend_rentals"
    VIEW_VENUES = "view_venues"
    """See who booked what, check people in, cancel for them."""
    REVIEW_VENUES = "review_venues"
    """Approve and reject applications, ask for what is missing."""
    MANAGE_VENUES = "manage_venues"
    """Close a venue for a while, mark and excuse, exempt."""
    CHANGE_SETTINGS = "change_settings"
    MANAGE_STAFF = "manage_staff"
    SET_CLOCK = "set_clock"
    READ_AUDIT = "read_audit"
    TEST_DEVICES = "test_devices"
    WORK_COUNTER = "work_counter"
    """Open a counter, call and serve."""
    HOME_VISITS = "home_visits"
    """See where somebody asks for a visit, and see to it."""
    EDIT_CALENDAR = "edit_calendar"
    """Say which days are worked: single days, whole years, notices taken over."""


Permissions = tuple[Permission, ...]

_P = Permission
_AT_THE_COUNTER = (
    _P.VIEW_DOORS,
    _P.OPEN_DOORS,
    _P.CLEAR_DOORS,
    _P.VIEW_VENUES,
    _P.WORK_COUNTER,
    _P.HOME_VISITS,
)


class Roles(msgspec.Struct, frozen=True, kw_only=True):
    """What each role may do. Permissions stand in the order of ``Permission``, each once."""

    attendant: Permissions = _AT_THE_COUNTER
    reviewer: Permissions = (
        _P.VIEW_DOORS,
        _P.OPEN_DOORS,
        _P.CLEAR_DOORS,
        _P.VIEW_VENUES,
        _P.REVIEW_VENUES,
        _P.WORK_COUNTER,
        _P.HOME_VISITS,
    )
    supervisor: Permissions = (
        _P.VIEW_DOORS,
        _P.OPEN_DOORS,
        _P.BLOCK_DOORS,
        _P.CLEAR_DOORS,
        _P.EXTEND_RENTALS,
        _P.VIEW_VENUES,
        _P.REVIEW_VENUES,
        _P.MANAGE_VENUES,
        _P.CHANGE_SETTINGS,
        _P.READ_AUDIT,
        _P.WORK_COUNTER,
        _P.HOME_VISITS,
        _P.EDIT_CALENDAR,
    )
    technician: Permissions = (
        _P.VIEW_DOORS,
        _P.OPEN_DOORS,
        _P.BLOCK_DOORS,
        _P.SET_CLOCK,
        _P.TEST_DEVICES,
    )
    administrator: Permissions = tuple(Permission)


class Role(StrEnum):
    """What a member of staff is; ``Roles`` has one field for each."""

    ATTENDANT = "attendant"
    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"
    TECHNICIAN = "technician"
    ADMINISTRATOR = "administrator"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything staff may change. ``Settings()`` holds the defaults."""

    labels: Labels = Labels()
    hours: Hours = Hours()
    lockers: LockerLimits = LockerLimits()
    queueing: QueueLimits = QueueLimits()
    notice: Notice = Notice()
    bookings: BookingLimits = BookingLimits()
    integrity: IntegrityRule = IntegrityRule()
    retention: Retention = Retention()
    staff: StaffLimits = StaffLimits()
    roles: Roles = Roles()
    voice: VoiceSound = VoiceSound()

    def permissions(self, role: Role) -> Permissions:
        """Return what ``role`` may do."""
        by_role: dict[Role, Permissions] = {
            Role.ATTENDANT: self.roles.attendant,
            Role.REVIEWER: self.roles.reviewer,
            Role.SUPERVISOR: self.roles.supervisor,
            Role.TECHNICIAN: self.roles.technician,
            Role.ADMINISTRATOR: self.roles.administrator,
        }
        return by_role[role]


ALWAYS_ADMINISTRATOR = (Permission.CHANGE_SETTINGS, Permission.MANAGE_STAFF)
"""What the administrator cannot lose, or nobody could give anything back."""


def contradictions(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Return values that are fine alone but not together, as (dotted key, why)."""
    lockers, roles = settings.lockers, settings.roles
    checks: tuple[tuple[bool, str, str], ...] = (
        (
            lockers.default_hours <= lockers.max_hours,
            "lockers.default_hours",
            f"must not be more than lockers.max_hours ({lockers.max_hours})",
        ),
        (
            lockers.ajar_first_s < lockers.ajar_second_s < lockers.ajar_alarm_s,
            "lockers.ajar_first_s",
            "must come before lockers.ajar_second_s, and that before lockers.ajar_alarm_s",
        ),
        (
            lockers.rest_first_min <= lockers.rest_longest_min,
            "lockers.rest_first_min",
            f"must not be more than lockers.rest_longest_min ({lockers.rest_longest_min})",
        ),
        (
            set(ALWAYS_ADMINISTRATOR) <= set(roles.administrator),
            "roles.administrator",
            "must keep " + " and ".join(ALWAYS_ADMINISTRATOR),
        ),
    )
    checks += venue_contradictions(settings.bookings, settings.integrity)
    return tuple((key, why) for holds, key, why in checks if not holds)


def need(settings: Settings, role: Role, permission: Permission) -> None:
    """Do nothing if ``role`` may do this.

    Raises:
        Refused: ``not_allowed`` (permission).
    """
    if permission not in settings.permissions(role):
        raise Refused("not_allowed", permission=permission)
