"""What is done with whoever is at the counter, or with the counter: pass on, other ends, pause."""

from __future__ import annotations

from functools import partial

from kiosk.ids import CounterId, ServiceId
from kiosk.phrases import counter as counter_words
from kiosk.phrases import printed as print_words
from kiosk.ports import Printed
from kiosk.queueing import calls
from kiosk.queueing.counter_events import PauseReason
from kiosk.queueing.events import Result
from kiosk.queueing.papers import papers_slip
from kiosk.queueing.records import CounterStatus
from kiosk.settings import Bilingual
from kiosk.tap import Done
from screens.icons import Icon
from screens.staff.counter_page import CounterPage
from screens.staff.page import RowsPage
from screens.staff.rows import Row
from screens.visit import SESSION
from screens.widgets.button import BigButton

_PAUSE_ICONS = {
    PauseReason.BREAK: Icon.TIMER,
    PauseReason.MEAL: Icon.STOREFRONT,
    PauseReason.MEETING: Icon.GROUPS,
    PauseReason.ERRAND: Icon.DOOR_OPEN,
    PauseReason.TROUBLE: Icon.BUILD,
}


class TransferScreen(CounterPage, RowsPage):
    """Where else it waits, with its number and its arrival: a counter, or another service."""

    icon = Icon.ARROW_FORWARD

    def heading(self) -> str:
        """Return what is asked."""
        return self._("Pass on to …")

    def rows(self) -> list[Row]:
        """Return the counters that do this service, then the other services."""
        ticket, mine = self.ticket, self.counter
        if ticket is None:
            return []
        counters = [
            Row(
                self._("Counter {counter}").format(counter=each),
                self.name_of(ticket.service),
                icon=Icon.PERSON,
                touched=partial(self.pass_on, ticket.service, each),
            )
            for each in self.hall.counters_for(ticket.service)
            if each != mine and self.queue.counter(each).status is not CounterStatus.CLOSED
        ]
        services = [
            Row(
                self._in_words(each.name),
                self._("Counter {counters}").format(
                    counters=", ".join(map(str, self.hall.counters_for(each.id)))
                ),
                icon=Icon.CONFIRMATION_NUMBER,
                touched=partial(self.pass_on, each.id, None),
            )
            for each in self.hall.offered()
            if each.id != ticket.service
        ]
        return [*counters, *services]

    def pass_on(self, service: ServiceId, to: CounterId | None) -> None:
        """Let it wait there."""
        self.press(calls.transfer, self.back_to_counter, hall=self.hall, service=service, to=to)

    def _in_words(self, words: Bilingual) -> str:
        return words.in_language(self.visit.language)


class EndScreen(CounterPage, RowsPage):
    """How else the service ended; nobody is called by these."""

    icon = Icon.ASSIGNMENT

    def heading(self) -> str:
        """Return what is asked."""
        return self._("How did it end?")

    def rows(self) -> list[Row]:
        """Return the ends."""
        return [
            Row(
                self._("Solved, call nobody now"),
                icon=Icon.CHECK_CIRCLE,
                touched=partial(self.end, Result.SOLVED),
            ),
            Row(
                self._("Papers are missing"),
                self._("Choose which; the list is printed to take home."),
                icon=Icon.RECEIPT_LONG,
                touched=lambda: self.goes.replace("staff.counter_papers"),
            ),
            Row(
                self._("Sent to another office"),
                icon=Icon.ARROW_FORWARD,
                touched=partial(self.end, Result.PASSED_ON),
            ),
        ]

    def end(self, result: Result) -> None:
        """End it so."""
        self.press(calls.finish, self.back_to_counter, result=result)


class MissingPapersScreen(CounterPage, RowsPage):
    """Which papers are missing: chosen by touch, printed for the resident, kept with the ticket."""

    icon = Icon.RECEIPT_LONG

    def heading(self) -> str:
        """Return what is asked."""
        return self._("Which papers are missing?")

    def on_pre_enter(self) -> None:
        """Nothing is chosen yet."""
        self.missing: set[int] = set()
        super().on_pre_enter()

    def foot(self) -> None:
        """Put what ends it below the list."""
        self.add_widget(
            BigButton(
                theme=self.theme,
                tone="primary",
                icon=Icon.DONE,
                text=self._("End and print the list")
                if self.services.printing.fitted
                else self._("End it so"),
                size_hint_y=None,
                height=self.theme.button,
                on_release=lambda _: self.end(),
            )
        )

    def rows(self) -> list[Row]:
        """Return what the service asks for."""
        return [
            Row(
                text.in_language(self.visit.language),
                icon=Icon.CHECK_CIRCLE if place in self.missing else Icon.RECEIPT_LONG,
                tone="care" if place in self.missing else "card",
                touched=partial(self.choose, place),
            )
            for place, text in enumerate(self._papers())
        ]

    def nothing(self) -> str:
        """Return the sentence for a service without a list."""
        return self._("This service has no list.")

    def choose(self, place: int) -> None:
        """Missing, or not after all."""
        self.missing ^= {place}
        self.again()

    def end(self) -> None:
        """End the service and print what is missing."""
        ticket = self.ticket
        papers = self._papers()
        missing = tuple(papers[place] for place in sorted(self.missing))
        service = None if ticket is None else self.hall.service(ticket.service)

        def ended(_: Done) -> None:
            if service is not None and missing and self.services.printing.fitted:
                name = self.station.moment().settings.labels.name
                slip = papers_slip(self._words, service, station=name, missing=missing)
                self.services.printing.print(slip, partial(_say_if_not_printed, self))
            self.back_to_counter()

        noted = "\n".join(each.zh for each in missing)
        self.press(calls.finish, ended, result=Result.MORE_PAPERS, note=noted)

    def _papers(self) -> tuple[Bilingual, ...]:
        ticket = self.ticket
        return () if ticket is None else self.hall.service(ticket.service).materials


def _say_if_not_printed(page: CounterPage, printed: Printed) -> None:
    """Tell on whatever page is shown now: the one that printed is gone."""
    if print_words.tone(printed) != "good" and SESSION in page.visit.given:
        page.goes.show_notice(print_words.sentence(printed, page._))


class PauseScreen(CounterPage, RowsPage):
    """Why the counter pauses, or that it closes."""

    icon = Icon.TIMER

    def heading(self) -> str:
        """Return what is asked."""
        return self._("Pause")

    def rows(self) -> list[Row]:
        """Return the reasons, and the end of work."""
        reasons = [
            Row(text, icon=_PAUSE_ICONS[reason], touched=partial(self.pause, reason))
            for reason, text in counter_words.pauses(self._).items()
        ]
        end = Row(
            self._("Close counter"), icon=Icon.LOGOUT, tone="quiet", touched=self.close, wide=True
        )
        return [*reasons, end]

    def pause(self, reason: PauseReason) -> None:
        """Call nobody for a while."""
        self.press(calls.pause_counter, self.back_to_counter, reason=reason)

    def close(self) -> None:
        """Work here no more."""
        self.press(calls.close_counter, self.back_to_counter)
