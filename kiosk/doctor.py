"""Looks at everything a terminal needs and says, line by line, what is well and what is not."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from kiosk.calendars import load_calendar
from kiosk.clock import SystemClock
from kiosk.config import Device, StationFile, load_station
from kiosk.config.schema import VoiceKind
from kiosk.control import Unreachable, ask
from kiosk.errors import ConfigError, DeviceError, KioskError, PortUnavailable
from kiosk.journal.local.journal import FILE
from kiosk.ports import BY_CHOICE, VoiceHealth
from kiosk.secrets import KEY_FILE
from kiosk.terminal import data_directory
from kiosk.workdays import unknown_soon

LEAST_FREE_MB = 500
LIBRARIES = (
    *("kivy", "serial", "tinydb", "msgspec", "immutables", "argon2", "qrcode", "PIL"),
    *("escpos", "evdev"),
)
ASSETS = Path(__file__).resolve().parent.parent / "assets"


class Finding(StrEnum):
    """How well a thing is."""

    WELL = "well"
    MIND = "mind"
    """Works, but somebody should know."""
    ILL = "ill"


class Line(msgspec.Struct, frozen=True):
    """One thing that was looked at."""

    what: str
    finding: Finding
    says: str


TryPort = Callable[[str], None]
"""Opens and closes a port; raises ``PortUnavailable``."""
TrySound = Callable[[str], None]
"""Plays nothing on a sound card; raises ``DeviceError``."""


def examine(
    station: str, data: Path | None, try_port: TryPort, try_sound: TrySound
) -> Iterator[Line]:
    """Look at everything, one line after another; nothing is changed."""
    yield from _machine()
    try:
        file = load_station(station)
    except ConfigError as error:
        for problem in error.problems:
            yield Line("station file", Finding.ILL, str(problem))
        return
    yield Line("station file", Finding.WELL, f"{file.id}, {len(file.cabinet.doors)} doors")
    directory = data_directory(file, data)
    yield from _data(directory)
    running = yield from _terminal(directory)
    yield from _ports(file, try_port, in_use=running)
    if not running:  # a running terminal has told of its voice above
        yield _sound(file.device, try_sound)
    yield from _time()
    if not running:  # a running terminal has told of the days its staff took over, too
        today = date.today()  # noqa: DTZ011  the calendar is looked at by the machine's day
        yield from _calendar(unknown_soon(load_calendar(), today))


def worst(lines: Sequence[Line]) -> Finding:
    """Return the worst finding."""
    order = tuple(Finding)
    return max((line.finding for line in lines), key=order.index, default=Finding.WELL)


def _machine() -> Iterator[Line]:
    version = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= (3, 11)
    yield Line("python", Finding.WELL if good else Finding.ILL, version)
    for library in (
        "kivy",
        "serial",
        "tinydb",
        "msgspec",
        "immutables",
        "argon2",
        "qrcode",
        "escpos",
        "PIL",
    ):
        if importlib.util.find_spec(library) is None:
            yield Line(library, Finding.ILL, "not installed; run make setup")
    try:
        ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        yield Line("time zones", Finding.ILL, "Asia/Shanghai is not known; run make setup")
    for font in ("Text-Regular.ttf", "Text-Bold.ttf", "Icons.ttf"):
        if not (ASSETS / "fonts" / font).is_file():
            yield Line("fonts", Finding.ILL, f"{font} is missing")
    display = os.environ.get("DISPLAY")
    yield Line(
        "display",
        Finding.WELL if display else Finding.MIND,
        display or "no DISPLAY; make run starts a screen in memory",
    )


def _data(directory: Path) -> Iterator[Line]:
    parent = directory
    while not parent.exists():
        parent = parent.parent
    writable = os.access(parent, os.W_OK | os.X_OK)
    yield Line(
        "data directory",
        Finding.WELL if writable else Finding.ILL,
        str(directory) if writable else f"{parent} cannot be written by this user",
    )
    free = shutil.disk_usage(parent).free // 1_000_000
    finding = Finding.WELL if free >= LEAST_FREE_MB else Finding.ILL
    yield Line("disk", finding, f"{free} MB free")
    key = directory / KEY_FILE
    if key.exists():
        private = not key.stat().st_mode & 0o077
        says = "only the service may read it" if private else "others may read it: chmod 600"
        yield Line("station key", Finding.WELL if private else Finding.ILL, says)


def _terminal(directory: Path) -> Generator[Line, None, bool]:
    try:
        status = ask(directory, "status")
    except Unreachable:
        there = (directory / FILE).exists()
        says = "not running; the journal is there" if there else "not running yet"
        yield Line("terminal", Finding.MIND, says)
        return False
    except KioskError as error:
        yield Line("terminal", Finding.ILL, str(error))
        return True
    yield Line("terminal", Finding.WELL, f"running, {status['entries']} entries")
    yield from _health(status)
    return True


def _health(status: dict[str, object]) -> Iterator[Line]:
    if status["read_only"]:
        yield Line("journal", Finding.ILL, "written by a newer program; nothing is recorded")
    if status["set_aside"]:
        yield Line("journal", Finding.ILL, f"{status['set_aside']} entries set aside; run audit")
    if not status["clock_trusted"]:
        yield Line("clock", Finding.ILL, "not trusted; staff must confirm it")
    yield from _calendar(status["calendar_unknown_from"])
    changed = status["seed_differs"]
    if isinstance(changed, list) and changed:
        says = f"{', '.join(map(str, changed))} changed after founding; see config apply"
        yield Line("station file", Finding.MIND, says)
    if status["voice"] is not None:
        yield _voice(msgspec.convert(status["voice"], VoiceHealth))
    banks = status["banks"]
    if isinstance(banks, dict):
        for name, state in banks.items():
            finding = Finding.WELL if state == "online" else Finding.ILL
            yield Line(f"bank {name}", finding, str(state))

    yield from _printer(str(status["printer"]))


def _printer(state: str) -> Iterator[Line]:
    if state != "none":
        finding = {"ready": Finding.WELL, "paper_low": Finding.MIND, "unknown": Finding.MIND}
        says = "answers no question" if state == "unknown" else state.replace("_", " ")
        yield Line("printer", finding.get(state, Finding.ILL), says)


def _ports(file: StationFile, try_port: TryPort, *, in_use: bool) -> Iterator[Line]:
    ports = {f"bank {bank.name}": bank.port for bank in file.device.banks}
    ports["scanner"] = file.device.scanner.port
    ports["printer"] = file.device.printer.port
    for what, port in ports.items():
        if port in ("sim", "none"):
            yield Line(what, Finding.WELL, "simulated" if port == "sim" else "none fitted")
        elif not in_use:  # a running terminal holds its ports and has told of them above
            yield _port(what, port, try_port)


def _port(what: str, port: str, try_port: TryPort) -> Line:
    try:
        try_port(port)
    except PortUnavailable as error:
        return Line(what, Finding.ILL, f"{port}: {error.why.replace('_', ' ')}")
    return Line(what, Finding.WELL, f"{port} can be opened")


def _sound(device: Device, try_sound: TrySound) -> Line:
    if device.voice is VoiceKind.SILENT:
        return _voice(VoiceHealth(why_not=BY_CHOICE))
    try:
        try_sound(device.sound)
    except DeviceError as error:
        return _voice(VoiceHealth(why_not=str(error)))
    return _voice(VoiceHealth(speaks=True))


def _voice(health: VoiceHealth) -> Line:
    well = (health.speaks or health.why_not == BY_CHOICE) and not health.missing
    says = "speaks" if health.speaks else f"silent: {health.why_not or 'nothing was said yet'}"
    if health.missing:
        says = f"{says}; no clip for {', '.join(health.missing)}"
    return Line("voice", Finding.WELL if well else Finding.MIND, says)


def _time() -> Iterator[Line]:
    clock = SystemClock()
    trusted = clock.trusted()
    yield Line("clock", Finding.WELL if trusted else Finding.MIND, f"kept by {clock.trust()}")


def _calendar(unknown: object) -> Iterator[Line]:
    yield Line(
        "calendar",
        Finding.MIND if unknown else Finding.WELL,
        f"working days are not known from {unknown}" if unknown else "known for 60 days",
    )
