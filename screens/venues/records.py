"""The record of an applicant 诚信记录 in words: points, and what they mean."""

from __future__ import annotations

from kiosk.phrases import dates
from kiosk.phrases import venues as phrases
from kiosk.phrases.dates import Says
from kiosk.venues.integrity import Record, Standing
from screens.icons import Icon
from screens.staff.rows import Row


def record_row(_: Says, record: Record) -> Row:
    """Return an applicant's record and what it means, before anything is applied for."""
    points = phrases.points_words(record.points)
    text = _("Record of use: {points} points").format(points=points)
    until = dates.day_words(_, record.until) if record.until is not None else ""
    if record.exempt_until is not None:
        until = dates.day_words(_, record.exempt_until)
        return Row(
            text, _("The staff exempt you until {until}.").format(until=until), Icon.VERIFIED_USER
        )
    match record.standing:
        case Standing.GOOD:
            return Row(text, _("All is well. Thank you for coming on time."), Icon.VERIFIED_USER)
        case Standing.WARNED:
            hint = _("Please come, or cancel in time: more points will restrict you.")
            return Row(text, hint, Icon.INFO, "care")
        case Standing.SHORTER:
            hint = _("Until {until} you can book {days} days ahead only.")
            return Row(
                text, hint.format(until=until, days=record.horizon_days), Icon.WARNING, "care"
            )
        case _:
            hint = _("You cannot book until {until}. You may ask the staff.")
            return Row(text, hint.format(until=until), Icon.BLOCK, "bad")
