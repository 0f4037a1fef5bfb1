"""From which day a venue can be used that is applied for now. Pure.

The one reading of the station's rule of notice: rules, the month on the screen and the command line
all ask here.
"""

from __future__ import annotations

from datetime import date, datetime

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.hours import Hours, read_time
from kiosk.settings import Notice
from kiosk.workdays import Calendar, Earliest, applied_on, earliest


def counts_as(local: datetime, notice: Notice, hours: Hours) -> date:
    """Return the day an application counts as made on.

    Args:
        local: when it is made, by the station's wall clock. Without a cut-off of its own, closing
            time is the cut-off; a closed day has none.
    """
    written = notice.cut_off
    cut_off = read_time(written) if written else hours.closing(local.date())
    return applied_on(local, cut_off)


def first_use(local: datetime, notice: Notice, hours: Hours, calendar: Calendar) -> Earliest:
    """Return the first day of use for an application made at ``local``, and why.

    Raises:
        Refused: ``calendar_unknown`` (year).
    """
    return earliest(counts_as(local, notice, hours), notice.days, calendar, notice.counting)


def first_use_now(moment: Moment, calendar: Calendar) -> Earliest | None:
    """Return the first day of use for an application made now, under any calendar.

    ``None`` where a year that counts is not known.
    """
    settings = moment.settings
    try:
        return first_use(moment.local, settings.notice, settings.hours, calendar)
    except Refused:
        return None
