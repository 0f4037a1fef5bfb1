"""Venues 场地预约: rooms and places that are applied for, reviewed, used and given back."""

from kiosk.family import Family
from kiosk.privacy import Erased
from kiosk.venues.clashes import Clash, clash
from kiosk.venues.concerns import about
from kiosk.venues.events import (
    APPLICATION_EVENTS,
    Approved,
    OfferAccepted,
    Rejected,
    SupplementAsked,
)
from kiosk.venues.folds import fold
from kiosk.venues.records import Venues
from kiosk.venues.retention import expired
from kiosk.venues.timing import due
from kiosk.venues.upkeep_events import UPKEEP_EVENTS

VENUES: Family[Venues] = Family(
    name="venues",
    fold_version=1,
    empty=Venues(),
    events=(*APPLICATION_EVENTS, *UPKEEP_EVENTS, Erased),
    fold=fold,
    clash=clash,
    reasons=tuple(Clash),
    due=due,
    expired=expired,
    decided=(Approved, Rejected, SupplementAsked, OfferAccepted),
    about=about,
)
