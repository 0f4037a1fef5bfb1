"""What the technician's pages share: opening free doors for a test, one at a time, and counting.

Every opening is an order with the reason "check": written down first, carried out on the bank's own
lane. Doors that somebody has are never opened from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.errors import Refused
from kiosk.ids import DoorId, EntryId
from kiosk.journal.entry import Entry, Event
from kiosk.lockers.events import OpenEnded, OpenReason
from kiosk.lockers.plan import DoorPlan
from kiosk.lockers.records import DoorState
from kiosk.lockers.steps import Failed, IsShut, NotOpened, Opened, Ordered, Said, Step, Unsure
from kiosk.lockers.tally import DoorTally
from kiosk.ports import Opening
from kiosk.settings import Permission
from screens.staff.page import SignedInPage

TALLIES = "door tallies"
"""Name under which a session remembers what was counted."""


class TestingPage(SignedInPage):
    """A page that opens doors to test them."""

    def on_pre_enter(self) -> None:
        """Hear how orders end."""
        self._opening: DoorId | None = None
        self._ended: dict[EntryId, OpenEnded] = {}
        self._deaf = self.station.subscribe(self._noted)

    def on_leave(self) -> None:
        """Hear no more; an order under way goes on."""
        self._deaf()
        self.desk.leave(self.told)

    @property
    def tallies(self) -> Mapping[DoorId, DoorTally]:
        """What was counted in this session."""
        counted: Mapping[DoorId, DoorTally] = self.visit.given.get(TALLIES, {})
        return counted

    @property
    def opening(self) -> DoorId | None:
        """The door that is being tested now, until it is shut again."""
        return self._opening

    def free(self) -> list[DoorPlan]:
        """Return the doors nobody has, in the order of the cabinet."""
        at = self.station.moment().at
        return [
            plan
            for plan in self.desk.cabinet.doors
            if self.lockers.state_of(plan.id, at) is DoorState.FREE
        ]

    def test(self, door: DoorId) -> None:
        """Open a free door, unless one is open for a test already."""
        if self._opening is not None:
            return
        if all(plan.id != door for plan in self.free()):
            sentence = self._("Door {door} is not free. Open it from its own page.")
            self.say_notice(sentence.format(door=door), tone="care")
            return
        self._opening = door
        self.do(
            self.login.must,
            self.session,
            Permission.TEST_DEVICES,
            then=lambda _: self.desk.staff_open(
                self.tap(), self.told, door=door, reason=OpenReason.CHECK
            ),
            refused=lambda refused: self.told(Said(refused)),
        )

    def told(self, step: Step) -> None:
        """Take a step of the order."""
        if not self.current or self._opening is None:
            return
        door = self._opening
        match step:
            case Ordered():
                self.say_notice(self._("Door {door} is being opened …").format(door=door))
            case Opened():
                self._count(step.order, door)
                self.say_notice(
                    self._("Door {door} is open. Shut it.").format(door=door), tone="good"
                )
                self.moved(door, is_open=True)
            case NotOpened() | Unsure():
                self._count(step.order, door)
                self._opening = None
                sentence = self._("Door {door} did not open, or nobody can tell.")
                self.say_notice(sentence.format(door=door), tone="bad")
                self.moved(door, is_open=False)
                self.over(door)
            case IsShut():
                self._opening = None
                self.say_notice("")
                self.over(door)
            case Said(refused=refused):
                self._stop(refused)
            case Failed():
                self._stop(Refused("failed"))

    def moved(self, door: DoorId, *, is_open: bool) -> None:
        """The door is open now, or did not open."""

    def over(self, door: DoorId) -> None:
        """The door is shut again, or never opened: the next one may follow."""

    def stopped(self) -> None:
        """An order was refused."""

    def _stop(self, refused: Refused) -> None:
        self._opening = None
        self.refuse(refused)
        self.stopped()

    def _noted(self, entry: Entry, event: Event) -> None:
        """Keep the outcome of an order; called on the thread that wrote it."""
        if isinstance(event, OpenEnded):
            self._ended[event.order] = event

    def _count(self, order: EntryId, door: DoorId) -> None:
        ended = self._ended.pop(order, None)
        if ended is None:
            return
        opening = Opening(ended.outcome, elapsed_ms=ended.elapsed_ms, pulses=ended.pulses)
        counted: dict[DoorId, Any] = dict(self.tallies)
        counted[door] = counted.get(door, DoorTally()).with_opening(opening)
        self.visit.given[TALLIES] = counted
