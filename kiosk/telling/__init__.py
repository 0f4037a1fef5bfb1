"""Telling 告知: who is to be told that something recorded at a terminal could not stand."""

from kiosk.family import Family
from kiosk.telling.events import EVENTS
from kiosk.telling.folds import fold, learn
from kiosk.telling.records import Telling
from kiosk.telling.rules import due

TELLING: Family[Telling] = Family(
    name="telling",
    fold_version=1,
    empty=Telling(),
    events=EVENTS,
    fold=fold,
    due=due,
    learn=learn,
)
