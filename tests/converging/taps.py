"""What people do at a terminal, each by the rules of its family. A tap may be refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from kiosk.errors import Refused
from kiosk.family import Family
from kiosk.ids import (
    RESIDENT,
    ActorId,
    ApplicationId,
    BankId,
    BookingId,
    CodeTag,
    CounterId,
    DoorId,
    EntryId,
    PersonId,
    RentalId,
    StaffId,
    TicketId,
    TokenTag,
    staff_actor,
)
from kiosk.lockers import LOCKERS
from kiosk.lockers import rules as doors
from kiosk.lockers.events import OpenEnded, Purpose, Shut, Via
from kiosk.lockers.plan import Cabinet, DoorPlan, Size
from kiosk.ports import Outcome
from kiosk.queueing import QUEUEING, calls
from kiosk.queueing import rules as tickets
from kiosk.queueing.events import Result
from kiosk.queueing.plan import CounterPlan, Hall
from kiosk.station import Station
from kiosk.tap import Tap
from kiosk.telling import TELLING
from kiosk.venue_settings import ApplicantKind
from kiosk.venues import VENUES, review, using
from kiosk.venues import rules as venues
from kiosk.venues.applicant import Applicant
from kiosk.venues.events import Asked, OfferAccepted, RejectReason
from kiosk.venues.interval import Interval
from kiosk.venues.records import Status
from tests.halls import ASK, service
from tests.journals import private
from tests.places import PLACES, call, take
from tests.unit.venues.world import ROOM, RULES, SITE, slot

FAMILIES: tuple[Family[Any], ...] = (PLACES, LOCKERS, VENUES, QUEUEING, TELLING)
DAYS = (date(2026, 3, 5), date(2026, 3, 6))
COUNTERS = (CounterId(1), CounterId(2))


class Where(NamedTuple):
    """One terminal, and which tap it is; ``pick`` chooses among what can be chosen."""

    station: Station
    number: int
    tap: EntryId
    pick: int

    @property
    def tag(self) -> str:
        return f"{int(self.tap.replace('-', ''), 16):064x}"

    def do(self, family: Family[Any], rule: Any, *, by: ActorId = RESIDENT, **facts: Any) -> None:
        about = private() if family.erases and self.pick % 2 else None
        self.station.do(Tap(self.tap, by, about), family, rule, **facts)

    def one_of(self, those: Any) -> Any:
        """Choose one; nothing to choose from is a refusal like any other."""
        found = list(those)
        if not found:
            raise Refused("no_subject")
        return found[self.pick % len(found)]


def _take_place(at: Where) -> None:
    at.do(PLACES, take, place=f"p{at.pick % 4}")


def _call_place(at: Where) -> None:
    at.do(PLACES, call, place=f"p{at.pick % 4}")


# -- doors of this terminal ----------------------------------------------------------------


def cabinet(number: int) -> Cabinet:
    """Two doors that terminal ``number`` owns."""
    bank = BankId(f"b{number}")
    return Cabinet(
        tuple(
            DoorPlan(DoorId(f"T{number}{lock}"), bank, 1, lock, Size.S, 900, 1, lock)
            for lock in (1, 2)
        )
    )


def _rent(at: Where) -> None:
    mine = cabinet(at.number)
    at.do(
        LOCKERS,
        doors.rent,
        rental=RentalId(at.tap),
        cabinet=mine,
        usable=[plan.id for plan in mine.doors],
        size=Size.S,
        easy=False,
        code=CodeTag(at.tag),
        token=TokenTag(at.tag),
    )


def _next_of_a_door(at: Where) -> None:
    """Let a door of this terminal open, be shut, or be asked to open for the last time."""
    lockers = at.station.state(LOCKERS)
    mine = {plan.id for plan in cabinet(at.number).doors}
    rental = at.one_of(
        sorted((one for one in lockers.rentals.values() if one.door in mine), key=lambda r: r.id)
    )
    order = lockers.order_of(rental.door)
    if order is None:
        purpose = Purpose.GIVE_BACK
        at.do(LOCKERS, doors.open_rental, rental=rental.id, purpose=purpose, via=Via.CODE)
    elif not order.ended:
        ended = OpenEnded(order=order.id, door=order.door, outcome=Outcome.OPENED)
        at.do(LOCKERS, lambda _state, _moment: ended)
    else:
        at.do(LOCKERS, lambda _state, _moment: Shut(order=order.id, door=order.door))


# -- slots ---------------------------------------------------------------------------------


def _asked(at: Where) -> dict[str, Any]:
    applicant = Applicant(PersonId(f"{at.pick % 50:064x}"))
    return {
        "application": ApplicationId(at.tap),
        "site": SITE,
        "asked": Asked(
            venue=ROOM,
            kind=ApplicantKind.SOCIAL,
            applicant=applicant,
            code=CodeTag(at.tag),
            token=TokenTag(at.tag),
            head_count=5,
            rules=RULES,
        ),
    }


def _slot(at: Where) -> Interval:
    return slot(DAYS[at.pick % 2], 9 + at.pick % 3, 2)


def _apply(at: Where) -> None:
    at.do(VENUES, venues.apply_for, slots=[_slot(at)], **_asked(at))


def _join_the_line(at: Where) -> None:
    at.do(VENUES, venues.join_waitlist, slot=_slot(at), **_asked(at))


def _bookings(at: Where, *status: Status) -> BookingId:
    found = at.station.state(VENUES).bookings.values()
    chosen: BookingId = at.one_of(sorted(each.id for each in found if each.status in status))
    return chosen


def _approve(at: Where) -> None:
    booking = _bookings(at, Status.PENDING)
    at.do(VENUES, review.approve, by=_staff(at), bookings=(booking,))


def _reject(at: Where) -> None:
    booking = _bookings(at, Status.PENDING)
    reason = RejectReason.NOT_SUITABLE
    at.do(VENUES, review.reject, by=_staff(at), bookings=(booking,), reason=reason)


def _call_off(at: Where) -> None:
    booking = _bookings(at, Status.PENDING, Status.APPROVED)
    at.do(VENUES, using.call_off, by=_staff(at), booking=booking, explained=True)


def _accept(at: Where) -> None:
    booking = _bookings(at, Status.OFFERED)
    at.do(VENUES, lambda _state, _moment: OfferAccepted(booking=booking))


# -- tickets -------------------------------------------------------------------------------


def _hall(at: Where) -> Hall:
    return Hall((service(ASK, "A"),), tuple(map(_counter, COUNTERS)), at.number)


def _counter(number: CounterId) -> CounterPlan:
    return CounterPlan(number=number)


def _take_ticket(at: Where) -> None:
    at.do(
        QUEUEING,
        tickets.take_ticket,
        ticket=TicketId(at.tap),
        hall=_hall(at),
        service=ASK,
        token=TokenTag(at.tag),
    )


def _give_ticket_up(at: Where) -> None:
    waiting = at.station.state(QUEUEING).tickets.values()
    ticket = at.one_of(sorted(each.id for each in waiting if each.waits))
    at.do(QUEUEING, tickets.cancel, ticket=ticket)


def _at_counter(at: Where) -> dict[str, Any]:
    counter = COUNTERS[at.pick % len(COUNTERS)]
    return {"counter": counter, "by": StaffId(f"{counter:02}")}


def _open_counter(at: Where) -> None:
    _press(at, calls.open_counter, hall=_hall(at))


def _call_next(at: Where) -> None:
    _press(at, calls.call_next)


def _finish(at: Where) -> None:
    _press(at, calls.finish, result=Result.SOLVED)


def _press(at: Where, rule: Any, **facts: Any) -> None:
    worked = _at_counter(at)
    tap = Tap(at.tap, staff_actor(worked["by"]))
    at.station.do(tap, QUEUEING, rule, **worked, **facts)


def _staff(at: Where) -> ActorId:
    return staff_actor(StaffId(f"{1 + at.pick % 2:02}"))


TAPS: Mapping[str, Callable[[Where], None]] = MappingProxyType(
    {
        "take a place": _take_place,
        "call a place": _call_place,
        "rent a door": _rent,
        "go on with a door": _next_of_a_door,
        "apply": _apply,
        "join the line": _join_the_line,
        "approve": _approve,
        "reject": _reject,
        "call off": _call_off,
        "accept an offer": _accept,
        "take a ticket": _take_ticket,
        "give a ticket up": _give_ticket_up,
        "open a counter": _open_counter,
        "call the next": _call_next,
        "finish": _finish,
    }
)
