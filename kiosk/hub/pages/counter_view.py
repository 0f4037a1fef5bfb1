"""How a counter stands, in words: who is here, who waits and why in this order."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from kiosk.hub.pages.counter_acts import mine, press_id
from kiosk.hub.pages.signed_in import StaffPage
from kiosk.ids import CounterId, ServiceId, TicketId
from kiosk.phrases import counter as words
from kiosk.phrases import dates
from kiosk.queueing import QUEUEING
from kiosk.queueing.order import can_call, is_early, next_turn, waiting_for
from kiosk.queueing.plan import Hall
from kiosk.queueing.records import Counter, CounterStatus, Queueing, Stage, Ticket, in_order


class Line(msgspec.Struct, frozen=True):
    """A ticket in a list."""

    ticket: TicketId
    number: str
    service: str
    why: str
    tone: str = ""


class Place(msgspec.Struct, frozen=True):
    """A counter in a list: what it does, or who works there and whom it serves."""

    counter: CounterId
    says: str
    worked: bool
    number: str = ""


class Here(msgspec.Struct, frozen=True):
    """Whoever is at the counter."""

    ticket: TicketId
    number: str
    service: str
    says: str
    called: bool
    spells: str
    materials: tuple[str, ...]
    to: tuple[tuple[str, str], ...]


class View(msgspec.Struct, frozen=True):
    """Everything the page of a counter shows.

    Attributes:
        counter: where this member works; ``None`` before they chose.
        paused: why, where it pauses.
    """

    counter: CounterId | None
    paused: str
    here: Here | None
    waiting: tuple[Line, ...]
    held: tuple[Line, ...]
    skipped: tuple[Line, ...]
    places: tuple[Place, ...]
    elsewhere: int


class Seen:
    """The queue as one member sees it now."""

    def __init__(self, page: StaffPage) -> None:
        self.page = page
        self._ = page._
        self.queue: Queueing = page.station.state(QUEUEING)
        self.moment = page.moment
        self.hall: Hall = page.file.hall
        self.mine = mine(self.queue, page.member)

    def press(self, act: str) -> str:
        """Return the id of pressing ``act`` now."""
        return press_id(self.queue, self.page.member, act)

    def view(self) -> View:
        """Return what is shown."""
        here = self.mine
        waiting = () if here is None else waiting_for(self.queue, here)
        ticket = None if here is None else self.queue.at(here.id)
        return View(
            counter=None if here is None else here.id,
            paused=self._paused(here) if here is not None else "",
            here=None if ticket is None else self._here(ticket),
            waiting=() if here is None else self._waiting(here, waiting),
            held=() if here is None else self._held(here),
            skipped=() if here is None else self._skipped(here),
            places=tuple(self._place(each.number) for each in self.hall.counters),
            elsewhere=len(self.queue.waiting()) - len(waiting),
        )

    # -- who is here -----------------------------------------------------------------------

    def _here(self, ticket: Ticket) -> Here:
        called = ticket.stage is Stage.CALLED
        if called:
            stage = self.page.plural("called {count} time", "called {count} times", ticket.calls)
            stage = stage.format(count=ticket.calls)
        else:
            minutes = self._minutes(ticket.spells[-1].since)
            stage = self._("served for {count} min").format(count=minutes)
        service = self.hall.service(ticket.service)
        return Here(
            ticket=ticket.id,
            number=ticket.number,
            service=self._name(ticket.service),
            says=" · ".join([*self._reasons(ticket), self._waited(ticket), stage]),
            called=called,
            spells=self._spells(ticket),
            materials=tuple(each.in_language(self.page.language) for each in service.materials),
            to=tuple(self._to(ticket)),
        )

    def _spells(self, ticket: Ticket) -> str:
        stages = words.stages(self._)
        told = []
        for each in ticket.spells:
            at = "" if each.counter is None else f" ({each.counter})"
            told.append(f"{dates.clock_words(each.since)} {stages[each.stage]}{at}")
        return " → ".join(told)

    def _to(self, ticket: Ticket) -> list[tuple[str, str]]:
        """Return where it can be passed on: counters that do this service, then other services."""
        counter = self._("Counter {counter}")
        found = [
            (f"{ticket.service}@{each}", counter.format(counter=each))
            for each in self.hall.counters_for(ticket.service)
            if self.mine is not None
            and each != self.mine.id
            and self.queue.counter(each).status is not CounterStatus.CLOSED
        ]
        others = (each for each in self.hall.offered() if each.id != ticket.service)
        return found + [(each.id, self._name(each.id)) for each in others]

    # -- who waits -------------------------------------------------------------------------

    def _waiting(self, here: Counter, waiting: tuple[Ticket, ...]) -> tuple[Line, ...]:
        turn = next_turn(self.queue, self.moment, here)
        lines = []
        for each in waiting:
            is_next = turn is not None and turn.ticket.id == each.id
            why = [*self._reasons(each), self._waited(each)]
            if is_next:
                why.insert(0, self._("next"))
            lines.append(self._line(each, why, "good" if is_next else ""))
        return tuple(lines)

    def _held(self, here: Counter) -> tuple[Line, ...]:
        held = self._("held for {count} min")
        return tuple(
            self._line(each, [held.format(count=self._minutes(each.spells[-1].since))], "care")
            for each in self.queue.held()
            if each.service in here.services
        )

    def _skipped(self, here: Counter) -> tuple[Line, ...]:
        within = timedelta(minutes=self.moment.settings.queueing.back_within_min)
        since = self.moment.at - within
        skipped = in_order(
            each
            for each in self.queue.tickets.values()
            if each.stage is Stage.NO_SHOW and each.spells[-1].since >= since
        )
        return tuple(
            self._line(each, [self._("skipped")], "idle")
            for each in skipped
            if can_call(here, each)
        )

    def _line(self, ticket: Ticket, why: list[str], tone: str) -> Line:
        said = " · ".join(why)
        return Line(ticket.id, ticket.number, self._name(ticket.service), said, tone)

    # -- counters --------------------------------------------------------------------------

    def _place(self, counter: CounterId) -> Place:
        record, ticket = self.queue.counter(counter), self.queue.at(counter)
        if record.status is CounterStatus.CLOSED:
            does = self._(", ").join(map(self._name, self.hall.skills(counter)))
            return Place(counter, does, worked=False)
        says = self._("Number {number}").format(number=record.staff)
        if record.status is CounterStatus.PAUSED:
            says = " · ".join([says, self._paused(record)])
        return Place(counter, says, worked=True, number="" if ticket is None else ticket.number)

    def _paused(self, record: Counter) -> str:
        if record.status is not CounterStatus.PAUSED:
            return ""
        since = "" if record.since is None else dates.clock_words(record.since)
        reason = words.pauses(self._)[record.reason] if record.reason else ""
        return self._("{reason}, since {since}").format(reason=reason, since=since)

    # -- words -----------------------------------------------------------------------------

    def _name(self, service: ServiceId) -> str:
        return self.hall.service(service).name.in_language(self.page.language)

    def _minutes(self, since: datetime) -> int:
        return max(0, int((self.moment.at - since).total_seconds() // 60))

    def _waited(self, ticket: Ticket) -> str:
        until = ticket.first_called or self.moment.at
        count = max(0, int((until - ticket.arrived).total_seconds() // 60))
        return self._("waited {count} min").format(count=count)

    def _reasons(self, ticket: Ticket) -> list[str]:
        return words.reasons(self._, ticket, is_early=is_early(ticket, self.moment.at))
