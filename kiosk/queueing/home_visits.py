"""Visits at home (上门代办) for people who cannot come: asked for, taken up, ended. Pure.

Address and phone are the private part of the tap that asks; staff read them by ``HomeVisit.note``.
"""

from __future__ import annotations

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.ids import HomeVisitId, ServiceId, StaffId
from kiosk.queueing.booked import HomeVisit
from kiosk.queueing.booking_events import (
    HomeVisitAsked,
    HomeVisitEnded,
    HomeVisitTaken,
    VisitEnding,
)
from kiosk.queueing.plan import Hall
from kiosk.queueing.records import Queueing


def ask_home_visit(
    queueing: Queueing, moment: Moment, *, visit: HomeVisitId, hall: Hall, service: ServiceId
) -> HomeVisitAsked:
    """Ask for a visit; address and phone go into the private part of the tap.

    Raises:
        Refused: ``no_such_service``, ``not_at_home``.
    """
    if not hall.service(service).home_visit:
        raise Refused("not_at_home")
    return HomeVisitAsked(visit=visit, service=service)


def take_home_visit(
    queueing: Queueing, moment: Moment, *, visit: HomeVisitId, by: StaffId
) -> HomeVisitTaken:
    """See to a visit, or take it over.

    Raises:
        Refused: ``no_subject``, ``already_yours``.
    """
    if _known(queueing, visit).staff == by:
        raise Refused("already_yours")
    return HomeVisitTaken(visit=visit, staff=by)


def end_home_visit(
    queueing: Queueing, moment: Moment, *, visit: HomeVisitId, ending: VisitEnding
) -> HomeVisitEnded:
    """Say what became of a visit; its private part is kept for ``retention.ticket_days`` more.

    Raises:
        Refused: ``no_subject``.
    """
    return HomeVisitEnded(visit=_known(queueing, visit).id, ending=ending)


def home_visits(queueing: Queueing) -> tuple[HomeVisit, ...]:
    """Return the visits that are not over, the oldest first."""
    return tuple(sorted(queueing.visits.values(), key=lambda each: each.position))


def _known(queueing: Queueing, visit: HomeVisitId) -> HomeVisit:
    known = queueing.visits.get(visit)
    if known is None:
        raise Refused("no_subject")
    return known
