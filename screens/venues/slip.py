"""The slip of an application: what, when, the code and the QR; no name and no phone."""

from __future__ import annotations

from kiosk.links import is_link
from kiosk.phrases import venues as phrases
from kiosk.slips import Big, Pair, Pairs, Qr, Rule, Slip, Text, Title
from kiosk.venues.receipt import Receipt
from screens.icons import Icon
from screens.venues.page import VenueScreen
from screens.widgets.keypad import grouped


def receipt_slip(
    page: VenueScreen, receipt: Receipt, answer: str, *, tentative: bool = False
) -> Slip:
    """Return the slip, in the language and type of the visit.

    Args:
        answer: when the answer comes, in words; may be empty.
        tentative: it waits to be confirmed, and may still be refused.
    """
    _, booking = page._, receipt.bookings[0]
    plan = page.site.venue(booking.venue)
    names = page.services.about.names
    station = names.get(page.visit.language, next(iter(names.values()), ""))
    more = len(receipt.bookings) - 1
    when = page.slot_words(booking.slot)
    if more:
        when = _("{first} and {count} more weeks").format(first=when, count=more)
    state = page.tentative_words() if tentative else phrases.statuses(_)[booking.status]
    rows = (
        Pair(_("Place"), "" if plan is None else page.name_of(plan)),
        Pair(_("Time"), when),
        Pair(_("State"), state),
    )
    blocks = (
        Title(station, icon=Icon.MEETING_ROOM),
        Text(_("Code of your booking"), centred=True),
        Big(grouped(receipt.code)),
        Pairs(rows),
        Rule(),
        Text(answer or _("Look with your code how it stands.")),
        Qr(receipt.qr, _caption(page, receipt.qr)),
    )
    return Slip(blocks=blocks, language=page.visit.language.value, large=page.visit.care)


def _caption(page: VenueScreen, qr: str) -> str:
    if is_link(qr):
        return page._("Hold it to the scanner to check in; your phone shows how it stands.")
    return page._("Hold it to the scanner to check in.")
