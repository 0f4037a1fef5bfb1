"""Every face of the page that tells, and of receipts that wait."""

from __future__ import annotations

import atexit
import tempfile
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from kiosk.ids import EntryId, ServiceId, new_id
from kiosk.journal.entry import Draft
from kiosk.tap import Tap
from kiosk.venues.receipt import Receipt
from screens.services import Services
from tests.ui.telling.far import FarHall
from tests.ui.venues.hall import FIRST, Hall, slot

Face = Callable[[Any], None]


@cache
def busy() -> FarHall:
    """A station at which an application, a series and a number did not stand, made once."""
    folder = tempfile.TemporaryDirectory(prefix="telling-")
    far = FarHall(Path(folder.name))
    weeks = tuple(slot(FIRST + timedelta(weeks=number), 14) for number in range(2, 5))
    far.lose()
    far.lose(*weeks, by=2)
    what = ServiceId("medical-insurance")
    far.queue_desk.take(Tap.fresh(), visit="v1", service=what)
    far.elsewhere.queue_desk.take(Tap.fresh(), visit="v2", service=what)
    far.elsewhere.sync()
    far.sync()
    atexit.register(folder.cleanup)
    atexit.register(far.close)
    return far


@cache
def waiting() -> Receipt:
    """An application whose answer never comes."""
    return busy().apply(slot(FIRST, 16), by=3)


def services() -> Services:
    """What the pages are given."""
    return busy().services()


def news(*which: int) -> Face:
    """Some of what is to be told."""

    def face(stage: Any) -> None:
        entries = tuple(busy().to_tell[each].entry for each in which)
        stage.navigator.home()
        stage.navigator.go("telling.news", news=entries, onward=None)

    return face


def receipt(stage: Any) -> None:
    """A receipt that waits."""
    stage.navigator.home()
    stage.navigator.go("venues.applied", receipt=waiting())


def booking(stage: Any) -> None:
    """What whoever comes back with its code sees."""
    found = busy().venue_desk.by_qr(waiting().qr)
    stage.navigator.home()
    stage.navigator.go("venues.booking", proof=found.proof, booking=found.bookings[0].id)


FACES: Mapping[str, Face] = {
    "application": news(0),
    "series": news(1),
    "number": news(2),
    "receipt": receipt,
    "booking": booking,
}
SHOWINGS: Mapping[str, Face] = {"telling.news": FACES["series"]}


def refuse_later(hall: Hall) -> EntryId:
    """Let an application of yesterday be refused, as a terminal that follows hears of it."""
    made = next(iter(hall.venues.undecided()))
    known = hall.journal.find(EntryId(made.id))
    assert known is not None
    new = EntryId(new_id())
    event = known.event.replace(made.id.encode(), new.encode())
    for each in made.bookings:
        event = event.replace(each.encode(), new_id().encode())
    private = hall.journal.private(known.id)
    draft = Draft(new, known.at, known.business_date, known.actor, event, private)
    hall.journal.append(draft, position_time=hall.clock.now(), refused="taken")
    hall.station.checkpoint()  # so that it is folded
    return new
