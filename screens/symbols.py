"""Which pictogram stands for what: tables of icons for what ``kiosk.phrases`` has the words of."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.lockers.records import DoorState
from kiosk.venue_settings import ApplicantKind
from kiosk.venues.availability import DayState
from kiosk.venues.records import Status
from screens.icons import Icon

STATE_ICONS: Mapping[DoorState, Icon] = {
    DoorState.FREE: Icon.CHECK_CIRCLE,
    DoorState.HELD: Icon.HOURGLASS_TOP,
    DoorState.OCCUPIED: Icon.LUGGAGE,
    DoorState.OVERDUE: Icon.TIMER,
    DoorState.CLEANING: Icon.CLEANING_SERVICES,
    DoorState.TO_CHECK: Icon.FACT_CHECK,
    DoorState.OUT_OF_SERVICE: Icon.BLOCK,
}
GROUP_ICONS: Mapping[str, Icon] = {
    "hours": Icon.SCHEDULE,
    "lockers": Icon.LUGGAGE,
    "labels": Icon.TRANSLATE,
    "queueing": Icon.GROUPS,
    "notice": Icon.CALENDAR_MONTH,
    "bookings": Icon.MEETING_ROOM,
    "integrity": Icon.RULE,
    "retention": Icon.DELETE,
    "staff": Icon.BADGE,
    "roles": Icon.VERIFIED_USER,
    "voice": Icon.VOLUME_UP,
}
DAY_ICONS: Mapping[DayState, Icon] = {
    DayState.FREE: Icon.CHECK_CIRCLE,
    DayState.PART: Icon.PENDING,
    DayState.FULL: Icon.CANCEL,
    DayState.HOLIDAY: Icon.LIGHT_MODE,
    DayState.TOO_SOON: Icon.HOURGLASS_TOP,
}
STATUS_ICONS: Mapping[Status, Icon] = {
    Status.WAITING: Icon.HOURGLASS_TOP,
    Status.OFFERED: Icon.WAVING_HAND,
    Status.PENDING: Icon.PENDING,
    Status.SUPPLEMENT: Icon.EDIT,
    Status.APPROVED: Icon.CHECK_CIRCLE,
    Status.CHECKED_IN: Icon.MEETING_ROOM,
    Status.COMPLETED: Icon.DONE,
}
KIND_ICONS: Mapping[ApplicantKind, Icon] = {
    ApplicantKind.PARTY: Icon.STAR,
    ApplicantKind.SOCIAL: Icon.GROUPS,
    ApplicantKind.WORK_UNIT: Icon.ACCOUNT_BALANCE,
    ApplicantKind.RESIDENTS: Icon.FAVORITE,
}
