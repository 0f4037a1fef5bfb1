"""What the facts of entries are called, for whoever reads the record."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.phrases.staff import Says


def fact_words(_: Says) -> Mapping[str, str]:
    """Return what the fields of events are called; one that is not here keeps its name."""
    return {**_of_things(_), **_of_times(_), **_of_acts(_)}


def _of_things(_: Says) -> Mapping[str, str]:
    return {
        "alarm": _("alarm"),
        "application": _("application"),
        "appointment": _("appointment"),
        "bank": _("cabinet"),
        "blackout": _("closed place"),
        "booking": _("booking"),
        "bookings": _("bookings"),
        "closure": _("closed station"),
        "counter": _("counter"),
        "display": _("display"),
        "door": _("door"),
        "entries": _("entries"),
        "equipment": _("equipment"),
        "head_count": _("head count"),
        "key": _("setting"),
        "kind": _("kind"),
        "member": _("number"),
        "members": _("members"),
        "occurrences": _("dates"),
        "order": _("order"),
        "rental": _("rental"),
        "reservation": _("reservation"),
        "role": _("role"),
        "rules": _("rules read"),
        "serial": _("serial number"),
        "series": _("series"),
        "service": _("service"),
        "services": _("services"),
        "size": _("size"),
        "staff": _("staff number"),
        "terminal": _("terminal"),
        "ticket": _("ticket"),
        "venue": _("place"),
    }


def _of_times(_: Says) -> Mapping[str, str]:
    return {
        "before": _("before"),
        "after": _("after"),
        "day": _("day"),
        "days": _("days"),
        "elapsed_ms": _("took (ms)"),
        "ends": _("ends"),
        "first": _("first"),
        "grace_until": _("grace until"),
        "hours": _("hours"),
        "keep_until": _("kept until"),
        "last": _("last"),
        "overdue_from": _("overdue from"),
        "starts": _("starts"),
        "until": _("until"),
        "year": _("year"),
        "years": _("years"),
    }


def _of_acts(_: Says) -> Mapping[str, str]:
    return {
        "ahead": _("ahead"),
        "behind": _("behind"),
        "booked": _("booked"),
        "ending": _("ending"),
        "fault": _("fault"),
        "found": _("found"),
        "how": _("how"),
        "mark": _("mark"),
        "outcome": _("outcome"),
        "points": _("points"),
        "priority": _("priority"),
        "pulses": _("pulses"),
        "purpose": _("purpose"),
        "reason": _("reason"),
        "result": _("result"),
        "sensed": _("sensed"),
        "stars": _("stars"),
        "to": _("to"),
        "via": _("by way of"),
        "why": _("why"),
    }
