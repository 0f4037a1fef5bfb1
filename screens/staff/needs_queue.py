"""What about the queue, its paper and visits at home needs somebody, as rows of the first page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from kiosk.phrases import printed as print_words
from kiosk.ports import PrinterStatus
from kiosk.queueing import QUEUEING
from kiosk.queueing.home_visits import home_visits
from kiosk.queueing.records import Queueing
from kiosk.settings import Permission
from screens.icons import Icon
from screens.staff.page import SignedInPage
from screens.staff.rows import Row

HELD_TOO_LONG = timedelta(minutes=20)
_GOOD = (PrinterStatus.READY, PrinterStatus.UNKNOWN)


def queue_needs(page: SignedInPage) -> Iterator[Row]:
    """Yield long waits, services that rest too long, visits nobody sees to, paper."""
    yield from _paper(page)
    if page.services.queue is None:
        return
    queue: Queueing = page.station.state(QUEUEING)
    yield from _long_waits(page, queue)
    yield from _held(page, queue)
    yield from _visits(page, queue)


def _paper(page: SignedInPage) -> Iterator[Row]:
    printing = page.services.printing
    if printing.fitted and printing.status not in _GOOD:
        low = printing.status is PrinterStatus.PAPER_LOW
        yield Row(
            page._("Slip printer: {what}").format(
                what=print_words.conditions(page._)[printing.status]
            ),
            page._("Numbers are shown on the screen meanwhile."),
            icon=Icon.PRINT_DISABLED,
            tone="care" if low else "bad",
        )


def _to_counter(page: SignedInPage) -> partial[None] | None:
    may = page.may(Permission.WORK_COUNTER)
    return partial(page.goes.go, "staff.counter") if may else None


def _long_waits(page: SignedInPage, queue: Queueing) -> Iterator[Row]:
    now = page.services.clock.now()
    limit = timedelta(minutes=page.station.moment().settings.queueing.old_after_min)
    late = [each for each in queue.waiting() if now - each.waits_from >= limit]
    if late:
        longest = max(int((now - each.waits_from).total_seconds() // 60) for each in late)
        text = page.plural(
            "{count} person waits for long", "{count} people wait for long", len(late)
        )
        open_ = len(queue.open_counters())
        hint = page._("the longest for {minutes} min; counters open: {open}")
        yield Row(
            text.format(count=len(late)),
            hint.format(minutes=longest, open=open_),
            icon=Icon.TIMER,
            tone="bad" if not open_ else "care",
            touched=_to_counter(page),
        )


def _held(page: SignedInPage, queue: Queueing) -> Iterator[Row]:
    now = page.services.clock.now()
    for each in queue.held():
        rests = now - each.spells[-1].since
        if rests >= HELD_TOO_LONG:
            yield Row(
                page._("Number {number} is held").format(number=each.number),
                page._("for {count} min").format(count=int(rests.total_seconds() // 60)),
                icon=Icon.HOURGLASS_TOP,
                tone="care",
                touched=_to_counter(page),
            )


def _visits(page: SignedInPage, queue: Queueing) -> Iterator[Row]:
    asked = [each for each in home_visits(queue) if each.staff is None]
    if asked:
        text = page.plural(
            "{count} home visit is asked for", "{count} home visits are asked for", len(asked)
        )
        may = page.may(Permission.HOME_VISITS)
        yield Row(
            text.format(count=len(asked)),
            page._("the first one since {since}").format(since=page.time_of(asked[0].asked)),
            icon=Icon.HOME,
            tone="care",
            touched=partial(page.goes.go, "staff.home_visits") if may else None,
        )
