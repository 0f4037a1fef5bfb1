"""What the pages of a counter share: which counter, its ticket, acting there, refusals in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from kiosk.errors import Refused
from kiosk.ids import CounterId, ServiceId
from kiosk.phrases import counter as counter_words
from kiosk.phrases import dates
from kiosk.phrases import queue as queue_phrases
from kiosk.queueing import QUEUEING
from kiosk.queueing.desk import QueueDesk
from kiosk.queueing.order import is_early
from kiosk.queueing.plan import Hall
from kiosk.queueing.records import CounterStatus, Queueing, Stage, Ticket
from kiosk.settings import Permission
from kiosk.tap import Done
from screens.icons import Icon
from screens.staff.page import SignedInPage
from screens.staff.rows import Row


class CounterPage(SignedInPage):
    """A page of whoever works at a counter; which one is remembered by the queue itself."""

    icon = Icon.PERSON

    @property
    def queue_desk(self) -> QueueDesk:
        """The one front of the queue."""
        desk: QueueDesk = self.services.queue
        return desk

    @property
    def queue(self) -> Queueing:
        """What is true of the queue now."""
        return self.queue_desk.state

    @property
    def hall(self) -> Hall:
        """Services and counters of the station."""
        return self.queue_desk.hall

    @property
    def mine(self) -> CounterId | None:
        """The counter this member works at, if any."""
        for each in self.queue.counters.values():
            if each.staff == self.session.member and each.status is not CounterStatus.CLOSED:
                return each.id
        return None

    @property
    def counter(self) -> CounterId:
        """The counter; number 0, which no counter has, if it was closed or taken over."""
        return self.mine or CounterId(0)

    @property
    def ticket(self) -> Ticket | None:
        """Who is called or served here."""
        return self.queue.at(self.counter)

    def press(self, rule: Callable[..., Any], then: Callable[[Done], None], **facts: Any) -> None:
        """Act at the counter in the name of the member."""
        self.act(
            QUEUEING,
            rule,
            needs=Permission.WORK_COUNTER,
            then=then,
            lane=self.services.decisions,
            counter=self.counter,
            by=self.session.member,
            **facts,
        )

    def back_to_counter(self, *_: object) -> None:
        """The act is done: the counter shows how it stands."""
        self.goes.back()

    # -- words -----------------------------------------------------------------------------

    def name_of(self, service: ServiceId) -> str:
        """Return what a service is called."""
        return self.hall.service(service).name.in_language(self.visit.language)

    def minutes(self, since: datetime) -> int:
        """Return whole minutes since then."""
        seconds = (self.services.clock.now() - since).total_seconds()
        return max(0, int(seconds // 60))

    def waited(self, ticket: Ticket) -> str:
        """Return how long somebody has waited, or did until they were called."""
        until = ticket.first_called or self.services.clock.now()
        count = max(0, int((until - ticket.arrived).total_seconds() // 60))
        return self._("waited {count} min").format(count=count)

    def reasons(self, ticket: Ticket) -> list[str]:
        """Return why a ticket stands elsewhere in the order than by its arrival."""
        early = is_early(ticket, self.services.clock.now())
        return counter_words.reasons(self._, ticket, is_early=early)

    def missing_words(self, ticket: Ticket) -> str:
        """Return which papers were missing last time, in one line; empty if none were noted."""
        missing = self.queue_desk.missing_papers(ticket)
        return self._(", ").join(each.in_language(self.visit.language) for each in missing)

    def missing_rows(self, ticket: Ticket) -> list[Row]:
        """Return a row with the papers that were missing last time, if any were."""
        words = self.missing_words(ticket)
        if not words:
            return []
        lead = self._("Missing last time")
        return [Row(lead, words, icon=Icon.RECEIPT_LONG, tone="care", wide=True)]

    def history(self, ticket: Ticket) -> Row:
        """Return every spell of a ticket so far, in one row."""
        stages = counter_words.stages(self._)
        spells = []
        for each in ticket.spells:
            where = "" if each.counter is None else f" ({each.counter})"
            spells.append(f"{dates.clock_words(each.since)} {stages[each.stage]}{where}")
        return Row(" → ".join(spells), icon=Icon.HISTORY, wide=True)

    def words(self, refused: Refused) -> str:
        """Return the one sentence for a refusal."""
        return self._refusal(refused) or super().words(refused)

    def _refusal(self, refused: Refused) -> str:
        facts: Mapping[str, Any] = refused.facts
        sentence = counter_words.refusals(self._).get(refused.reason, "")
        known = {**facts, "number": self._number_in(facts)}
        if isinstance(facts.get("stage"), Stage):
            known["stage"] = counter_words.stages(self._)[facts["stage"]]
        if sentence:
            return sentence.format(**known)
        return queue_phrases.refusal(self._, refused)

    def _number_in(self, facts: Mapping[str, Any]) -> str:
        ticket = self.queue.tickets.get(facts.get("ticket", ""))
        return ticket.number if ticket is not None else ""
