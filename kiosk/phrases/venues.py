"""Words of the venue pages for what the station calls by one word. Every table is made by ``_``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from kiosk.errors import Refused
from kiosk.phrases import dates
from kiosk.phrases.dates import Says
from kiosk.venue_settings import ApplicantKind
from kiosk.venues.availability import DayState, SlotState
from kiosk.venues.events import RejectReason
from kiosk.venues.records import Status
from kiosk.venues.upkeep_events import BlackoutReason, ExcuseReason, Fault
from kiosk.workdays import Earliest

DAY_TONES: Mapping[DayState, str] = {
    DayState.FREE: "good",
    DayState.PART: "care",
    DayState.FULL: "bad",
}
"""Every other day is pale."""
STATUS_TONES: Mapping[Status, str] = {
    Status.WAITING: "care",
    Status.OFFERED: "good",
    Status.PENDING: "care",
    Status.SUPPLEMENT: "bad",
    Status.APPROVED: "good",
    Status.CHECKED_IN: "good",
    Status.COMPLETED: "quiet",
}
"""Every other booking will not take place."""


def kinds(_: Says) -> Mapping[ApplicantKind, str]:
    """Return what an applicant may be."""
    return {
        ApplicantKind.PARTY: _("Party organisation"),
        ApplicantKind.SOCIAL: _("Social group"),
        ApplicantKind.WORK_UNIT: _("Work unit"),
        ApplicantKind.RESIDENTS: _("Group of residents"),
    }


def day_states(_: Says) -> Mapping[DayState, str]:
    """Return the states of a day, each short enough for its place on the sheet."""
    return {
        DayState.FREE: _("vacant"),
        DayState.PART: _("some"),
        DayState.FULL: _("full"),
        DayState.PAST: _("past"),
        DayState.TOO_SOON: _("soon"),
        DayState.TOO_FAR: _("far"),
        DayState.CLOSED: _("closed"),
        DayState.HOLIDAY: _("off"),
        DayState.BLACKOUT: _("stop"),
        DayState.UNKNOWN_YEAR: _("later"),
    }


def slot_states(_: Says) -> Mapping[SlotState, str]:
    """Return the states of a slot."""
    return {
        SlotState.FREE: _("Free"),
        SlotState.HELD: _("Being booked"),
        SlotState.TAKEN: _("Booked"),
        SlotState.BLACKOUT: _("Not in use"),
        SlotState.QUIET: _("Quiet hours"),
        SlotState.PAST: _("Over"),
    }


def statuses(_: Says) -> Mapping[Status, str]:
    """Return how a booking stands."""
    return {
        Status.WAITING: _("On the waiting list"),
        Status.OFFERED: _("The place is free for you"),
        Status.PENDING: _("Waiting for review"),
        Status.SUPPLEMENT: _("Something is missing"),
        Status.APPROVED: _("Approved"),
        Status.CHECKED_IN: _("Checked in"),
        Status.COMPLETED: _("Finished"),
        Status.REJECTED: _("Not approved"),
        Status.NO_SHOW: _("Nobody came"),
        Status.CANCELLED: _("Cancelled"),
        Status.LAPSED: _("Waiting list ended"),
        Status.REFUSED: _("Somebody was earlier"),
    }


def reject_reasons(_: Says) -> Mapping[RejectReason, str]:
    """Return why an application was rejected."""
    return {
        RejectReason.NOT_SUITABLE: _("The place is not made for it"),
        RejectReason.NOT_ALLOWED: _("The rules do not allow it"),
        RejectReason.INCOMPLETE: _("The application is not complete"),
        RejectReason.NEEDED_ELSEWHERE: _("The station needs the place itself"),
        RejectReason.OTHER: _("Another reason"),
        RejectReason.NOT_SUPPLEMENTED: _("What was missing did not come in time"),
        RejectReason.NOT_DECIDED: _("It was not decided in time"),
    }


def blackout_reasons(_: Says) -> Mapping[BlackoutReason, str]:
    """Return why a venue cannot be used."""
    return {
        BlackoutReason.REPAIR: _("Repair"),
        BlackoutReason.CLEANING: _("Cleaning"),
        BlackoutReason.OWN_USE: _("Used by the station"),
        BlackoutReason.WEATHER: _("Weather"),
        BlackoutReason.OTHER: _("Another reason"),
    }


def faults(_: Says) -> Mapping[Fault, str]:
    """Return what a mark is for."""
    return {
        Fault.NO_SHOW: _("Did not come"),
        Fault.LATE_CANCEL: _("Cancelled late"),
        Fault.DAMAGE: _("Damage"),
        Fault.MISUSE: _("Misuse"),
    }


def excuse_reasons(_: Says) -> Mapping[ExcuseReason, str]:
    """Return why a mark does not count."""
    return {
        ExcuseReason.NOT_THEIR_FAULT: _("Not their fault"),
        ExcuseReason.EMERGENCY: _("Emergency"),
        ExcuseReason.MISTAKE: _("The station's mistake"),
        ExcuseReason.APPEAL: _("Appeal was right"),
        ExcuseReason.PUBLIC_INTEREST: _("In the public interest"),
        ExcuseReason.OTHER: _("Another reason"),
    }


# -- refusals --------------------------------------------------------------------------------


def refusal(_: Says, refused: Refused) -> str | None:
    """Return the one sentence for what venues refuse; ``None`` if they do not know it."""
    sentence = _sentences(_).get(refused.reason)
    if refused.reason == "no_subject" and refused.facts.get("status") is Status.REFUSED:
        return _("That does not hold any more. Please apply again, or ask the staff.")
    return None if sentence is None else sentence.format_map(_facts(_, refused))


class _Facts(dict[str, Any]):
    """Facts in words; one that was not given stays empty."""

    def __missing__(self, name: str) -> str:
        return ""


def _facts(_: Says, refused: Refused) -> _Facts:
    facts = _Facts(refused.facts)
    if refused.reason == "too_soon" and "because" in facts:
        facts["because"] = dates.why_earliest(_, Earliest(facts["earliest"], facts["because"]))
    for name, value in tuple(facts.items()):
        facts[name] = _in_words(_, name, value)
    if "allowed" in refused.facts:
        facts["allowed"] = _(", ").join(kinds(_)[each] for each in refused.facts["allowed"])
    if "field" in refused.facts:
        facts["field"] = fields(_).get(refused.facts["field"], "")
    return facts


def _in_words(_: Says, name: str, value: Any) -> Any:
    match value:
        case datetime():
            return dates.moment_words(_, value)
        case date():
            return dates.day_words(_, value)
        case BlackoutReason():
            return blackout_reasons(_)[value]
        case ApplicantKind():
            return kinds(_)[value]
        case Status():
            return statuses(_)[value]
        case float():
            return points_words(value)
        case str() if name == "holiday":
            return dates.holiday_words(_, value)
        case _:
            return value


def points_words(points: float) -> str:
    """Return points without a needless nought."""
    return f"{points:g}"


def fields(_: Says) -> Mapping[str, str]:
    """Return what the fields of the form are called."""
    return {
        "organisation": _("the organisation"),
        "contact": _("the name"),
        "phone": _("the phone number"),
        "purpose": _("the purpose"),
    }


def _sentences(_: Says) -> Mapping[str, str]:
    return {**_of_days(_), **_of_forms(_), **_of_bookings(_)}


def _of_days(_: Says) -> Mapping[str, str]:
    return {
        "too_soon": _("The first day you can book is {earliest}. {because}"),
        "too_far": _("You can book until {last} now. Later days open one by one."),
        "closed": _("This place is not open then."),
        "holiday": _("{holiday}: this place stays closed."),
        "blackout": _("This place cannot be used then: {why}."),
        "quiet_hours": _("These are quiet hours for the neighbours."),
        "calendar_unknown": _(
            "The holidays of {year} are not announced yet. Please ask the staff, or come later."
        ),
        "in_the_past": _("This time is over already. Please choose a later one."),
        "too_long": _("A place can be booked for {most} hours at most."),
        "off_slot": _("Please choose one of the times shown."),
        "no_slot": _("Please choose a time."),
        "taken": _("Somebody was quicker: this time is taken. Please choose another."),
        "slots_overlap": _("These times overlap."),
        "too_many_slots": _("At most {most} weeks can be booked at once."),
        "free": _("It is free now: you can book it."),
    }


def _of_forms(_: Says) -> Mapping[str, str]:
    return {
        "wrong_applicant": _("This place is for: {allowed}."),
        "nobody": _("Please say how many people will come."),
        "over_capacity": _("There is room for {most} people here."),
        "no_such_equipment": _("This place does not have that."),
        "rules_not_agreed": _("The rules have changed. Please read and accept them again."),
        "restricted": _(
            "You cannot book until {until}: {points} points in your record. You may ask the staff."
        ),
        "too_many": _("You have {most} applications already. Please wait until one is over."),
        "missing": _("Please fill in {field}."),
        "too_many_words": _("That is too long. Please use {most} characters at most."),
        "bad_phone": _("Please check the phone number: digits only, 11 for a mobile phone."),
        "no_such_venue": _("There is no such place here."),
        "not_bookable": _("This place cannot be booked."),
        "code_in_use": _("That did not work. Please touch it once more."),
    }


def _of_bookings(_: Says) -> Mapping[str, str]:
    return {
        "wrong_code": _("This code is not right. Please check the six digits."),
        "codes_resting": _(
            "Too many wrong codes. Codes can be entered again at {until}; a QR code works now."
        ),
        "qr_unknown": _("This is not a QR code of a booking here."),
        "not_yours": _("This code does not belong to this booking."),
        "no_subject": _("That is over already."),
        "already": _("It is so already."),
        "not_decided": _("It is not approved yet. Please ask the staff."),
        "over": _("This booking is over: {status}."),
        "checked_in": _("You have checked in already. You can end it earlier instead."),
        "too_early": _("You can check in from {opens} on."),
        "too_late": _("It was possible until {until}. Please ask the staff."),
        "no_offer": _("Nothing is offered to you now."),
        "offer_over": _("The offer ended at {until}."),
        "not_here": _("You have not checked in."),
    }
