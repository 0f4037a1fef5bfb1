"""What an entry is called by its tag, for whoever reads the record."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.phrases.staff import Says


def entry_words(_: Says) -> Mapping[str, str]:
    """Return what every tag is called; one of a newer program is called by its tag."""
    return {**_of_doors(_), **_of_places(_), **_of_queue(_), **_of_staff(_)}


def families(_: Says) -> Mapping[str, str]:
    """Return what the families of tags are called."""
    return {
        "lockers": _("Lockers"),
        "queueing": _("Queue"),
        "venues": _("Places"),
        "staff": _("Staff and settings"),
        "privacy": _("Personal details"),
        "telling": _("People to tell"),
    }


def _of_doors(_: Says) -> Mapping[str, str]:
    return {
        "lockers.rented": _("A door was rented"),
        "lockers.open_asked": _("A door was ordered open"),
        "lockers.moved": _("Another door was given"),
        "lockers.open_ended": _("How an order to open ended"),
        "lockers.seen_open": _("A door was sensed open afterwards"),
        "lockers.shut": _("A door was shut"),
        "lockers.rental_ended": _("A rental ended"),
        "lockers.door_marked": _("A door was put in or out of service"),
        "lockers.alarm_raised": _("An alarm at a door"),
        "lockers.alarm_seen": _("Staff looked at an alarm"),
        "lockers.codes_rested": _("Door codes rest after wrong ones"),
        "lockers.goods_collected": _("Goods of a cleared door left"),
        "lockers.reserved": _("A door was reserved"),
        "lockers.reservation_held": _("A reserved door stands ready"),
        "lockers.reservation_failed": _("No door was free for a reservation"),
        "lockers.reservation_released": _("Nobody came for a reservation"),
        "lockers.reservation_cancelled": _("A reservation was cancelled"),
        "lockers.reservation_arrived": _("A reservation became a rental"),
        "lockers.handover_begun": _("Something was left for a resident"),
        "lockers.rentals_extended": _("All rentals were extended"),
        "lockers.door_serviced": _("A lock was serviced"),
        "lockers.round_begun": _("A cleaning round began"),
        "lockers.round_ticked": _("A door of the round was looked at"),
        "lockers.round_ended": _("A cleaning round ended"),
        "lockers.ordered_remotely": _("A door was ordered open from afar"),
        "lockers.remote_refused": _("An order from afar was refused"),
        "lockers.power_failed": _("The power failed"),
        "lockers.power_back": _("The power is back"),
    }


def _of_places(_: Says) -> Mapping[str, str]:
    return {
        "venues.held": _("A slot was kept for a form"),
        "venues.hold_dropped": _("A kept slot was given back"),
        "venues.applied": _("Somebody applied for a place"),
        "venues.waitlist_joined": _("Somebody joined the waiting list"),
        "venues.offered": _("A freed slot was offered"),
        "venues.offer_accepted": _("An offer was taken"),
        "venues.offer_declined": _("An offer was declined"),
        "venues.lapsed": _("A place on the waiting list ended"),
        "venues.approved": _("An application was approved"),
        "venues.rejected": _("An application was rejected"),
        "venues.supplement_asked": _("More was asked for"),
        "venues.supplemented": _("What was missing came"),
        "venues.review_reminded": _("A reminder of an application"),
        "venues.escalated": _("An undecided application went up"),
        "venues.checked_in": _("Checked in"),
        "venues.completed": _("A use ended"),
        "venues.no_show": _("Nobody came to a booking"),
        "venues.cancelled": _("A booking was cancelled"),
        "venues.blacked_out": _("A place was closed for a while"),
        "venues.blackout_lifted": _("A place was opened again"),
        "venues.mark_given": _("A mark was given"),
        "venues.mark_appealed": _("A mark was appealed"),
        "venues.mark_excused": _("A mark was excused"),
        "venues.mark_upheld": _("A mark was let stand"),
        "venues.exempted": _("An applicant was exempted"),
        "venues.contact_shown": _("Name and phone were looked at"),
        "venues.codes_rested": _("Booking codes rest after wrong ones"),
        "venues.code_accepted": _("A right booking code after a rest"),
    }


def _of_queue(_: Says) -> Mapping[str, str]:
    return {
        "queueing.ticket_taken": _("A number was taken"),
        "queueing.called": _("A number was called"),
        "queueing.recalled": _("A number was called again"),
        "queueing.begun": _("Service began"),
        "queueing.finished": _("Service ended"),
        "queueing.skipped": _("A number was skipped"),
        "queueing.came_back": _("Somebody skipped came back"),
        "queueing.returned": _("Missing papers were brought"),
        "queueing.held": _("A number was put on hold"),
        "queueing.resumed": _("A number on hold went on"),
        "queueing.transferred": _("A number was passed on"),
        "queueing.cancelled": _("A number was given up"),
        "queueing.rated": _("A service was rated"),
        "queueing.day_closed": _("The day of the queue closed"),
        "queueing.counter_opened": _("A counter was opened"),
        "queueing.counter_paused": _("A counter paused"),
        "queueing.counter_resumed": _("A counter went on"),
        "queueing.counter_closed": _("A counter was closed"),
        "queueing.booked": _("An appointment was booked"),
        "queueing.booking_cancelled": _("An appointment was cancelled"),
        "queueing.booking_missed": _("An appointment was missed"),
        "queueing.home_visit_asked": _("A home visit was asked for"),
        "queueing.home_visit_taken": _("Somebody sees to a home visit"),
        "queueing.home_visit_ended": _("A home visit ended"),
    }


def _of_staff(_: Says) -> Mapping[str, str]:
    return {
        "staff.founded": _("The station began"),
        "staff.setting_changed": _("A setting was changed"),
        "staff.enrolled": _("Members were enrolled"),
        "staff.role_given": _("A member got another role"),
        "staff.pin_changed": _("A PIN was changed"),
        "staff.left": _("A member left"),
        "staff.signed_in": _("A member signed in"),
        "staff.signed_out": _("A member signed out"),
        "staff.pin_rested": _("A PIN rests after wrong ones"),
        "staff.pin_freed": _("A resting PIN was freed"),
        "staff.clock_confirmed": _("The clock was confirmed"),
        "staff.pairing_shown": _("A code for pairing was shown"),
        "staff.terminal_ended": _("A terminal was ended"),
        "staff.display_linked": _("A link for a hall display was made"),
        "staff.display_ended": _("A hall display was ended"),
        "staff.station_closed": _("The station was closed for a time"),
        "staff.station_opened": _("A closure of the station was taken back"),
        "staff.help_called": _("Help was called"),
        "staff.help_answered": _("A call for help was answered"),
        "staff.day_set": _("A day was set"),
        "staff.day_cleared": _("A day is again as announced"),
        "staff.calendar_taken": _("A calendar was taken over"),
        "staff.plain_week_confirmed": _("The plain week was confirmed"),
        "staff.year_cleared": _("What was set for a year was dropped"),
        "privacy.erased": _("Personal details were erased"),
        "telling.told": _("Somebody was told of a refusal"),
        "telling.lapsed": _("Nobody could be told in time"),
        "telling.decided_differently": _("The hub decided differently"),
        "telling.differences_seen": _("Staff saw what was decided differently"),
    }
