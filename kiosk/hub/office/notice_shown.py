"""What a notice says of the days of a year, before it is taken over; or why it cannot be."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kiosk.calendar_files import Offer, span
from kiosk.notices.phrases import sentence
from kiosk.phrases import days as words_of
from kiosk.phrases.calendar import counts
from kiosk.phrases.days import Says
from kiosk.staff.calendar_records import StationDays
from kiosk.words import Words
from kiosk.workdays import Calendar, Difference, differences

_MOST_DIFFERENCES = 40


class OfferShown(msgspec.Struct, frozen=True):
    """What a notice brings, or why it cannot be taken over."""

    sound: bool
    troubles: tuple[str, ...]
    years: tuple[str, ...]
    holidays: tuple[tuple[str, str, str], ...]
    differences: tuple[tuple[str, str], ...]
    more: int
    unbalanced: bool


def shown(offer: Offer, held: StationDays, now: Calendar, words: Words) -> OfferShown:
    """Return what a notice would bring to the calendar that holds now; own days stay."""
    _ = words.gettext
    troubles = offer.notice.troubles if offer.notice is not None else ()
    if not offer.sound:
        said = tuple(sentence(each, _) for each in troubles)
        return OfferShown(False, said, (), (), (), 0, False)
    coming = held.own_over(now.overridden_by(offer.calendar))
    found = differences(now, coming, offer.touched)
    rows = tuple(_difference(_, each) for each in found[:_MOST_DIFFERENCES])
    return OfferShown(
        sound=True,
        troubles=(),
        years=tuple(
            _("{year}: {counts}").format(
                year=year, counts=counts(_, words.ngettext, offer.calendar, year)
            )
            for year in offer.touched
        ),
        holidays=tuple(_holidays(_, offer)),
        differences=rows,
        more=len(found) - len(rows),
        unbalanced=bool(offer.notice and offer.notice.remarks),
    )


def _difference(_: Says, each: Difference) -> tuple[str, str]:
    kinds = words_of.kinds(_)
    before = kinds[each.before] if each.before else _("not known")
    return words_of.date_of(_, each.day), f"{before} → {kinds[each.after]}"


def _holidays(_: Says, offer: Offer) -> Iterator[tuple[str, str, str]]:
    calendar, year = offer.calendar, max(offer.touched)
    names = [name for _day, name in sorted({**calendar.worked, **calendar.off}.items())]
    for key in dict.fromkeys(names):
        off = sorted(day for day, name in calendar.off.items() if name == key)
        worked = sorted(day for day, name in calendar.worked.items() if name == key)
        spans = [words_of.span_of(_, one, other, year) for one, other in span(off)]
        instead = [words_of.in_year(_, day, year) for day in worked]
        yield (
            words_of.holiday(_, key),
            words_of.listed(_, spans),
            words_of.listed(_, instead),
        )
