"""What may be promised for later, and what becomes of it when its time begins. Pure.

Every promise has a door of its own from the start, and no two promises on a door overlap. So at
every instant the promises of a size, or pushed up to a larger one, fit into the doors there are; a
bag already in a door counts for as long as its owner asked, one that is overdue for ever.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.family import Proposal
from kiosk.ids import CodeTag, DoorId, RentalId, ReservationId, TokenTag, follow_id
from kiosk.lockers.allocation import choose_among, choose_door, must_have_power
from kiosk.lockers.booked import Booked, Reservation
from kiosk.lockers.events import Mark, Via
from kiosk.lockers.plan import Cabinet, DoorPlan, Size
from kiosk.lockers.records import Lockers
from kiosk.lockers.reservation_events import (
    ReservationArrived,
    ReservationCancelled,
    ReservationFailed,
    ReservationHeld,
    ReservationReleased,
    Reserved,
)


def reserve(
    lockers: Lockers,
    moment: Moment,
    *,
    reservation: ReservationId,
    cabinet: Cabinet,
    size: Size,
    easy: bool,
    starts: datetime,
    ends: datetime,
    code: CodeTag,
    token: TokenTag,
) -> Reserved:
    """Promise a door for [starts, ends).

    Raises:
        Refused: ``untrusted_clock``, ``in_the_past``, ``too_far`` (hours), ``too_long`` (most),
            ``code_in_use``, ``promised`` (size) when no door can be kept for then,
            ``no_easy_door`` (size) when others can.
    """
    limits = moment.settings.lockers
    if not moment.trusted:
        raise Refused("untrusted_clock")
    if starts < moment.at or ends <= starts:
        raise Refused("in_the_past")
    if starts > moment.at + timedelta(hours=limits.reserve_ahead_hours):
        raise Refused("too_far", hours=limits.reserve_ahead_hours)
    if ends - starts > timedelta(hours=limits.max_hours):
        raise Refused("too_long", most=limits.max_hours)
    if lockers.code_taken(code) or lockers.token_taken(token):
        raise Refused("code_in_use")
    overdue_from = ends + timedelta(minutes=limits.grace_min)
    door = _plan(lockers, moment, cabinet, starts, overdue_from, size=size, easy=easy)
    return Reserved(
        reservation=reservation,
        door=door.id,
        size=size,
        code=code,
        token=token,
        starts=starts,
        ends=ends,
        grace_until=min(starts + timedelta(minutes=limits.reserve_grace_min), ends),
        overdue_from=overdue_from,
        easy=easy,
    )


def can_be_reserved(
    lockers: Lockers, moment: Moment, *, cabinet: Cabinet, starts: datetime, ends: datetime
) -> tuple[Size, ...]:
    """Return the sizes of which a door, or a larger one, can be promised for then."""
    overdue_from = ends + timedelta(minutes=moment.settings.lockers.grace_min)
    free = _free_then(lockers, moment, cabinet, starts, overdue_from)
    sizes = {door.size for door in free}
    return tuple(size for size in cabinet.sizes() if sizes & set(size.or_larger()))


def begins(lockers: Lockers, moment: Moment) -> tuple[Reservation, ...]:
    """Return promises whose time has begun and for which no door is held yet, oldest first."""
    waiting = [
        each
        for each in lockers.reservations.values()
        if each.booked is Booked.COMING and each.starts <= moment.at < each.grace_until
    ]
    return tuple(sorted(waiting, key=lambda each: (each.starts, each.position)))


def hold(
    lockers: Lockers,
    moment: Moment,
    *,
    reservation: ReservationId,
    cabinet: Cabinet,
    usable: Collection[DoorId],
) -> ReservationHeld | ReservationFailed:
    """Hold a door for a promise whose time has begun: the planned one, else another.

    Args:
        usable: doors that are sensed closed now.

    Raises:
        Refused: ``no_subject``, ``too_early`` (starts).
    """
    known = _known(lockers, reservation)
    if known.booked is not Booked.COMING:
        raise Refused("no_subject")
    if moment.at < known.starts:
        raise Refused("too_early", starts=known.starts)
    door = _door_now(lockers, moment, known, cabinet, usable)
    if door is None:
        return ReservationFailed(reservation=reservation)
    return ReservationHeld(reservation=reservation, door=door)


def arrive(
    lockers: Lockers,
    moment: Moment,
    *,
    reservation: ReservationId,
    rental: RentalId,
    cabinet: Cabinet,
    usable: Collection[DoorId],
    via: Via,
) -> ReservationArrived:
    """Turn a reservation into a rental whose door is ordered open.

    A little before its time too, if a door is free. A promise that could not be kept is looked at
    once more: perhaps a door came free meanwhile.

    Raises:
        Refused: ``no_subject``, ``on_battery``, ``too_early`` (starts), ``reservation_failed``,
            and as ``must_be_open``.
    """
    must_have_power(lockers)
    known = _known(lockers, reservation)
    must_be_open(known, moment)
    early = timedelta(minutes=moment.settings.lockers.reserve_grace_min)
    if moment.at < known.starts - early:
        raise Refused("too_early", starts=known.starts)
    door = _door_now(lockers, moment, known, cabinet, usable)
    if door is None:
        before = moment.at < known.starts
        raise Refused("too_early" if before else "reservation_failed", starts=known.starts)
    return ReservationArrived(
        reservation=reservation,
        rental=rental,
        door=door,
        until=known.ends,
        overdue_from=known.overdue_from,
        via=via,
    )


def must_be_open(reservation: Reservation, moment: Moment) -> None:
    """Do nothing if somebody may still come with this reservation.

    Raises:
        Refused: ``reservation_used``, ``reservation_released`` (until).
    """
    if reservation.booked in (Booked.ARRIVED, Booked.CANCELLED):
        raise Refused("reservation_used")
    last = reservation.ends if reservation.booked is Booked.FAILED else reservation.grace_until
    if reservation.booked is Booked.RELEASED or moment.at >= last:
        raise Refused("reservation_released", until=last)


def cancel(lockers: Lockers, moment: Moment, *, reservation: ReservationId) -> ReservationCancelled:
    """Give a promise back before anything was put in.

    Raises:
        Refused: ``no_subject`` if it is no promise any more.
    """
    if not _known(lockers, reservation).is_promise:
        raise Refused("no_subject")
    return ReservationCancelled(reservation=reservation)


def released(lockers: Lockers, moment: Moment) -> Iterable[Proposal]:
    """Propose to release what nobody came for. A door with a bag behind it is never among them."""
    gone = [
        each
        for each in lockers.reservations.values()
        if each.is_promise and each.grace_until <= moment.at
    ]
    for each in sorted(gone, key=lambda one: one.position):
        yield Proposal(
            follow_id(each.id, "released", each.grace_until.isoformat()),
            ReservationReleased(reservation=each.id),
        )


def _plan(
    lockers: Lockers,
    moment: Moment,
    cabinet: Cabinet,
    starts: datetime,
    until: datetime,
    *,
    size: Size,
    easy: bool,
) -> DoorPlan:
    free = _free_then(lockers, moment, cabinet, starts, until)
    try:
        return choose_among(free, lockers, moment, cabinet=cabinet, size=size, easy=easy)
    except Refused as refused:
        if refused.reason == "full":
            raise Refused("promised", size=size) from refused
        raise


def _free_then(
    lockers: Lockers, moment: Moment, cabinet: Cabinet, starts: datetime, until: datetime
) -> list[DoorPlan]:
    return [
        door
        for door in cabinet.doors
        if lockers.door(door.id).mark is Mark.IN_SERVICE
        and not _occupied_at(lockers, moment, door.id, starts)
        and not lockers.is_promised(door.id, starts, until)
    ]


def _occupied_at(lockers: Lockers, moment: Moment, door: DoorId, at: datetime) -> bool:
    rental = lockers.rental_of(door)
    if rental is None:
        return False
    if rental.giver is not None:  # nobody knows when it is fetched
        return True
    return rental.is_overdue(moment.at) or rental.overdue_from > at


def _door_now(
    lockers: Lockers,
    moment: Moment,
    reservation: Reservation,
    cabinet: Cabinet,
    usable: Collection[DoorId],
) -> DoorId | None:
    until = reservation.overdue_from
    if reservation.is_promise and _is_ready(lockers, moment, reservation, usable):
        return reservation.door
    for easy in dict.fromkeys((reservation.easy, False)):
        try:
            found = choose_door(
                lockers,
                moment,
                cabinet=cabinet,
                usable=usable,
                size=reservation.size,
                easy=easy,
                until=until,
            )
        except Refused:
            continue
        return found.id
    return None


def _is_ready(
    lockers: Lockers, moment: Moment, reservation: Reservation, usable: Collection[DoorId]
) -> bool:
    door = reservation.door
    return (
        door in usable
        and lockers.door(door).mark is Mark.IN_SERVICE
        and lockers.rental_of(door) is None
        and lockers.order_of(door) is None
        and not lockers.is_promised(door, moment.at, reservation.overdue_from, but=reservation.id)
    )


def _known(lockers: Lockers, reservation: ReservationId) -> Reservation:
    found = lockers.reservations.get(reservation)
    if found is None:
        raise Refused("no_subject")
    return found
