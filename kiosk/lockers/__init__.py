"""Lockers 储物柜: doors that are promised, opened, watched and given back."""

from kiosk.family import Family, Owner
from kiosk.journal.entry import Event
from kiosk.lockers.concerns import about
from kiosk.lockers.events import EVENTS
from kiosk.lockers.folds import fold
from kiosk.lockers.power_events import POWER_EVENTS
from kiosk.lockers.records import Lockers
from kiosk.lockers.remote_events import REMOTE_EVENTS
from kiosk.lockers.reservation_events import RESERVATION_EVENTS
from kiosk.lockers.reservations import released
from kiosk.lockers.retention import expired
from kiosk.lockers.round_events import ROUND_EVENTS
from kiosk.lockers.service_events import SERVICE_EVENTS
from kiosk.privacy import Erased

_EVENTS: tuple[type[Event], ...] = (
    *EVENTS,
    *RESERVATION_EVENTS,
    *SERVICE_EVENTS,
    *ROUND_EVENTS,
    *POWER_EVENTS,
    *REMOTE_EVENTS,
)

LOCKERS: Family[Lockers] = Family(
    name="lockers",
    fold_version=8,
    empty=Lockers(),
    events=(*_EVENTS, Erased),
    fold=fold,
    due=released,
    expired=expired,
    timers=Owner.TERMINAL,
    owned=_EVENTS,
    about=about,
)
