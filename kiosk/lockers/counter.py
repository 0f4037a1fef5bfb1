"""What every part of the desk stands on: the lane, who waits, the watches of the banks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from kiosk.errors import JournalError, Refused
from kiosk.ids import DoorId, EntryId
from kiosk.jobs import Post, Runs
from kiosk.links import Kind, QrText, bare
from kiosk.lockers.events import OpenAsked
from kiosk.lockers.finding import Codes
from kiosk.lockers.plan import Cabinet
from kiosk.lockers.steps import DeskState, Failed, Ordered, Said, Seen, Step
from kiosk.lockers.waiting import Told, Waiting
from kiosk.lockers.watch import BankWatch
from kiosk.ports import Reading
from kiosk.station import Station
from kiosk.tap import Done

LINK_FOR = timedelta(days=14)
"""How long after the time asked for a door can be looked up by phone; at the station, for ever."""

_log = logging.getLogger(__name__)


class Counter:
    """Runs questions on the station's lane, orders doors, tells steps to who asked.

    Attributes:
        codes: draws codes and makes their tags.
        waiting: who is to be told of which order.
        watches: one for each bank that is served.
    """

    def __init__(
        self,
        station: Station,
        cabinet: Cabinet,
        codes: Codes,
        lane: Runs,
        post: Post,
        qr_text: QrText = bare,
    ) -> None:
        self.station = station
        self.cabinet = cabinet
        self.codes = codes
        self.post = post
        self.waiting = Waiting(post)
        self.watches: tuple[BankWatch, ...] = ()
        self._lane = lane
        self._qr_text = qr_text
        self._asked: float | None = None

    def serve(self, watches: Sequence[BankWatch]) -> None:
        """Begin to look at the banks."""
        self.watches = tuple(watches)
        for watch in watches:
            watch.start()

    @property
    def state(self) -> DeskState:
        """What is sensed now."""
        seen: dict[DoorId, Seen] = {}
        for watch in self.watches:
            seen |= watch.seen
        return DeskState(seen, tuple(watch.bank for watch in self.watches))

    def usable(self) -> frozenset[DoorId]:
        """Return the doors that are sensed closed now; only such are given out."""
        seen = self.state.seen
        return frozenset(door for door, what in seen.items() if what.reading is Reading.CLOSED)

    def qr(self, token: str, until: datetime) -> str:
        """Return the text of the QR code of a door that is theirs until then."""
        return self._qr_text(Kind.LOCKER, token, until + LINK_FOR)

    def must_be_online(self) -> None:
        """Do nothing if any bank can be reached.

        Raises:
            Refused: ``lockers_away``.
        """
        if not self.state.online:
            raise Refused("lockers_away")

    def watch(self, door: DoorId) -> BankWatch:
        """Return the watch of the bank that ``door`` is in."""
        bank = self.cabinet.door(door).bank
        return next(watch for watch in self.watches if watch.name == bank)

    def on_lane(self, told: Told, job: Callable[[], object]) -> None:
        """Run ``job`` on the station's lane; tell a refusal or a failure.

        A job whose turn comes too long after the touch is refused: nobody expects it any more.
        """
        asked = self.station.clock.monotonic()

        def answered() -> None:
            self._asked = asked
            try:
                self._must_be_in_time(asked)
                job()
            except Refused as refused:
                self.tell(told, Said(refused))
            except JournalError:
                self.tell(told, Failed())
            finally:
                self._asked = None

        def failed(error: Exception) -> None:
            _log.error("the desk could not answer", exc_info=error)
            told(Failed())

        self._lane.submit(answered, failed=failed)

    def _must_be_in_time(self, asked: float) -> None:
        limit = self.station.moment().settings.lockers.command_age_s
        if self.station.clock.monotonic() - asked > limit:
            raise Refused("too_late")

    def open(self, order: EntryId, door: DoorId) -> None:
        """Have an order of the present job carried out; its age counts from the touch."""
        self.watch(door).order(order, door, self._asked)

    def ordered(self, told: Told, done: Done) -> None:
        """Have the door of an ``OpenAsked`` opened, once."""
        event, order = done.event, done.entry.id
        if done.repeated or not isinstance(event, OpenAsked):
            return
        self.begin(told, order, event)
        self.open(order, event.door)

    def begin(self, told: Told, order: EntryId, asked: OpenAsked) -> None:
        """Tell that a door is about to open, and let ``told`` wait for it."""
        self.waiting.wait(told, order)
        self.tell(told, Ordered(order, asked.door, asked.purpose))

    def tell(self, told: Told, step: Step) -> None:
        """Tell one step."""
        self.waiting.tell(told, step)
