"""The doors of a station as they are believed to be, live, and opening one from afar with a reason.

The hub opens nothing: it writes an order, and the terminal that owns the door answers it
(``kiosk/lockers/remote.py``). What is shown is what that terminal has written down.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import msgspec
from fastapi import Depends
from fastapi.responses import Response

from kiosk.errors import Refused
from kiosk.hub.pages.forms import csrf_of
from kiosk.hub.pages.live import live
from kiosk.hub.pages.page import Said
from kiosk.hub.pages.route import page_router
from kiosk.hub.pages.sections import Link, Need, Section
from kiosk.hub.pages.signed_in import StaffPage, signed_in
from kiosk.ids import BankId, DoorId
from kiosk.lockers import LOCKERS, remote
from kiosk.lockers.events import OpenReason
from kiosk.lockers.plan import DoorPlan
from kiosk.lockers.records import DoorState, Lockers
from kiosk.lockers.remote_records import RemoteOrder
from kiosk.phrases import dates
from kiosk.phrases import doors as words
from kiosk.phrases import staff as staff_words
from kiosk.settings import Permission
from kiosk.words import mark

PATH = "/console/doors"
LOCKERS_GROUP = mark("Lockers")
LONGEST_NOTE = 200
_TO_LOOK_AT = (DoorState.TO_CHECK, DoorState.CLEANING, DoorState.OUT_OF_SERVICE)
Sees = Annotated[StaffPage, Depends(signed_in(Permission.VIEW_DOORS))]
Opens = Annotated[StaffPage, Depends(signed_in(Permission.VIEW_DOORS, Permission.OPEN_DOORS))]
api = page_router()


class Tile(msgspec.Struct, frozen=True):
    """A door on the map."""

    door: DoorId
    size: str
    says: str
    tone: str
    alarm: str


class OrderLine(msgspec.Struct, frozen=True):
    """An order from afar, in words."""

    door: DoorId
    at: str
    by: str
    reason: str
    says: str
    tone: str


@api.get(PATH)
async def doors(page: Sees) -> Response:
    """Show every door."""
    return page.show("doors.html", **await page.run(_all_doors, page))


@api.get(f"{PATH}/live")
async def doors_live(page: Sees) -> Response:
    """Go on showing them."""
    return await live(page, lambda: page.part("doors_live.html", **_all_doors(page)))


@api.get(PATH + "/{door}")
async def door(page: Sees, door: str) -> Response:
    """Show one door, and the form that opens it."""
    return page.show("door.html", **await page.run(_one_door, page, door))


@api.get(PATH + "/{door}/live")
async def door_live(page: Sees, door: str) -> Response:
    """Go on showing it."""
    return await live(page, lambda: page.part("door_live.html", **_one_door(page, door)))


@api.post(PATH + "/{door}/open")
async def order_open(page: Opens, door: str) -> Response:
    """Order a door open; the reason is an entry, the note is erased in its time."""
    path = f"{PATH}/{door}"
    given = {"reason": "", "note": page.fields.text("note", most=10 * LONGEST_NOTE)}
    try:
        reason = page.fields.choice("reason", OpenReason)
        given["reason"] = reason
        if len(given["note"]) > LONGEST_NOTE:
            raise Refused("note_too_long", most=LONGEST_NOTE)
        await page.do(
            Permission.OPEN_DOORS,
            page.tap(given["note"]),
            LOCKERS,
            remote.order_remotely,
            cabinet=page.file.cabinet,
            door=DoorId(door),
            reason=reason,
        )
    except Refused as refused:
        said = page.why_not(refused, words.refusals)
        shown = await page.run(_one_door, page, door)
        return page.show("door.html", status=409, said=said, **{**shown, "given": given})
    return page.go(path, Said(page._("The order is written. How it goes on stands below."), "care"))


def door_needs(page: StaffPage) -> Iterable[Need]:
    """Yield alarms, overdue doors, and doors that somebody has to look at."""
    if not page.may(Permission.VIEW_DOORS) or page.hub.file(page.name) is None:
        return
    lockers, at = page.station.state(LOCKERS), page.moment.at
    names, alarms = staff_words.door_states(page._), staff_words.alarms(page._)
    for plan in page.file.cabinet.doors:
        record, state = lockers.door(plan.id), lockers.state_of(plan.id, at)
        text = page._("Door {door}").format(door=plan.id)
        if record.alarm is not None:
            yield Need(text, alarms[record.alarm], "bad", f"{PATH}/{plan.id}")
        elif state is DoorState.OVERDUE or state in _TO_LOOK_AT:
            tone = "bad" if state is DoorState.OVERDUE else "care"
            yield Need(text, names[state], tone, f"{PATH}/{plan.id}")


def _all_doors(page: StaffPage) -> dict[str, Any]:
    lockers, cabinet = page.station.state(LOCKERS), page.file.cabinet
    banks: dict[BankId, list[list[Tile]]] = {
        bank: [[_tile(page, lockers, plan) for plan in column] for column in cabinet.columns(bank)]
        for bank in cabinet.banks
    }
    states = [lockers.state_of(plan.id, page.moment.at) for plan in cabinet.doors]
    names = staff_words.door_states(page._)
    counts = [
        (names[state], states.count(state), _tone(state)) for state in DoorState if state in states
    ]
    latest = sorted(lockers.remote.values(), key=lambda each: each.position, reverse=True)
    return {
        "banks": banks,
        "counts": counts,
        "orders": [_order_line(page, each) for each in latest[:10]],
    }


def _one_door(page: StaffPage, door: str) -> dict[str, Any]:
    plan = page.file.cabinet.find(DoorId(door))
    if plan is None:
        raise Refused("no_such_door", door=door[:8])
    lockers, at = page.station.state(LOCKERS), page.moment.at
    record, rental = lockers.door(plan.id), lockers.rental_of(plan.id)
    mine = [each for each in lockers.remote.values() if each.door == plan.id]
    latest = max(mine, key=lambda each: each.position, default=None)
    return {
        "tile": _tile(page, lockers, plan),
        "record": record,
        "reading": staff_words.readings(page._)[record.believed],
        "believed_at": "" if record.believed_at is None else _time(page, record.believed_at),
        "why": staff_words.mark_reasons(page._).get(record.reason, ""),
        "until": "" if rental is None else _time(page, rental.until),
        "overdue": rental is not None and rental.is_overdue(at),
        "order": None if latest is None else _order_line(page, latest),
        "reasons": staff_words.open_reasons(page._),
        "away": _is_away(page, plan.bank),
        "given": {"reason": "", "note": ""},
        "longest": LONGEST_NOTE,
        "csrf": csrf_of(page.token),
    }


def _is_away(page: StaffPage, bank: BankId) -> bool:
    """Tell whether nobody is there who would open a door of ``bank``."""
    owner = page.hub.terminals.owner_of(page.name, bank)
    return owner is None or owner.ended_at is not None or owner.is_away(page.hub.clock.now())


def _tile(page: StaffPage, lockers: Lockers, plan: DoorPlan) -> Tile:
    state, alarm = lockers.state_of(plan.id, page.moment.at), lockers.door(plan.id).alarm
    return Tile(
        door=plan.id,
        size=plan.size,
        says=staff_words.door_states(page._)[state],
        tone="bad" if alarm is not None else _tone(state),
        alarm="" if alarm is None else staff_words.alarms(page._)[alarm],
    )


def _tone(state: DoorState) -> str:
    """Return the tone of a door; a plain one has none, for ``card`` is a box of a page."""
    tone = staff_words.STATE_TONES[state]
    return "" if tone == "card" else tone


def _order_line(page: StaffPage, order: RemoteOrder) -> OrderLine:
    moment = page.moment
    stage = order.stage(moment.at, moment.settings.lockers.remote_age_s)
    says, tone = words.order_words(page._, order, stage)
    return OrderLine(
        door=order.door,
        at=_time(page, order.at),
        by=page._("Number {number}").format(number=order.by.partition(":")[2]),
        reason=staff_words.open_reasons(page._).get(order.reason, ""),
        says=says,
        tone=tone,
    )


def _time(page: StaffPage, at: Any) -> str:
    if dates.local_day(at) == page.moment.business_date:
        return dates.clock_words(at)
    return dates.moment_words(page._, at)


SECTION = Section(
    lambda: api,
    links=(Link(PATH, mark("Doors"), Permission.VIEW_DOORS, LOCKERS_GROUP),),
    needs=door_needs,
    examples=(f"{PATH}/A01",),
)
