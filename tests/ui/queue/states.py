"""Every face of the pages of the queue, and how it is brought onto the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from kiosk.ids import AppointmentId, TicketId
from kiosk.queueing import bookings, calls, rules
from kiosk.queueing.desk import GivenBooking
from kiosk.queueing.events import Result
from kiosk.tap import Tap
from screens.queue.service import PRIORITY
from screens.queue.visits import BLOCK, PHONE, ROOM
from tests.halls import AGED
from tests.ui.queue.world import ASK, PENSION, Hall

Face = Callable[[Any, Hall], None]


def page(name: str, **given: Any) -> Face:
    """A page that is only gone to."""

    def show(stage: Any, hall: Hall) -> None:
        stage.navigator.home()
        stage.navigator.go(name, **given)

    return show


def ticket(stage: Any, hall: Hall, number: TicketId | None = None, *, fresh: bool = True) -> None:
    stage.navigator.home()
    stage.navigator.go("queue.ticket", ticket=number or hall.take(PENSION), fresh=fresh)


def mine(stage: Any, hall: Hall, number: TicketId, *, theirs: bool = True) -> None:
    stage.navigator.home()
    stage.navigator.go("queue.mine", ticket=number, theirs=theirs)


def waiting(stage: Any, hall: Hall) -> None:
    mine(stage, hall, hall.take(PENSION))


def looked_up(stage: Any, hall: Hall) -> None:
    mine(stage, hall, hall.take(PENSION), theirs=False)


def giving_up(stage: Any, hall: Hall) -> None:
    waiting(stage, hall)
    stage.settle()
    stage.page.ask_to_cancel()


def _called(hall: Hall) -> TicketId:
    hall.press(calls.call_next)
    here = hall.queue.at(hall.record().id)
    assert here is not None
    return here.id


def _over(hall: Hall, result: Result = Result.SOLVED) -> None:
    if hall.record().ticket is not None:
        hall.press(calls.finish, result=result)


def called(stage: Any, hall: Hall) -> None:
    _over(hall)
    mine(stage, hall, _called(hall))


def serving(stage: Any, hall: Hall) -> None:
    _over(hall)
    number = _called(hall)
    hall.press(calls.begin)
    mine(stage, hall, number)


def held(stage: Any, hall: Hall) -> None:
    _over(hall)
    number = _called(hall)
    hall.press(calls.hold)
    mine(stage, hall, number)


def skipped(stage: Any, hall: Hall) -> None:
    _over(hall)
    mine(stage, hall, hall.skip())


def served(hall: Hall) -> TicketId:
    _over(hall)
    number = _called(hall)
    _over(hall)
    return number


def papers_missing(stage: Any, hall: Hall, *, theirs: bool = True) -> None:
    _over(hall)
    number = _called(hall)
    materials = hall.hall.service(PENSION).materials
    hall.press(
        calls.finish, note="\n".join(each.zh for each in materials), result=Result.MORE_PAPERS
    )
    mine(stage, hall, number, theirs=theirs)


def waits_with_papers(stage: Any, hall: Hall) -> None:
    papers_missing(stage, hall)
    stage.settle()
    stage.page.bring_papers()


def rating(stage: Any, hall: Hall) -> None:
    mine(stage, hall, served(hall))


def rated(stage: Any, hall: Hall) -> None:
    number = served(hall)
    hall.do(rules.rate, ticket=number, stars=5)
    mine(stage, hall, number)


def given_up(stage: Any, hall: Hall) -> None:
    number = hall.take(PENSION)
    hall.do(rules.cancel, ticket=number)
    mine(stage, hall, number)


def booked_for(hall: Hall) -> GivenBooking:
    """A new appointment, at the first free time from tomorrow on."""
    starts = next(
        each.starts
        for ahead in range(1, 8)
        for each in bookings.slots(
            hall.queue,
            hall.moment,
            hall=hall.hall,
            service=PENSION,
            day=hall.moment.business_date + timedelta(days=ahead),
        )
        if each.left
    )
    return hall.desk.book(Tap.fresh(), service=PENSION, starts=starts, visit=str(Tap.fresh().id))


def booked(stage: Any, hall: Hall) -> None:
    stage.navigator.home()
    stage.navigator.go("queue.booked", booked=booked_for(hall), fresh=True)


def appointment(stage: Any, hall: Hall) -> None:
    name: AppointmentId = booked_for(hall).booking.id
    stage.navigator.home()
    stage.navigator.go("queue.appointment", appointment=name)


def visit_filled(stage: Any, hall: Hall) -> None:
    stage.navigator.home()
    given = {BLOCK: "垦家大院 3栋", ROOM: "2单元301", PHONE: "13812345678"}
    stage.navigator.visit.given.update(given)
    stage.navigator.go("queue.visit", service=PENSION)


def visit_asked(stage: Any, hall: Hall) -> None:
    visit_filled(stage, hall)
    stage.settle()
    stage.page.ask()


def priority(stage: Any, hall: Hall) -> None:
    stage.navigator.home()
    stage.navigator.visit.given[PRIORITY] = AGED
    stage.navigator.go("queue.service", service=PENSION)


def book_time(stage: Any, hall: Hall) -> None:
    day = hall.moment.business_date + timedelta(days=1)
    stage.navigator.home()
    stage.navigator.go("queue.book_time", service=PENSION, day=day)


FACES: Mapping[str, Face] = {
    "services": page("queue"),
    "service": page("queue.service", service=PENSION),
    "service: nothing to bring": page("queue.service", service=ASK),
    "service: priority": priority,
    "first": page("queue.first", service=PENSION),
    "papers": page("queue.papers", service=PENSION),
    "ticket": ticket,
    "find": page("queue.find"),
    "mine: waiting": waiting,
    "mine: looked up": looked_up,
    "mine: giving up": giving_up,
    "mine: called": called,
    "mine: serving": serving,
    "mine: held": held,
    "mine: skipped": skipped,
    "mine: papers missing": papers_missing,
    "mine: papers missing, by number": partial(papers_missing, theirs=False),
    "mine: waits with papers": waits_with_papers,
    "mine: rating": rating,
    "mine: rated": rated,
    "mine: given up": given_up,
    "book": page("queue.book", service=PENSION),
    "book time": book_time,
    "booked": booked,
    "appointment": appointment,
    "visit": page("queue.visit", service=PENSION),
    "visit: filled": visit_filled,
    "visit: asked": visit_asked,
    "visit where": page("queue.visit_where", service=PENSION),
}
"""By name; the page is what stands before the colon, with ``queue.`` before it."""
