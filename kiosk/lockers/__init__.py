"""Lockers 储物柜: doors that are promised, opened, watched and given back."""

from kiosk.family import Family
from kiosk.lockers.events import EVENTS
from kiosk.lockers.folds import fold
from kiosk.lockers.records import Lockers
from kiosk.lockers.rules import expired
from kiosk.privacy import Erased

LOCKERS: Family[Lockers] = Family(
    name="lockers",
    fold_version=2,
    empty=Lockers(),
    events=(*EVENTS, Erased),
    fold=fold,
    expired=expired,
)
