"""The shape of a station file. One frozen struct a table; the fields carry type and range.

``docs/station-file.md`` explains every key to whoever writes such a file.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from kiosk import forms
from kiosk.config.hub import HubDevice
from kiosk.config.printer import PrinterDevice
from kiosk.config.seed import (
    Activity,
    Facility,
    Figure,
    Grid,
    NamedList,
    Texts,
)
from kiosk.config.venues import OrganisationSeed, Place, VenueSeed, ZoneSeed, site
from kiosk.hours import Hours, Week
from kiosk.ids import BankId, DoorId, StationId
from kiosk.lockers.plan import Cabinet, DoorPlan, Size
from kiosk.queue_settings import QueueLimits
from kiosk.queueing.plan import CounterPlan, Hall, Service
from kiosk.settings import (
    Labels,
    LockerLimits,
    Notice,
    Retention,
    Roles,
    Settings,
    StaffLimits,
    VoiceSound,
)
from kiosk.venue_settings import BookingLimits, IntegrityRule
from kiosk.venues.plan import Site

Millimetres = Annotated[int, Meta(ge=50, le=3000)]
Pixels = Annotated[int, Meta(ge=320, le=7680)]
Port = Annotated[str, Meta(min_length=1, max_length=200)]


class Orientation(StrEnum):
    """How the panel hangs."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


class Contact(StrEnum):
    """What the bit of a door's feedback contact means, by how it is wired."""

    CLOSED_IS_1 = "closed-is-1"
    CLOSED_IS_0 = "closed-is-0"


class StatusOrder(StrEnum):
    """Which locks come first in the answer to a query of all locks."""

    HIGH_FIRST = "high-first"
    LOW_FIRST = "low-first"


class Acknowledges(StrEnum):
    """Whether a board answers an open command."""

    ALWAYS = "always"
    NEVER = "never"
    LEARN = "learn"


class VoiceKind(StrEnum):
    """What speaks."""

    CLIPS = "clips"
    """Recorded clips, through a sound card."""
    SILENT = "silent"


class Language(StrEnum):
    """Languages of the screen."""

    ZH = "zh"
    EN = "en"


class ScreenDevice(msgspec.Struct, frozen=True, kw_only=True):
    """The panel as it is mounted; default: 21.5 inch, 1080 x 1920, portrait.

    Attributes:
        low_edge_mm: lower edge of the picture above the floor.
    """

    width_mm: Millimetres = 268
    height_mm: Millimetres = 476
    width_px: Pixels = 1080
    height_px: Pixels = 1920
    orientation: Orientation = Orientation.PORTRAIT
    low_edge_mm: Annotated[int, Meta(ge=0, le=2000)] = 860


class BoardDevice(msgspec.Struct, frozen=True, kw_only=True):
    """One lock board on a bank's line.

    Attributes:
        contact: ``None``: as usual in the family.
        status_bytes: bytes of a query-all answer; ``None``: learned from the first good one.
    """

    address: Annotated[int, Meta(ge=0, le=255)]
    locks: Annotated[int, Meta(ge=1, le=255)]
    contact: Contact | None = None
    status_order: StatusOrder = StatusOrder.HIGH_FIRST
    acknowledges: Acknowledges = Acknowledges.LEARN
    status_bytes: Annotated[int, Meta(ge=1, le=32)] | None = None


class DoorDevice(msgspec.Struct, frozen=True, kw_only=True):
    """One door: its label, its wire, its place in the cabinet."""

    id: Annotated[DoorId, Meta(pattern=forms.DOOR)]
    board: Annotated[int, Meta(ge=0, le=255)]
    lock: Annotated[int, Meta(ge=0, le=255)]
    size: Size
    handle_mm: Annotated[int, Meta(ge=50, le=2400)]
    column: Annotated[int, Meta(ge=1, le=50)]
    row: Annotated[int, Meta(ge=1, le=30)]
    contact: Contact | None = None


class BankDevice(msgspec.Struct, frozen=True, kw_only=True):
    """One cabinet of doors on one port.

    Attributes:
        baud: ``None``: as usual in the family.
    """

    name: Annotated[BankId, Meta(pattern=forms.BANK)]
    family: Annotated[str, Meta(min_length=1, max_length=20)]
    port: Port
    boards: tuple[BoardDevice, ...]
    doors: tuple[DoorDevice, ...]
    baud: int | None = None


class ScannerDevice(msgspec.Struct, frozen=True, kw_only=True):
    """The QR reader; ``none`` where there is none."""

    port: Port = "none"
    baud: int = 9600


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """What this terminal is made of; read again at each start.

    Attributes:
        data: directory of this station's journal and logs; empty: ``data/<id>`` where the
            program was started.
        media: directories in which a stick appears that somebody puts in.
        terminal: digit in the numbers of its tickets, one of its own for each terminal.
        sound: sound card of the voice, as ALSA names it.
        ups: battery behind the mains, ``ups@host:port`` of Network UPS Tools; empty: none.
    """

    screen: ScreenDevice = ScreenDevice()
    banks: tuple[BankDevice, ...] = ()
    scanner: ScannerDevice = ScannerDevice()
    printer: PrinterDevice = PrinterDevice()
    hub: HubDevice = HubDevice()
    voice: VoiceKind = VoiceKind.SILENT
    sound: Annotated[str, Meta(pattern=forms.SOUND)] = "default"
    language: Language = Language.ZH
    data: Annotated[str, Meta(max_length=200)] = ""
    terminal: Annotated[int, Meta(ge=1, le=9)] = 1
    ups: Annotated[str, Meta(max_length=200, pattern=forms.UPS)] = ""
    media: tuple[Annotated[str, Meta(min_length=1, max_length=200)], ...] = (
        "/media",
        "/run/media",
    )


class StationFile(msgspec.Struct, frozen=True, kw_only=True):
    """A station file without mistakes. ``[device]`` is read at each start, the rest is seed."""

    format: Annotated[int, Meta(ge=1, le=1)]
    id: Annotated[StationId, Meta(pattern=forms.NAME)]
    labels: Labels
    device: Device = Device()
    hours: Week = Week()
    lockers: LockerLimits = LockerLimits()
    queueing: QueueLimits = QueueLimits()
    notice: Notice = Notice()
    bookings: BookingLimits = BookingLimits()
    integrity: IntegrityRule = IntegrityRule()
    retention: Retention = Retention()
    staff: StaffLimits = StaffLimits()
    roles: Roles = Roles()
    voice: VoiceSound = VoiceSound()
    services: tuple[Service, ...] = ()
    counters: tuple[CounterPlan, ...] = ()
    zones: tuple[ZoneSeed, ...] = ()
    venues: tuple[VenueSeed, ...] = ()
    organisations: tuple[OrganisationSeed, ...] = ()
    places: tuple[Place, ...] = ()
    activities: tuple[Activity, ...] = ()
    grids: tuple[Grid, ...] = ()
    facilities: tuple[Facility, ...] = ()
    lists: tuple[NamedList, ...] = ()
    figures: tuple[Figure, ...] = ()
    texts: Texts = Texts()

    @property
    def cabinet(self) -> Cabinet:
        """Return the doors of all banks."""
        return Cabinet(
            tuple(_plan(bank.name, door) for bank in self.device.banks for door in bank.doors)
        )

    @property
    def hall(self) -> Hall:
        """Return services and counters as this terminal sees them."""
        return Hall(self.services, self.counters, self.device.terminal)

    @property
    def site(self) -> Site:
        """Return what can be booked and who may ask.

        The wording in Chinese is the one that binds; a change of its translation asks nobody to
        agree anew.
        """
        rules = self.texts.venue_rules
        return site(
            self.venues,
            self.organisations,
            self.zones,
            self.hours,
            None if rules is None else rules.zh,
        )


def settings(file: StationFile) -> Settings:
    """Return the part of the seed that staff may change later."""
    return Settings(
        labels=file.labels,
        hours=Hours.every(file.hours),
        lockers=file.lockers,
        queueing=file.queueing,
        notice=file.notice,
        bookings=file.bookings,
        integrity=file.integrity,
        retention=file.retention,
        staff=file.staff,
        roles=file.roles,
        voice=file.voice,
    )


def _plan(bank: BankId, door: DoorDevice) -> DoorPlan:
    return DoorPlan(
        id=door.id,
        bank=bank,
        board=door.board,
        lock=door.lock,
        size=door.size,
        handle_mm=door.handle_mm,
        column=door.column,
        row=door.row,
        contact=door.contact,
    )
