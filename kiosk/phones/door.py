"""The page of a door: rented, reserved, or something that waits behind it. It opens nothing."""

from __future__ import annotations

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.ids import TokenTag
from kiosk.lockers import rules
from kiosk.lockers.booked import Booked, Reservation
from kiosk.lockers.records import Lockers, Rental
from kiosk.phones.page import Card, Fact, Page
from kiosk.phrases import dates
from kiosk.slips import Speech


def door_page(words: Speech, moment: Moment, lockers: Lockers, token: TokenTag) -> Page:
    """Return the page of what a QR belongs to.

    Raises:
        Refused: ``qr_used``, ``already_fetched`` (until), ``qr_unknown``.
    """
    try:
        rental = rules.by_token(lockers, moment, token=token)
    except Refused as refused:
        reserved = [each for each in lockers.reservations.values() if each.token == token]
        if refused.reason != "qr_unknown" or not reserved:
            raise
        return _page(words, moment, "", _reservation(words, reserved[0]))
    return _page(words, moment, rental.door, _rental(words, moment, rental))


def _page(words: Speech, moment: Moment, door: str, card: Card) -> Page:
    return Page(
        station=moment.settings.labels.name,
        heading=words.gettext("Your door"),
        big=door,
        cards=(card,),
        moves=True,
    )


def _rental(words: Speech, moment: Moment, rental: Rental) -> Card:
    _ = words.gettext
    until = Fact(_("Until"), dates.moment_words(_, rental.until))
    open_it = _("Open it at the station: hold this code under the scanner, or type your code.")
    if rental.giver is not None:
        headline = _("Something waits for you here")
        return Card("good", headline, (open_it,), facts=(until,))
    if rental.is_overdue(moment.at):
        late = _("The time is over. Your things are safe; please fetch them soon.")
        return Card("care", _("Please fetch your things"), (late, open_it), facts=(until,))
    return Card("good", _("This door is yours"), (open_it,), facts=(until,))


def _reservation(words: Speech, held: Reservation) -> Card:
    _ = words.gettext
    facts = (
        Fact(_("From"), dates.moment_words(_, held.starts)),
        Fact(_("Until"), dates.moment_words(_, held.ends)),
    )
    match held.booked:
        case Booked.COMING | Booked.HELD:
            waits = _("Your door waits until {until}. Bring this code.").format(
                until=dates.clock_words(held.grace_until)
            )
            return Card("good", _("A door is reserved for you"), (waits,), facts=facts)
        case Booked.FAILED:
            sorry = _("We are sorry: all doors are still taken. The staff know. Please ask them.")
            return Card("bad", _("No door is free"), (sorry,), facts=facts)
        case Booked.RELEASED:
            return Card("quiet", _("Nobody came, so the door is free again"), facts=facts)
        case Booked.ARRIVED:
            return Card("quiet", _("You have used this reservation"), facts=facts)
    return Card("quiet", _("This reservation was cancelled"), facts=facts)
