"""What the buttons of a counter do: one table from the name of a button to the rule it asks.

Each button of a ticket says which ticket it was shown with. A second press that arrives late, or
one at a page that another counter has overtaken, changes nothing and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.hub.pages.page import Said
from kiosk.hub.pages.signed_in import StaffPage
from kiosk.ids import CounterId, EntryId, ServiceId, StaffId, TicketId, follow_id
from kiosk.queueing import QUEUEING, calls, rules
from kiosk.queueing.counter_events import PauseReason
from kiosk.queueing.events import Result
from kiosk.queueing.records import Counter, CounterStatus, Queueing, Stage, Ticket
from kiosk.settings import Permission

SETTLES = timedelta(seconds=2)
"""After a call nobody can have come yet: a second press of one key must not end that ticket."""
Rule = Callable[..., Any]
Act = Callable[[StaffPage], Said | None]


def mine(queue: Queueing, member: StaffId) -> Counter | None:
    """Return the counter this member works at, if any."""
    for each in queue.counters.values():
        if each.staff == member and each.status is not CounterStatus.CLOSED:
            return each
    return None


def press_id(queue: Queueing, member: StaffId, act: str) -> EntryId:
    """Return the id of pressing ``act`` as the counter stands now.

    The same for everybody who shows this counter, until something is done at it: a double click, a
    second window and a form that is sent again are one entry.
    """
    here = mine(queue, member)
    number = CounterId(0) if here is None else here.id
    ticket = queue.at(number)
    parts = [str(member), act, str(number), "" if here is None else str(here.since)]
    if ticket is None:
        called = [each.at for each in queue.calls if each.counter == number]
        parts.append(str(max(called, default="")))
    else:
        parts += [ticket.id, str(len(ticket.spells)), str(ticket.calls)]
    return follow_id("console", *parts)


def perform(page: StaffPage, act: str) -> Said | None:
    """Do what the button ``act`` says; on a thread that may ask the database.

    Raises:
        Refused: as the rules of the counter; ``bad_input`` for a button that does not exist.
    """
    found = _ACTS.get(act)
    if found is None:
        raise Refused("bad_input", field=act[:20])
    return found(page)


def _press(page: StaffPage, rule: Rule, *, tap: EntryId | None = None, **facts: Any) -> None:
    here = mine(page.station.state(QUEUEING), page.member)
    page.do_now(
        Permission.WORK_COUNTER,
        page.tap(tap=tap),
        QUEUEING,
        rule,
        counter=CounterId(0) if here is None else here.id,  # which no counter has
        by=page.member,
        **facts,
    )


def _of_ticket(page: StaffPage, rule: Rule, *, settled: bool = False) -> Rule:
    """Return ``rule`` for the ticket that the page showed, asked in the station's own turn."""
    shown = TicketId(page.fields.text("ticket"))

    def asked(queue: Queueing, moment: Moment, *, counter: CounterId, **facts: Any) -> Any:
        ticket = queue.at(counter)
        if ticket is None or ticket.id != shown:
            raise Refused("ticket_elsewhere")
        if settled and ticket.stage is Stage.CALLED and moment.at - _since(ticket) < SETTLES:
            raise Refused("just_called", number=ticket.number)
        return rule(queue, moment, counter=counter, **facts)

    return asked


def _since(ticket: Ticket) -> Any:
    return ticket.spells[-1].since


def _simple(rule: Rule) -> Act:
    return lambda page: _press(page, _of_ticket(page, rule))


def _open(page: StaffPage) -> None:
    page.do_now(
        Permission.WORK_COUNTER,
        page.tap(),
        QUEUEING,
        calls.open_counter,
        counter=CounterId(page.fields.number("counter", least=1, most=99)),
        by=page.member,
        hall=page.file.hall,
    )


def _done_next(page: StaffPage) -> Said | None:
    """End it and call the next one, in one press."""
    rule = _of_ticket(page, calls.finish, settled=True)
    _press(page, rule, result=Result.SOLVED)
    try:
        _press(page, calls.call_next, tap=follow_id(page.fields.tap(), "next"))
    except Refused as refused:
        if refused.reason != "nobody_waits":
            raise
        return Said(page._("Done. Nobody waits for this counter."))
    return None


def _end(page: StaffPage) -> None:
    result = page.fields.choice("result", Result)
    _press(page, _of_ticket(page, calls.finish, settled=True), result=result)


def _transfer(page: StaffPage) -> None:
    """Pass on to ``service``, or to a counter: ``service@counter``."""
    service, _, counter = page.fields.text("to").partition("@")
    to = CounterId(int(counter)) if counter.isascii() and counter.isdecimal() else None
    rule = _of_ticket(page, calls.transfer)
    _press(page, rule, hall=page.file.hall, service=ServiceId(service), to=to)


def _chosen(page: StaffPage) -> None:
    """Call a certain number; a held one goes on."""
    ticket = page.station.state(QUEUEING).tickets.get(TicketId(page.fields.text("chosen")))
    _call(page, ticket)


def _by_number(page: StaffPage) -> None:
    queue = page.station.state(QUEUEING)
    _call(page, rules.by_number(queue, page.moment, number=page.fields.text("number", most=12)))


def _call(page: StaffPage, ticket: Ticket | None) -> None:
    if ticket is None:
        raise Refused("no_such_ticket")
    rule: Rule = calls.resume if ticket.stage is Stage.HELD else calls.call_chosen
    _press(page, rule, ticket=ticket.id)


def _pause(page: StaffPage) -> None:
    _press(page, calls.pause_counter, reason=page.fields.choice("reason", PauseReason))


_ACTS: Mapping[str, Act] = MappingProxyType(
    {
        "open": _open,
        "call": lambda page: _press(page, calls.call_next),
        "here": _simple(calls.begin),
        "recall": _simple(calls.recall),
        "skip": _simple(calls.skip),
        "hold": _simple(calls.hold),
        "next": _done_next,
        "end": _end,
        "transfer": _transfer,
        "chosen": _chosen,
        "number": _by_number,
        "pause": _pause,
        "go-on": lambda page: _press(page, calls.resume_counter),
        "close": lambda page: _press(page, calls.close_counter),
    }
)
ACTS = tuple(_ACTS)
"""The names of the buttons."""
