"""What each setting is called on the staff pages, and its value in words."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.ids import SettingKey
from kiosk.phrases import staff as phrases
from kiosk.phrases.staff import Says
from kiosk.setting_keys import Kind, SettingSpec
from kiosk.settings import Permission, Role


def group_of(key: SettingKey) -> str:
    """Return the group a setting stands in: the first part of its key."""
    return key.split(".", 1)[0]


def groups(_: Says) -> Mapping[str, str]:
    """Return the groups in the order they are shown."""
    return {
        "hours": _("Opening hours"),
        "lockers": _("Lockers"),
        "queueing": _("Queue"),
        "labels": _("Names and phone"),
        "notice": _("Days of notice"),
        "bookings": _("Venue booking"),
        "integrity": _("Integrity rule"),
        "retention": _("How long personal data is kept"),
        "staff": _("Staff entrance"),
        "roles": _("What each role may do"),
        "voice": _("Voice"),
    }


def titles(_: Says) -> Mapping[str, str]:
    """Return what every setting is called."""
    return {
        **_hours(_),
        **_lockers(_),
        **_queueing(_),
        **_bookings(_),
        **_integrity(_),
        **_labels(_),
        **_kept(_),
        **_people(_),
        **_voice(_),
    }


def _hours(_: Says) -> Mapping[str, str]:
    return {
        "hours.mon": _("Monday"),
        "hours.tue": _("Tuesday"),
        "hours.wed": _("Wednesday"),
        "hours.thu": _("Thursday"),
        "hours.fri": _("Friday"),
        "hours.sat": _("Saturday"),
        "hours.sun": _("Sunday"),
        "notice.days": _("Working days of notice for a venue"),
        "notice.counting": _("How the days of notice are counted"),
        "notice.cut_off": _("From this time on, counted as the next day"),
    }


def _lockers(_: Says) -> Mapping[str, str]:
    return {
        "lockers.default_hours": _("Usual time of a door (hours)"),
        "lockers.max_hours": _("Longest time of a door (hours)"),
        "lockers.reminder_share": _("Remind after this share of the time"),
        "lockers.grace_min": _("Grace after the time (minutes)"),
        "lockers.keep_goods_days": _("Goods of a cleared door are kept (days)"),
        "lockers.reserve_share": _("Share of doors kept for easy reach"),
        "lockers.reserve_until_share": _("Kept until this share of doors is taken"),
        "lockers.spread_share": _("Wear may differ by this share"),
        "lockers.spread_cycles": _("Wear may differ by (openings)"),
        "lockers.ajar_first_s": _("First word about an open door (seconds)"),
        "lockers.ajar_second_s": _("Second word about an open door (seconds)"),
        "lockers.ajar_alarm_s": _("Alarm for an open door (seconds)"),
        "lockers.forced_window_s": _("An opening belongs to its order for (seconds)"),
        "lockers.wrong_codes": _("Wrong codes until a rest"),
        "lockers.rest_first_min": _("First rest of code entry (minutes)"),
        "lockers.rest_longest_min": _("Longest rest of code entry (minutes)"),
        "lockers.command_age_s": _("An order is too old after (seconds)"),
        "lockers.remote_age_s": _("An order from afar is too old after (seconds)"),
        "lockers.reserve_ahead_hours": _("A door can be reserved ahead by (hours)"),
        "lockers.reserve_grace_min": _("A reserved door waits for (minutes)"),
        "lockers.service_cycles": _("A lock needs service after (openings)"),
    }


def _queueing(_: Says) -> Mapping[str, str]:
    return {
        "queueing.first_in_row": _("Priority calls in a row while others wait"),
        "queueing.old_after_min": _("After this wait it is anybody's turn (minutes)"),
        "queueing.calls_before_skip": _("Calls before a number is skipped"),
        "queueing.back_within_min": _("Back after being skipped within (minutes)"),
        "queueing.back_behind": _("Who comes back lets so many pass"),
        "queueing.early_min": _("Early for an appointment (minutes)"),
        "queueing.late_min": _("Late for an appointment (minutes)"),
        "queueing.book_ahead_days": _("Appointments can be booked ahead by (days)"),
        "queueing.close_grace_min": _("The queue ends after closing time (minutes)"),
        "queueing.least_times": _("Waiting times are shown after so many people"),
    }


def _bookings(_: Says) -> Mapping[str, str]:
    return {
        "bookings.hold_min": _("Slot kept for the form (minutes)"),
        "bookings.horizon_days": _("A venue can be booked ahead by (days)"),
        "bookings.open_applications": _("Open applications each"),
        "bookings.max_hours": _("Longest use of a venue (hours)"),
        "bookings.series_most": _("Most dates in one application"),
        "bookings.resident_groups": _("Groups of residents"),
        "bookings.on_holidays": _("Venues on public holidays"),
        "bookings.offer_min": _("A freed slot is offered for (minutes)"),
        "bookings.offer_day_min": _("The same on the day itself (minutes)"),
        "bookings.check_in_before_min": _("Check-in begins before (minutes)"),
        "bookings.check_in_after_min": _("Check-in ends after (minutes)"),
        "bookings.cancel_free_hours": _("Free cancelling ends before (hours)"),
        "bookings.supplement_hours": _("Time to bring what is missing (hours)"),
        "bookings.remind_days": _("Staff are reminded after (working days)"),
        "bookings.escalate_days": _("Undecided: goes up before the use (days)"),
    }


def _integrity(_: Says) -> Mapping[str, str]:
    return {
        "integrity.no_show": _("Points for not coming"),
        "integrity.late_cancel": _("Points for cancelling late"),
        "integrity.damage": _("Points for damage or misuse"),
        "integrity.window_months": _("Points count for (months)"),
        "integrity.warn_from": _("A warning from (points)"),
        "integrity.shorter_from": _("Near days only from (points)"),
        "integrity.suspended_from": _("No booking from (points)"),
        "integrity.shorter_days": _("Near days are within (days)"),
        "integrity.suspended_days": _("No booking for (days)"),
    }


def _labels(_: Says) -> Mapping[str, str]:
    return {
        "labels.name.zh": _("Name of the station, Chinese"),
        "labels.name.en": _("Name of the station, English"),
        "labels.welcome.zh": _("Welcome, Chinese"),
        "labels.welcome.en": _("Welcome, English"),
        "labels.help.zh": _("Where help is, Chinese"),
        "labels.help.en": _("Where help is, English"),
        "labels.phone": _("Phone of the station"),
    }


def _kept(_: Says) -> Mapping[str, str]:
    return {
        "retention.locker_days": _("Lockers: days kept after the end"),
        "retention.ticket_days": _("Tickets: days kept"),
        "retention.tell_days": _("What was refused: days on the list"),
        "retention.booking_days": _("Bookings: days kept"),
        "retention.matter_days": _("Matters: days kept"),
        "retention.wish_days": _("Wishes: days kept"),
        "retention.class_days": _("Class sign-in: days kept"),
    }


def _people(_: Says) -> Mapping[str, str]:
    roles = phrases.roles(_)
    return {
        "staff.pin_digits": _("Digits of a new PIN"),
        "staff.pin_tries": _("Wrong PINs until a rest"),
        "staff.pin_rest_min": _("Rest after wrong PINs (minutes)"),
        "staff.session_idle_min": _("Signed out without a touch after (minutes)"),
        **{f"roles.{role.value}": roles[role] for role in Role},
    }


def _voice(_: Says) -> Mapping[str, str]:
    return {
        "voice.volume": _("How loud the voice is"),
        "voice.quiet": _("Times at which the voice is lower"),
        "voice.quiet_volume": _("How loud it is at those times"),
        "voice.languages": _("Languages in which a number is called"),
        "voice.repeats": _("How often a number is called in a row"),
        "voice.again_after_s": _("Called once more if nobody came after (seconds; 0: never)"),
    }


def choices(_: Says) -> Mapping[str, str]:
    """Return the words of every choice."""
    return {
        "third_day": _("The last day of notice may be the day of use"),
        "clear_days": _("Whole working days lie between"),
        "zh_en": _("Chinese, then English"),
        "zh": _("Chinese only"),
        "may_apply": _("may apply"),
        "may_not_apply": _("may not apply"),
        "open": _("stay open"),
        "closed": _("stay closed"),
    }


def shown(_: Says, spec: SettingSpec, value: str) -> str:
    """Return a printed value as people read it."""
    match spec.kind:
        case Kind.SHARE:
            return f"{float(value):.0%}"
        case Kind.HOURS:
            if value == "closed":
                return _("never") if group_of(spec.key) == "voice" else _("closed")
            return value.replace("-", "–")
        case Kind.CHOICE:
            return choices(_).get(value, value)
        case Kind.PERMISSIONS:
            words = phrases.permissions(_)
            given = [words[Permission(name)] for name in value.split(", ") if name]
            return " · ".join(given) or _("nothing")
        case _:
            return value or "–"


def between(_: Says, spec: SettingSpec) -> str:
    """Return between which values a number may be."""
    low, high = (f"{bound:g}" for bound in (spec.low or 0, spec.high or 0))
    if spec.kind is Kind.SHARE:
        low, high = f"{spec.low or 0:.0%}", f"{spec.high or 0:.0%}"
    return _("Between {low} and {high}").format(low=low, high=high)


def why_bad(_: Says, spec: SettingSpec, why: str) -> str:
    """Return why a value is not taken.

    Args:
        why: what ``bad_value`` says; it names the settings that do not go together.
    """
    others = [title for key, title in titles(_).items() if key in why and key != spec.key]
    if others:
        sentence = _("This does not go together with: {others}.")
        return sentence.format(others="; ".join(others))
    match spec.kind:
        case Kind.HOURS:
            return _("Each time must open before it closes, and begin after the last one.")
        case Kind.PERMISSIONS:
            return _("An administrator must keep changing settings and managing staff.")
        case Kind.NUMBER | Kind.SHARE | Kind.POINTS:
            return between(_, spec)
        case _:
            return _("This is empty, too long, or not of the right form.")
