"""The counter: who is here, and one large button for what comes next. Made for many an hour."""

from __future__ import annotations

from functools import partial
from typing import Any

from kivy.clock import Clock

from kiosk.errors import Refused
from kiosk.ids import CounterId
from kiosk.phrases import counter as counter_words
from kiosk.phrases import dates
from kiosk.queueing import QUEUEING, calls
from kiosk.queueing.events import Result
from kiosk.queueing.order import waiting_for
from kiosk.queueing.records import CounterStatus, Stage, Ticket
from kiosk.settings import Permission
from kiosk.tap import Done
from screens.icons import Icon
from screens.staff.counter_face import CounterFace
from screens.staff.rows import Row

LOOK_EVERY = 1.0
"""Seconds between two looks at the queue while the page is shown."""
SETTLES = 2.0
"""Seconds after a call in which nobody has come yet: a second touch must not end that ticket."""


class CounterScreen(CounterFace):
    """Choose a counter once; from then on this page is that counter."""

    def heading(self) -> str:
        """Return which counter it is."""
        mine = self.mine
        if mine is None:
            return self._("Which counter?")
        return self._("Counter {counter}").format(counter=mine)

    def on_pre_enter(self) -> None:
        """Show how the counter stands, and go on looking."""
        self._seen: object = None
        self._settled_at = 0.0
        self._looking: Any = Clock.schedule_interval(self._look, LOOK_EVERY)
        self._look(0)

    def on_leave(self) -> None:
        """Look no more."""
        self._looking.cancel()

    # -- verbs -----------------------------------------------------------------------------

    def open(self, counter: CounterId) -> None:
        """Work at this counter from now on."""
        self.act(
            QUEUEING,
            calls.open_counter,
            needs=Permission.WORK_COUNTER,
            then=self._acted,
            counter=counter,
            by=self.session.member,
            hall=self.hall,
        )

    def call_next(self) -> None:
        """Call whose turn it is."""
        self.press(calls.call_next, self._called)

    def end_and_call(self) -> None:
        """Done: the next one, please. One touch for both."""
        if Clock.time() < self._settled_at:
            return
        login, session, station = self.login, self.session, self.station
        end, call = session.tap(), session.tap()
        counter, by = self.counter, session.member

        def both() -> bool:
            login.must(session, Permission.WORK_COUNTER)
            station.do(end, QUEUEING, calls.finish, counter=counter, by=by, result=Result.SOLVED)
            try:
                station.do(call, QUEUEING, calls.call_next, counter=counter, by=by)
            except Refused as refused:
                if refused.reason != "nobody_waits":
                    raise
                return False
            return True

        self.do(both, then=self._next_called, lane=self.services.decisions)

    def is_here(self) -> None:
        """Say that the person has come."""
        self.press(calls.begin, self._acted)

    def recall(self) -> None:
        """Call once more."""
        self.press(calls.recall, self._acted)

    def skip(self) -> None:
        """Nobody came, however often it was called."""
        self.press(calls.skip, self._acted)

    def hold(self) -> None:
        """Let the person fetch something; the counter is free meanwhile."""
        self.press(calls.hold, self._acted)

    def go_on(self) -> None:
        """The pause is over."""
        self.press(calls.resume_counter, self._acted)

    def close(self) -> None:
        """Work here no more."""
        self.press(calls.close_counter, self._acted)

    def _acted(self, _: Done) -> None:
        self._look(0)

    def _called(self, _: Done) -> None:
        self._settled_at = Clock.time() + SETTLES
        self._look(0)

    def _next_called(self, called: bool) -> None:
        if called:
            self._settled_at = Clock.time() + SETTLES
        self._look(0)
        if not called:
            self.say_notice(self._("Done. Nobody waits for this counter."), tone="good")

    def refuse(self, refused: Refused) -> None:
        """Say why not, beside how things stand now."""
        self._look(0)
        super().refuse(refused)

    # -- showing ---------------------------------------------------------------------------

    def _look(self, _: float) -> None:
        queue, mine = self.queue, self.mine
        here = None if mine is None else queue.counter(mine)
        ticket = self.ticket
        waits = 0 if here is None else len(waiting_for(queue, here))
        minute = int(self.services.clock.now().timestamp() // 60)
        worked = tuple(queue.counters.values()) if mine is None else ()
        seen = (here, ticket, waits, len(queue.held()), minute, worked)
        if seen == self._seen:
            return
        if self._is_pressed():
            # A button stays down for a moment after a quick tap; what it did is shown right after.
            Clock.schedule_once(self._look_if_here, 0)
            return
        self._seen = seen
        assert self.body is not None
        self.body.clear_widgets()
        self.title = self.heading()
        if here is None:
            self._show_choice()
        elif here.status is CounterStatus.PAUSED:
            self._show_paused(self._pause_words())
        elif ticket is None:
            self._show_free(waits)
        else:
            self._show_ticket(ticket, waits)

    def _look_if_here(self, _: float) -> None:
        if self.current:
            self._look(0)

    def _is_pressed(self) -> bool:
        assert self.body is not None
        return any(getattr(each, "state", "") == "down" for each in self.body.walk(restrict=True))

    def _show_choice(self) -> None:
        rows = []
        for plan in self.hall.counters:
            record = self.queue.counter(plan.number)
            worked = record.status is not CounterStatus.CLOSED
            does = ", ".join(map(self.name_of, self.hall.skills(plan.number)))
            rows.append(
                Row(
                    self._("Counter {counter}").format(counter=plan.number),
                    self._("Number {staff} works there. Touch to take over.").format(
                        staff=record.staff
                    )
                    if worked
                    else does,
                    icon=Icon.PERSON if worked else Icon.CHEVRON_RIGHT,
                    tone="care" if worked else "card",
                    touched=partial(self.open, plan.number),
                )
            )
        self.add_widget(self.paged(rows))

    def _pause_words(self) -> str:
        record = self.queue.counter(self.counter)
        since = "" if record.since is None else dates.clock_words(record.since)
        reason = counter_words.pauses(self._)[record.reason] if record.reason else ""
        return self._("{reason}, since {since}").format(reason=reason, since=since)

    def _show_paused(self, words: str) -> None:
        self.add_widget(self.card(self._("Pause"), words, tone="care"))
        self.add_widget(self.grid([(self._("Close counter"), Icon.LOGOUT, self.close, True)]))
        self.add_widget(self.primary(self._("Go on"), Icon.DONE, self.go_on))

    def _show_free(self, waits: int) -> None:
        words = self.plural("{count} person waits", "{count} people wait", waits)
        held = len(self.queue.held())
        rest = self._("Held: {count}").format(count=held) if held else ""
        headline = words.format(count=waits) if waits else self._("Nobody is waiting")
        self.add_widget(self.card(headline, rest, tone="quiet"))
        self.add_widget(
            self.grid(
                [
                    self.list_act(waits + held),
                    (
                        self._("By number"),
                        Icon.DIALPAD,
                        lambda: self.goes.go("staff.counter_number"),
                        True,
                    ),
                    (
                        self._("Pause …"),
                        Icon.TIMER,
                        lambda: self.goes.go("staff.counter_pause"),
                        True,
                    ),
                ]
            )
        )
        self.add_widget(self.primary(self._("Call next"), Icon.CAMPAIGN, self.call_next))

    def _show_ticket(self, ticket: Ticket, waits: int) -> None:
        called = ticket.stage is Stage.CALLED
        self.add_widget(self.ticket_card(ticket))
        if not self.theme.tight:
            self.add_widget(self.paged(self.facts(ticket)))
        self.add_widget(
            self.grid(
                [
                    (self._("Is here"), Icon.PERSON, self.is_here, called),
                    (self._("Once more"), Icon.CAMPAIGN, self.recall, called),
                    (self._("Nobody came"), Icon.BLOCK, self.skip, called),
                    (self._("Hold"), Icon.HOURGLASS_TOP, self.hold, True),
                    (
                        self._("Pass on"),
                        Icon.ARROW_FORWARD,
                        lambda: self.goes.go("staff.counter_transfer"),
                        True,
                    ),
                    (
                        self._("Other end"),
                        Icon.ASSIGNMENT,
                        lambda: self.goes.go("staff.counter_end"),
                        True,
                    ),
                ]
            )
        )
        text = self._("Done, next ({count})").format(count=waits) if waits else self._("Done")
        beside = self.list_act(waits + len(self.queue.held()))
        self.add_widget(self.primary(text, Icon.DONE, self.end_and_call, beside=beside))
