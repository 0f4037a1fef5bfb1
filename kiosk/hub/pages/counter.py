"""The counter in a browser: who is here, one large button for what comes next, who waits.

What other counters and terminals do appears by itself. Every act has a key; docs/console.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Any

from fastapi import Depends
from fastapi.responses import Response

from kiosk.errors import Refused
from kiosk.hub.pages.counter_acts import perform
from kiosk.hub.pages.counter_view import Seen
from kiosk.hub.pages.forms import csrf_of
from kiosk.hub.pages.live import live
from kiosk.hub.pages.page import Said
from kiosk.hub.pages.route import page_router
from kiosk.hub.pages.sections import Link, Need, Section
from kiosk.hub.pages.signed_in import StaffPage, signed_in
from kiosk.phrases import counter as words
from kiosk.phrases import queue as queue_words
from kiosk.queueing import QUEUEING
from kiosk.queueing.home_visits import home_visits
from kiosk.settings import Permission
from kiosk.words import mark

PATH = "/console/counter"
SERVICE = mark("At the counter")
HELD_TOO_LONG = timedelta(minutes=20)
AtCounter = Annotated[StaffPage, Depends(signed_in(Permission.WORK_COUNTER))]
api = page_router()


@api.get(PATH)
async def counter(page: AtCounter) -> Response:
    """Show the counter."""
    return page.show("counter.html", **await page.run(_given, page))


@api.get(f"{PATH}/live")
async def counter_live(page: AtCounter) -> Response:
    """Go on showing it."""
    return await live(page, lambda: page.part("counter_live.html", **_given(page)))


@api.post(PATH + "/{act}")
async def press(page: AtCounter, act: str) -> Response:
    """Do what a button says."""
    try:
        said = await page.run(perform, page, act)
    except Refused as refused:
        said = await page.run(_why_not, page, refused)
    return page.go(PATH, said)


def counter_needs(page: StaffPage) -> Iterable[Need]:
    """Yield long waits, services that rest too long, visits at home that nobody sees to."""
    queue, moment = page.station.state(QUEUEING), page.moment
    path = PATH if page.may(Permission.WORK_COUNTER) else ""
    limit = timedelta(minutes=moment.settings.queueing.old_after_min)
    late = [each for each in queue.waiting() if moment.at - each.waits_from >= limit]
    if late:
        longest = max(int((moment.at - each.waits_from).total_seconds() // 60) for each in late)
        text = page.plural(
            "{count} person waits for long", "{count} people wait for long", len(late)
        )
        calling = len(queue.open_counters())
        hint = page._("the longest for {minutes} min; counters open: {open}")
        tone = "care" if calling else "bad"
        hint = hint.format(minutes=longest, open=calling)
        yield Need(text.format(count=len(late)), hint, tone, path)
    for each in queue.held():
        rests = moment.at - each.spells[-1].since
        if rests >= HELD_TOO_LONG:
            count = int(rests.total_seconds() // 60)
            text = page._("Number {number} is held").format(number=each.number)
            yield Need(text, page._("for {count} min").format(count=count), "care", path)
    asked = [each for each in home_visits(queue) if each.staff is None]
    if asked:
        text = page.plural(
            "{count} home visit is asked for", "{count} home visits are asked for", len(asked)
        )
        yield Need(text.format(count=len(asked)))


def _given(page: StaffPage) -> dict[str, Any]:
    seen = Seen(page)
    return {
        "view": seen.view(),
        "press": seen.press,
        "csrf": csrf_of(page.token),
        "pauses": words.pauses(page._),
    }


def _why_not(page: StaffPage, refused: Refused) -> Said:
    ticket = page.station.state(QUEUEING).tickets.get(refused.facts.get("ticket", ""))
    more = {} if ticket is None else {"number": ticket.number}
    return page.why_not(refused, words.refusals, queue_words.sentences, **more)


SECTION = Section(
    lambda: api,
    links=(Link(PATH, mark("Counter"), Permission.WORK_COUNTER, SERVICE),),
    needs=counter_needs,
)
