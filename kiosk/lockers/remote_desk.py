"""The part of the desk that takes up orders from afar, once each and only while they are fresh."""

from __future__ import annotations

from kiosk.ids import TERMINAL, DoorId, EntryId, follow_id
from kiosk.journal.entry import Entry, Event
from kiosk.lockers import LOCKERS, remote
from kiosk.lockers.counter import Counter
from kiosk.lockers.remote_events import OrderedRemotely
from kiosk.lockers.steps import Step
from kiosk.tap import Tap


class RemoteDesk:
    """Answers orders that were made at the hub for doors of this terminal.

    An answer has an id made from its order, so it is one entry whatever is repeated; and a door is
    pulsed only in the moment that entry is written for the first time.
    """

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        counter.station.subscribe(self._heard)

    def look(self) -> None:
        """Answer what no terminal has answered yet: after the start, and when an order comes."""
        self._counter.on_lane(_nobody, self._answer_all)

    def _heard(self, entry: Entry, event: Event) -> None:
        if isinstance(event, OrderedRemotely) and entry.refused is None:
            self.look()

    def _answer_all(self) -> None:
        for order in remote.to_answer(self._counter.station.state(LOCKERS)):
            if self._owns(order.door):
                self._answer(order.id)

    def _answer(self, order: EntryId) -> None:
        tap = Tap(follow_id(order, "answered"), TERMINAL)
        done = self._counter.station.do(tap, LOCKERS, remote.take_up, order=order)
        self._counter.ordered(_nobody, done)

    def _owns(self, door: DoorId) -> bool:
        plan = self._counter.cabinet.find(door)
        return plan is not None and any(watch.name == plan.bank for watch in self._counter.watches)


def _nobody(step: Step) -> None:
    """Whoever ordered stands elsewhere and reads the journal."""
