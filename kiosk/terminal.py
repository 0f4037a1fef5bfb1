"""One running terminal: its journal, clock, station, desk and lanes, put together and taken apart.

Hardware is handed in; screens are not known here. The composition root adds both.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from kiosk.calendars import load_calendar
from kiosk.clock import SystemClock
from kiosk.config import StationFile, settings
from kiosk.errors import JournalError, Refused
from kiosk.family import Family
from kiosk.hall.board import Calling, HallNews, board_of
from kiosk.ids import TERMINAL, BankId, OriginId, SettingKey
from kiosk.jobs import Lane, Post, at_once
from kiosk.journal.entry import Entry, Event
from kiosk.journal.local import LocalJournal
from kiosk.lockers import LOCKERS
from kiosk.lockers.desk import LockerDesk
from kiosk.lockers.power import PowerWatch
from kiosk.lockers.watch import BankWatch
from kiosk.ports import LockerBank, PowerSource, SlipPrinter, Voice
from kiosk.present_calendar import PresentCalendar
from kiosk.printing import PrintDesk
from kiosk.queueing import QUEUEING
from kiosk.queueing.board import announcement, board
from kiosk.queueing.desk import QueueDesk
from kiosk.secrets import StationKey, token_tag
from kiosk.setting_keys import print_all
from kiosk.settings import Settings
from kiosk.staff import STAFF, rules
from kiosk.staff.events import ClockConfirmed
from kiosk.staff.login import StaffLogin
from kiosk.station import Station
from kiosk.tap import Tap
from kiosk.telling import TELLING
from kiosk.venues import VENUES
from kiosk.venues.desk import VenueDesk
from kiosk.voice.manner import Manner, manner_of
from kiosk.workdays import unknown_soon

FAMILIES: tuple[Family[Any], ...] = (LOCKERS, VENUES, QUEUEING, STAFF, TELLING)
"""Every family of the station, in one table."""

KEY_FILE = "station.key"
THIS_TERMINAL = OriginId("t1.0")
"""Terminal 1, epoch 0: the only one while no hub is set."""
FILES_END_WITHIN = 2.0
"""Seconds the lane of files has to end; a stick that hangs must not keep the program."""
TEND_EVERY = 60.0
"""Seconds between two looks at what time asks for."""

_log = logging.getLogger(__name__)


class Terminal:
    """Everything of a station that runs without a screen.

    Args:
        file: the station file.
        data: data directory of this one station.
        post: brings results to the thread of the screen.
    """

    def __init__(self, file: StationFile, data: Path, *, post: Post = at_once) -> None:
        self.file = file
        self.data = data
        self._post = post
        journal = LocalJournal.open(data, station=file.id, origin=THIS_TERMINAL)
        try:
            self.key = StationKey.open(data / KEY_FILE, may_create=journal.head.position == 0)
            self.clock = SystemClock(_last_time(journal))
            calendar = PresentCalendar(load_calendar())
            self.station = Station(
                journal, FAMILIES, self.clock, present_settings, calendar=calendar
            )
        except BaseException:
            journal.close()
            raise
        self.station.subscribe(self._noted)
        self.login = StaffLogin(self.station, self.key)
        self.lane = Lane("station", post)
        self.files = Lane("files", post)
        """For sticks and printed pages: it may hang, and nothing else waits for it."""
        self.desk = LockerDesk(self.station, file.cabinet, self.key, self.lane, post)
        self.queue = QueueDesk(self.station, file.hall, self.key, token_tag)
        self.printing = PrintDesk(post, lambda: present_settings(self.station).labels.phone)
        self.venues = VenueDesk(self.station, file.site, self.key)
        self._bank_lanes: dict[BankId, Lane] = {}
        self._banks: dict[BankId, LockerBank] = {}
        self._endings: list[Callable[[], None]] = []
        self._voice: Voice | None = None
        try:
            self._found()
        except BaseException:
            self.close()
            raise

    @property
    def banks(self) -> Mapping[BankId, LockerBank]:
        """The cabinets that are served, by name."""
        return self._banks

    def bank_lane(self, bank: BankId) -> Lane:
        """Return the lane that owns the port of ``bank``."""
        return self._bank_lanes[bank]

    def serve(self, banks: Mapping[BankId, LockerBank]) -> None:
        """Begin to look at doors and at the time. The station is open from here on."""
        self._banks = dict(banks)
        watches = []
        for name, bank in self._banks.items():
            lane = self._bank_lanes[name] = Lane(f"bank {name}", self._post)
            watches.append(BankWatch(name, bank, lane, self.station, self.clock, self.desk.heard))
        self.desk.serve(watches)
        self.lane.every(TEND_EVERY, self._tend)

    def watch_power(self, source: PowerSource, gone_soon: Callable[[], None]) -> None:
        """Look at the power from here on; ``gone_soon`` is called when it is nearly gone."""
        lane = Lane("power", self._post)
        self._endings += [source.close, lane.close]
        PowerWatch(source, lane, self.station, gone_soon).start()

    def print_on(self, printer: SlipPrinter | None) -> None:
        """Print slips on ``printer`` from here on; without one pages offer none."""
        if printer is not None:
            lane = Lane("printer", self._post)
            self._endings += [lane.close, self.printing.close]
            self.printing.serve(printer, lane, self.lane)

    def speak_with(self, voice: Voice) -> None:
        """Let ``voice`` say what there is to say; its health is told with the status."""
        self._voice = voice

    @property
    def voice(self) -> Voice:
        """What speaks. Known once ``speak_with`` has been called."""
        assert self._voice is not None
        return self._voice

    def manner(self) -> Manner:
        """Return how the voice sounds now."""
        moment = self.station.moment()
        return manner_of(moment.settings.voice, moment.local.time())

    def hall_news(self) -> HallNews:
        """Return what the hall displays show now."""
        moment = self.station.moment()
        labels = moment.settings.labels
        shown = board_of(
            board(self.station.state(QUEUEING), moment),
            name=labels.name,
            services={each.id: each.name for each in self.file.hall.services},
            notices=(labels.welcome,),
        )
        return HallNews(shown, self.manner())

    def call_of(self, event: Event, at: datetime) -> Calling | None:
        """Return the call that ``event`` is; ``None`` if it calls nobody."""
        return announcement(self.station.state(QUEUEING), event, at)

    def close(self) -> None:
        """End what runs, keep a checkpoint, release ports and journal. Idempotent.

        The station's lane ends first, so that what it still orders finds its bank's lane open.
        """
        with ExitStack() as last_to_first:
            last_to_first.callback(self.station.close)
            for bank in self._banks.values():
                last_to_first.callback(bank.close)
            for lane in self._bank_lanes.values():
                last_to_first.callback(lane.close)
            for ending in self._endings:
                last_to_first.callback(ending)
            last_to_first.callback(self.lane.close)
            last_to_first.callback(self.files.close, FILES_END_WITHIN)
            last_to_first.callback(self.desk.stop)

    def seed_differs(self) -> tuple[SettingKey, ...]:
        """Return settings changed in the station file after founding and not applied since.

        Changing the file after founding changes nothing; ``config apply`` does.
        """
        seed = self.station.state(STAFF).seed
        present = print_all(present_settings(self.station))
        return tuple(
            key
            for key, value in print_all(settings(self.file)).items()
            if value not in (seed.get(key, value), present[key])
        )

    def status(self) -> dict[str, object]:
        """Return how the terminal is, for its own command line. Holds no personal data."""
        lockers, desk = self.station.state(LOCKERS), self.desk.state
        return {
            "station": self.file.id,
            "entries": self.station.journal.head.position,
            "head": self.station.journal.head.digest.hex(),
            "read_only": self.station.read_only,
            "set_aside": len(self.station.set_aside),
            "unknown_tags": self.station.unknown_tags,
            "clock_trusted": self.clock.trusted(),
            "seed_differs": list(self.seed_differs()),
            "calendar_unknown_from": self._calendar_ends(),
            "banks": {bank.bank: bank.why_not or "online" for bank in desk.banks},
            "voice": None if self._voice is None else msgspec.to_builtins(self._voice.health()),
            "lines": {
                name: msgspec.to_builtins(bank.health()) for name, bank in self._banks.items()
            },
            "printer": self.printing.status if self.printing.fitted else "none",
            "waiting": len(self.queue.state.waiting()),
            "applications": len(self.venues.venues.undecided()),
            "under_way": [order.door for order in lockers.open_orders()],
            "doors": {
                plan.id: {
                    "state": lockers.state_of(plan.id, self.clock.now()),
                    "sensed": desk.seen[plan.id].reading if plan.id in desk.seen else "unknown",
                }
                for plan in self.file.cabinet.doors
            },
        }

    def _calendar_ends(self) -> date | None:
        moment = self.station.moment()
        return unknown_soon(moment.calendar, moment.business_date)

    def _found(self) -> None:
        if self.station.read_only:
            _log.warning("the journal was written by a newer version; reading only")
            return
        if not self.station.state(STAFF).founded:
            seed = print_all(settings(self.file))
            self.station.do(Tap.fresh(TERMINAL), STAFF, rules.found, seed=seed)
        for key in self.seed_differs():
            _log.warning("the station file changed %s after founding; not applied", key)

    def _tend(self) -> None:
        try:
            self.station.tend()
            self.desk.reservations.hold_doors()
        except (JournalError, Refused) as error:
            _log.error("what time asks for was not written: %s", type(error).__name__)

    def _noted(self, entry: Entry, event: Event) -> None:
        self.clock.noted(entry.at)
        if isinstance(event, ClockConfirmed):
            self.clock.confirm(event.shown)


def present_settings(station: Station) -> Settings:
    """Return the settings that hold now."""
    return station.state(STAFF).settings


def data_directory(file: StationFile, asked: Path | None) -> Path:
    """Return where this station's journal lies: as asked, as the file says, or ``data/<id>``."""
    if asked is not None:
        return asked
    return Path(file.device.data) if file.device.data else Path("data") / file.id


def _last_time(journal: LocalJournal) -> datetime | None:
    last = next(journal.read(journal.head.position - 1, 1), None) if journal.head.position else None
    return last.at if last is not None else None
