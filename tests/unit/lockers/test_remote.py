"""Orders from afar: the terminal that owns the door opens it once, in time, or says why not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kiosk.errors import Refused
from kiosk.following import FollowingStation
from kiosk.ids import EntryId, OriginId, StaffId, staff_actor
from kiosk.journal.entry import Draft, Head, Placed
from kiosk.journal.local import LocalJournal
from kiosk.journal.local.following import FollowingJournal
from kiosk.lockers import LOCKERS, remote
from kiosk.lockers.desk import LockerDesk
from kiosk.lockers.events import OpenAsked, OpenEnded, OpenReason
from kiosk.lockers.remote_events import WhyNotTaken
from kiosk.lockers.remote_records import RemoteOrder, RemoteStage
from kiosk.lockers.watch import BankWatch
from kiosk.ports import Outcome
from kiosk.positioning import PositioningStation
from kiosk.tap import Tap
from tests.builders import BANK, FAMILIES, SMALL, door, key, note, present, refusal
from tests.fakes import FakeBank, FakeClock, HandLane
from tests.journals import STATION

STAFF_4 = staff_actor(StaffId("04"))
LIMIT = 60


class Far:
    """A hub that staff order at, and the terminal with the doors, in one process."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.clock = FakeClock()
        self.bank = FakeBank([plan.id for plan in SMALL.doors])
        self.journal = LocalJournal.open(
            directory / "hub", station=STATION, origin=OriginId("hub.0")
        )
        self.hub = PositioningStation(self.journal, FAMILIES, self.clock, present)
        self.start()

    def start(self) -> None:
        """The terminal begins; its bank was looked at twice."""
        self.own = FollowingJournal.open(
            self.directory / "t1", station=STATION, origin=OriginId("t1.0")
        )
        self.station = FollowingStation(self.own, FAMILIES, self.clock, present, positioner=self)
        self.lane, self.bank_lane = HandLane(self.clock), HandLane(self.clock)
        self.desk = LockerDesk(self.station, SMALL, key(), self.lane, lambda call: call())
        watch = BankWatch(
            BANK, self.bank, self.bank_lane, self.station, self.clock, self.desk.heard
        )
        self.desk.serve([watch])
        self.wait(2.5)

    def again(self) -> None:
        """The process ends without warning and begins anew; doors stay as they are."""
        self.lane.drop()
        self.bank_lane.drop()
        self.own.close()
        self.start()

    def wait(self, seconds: float) -> None:
        for _ in range(round(seconds / 0.25)):
            self.settle()
            self.clock.advance(0.25)
        self.settle()

    def settle(self) -> None:
        while self.lane.run() | self.bank_lane.run():
            pass

    # -- the line --------------------------------------------------------------------------

    def decide(self, draft: Draft, after: Head) -> Sequence[Placed]:
        raise Refused("positioner_away")

    def push(self) -> None:
        drafts = []
        for placed in self.own.pending():
            entry = placed.entry
            drafts.append(
                Draft(
                    id=entry.id,
                    at=entry.at,
                    business_date=entry.business_date,
                    actor=entry.actor,
                    event=entry.event,
                    private=placed.private,
                    origin=entry.origin,
                    seq=entry.seq,
                )
            )
        self.hub.place(drafts)

    def pull(self) -> None:
        after = self.own.head.position
        page = [Placed(each, self.journal.private(each.id)) for each in self.journal.read(after)]
        self.station.merge(page)

    def sync(self) -> None:
        self.push()
        self.pull()
        self.settle()
        self.push()
        self.pull()

    # -- staff far away --------------------------------------------------------------------

    def order(self, number: int = 1, reason: OpenReason = OpenReason.STUCK) -> EntryId:
        tap = Tap.fresh(STAFF_4, note("the lady at the phone waits in front of it"))
        done = self.hub.do(
            tap, LOCKERS, remote.order_remotely, cabinet=SMALL, door=door(number), reason=reason
        )
        return done.entry.id

    def told(self, order: EntryId) -> RemoteOrder:
        """What the page of the hub says."""
        return self.hub.state(LOCKERS).remote[order]

    def stage(self, order: EntryId) -> RemoteStage:
        return self.told(order).stage(self.clock.now(), LIMIT)

    def asked(self) -> list[OpenAsked]:
        return [event for _, event in self.hub.events() if isinstance(event, OpenAsked)]


@pytest.fixture
def far(tmp_path: Path) -> Far:
    return Far(tmp_path)


def test_a_fresh_order_opens_the_door_and_the_outcome_comes_back(far: Far) -> None:
    order = far.order()
    assert far.stage(order) is RemoteStage.ORDERED
    far.sync()
    assert far.bank.pulses == [door(1)]
    assert far.told(order).outcome is Outcome.OPENED
    assert far.stage(order) is RemoteStage.ENDED


def test_nothing_is_called_opened_before_the_door_was_sensed_open(far: Far) -> None:
    far.bank.jammed.add(door(1))
    order = far.order()
    far.pull()
    far.lane.run()  # written down, the bank has not moved yet
    far.push()
    assert far.stage(order) is RemoteStage.TAKEN
    assert far.told(order).outcome is None
    far.sync()
    assert far.told(order).outcome is Outcome.NOT_OPENED


@pytest.mark.parametrize("late", [LIMIT + 1, 3_600])
def test_an_order_that_comes_late_opens_nothing_and_says_so(far: Far, late: int) -> None:
    order = far.order()
    far.clock.advance(late)
    assert far.stage(order) is RemoteStage.LAPSED
    far.sync()
    far.wait(3)
    assert far.bank.pulses == []
    assert far.told(order).refused is WhyNotTaken.TOO_OLD
    assert far.asked() == []


def test_an_order_that_is_just_in_time_is_carried_out(far: Far) -> None:
    order = far.order()
    far.clock.advance(LIMIT)
    far.sync()
    assert far.told(order).outcome is Outcome.OPENED


def test_a_terminal_that_does_not_know_the_time_opens_nothing(far: Far) -> None:
    order = far.order()
    far.clock.is_trusted = False
    far.sync()
    assert far.bank.pulses == []
    assert far.told(order).refused is WhyNotTaken.CLOCK


def test_an_order_from_the_future_is_refused_like_an_old_one(far: Far) -> None:
    order = far.order()
    far.clock.jump_to(far.clock.now().replace(hour=0))
    far.sync()
    assert far.bank.pulses == []
    assert far.told(order).refused is WhyNotTaken.TOO_OLD


def test_a_restart_at_any_moment_never_pulses_twice(far: Far) -> None:
    order = far.order()
    far.pull()
    far.again()  # before it was taken up
    assert far.bank.pulses == [door(1)]
    far.again()  # after it was carried out
    far.sync()
    assert far.bank.pulses == [door(1)]
    assert len(far.asked()) == 1
    assert far.told(order).outcome is Outcome.OPENED


def test_an_order_that_was_written_down_before_a_restart_is_sensed_not_pulsed(far: Far) -> None:
    order = far.order()
    far.pull()
    far.lane.run()  # its own order is in the journal; the bank's lane never comes to it
    far.again()
    far.sync()
    assert far.bank.pulses == []
    assert far.told(order).outcome is Outcome.UNCONFIRMED
    ended = [event for _, event in far.hub.events() if isinstance(event, OpenEnded)]
    assert [each.found for each in ended] == [True]


def test_a_page_that_comes_twice_opens_once(far: Far) -> None:
    far.order()
    page = [Placed(each, None) for each in far.journal.read(0)]
    far.station.merge(page)
    far.station.merge(page)
    far.settle()
    far.desk._remote.look()
    far.settle()
    assert far.bank.pulses == [door(1)]


def test_an_answer_that_is_given_again_after_an_old_copy_was_put_back_is_one_entry(
    far: Far,
) -> None:
    order = far.order()
    far.sync()
    far.own.close()
    far.directory = far.directory / "put back"
    far.start()
    far.station.merge([Placed(each, None) for each in far.journal.read(0, 1)])
    far.settle()
    far.push()
    assert len(far.asked()) == 1
    assert far.told(order).outcome is Outcome.OPENED


def test_a_door_of_another_terminal_is_left_alone(far: Far) -> None:
    far.desk.serve([])
    order = far.order()
    far.sync()
    assert far.stage(order) is RemoteStage.ORDERED
    assert far.bank.pulses == []


def test_a_door_that_is_being_opened_already_is_not_ordered_again(far: Far) -> None:
    far.order()
    assert refusal(far.order) == "door_busy"
    far.clock.advance(LIMIT + 1)
    assert refusal(far.order) == ""  # nobody answered the first one, and nobody will


def test_both_of_two_orders_get_their_answer_when_the_terminal_comes_back(far: Far) -> None:
    old = far.order()
    far.clock.advance(LIMIT + 1)
    fresh = far.order()
    far.sync()
    assert far.told(old).refused is WhyNotTaken.TOO_OLD
    assert far.told(fresh).outcome is Outcome.OPENED
    assert far.bank.pulses == [door(1)]


@pytest.mark.parametrize(
    ("number", "reason", "why"),
    [(99, OpenReason.STUCK, "no_such_door"), (1, OpenReason.OVERDUE, "needs_two")],
)
def test_what_cannot_be_ordered_from_afar_is_refused_at_once(
    far: Far, number: int, reason: OpenReason, why: str
) -> None:
    assert refusal(far.order, number, reason) == why


def test_the_note_of_an_order_is_erased_in_its_time(far: Far) -> None:
    order = far.order()
    assert far.journal.private(order) is not None
    far.clock.advance(hours=24 * 31)
    far.hub.tend()
    assert far.journal.private(order) is None
