"""Queueing 排队取号: numbers, counters, whose turn it is, and how long it takes."""

from kiosk.family import Family
from kiosk.privacy import Erased
from kiosk.queueing.booking_events import BOOKING_EVENTS, Booked
from kiosk.queueing.clashes import Clash, clash
from kiosk.queueing.closing import due, expired
from kiosk.queueing.concerns import about
from kiosk.queueing.counter_events import COUNTER_EVENTS
from kiosk.queueing.events import EVENTS, Called, Resumed, TicketTaken
from kiosk.queueing.folds import fold
from kiosk.queueing.records import Queueing

QUEUEING: Family[Queueing] = Family(
    name="queueing",
    fold_version=2,
    empty=Queueing(),
    events=(*EVENTS, *COUNTER_EVENTS, *BOOKING_EVENTS, Erased),
    fold=fold,
    clash=clash,
    reasons=tuple(Clash),
    due=due,
    expired=expired,
    decided=(Called, Resumed, Booked),
    owned=(TicketTaken,),
    about=about,
)
