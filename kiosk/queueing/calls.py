"""What staff do at a counter: open it, call, serve, skip, pass on. Pure.

Every rule names the counter and who works it (``by``); one that nobody works, or somebody else,
calls nobody.
"""

from __future__ import annotations

from datetime import datetime

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.ids import CounterId, ServiceId, StaffId, TicketId
from kiosk.queueing.counter_events import (
    CounterClosed,
    CounterOpened,
    CounterPaused,
    CounterResumed,
    PauseReason,
)
from kiosk.queueing.events import (
    Begun,
    Called,
    Finished,
    HeldUp,
    How,
    Recalled,
    Result,
    Resumed,
    Skipped,
    Transferred,
)
from kiosk.queueing.order import next_turn
from kiosk.queueing.plan import Hall
from kiosk.queueing.records import Counter, CounterStatus, Queueing, Stage, Ticket
from kiosk.queueing.rules import must_be_of_today


def open_counter(
    queueing: Queueing, moment: Moment, *, counter: CounterId, by: StaffId, hall: Hall
) -> CounterOpened:
    """Begin to work at a counter, or take it over from somebody.

    Raises:
        Refused: ``no_such_counter`` (counter), ``already_yours``, ``other_counter`` (counter)
            where ``by`` works already.
    """
    services = hall.skills(counter)
    for each in queueing.counters.values():
        if each.staff == by and each.status is not CounterStatus.CLOSED:
            if each.id != counter:
                raise Refused("other_counter", counter=each.id)
            raise Refused("already_yours")
    return CounterOpened(counter=counter, staff=by, services=services)


def pause_counter(
    queueing: Queueing,
    moment: Moment,
    *,
    counter: CounterId,
    by: StaffId,
    reason: PauseReason,
    until: datetime | None = None,
) -> CounterPaused:
    """Call nobody for a while.

    Raises:
        Refused: ``counter_closed``, ``counter_of_another`` (staff), ``counter_paused``,
            ``counter_busy`` (ticket), ``in_the_past``.
    """
    here = _open(queueing, counter, by)
    _must_be_free(here)
    if until is not None and until <= moment.at:
        raise Refused("in_the_past")
    return CounterPaused(counter=counter, reason=reason, until=until)


def resume_counter(
    queueing: Queueing, moment: Moment, *, counter: CounterId, by: StaffId
) -> CounterResumed:
    """Call again.

    Raises:
        Refused: ``counter_closed``, ``counter_of_another`` (staff), ``not_paused``.
    """
    if _worked(queueing, counter, by).status is not CounterStatus.PAUSED:
        raise Refused("not_paused")
    return CounterResumed(counter=counter)


def close_counter(
    queueing: Queueing, moment: Moment, *, counter: CounterId, by: StaffId
) -> CounterClosed:
    """Work there no more.

    Raises:
        Refused: ``counter_closed``, ``counter_of_another`` (staff), ``counter_busy`` (ticket).
    """
    _must_be_free(_worked(queueing, counter, by))
    return CounterClosed(counter=counter)


def call_next(queueing: Queueing, moment: Moment, *, counter: CounterId, by: StaffId) -> Called:
    """Call whose turn it is.

    Raises:
        Refused: ``counter_closed``, ``counter_of_another`` (staff), ``counter_paused``,
            ``counter_busy`` (ticket), ``nobody_waits``.
    """
    here = _open(queueing, counter, by)
    _must_be_free(here)
    turn = next_turn(queueing, moment, here)
    if turn is None:
        raise Refused("nobody_waits")
    return Called(ticket=turn.ticket.id, counter=counter, old=turn.old)


def call_chosen(
    queueing: Queueing, moment: Moment, *, counter: CounterId, by: StaffId, ticket: TicketId
) -> Called:
    """Call a certain number past the order; who was skipped can be called too.

    Raises:
        Refused: ``counter_closed``, ``counter_of_another`` (staff), ``counter_paused``,
            ``counter_busy`` (ticket), ``no_subject``, ``ticket_of_yesterday`` (day),
            ``not_waiting`` (stage), ``without_skill`` (counter).
    """
    here = _open(queueing, counter, by)
    _must_be_free(here)
    known = must_be_of_today(queueing, moment, ticket)
    if not (known.waits or known.stage is Stage.NO_SHOW):
        raise Refused("not_waiting", stage=known.stage)
    _must_have_skill(here, known.service)
    return Called(ticket=ticket, counter=counter, how=How.CHOSEN)


def recall(queueing: Queueing, moment: Moment, *, counter: CounterId, by: StaffId) -> Recalled:
    """Call the same number once more.

    Raises:
        Refused: ``counter_closed``, ``counter_of_another`` (staff), ``nobody_called``.
    """
    return Recalled(ticket=_called(queueing, counter, by).id, counter=counter)


def begin(queueing: Queueing, moment: Moment, *, counter: CounterId, by: StaffId) -> Begun:
    """Say that the person has come.

    Raises:
        Refused: ``counter_closed``, ``counter_of_another`` (staff), ``nobody_called``.
    """
    return Begun(ticket=_called(queueing, counter, by).id, counter=counter)


def skip(queueing: Queueing, moment: Moment, *, counter: CounterId, by: StaffId) -> Skipped:
    """Let whoever did not come go, after enough calls.

    Raises:
        Refused: ``counter_closed``, ``counter_of_another`` (staff), ``nobody_called``,
            ``call_again`` (calls, needed).
    """
    known = _called(queueing, counter, by)
    needed = moment.settings.queueing.calls_before_skip
    if known.calls < needed:
        raise Refused("call_again", calls=known.calls, needed=needed)
    return Skipped(ticket=known.id, counter=counter)


def finish(
    queueing: Queueing, moment: Moment, *, counter: CounterId, by: StaffId, result: Result
) -> Finished:
    """End the service of whoever is here; being called and served is enough.

    Raises:
        Refused: ``counter_closed``, ``counter_of_another`` (staff), ``nobody_here``.
    """
    return Finished(ticket=_here(queueing, counter, by).id, counter=counter, result=result)


def hold(queueing: Queueing, moment: Moment, *, counter: CounterId, by: StaffId) -> HeldUp:
    """Let the person fetch or fill in something; the counter calls others meanwhile.

    Raises:
        Refused: ``counter_closed``, ``counter_of_another`` (staff), ``nobody_here``.
    """
    return HeldUp(ticket=_here(queueing, counter, by).id, counter=counter)


def resume(
    queueing: Queueing, moment: Moment, *, counter: CounterId, by: StaffId, ticket: TicketId
) -> Resumed:
    """Go on with a held ticket, here or at another counter that can.

    Raises:
        Refused: ``counter_closed``, ``counter_of_another`` (staff), ``counter_paused``,
            ``counter_busy`` (ticket), ``no_subject``, ``ticket_of_yesterday`` (day),
            ``not_held`` (stage), ``without_skill`` (counter).
    """
    here = _open(queueing, counter, by)
    _must_be_free(here)
    known = must_be_of_today(queueing, moment, ticket)
    if known.stage is not Stage.HELD:
        raise Refused("not_held", stage=known.stage)
    _must_have_skill(here, known.service)
    return Resumed(ticket=ticket, counter=counter)


def transfer(
    queueing: Queueing,
    moment: Moment,
    *,
    counter: CounterId,
    by: StaffId,
    hall: Hall,
    service: ServiceId,
    to: CounterId | None = None,
) -> Transferred:
    """Let whoever is here wait for another service or a certain counter; number and arrival stay.

    Raises:
        Refused: ``counter_closed``, ``counter_of_another`` (staff), ``nobody_here``,
            ``no_such_service``, ``no_such_counter`` (counter), ``no_counter``,
            ``without_skill`` (counter), ``nobody_there`` (counter), ``unchanged``.
    """
    known = _here(queueing, counter, by)
    hall.service(service)
    if not hall.counters_for(service):
        raise Refused("no_counter")
    if to is not None and service not in hall.skills(to):
        raise Refused("without_skill", counter=to)
    if to == counter or (to is None and service == known.service):
        raise Refused("unchanged")
    if to is not None and queueing.counter(to).status is CounterStatus.CLOSED:
        raise Refused("nobody_there", counter=to)
    return Transferred(ticket=known.id, service=service, to=to)


def _worked(queueing: Queueing, counter: CounterId, by: StaffId) -> Counter:
    here = queueing.counter(counter)
    if here.status is CounterStatus.CLOSED:
        raise Refused("counter_closed")
    if here.staff != by:
        raise Refused("counter_of_another", staff=here.staff)
    return here


def _open(queueing: Queueing, counter: CounterId, by: StaffId) -> Counter:
    here = _worked(queueing, counter, by)
    if here.status is CounterStatus.PAUSED:
        raise Refused("counter_paused")
    return here


def _must_be_free(counter: Counter) -> None:
    if counter.ticket is not None:
        raise Refused("counter_busy", ticket=counter.ticket)


def _must_have_skill(counter: Counter, service: ServiceId) -> None:
    if service not in counter.services:
        raise Refused("without_skill", counter=counter.id)


def _here(queueing: Queueing, counter: CounterId, by: StaffId) -> Ticket:
    _worked(queueing, counter, by)
    known = queueing.at(counter)
    if known is None:
        raise Refused("nobody_here")
    return known


def _called(queueing: Queueing, counter: CounterId, by: StaffId) -> Ticket:
    _worked(queueing, counter, by)
    known = queueing.at(counter)
    if known is None or known.stage is not Stage.CALLED:
        raise Refused("nobody_called")
    return known
