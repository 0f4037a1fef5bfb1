"""What may be done with doors. Each rule is asked once, while a person is there to be told.

A rule returns the event or raises ``Refused``; it never writes, waits or moves a door.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.ids import CodeTag, DoorId, RentalId, StaffId, TokenTag
from kiosk.lockers.allocation import choose_door, must_have_power
from kiosk.lockers.events import (
    AlarmSeen,
    CodesRested,
    DoorMarked,
    Ending,
    GoodsCollected,
    Mark,
    MarkReason,
    Moved,
    OpenAsked,
    OpenReason,
    Purpose,
    RentalEnded,
    Rented,
    Via,
)
from kiosk.lockers.plan import Cabinet, Size
from kiosk.lockers.records import Holding, Lockers, Rental
from kiosk.lockers.service import must_not_be_fetched
from kiosk.resting import must_not_rest, next_rest

MOST_MOVES = 2
"""Other doors given to one rental. When three do not open the coils have no power: without an end
one visitor would take every free door out of service."""


def rent(
    lockers: Lockers,
    moment: Moment,
    *,
    rental: RentalId,
    cabinet: Cabinet,
    usable: Collection[DoorId],
    size: Size,
    easy: bool,
    code: CodeTag,
    token: TokenTag,
    hours: int | None = None,
) -> Rented:
    """Promise a door and order it open.

    Raises:
        Refused: ``on_battery``, ``full`` (size), ``no_easy_door`` (size), ``too_long`` (most),
            ``code_in_use``.
    """
    must_have_power(lockers)
    limits = moment.settings.lockers
    hours = limits.default_hours if hours is None else hours
    if not 1 <= hours <= limits.max_hours:
        raise Refused("too_long", most=limits.max_hours)
    if lockers.code_taken(code) or lockers.token_taken(token):
        raise Refused("code_in_use")
    until = moment.at + timedelta(hours=hours)
    overdue_from = until + timedelta(minutes=limits.grace_min)
    door = choose_door(
        lockers,
        moment,
        cabinet=cabinet,
        usable=usable,
        size=size,
        easy=easy,
        until=overdue_from,
    )
    return Rented(
        rental=rental,
        door=door.id,
        size=size,
        code=code,
        token=token,
        until=until,
        overdue_from=overdue_from,
        easy=easy,
    )


def give_another(
    lockers: Lockers,
    moment: Moment,
    *,
    rental: RentalId,
    cabinet: Cabinet,
    usable: Collection[DoorId],
) -> Moved:
    """Give another door to a rental whose door did not open.

    Raises:
        Refused: ``no_subject``, ``occupied`` if something may be inside, ``full`` (size),
            ``enough_tried``.
    """
    had = _live(lockers, rental)
    if not had.is_untouched:
        raise Refused("occupied")
    if had.moves >= MOST_MOVES:
        raise Refused("enough_tried")
    wanted = {
        "cabinet": cabinet,
        "usable": usable,
        "size": had.size,
        "until": had.overdue_from,
    }
    try:
        door = choose_door(lockers, moment, **wanted, easy=had.easy)  # type: ignore[arg-type]
    except Refused:
        if not had.easy:
            raise
        door = choose_door(lockers, moment, **wanted, easy=False)  # type: ignore[arg-type]
    return Moved(rental=rental, door=door.id)


def give_up(lockers: Lockers, moment: Moment, *, rental: RentalId) -> RentalEnded:
    """End a rental for which no door opened. Where nothing was sensed, staff check the door first.

    Raises:
        Refused: ``no_subject``, ``occupied`` if a door of it was ever sensed open, ``door_busy``.
    """
    live = _live(lockers, rental)
    if live.opened or live.holding is Holding.OCCUPIED:
        raise Refused("occupied")
    _not_busy(lockers, live.door)
    return RentalEnded(rental=rental, ending=Ending.NO_DOOR_OPENED)


def by_code(lockers: Lockers, moment: Moment, *, door: DoorId, code: CodeTag) -> Rental:
    """Find the rental that a door number and a code open.

    Raises:
        Refused: ``codes_resting`` (until), ``door_free`` (door), ``code_of_another_door`` (door),
            ``wrong_code`` (door), ``already_fetched`` (door, until) for a hand-over.
    """
    must_not_rest(lockers.rest, moment)
    found = lockers.by_code.get(code)
    behind = lockers.rental_of(door)
    if found is not None and behind is not None and found == behind.id:
        return behind
    if found is not None:
        raise Refused("code_of_another_door", door=door)
    must_not_be_fetched(each for each in lockers.handovers.values() if each.code == code)
    if behind is None:
        raise Refused("door_free", door=door)
    raise Refused("wrong_code", door=door)


def by_token(lockers: Lockers, moment: Moment, *, token: TokenTag) -> Rental:
    """Find the rental that a QR code opens.

    Raises:
        Refused: ``qr_used`` for one that has ended, ``qr_unknown``.
    """
    found = lockers.by_token.get(token)
    if found is not None:
        return lockers.rentals[found]
    must_not_be_fetched(each for each in lockers.handovers.values() if each.token == token)
    raise Refused("qr_used" if token in lockers.used_tokens else "qr_unknown")


def rest_codes(lockers: Lockers, moment: Moment) -> CodesRested:
    """Let code entry rest, longer each time until a right code comes."""
    rest = next_rest(lockers.rest, moment)
    return CodesRested(until=rest.until, times=rest.times)


def open_rental(
    lockers: Lockers, moment: Moment, *, rental: RentalId, purpose: Purpose, via: Via
) -> OpenAsked:
    """Open the door of a rental: to take something, or to give it back.

    Raises:
        Refused: ``no_subject``, ``door_busy`` (door) while it is being opened already,
            ``not_allowed`` (purpose) for what only staff may do, or storing in a used door.
    """
    live = _live(lockers, rental)
    if live.giver is not None and purpose is Purpose.FETCH:
        raise Refused("not_allowed", purpose=purpose)  # a hand-over is opened once
    storing = purpose is Purpose.STORE and live.holding is Holding.HELD
    if not storing and purpose not in (Purpose.FETCH, Purpose.GIVE_BACK):
        raise Refused("not_allowed", purpose=purpose)
    _not_busy(lockers, live.door)
    return OpenAsked(door=live.door, purpose=purpose, rental=live.id, via=via)


def staff_open(
    lockers: Lockers, moment: Moment, *, cabinet: Cabinet, door: DoorId, reason: OpenReason
) -> OpenAsked:
    """Open any door, with a reason; what is inside stays whose it is.

    Raises:
        Refused: ``no_such_door`` (door), ``door_busy`` (door).
    """
    _known(cabinet, door)
    _not_busy(lockers, door)
    rental = lockers.door(door).rental
    return OpenAsked(door=door, purpose=Purpose.STAFF, rental=rental, reason=reason)


def clear(
    lockers: Lockers, moment: Moment, *, door: DoorId, first: StaffId, second: StaffId
) -> OpenAsked:
    """Open an overdue door to take the goods out; shutting it ends the rental.

    Raises:
        Refused: ``same_person``, ``door_free``, ``not_overdue`` (until), ``door_busy``.
    """
    if first == second:
        raise Refused("same_person")
    rental = lockers.rental_of(door)
    if rental is None:
        raise Refused("door_free", door=door)
    if not rental.is_overdue(moment.at):
        raise Refused("not_overdue", door=door, until=rental.overdue_from)
    _not_busy(lockers, door)
    return OpenAsked(
        door=door,
        purpose=Purpose.CLEAR,
        rental=rental.id,
        reason=OpenReason.OVERDUE,
        second=second,
    )


def mark(
    lockers: Lockers,
    moment: Moment,
    *,
    cabinet: Cabinet,
    door: DoorId,
    mark: Mark,
    reason: MarkReason = MarkReason.NONE,
) -> DoorMarked:
    """Take a door out of service, put it back, or ask for cleaning or a check.

    Raises:
        Refused: ``no_such_door`` (door), ``already`` (mark), ``needs_reason``.
    """
    _known(cabinet, door)
    record = lockers.door(door)
    if record.mark is mark and record.reason is reason:
        raise Refused("already", door=door, mark=mark)
    if mark is Mark.OUT_OF_SERVICE and reason is MarkReason.NONE:
        raise Refused("needs_reason")
    return DoorMarked(door=door, mark=mark, reason=reason)


def see_alarm(lockers: Lockers, moment: Moment, *, door: DoorId) -> AlarmSeen:
    """Take note of an alarm.

    Raises:
        Refused: ``no_alarm`` (door).
    """
    if lockers.door(door).alarm is None:
        raise Refused("no_alarm", door=door)
    return AlarmSeen(door=door)


def collect_goods(lockers: Lockers, moment: Moment, *, rental: RentalId) -> GoodsCollected:
    """Hand out, or dispose of, goods from a cleared door.

    Raises:
        Refused: ``no_subject``.
    """
    if rental not in lockers.goods:
        raise Refused("no_subject")
    return GoodsCollected(rental=rental)


def _live(lockers: Lockers, rental: RentalId) -> Rental:
    found = lockers.rentals.get(rental)
    if found is None:
        raise Refused("no_subject")
    return found


def _known(cabinet: Cabinet, door: DoorId) -> None:
    if cabinet.find(door) is None:
        raise Refused("no_such_door", door=door)


def _not_busy(lockers: Lockers, door: DoorId) -> None:
    order = lockers.order_of(door)
    if order is not None and not order.ended:
        raise Refused("door_busy", door=door)
