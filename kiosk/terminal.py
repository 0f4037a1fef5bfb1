"""One running terminal: its journal, clock, station, desk and lanes, put together and taken apart.

Hardware is handed in; screens are not known here. The composition root adds both.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from kiosk.calendars import load_calendar
from kiosk.clock import SystemClock
from kiosk.condition import present_settings, report, seed_differs, status
from kiosk.config import StationFile, settings
from kiosk.errors import JournalError, Refused
from kiosk.family import Family
from kiosk.following import FollowingStation
from kiosk.hall.board import Calling, HallNews
from kiosk.hall.news import news_of
from kiosk.ids import TERMINAL, BankId, OriginId, SettingKey
from kiosk.jobs import Lane, Post, at_once
from kiosk.journal.entry import Entry, Event
from kiosk.journal.local import LocalJournal
from kiosk.journal.local.following import FollowingJournal
from kiosk.links import qr_texts
from kiosk.lockers import LOCKERS
from kiosk.lockers.desk import LockerDesk
from kiosk.lockers.events import MarkReason
from kiosk.lockers.power import PowerWatch
from kiosk.lockers.watch import BankWatch
from kiosk.membership import (
    DoorsToCheck,
    Joined,
    belonging_of,
    described,
    follows,
    is_empty,
    join_running,
    journal_of,
    last_time,
    number_of,
)
from kiosk.ports import LockerBank, PowerSource, SlipPrinter, Voice
from kiosk.present_calendar import PresentCalendar
from kiosk.printing import PrintDesk
from kiosk.queueing import QUEUEING
from kiosk.queueing.board import announcement
from kiosk.queueing.desk import QueueDesk
from kiosk.secrets import KEY_FILE, StationKey, token_tag
from kiosk.setting_keys import print_all
from kiosk.staff import STAFF, rules
from kiosk.staff.events import ClockConfirmed
from kiosk.staff.login import StaffLogin
from kiosk.station import Station
from kiosk.sync.belonging import Belonging
from kiosk.sync.exchange import Exchange
from kiosk.sync.host import Host
from kiosk.sync.pairing import Self
from kiosk.tap import Tap
from kiosk.telling import TELLING
from kiosk.venues import VENUES
from kiosk.venues.desk import VenueDesk
from kiosk.voice.manner import Manner, manner_of

FAMILIES: tuple[Family[Any], ...] = (LOCKERS, VENUES, QUEUEING, STAFF, TELLING)
"""Every family of the station, in one table."""

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
        following: its entries are positioned by a hub; one that ever had a hub does so anyway.
    """

    def __init__(
        self, file: StationFile, data: Path, *, post: Post = at_once, following: bool = False
    ) -> None:
        self.file = file
        self.data = data
        self._post = post
        self._to_check = DoorsToCheck(file.cabinet)
        self.exchange: Exchange | None = None
        belonging = belonging_of(data)
        following = following or follows(data, belonging)
        journal = journal_of(data, file.id, belonging, following=following)
        self._journal = journal
        try:
            self.key = StationKey.open(data / KEY_FILE, may_create=is_empty(journal))
            self.clock = SystemClock(last_time(journal))
            self.station = self._station_on(journal, belonging)
        except BaseException:
            journal.close()
            raise
        self.station.subscribe(self._noted)
        self.login = StaffLogin(self.station, self.key)
        self.lane = Lane("station", post)
        self.decisions = Lane("decisions", post)
        """For what only the positioner may decide; nothing else waits for the network."""
        self.files = Lane("files", post)
        """For sticks and printed pages: it may hang, and nothing else waits for it."""
        qr = qr_texts(file.device.hub.pages, file.id, self.key)
        self.desk = LockerDesk(self.station, file.cabinet, self.key, self.lane, post, qr)
        hall = msgspec.structs.replace(file.hall, terminal=number_of(file, belonging))
        put_back = self._is_put_back
        self.queue = QueueDesk(self.station, hall, self.key, token_tag, qr, put_back)
        self.printing = PrintDesk(post, lambda: present_settings(self.station).labels.phone)
        self.venues = VenueDesk(self.station, file.site, self.key, qr)
        self._bank_lanes: dict[BankId, Lane] = {}
        self._banks: dict[BankId, LockerBank] = {}
        self._endings: list[Callable[[], None]] = []
        self.fitted_voice: Voice | None = None
        try:
            self._found()
        except BaseException:
            self.close()
            raise

    def _station_on(self, journal: LocalJournal, belonging: Belonging | None) -> Station:
        calendar = PresentCalendar(load_calendar())
        if not isinstance(journal, FollowingJournal):
            return Station(journal, FAMILIES, self.clock, present_settings, calendar=calendar)
        self.exchange = Exchange(self.data, self.clock, belonging, self._brought_along)
        station = FollowingStation(
            journal,
            FAMILIES,
            self.clock,
            present_settings,
            positioner=self.exchange,
            calendar=calendar,
        )
        host = Host(lambda: report(self), self._put_back, self._in_step, self.clock.vouched)
        self.exchange.follow(station, host)
        return station

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
        self.fitted_voice = voice

    @property
    def voice(self) -> Voice:
        """What speaks. Known once ``speak_with`` has been called."""
        assert self.fitted_voice is not None
        return self.fitted_voice

    def manner(self) -> Manner:
        """Return how the voice sounds now."""
        moment = self.station.moment()
        return manner_of(moment.settings.voice, moment.local.time())

    def hall_news(self) -> HallNews:
        """Return what the hall displays show now."""
        return news_of(self.station, self.file.hall)

    def call_of(self, event: Event, at: datetime) -> Calling | None:
        """Return the call that ``event`` is; ``None`` if it calls nobody."""
        return announcement(self.station.state(QUEUEING), event, at)

    def join(self, url: str, code: str, name: str = "") -> Joined:
        """Have this terminal taken in by another hub, from its next start."""
        return join_running(
            self.file, self.data, self.station, self._journal, url=url, code=code, name=name
        )

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
            last_to_first.callback(self.decisions.close)
            last_to_first.callback(self.desk.stop)
            if self.exchange is not None:
                last_to_first.callback(self.exchange.close)

    def seed_differs(self) -> tuple[SettingKey, ...]:
        """Return settings changed in the station file after founding and not applied since.

        Changing the file after founding changes nothing; ``config apply`` does.
        """
        return seed_differs(self.file, self.station)

    def status(self) -> dict[str, object]:
        """Return how the terminal is, for its own command line. Holds no personal data."""
        return status(self)

    def _found(self) -> None:
        if self.station.read_only:
            _log.warning("the journal was written by a newer version; reading only")
            return
        paired = self.exchange is not None and self.exchange.belonging is not None
        if paired and is_empty(self.station.journal):
            return  # the station was founded elsewhere; that comes with the first round
        self._found_now()

    def _found_now(self) -> None:
        if not self.station.state(STAFF).founded:
            seed = print_all(settings(self.file))
            self.station.do(Tap.fresh(TERMINAL), STAFF, rules.found, seed=seed)
        for key in self.seed_differs():
            _log.warning("the station file changed %s after founding; not applied", key)

    def _in_step(self) -> None:
        """The hub and this terminal know the same, perhaps for the first time."""
        assert self.exchange is not None
        if not self.station.state(STAFF).founded:
            self._found_now()
            self.exchange.banks_are_known()  # nobody had any before
        belonging = self.exchange.belonging
        if belonging is not None and belonging.new_banks:
            self._to_check.because(self.station, belonging.terminal, MarkReason.NEW_BANK)

    def _is_put_back(self) -> bool:
        return isinstance(self.station, FollowingStation) and self.station.forked

    def _put_back(self, origin: OriginId) -> None:
        self._to_check.because(self.station, origin, MarkReason.PUT_BACK)

    def _brought_along(self) -> Self:
        return described(self.file, self.data, self._journal, name="", used=True)

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


def data_directory(file: StationFile, asked: Path | None) -> Path:
    """Return where this station's journal lies: as asked, as the file says, or ``data/<id>``."""
    if asked is not None:
        return asked
    return Path(file.device.data) if file.device.data else Path("data") / file.id
