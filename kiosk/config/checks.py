"""What must hold between the parts of a station file: wires, labels, places. Pure.

Works on the loose tables, so that a mistake in one place does not hide those in another.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from typing import Any, NamedTuple, TypeGuard

from kiosk.config.boards import BAUDS, BENCH_ONLY, FAMILIES
from kiosk.config.printer import WIDTHS
from kiosk.config.reading import Mistake, Path, read, spell
from kiosk.config.schema import ScreenDevice
from kiosk.settings import Settings, contradictions

_Table = dict[str, Any]
_Found = Iterator[tuple[Path, _Table]]

_SERIAL = r"/[^\s]+|(?:socket|rfc2217)://[^\s/:]+:[0-9]{1,5}(?:[/?][^\s]*)?|hwgrep://[^\s]+"
_USB_IDS = r"[0-9a-fA-F]{4}:[0-9a-fA-F]{4}"


class _PortKind(NamedTuple):
    """How the port of a device may be written: words of its own, a form, what a person is told."""

    words: tuple[str, ...]
    form: re.Pattern[str]
    help: str


_BANK_PORT = _PortKind(("sim",), re.compile(_SERIAL), "sim, /dev/ttyUSB0 or socket://host:port")
_ALONE = {
    "scanner": _PortKind(
        ("none",),
        re.compile(rf"{_SERIAL}|wedge:(?:{_USB_IDS}|/[^\s]+)"),
        "none, /dev/ttyUSB0, wedge:VID:PID or socket://host:port",
    ),
    "printer": _PortKind(
        ("none", "sim", "usb"),
        re.compile(rf"{_SERIAL}|usb:{_USB_IDS}|file:/[^\s]+"),
        "none, sim, usb, usb:VID:PID, file:/dev/usb/lp0, /dev/ttyUSB0 or socket://host:port",
    ),
}
"""Devices of which a terminal has at most one."""
_PIXELS_SQUARE_WITHIN = 0.05
_WITH_IDS = (
    "services",
    "zones",
    "venues",
    "organisations",
    "places",
    "activities",
    "grids",
    "facilities",
    "lists",
    "figures",
)


def mistakes(file: _Table) -> Iterator[Mistake]:
    """Yield every contradiction between parts of ``file``."""
    banks = list(_tables(file, ("device", "banks")))
    yield from _ports(file, banks)
    yield from _repeated(banks, "name", "is the name of another bank too")
    for path, bank in banks:
        yield from _boards(path, bank)
        yield from _wires(path, bank)
    doors = [door for path, bank in banks for door in _tables(bank, ("doors",), path)]
    yield from _repeated(doors, "id", "is the label of another door too")
    yield from _screen(file)
    for name in _WITH_IDS:
        yield from _repeated(_tables(file, (name,)), "id", "is used twice")
    yield from _repeated(_tables(file, ("services",)), "letter", "is the letter of another service")
    yield from _counters(file)
    yield from _venues(file)
    yield from _settings(file)


def _counters(file: _Table) -> Iterator[Mistake]:
    services = {service.get("id") for _, service in _tables(file, ("services",))}
    counters = list(_tables(file, ("counters",)))
    yield from _repeated(counters, "number", "is the number of another counter too")
    for path, counter in counters:
        serves = counter.get("serves")
        for index, name in enumerate(serves if isinstance(serves, list) else ()):
            if isinstance(name, str) and name not in services:
                yield (*path, "serves", index), f'there is no service "{name}"'


def _ports(file: _Table, banks: list[tuple[Path, _Table]]) -> Iterator[Mistake]:
    devices = list(banks)
    for name in _ALONE:
        device = _part(_part(file, "device"), name)
        if device:
            devices.append((("device", name), device))
    for path, device in devices:
        yield from _port(path, device)
    real = [(path, device) for path, device in devices if device.get("port") not in ("none", "sim")]
    yield from _repeated(real, "port", "is the port of another device too")


def _port(path: Path, device: _Table) -> Iterator[Mistake]:
    port, kind = device.get("port"), _ALONE.get(str(path[-1]), _BANK_PORT)
    if isinstance(port, str) and port not in kind.words and not kind.form.fullmatch(port):
        yield (*path, "port"), f'"{port}" is not a port: write {kind.help}'
    if _is_number(device.get("baud", 9600)) and device.get("baud", 9600) not in BAUDS:
        yield (*path, "baud"), f"must be one of {', '.join(map(str, BAUDS))}"
    width = device.get("width_dots", WIDTHS[0])
    if _is_number(width) and width not in WIDTHS:
        yield (*path, "width_dots"), f"must be one of {', '.join(map(str, WIDTHS))}"


def _boards(path: Path, bank: _Table) -> Iterator[Mistake]:
    family = bank.get("family")
    if family in BENCH_ONLY:
        yield (
            (*path, "family"),
            f"{family} boards are for the bench only: they feel no door and do not end a pulse",
        )
    elif isinstance(family, str) and family not in FAMILIES:
        yield (*path, "family"), f'"{family}" is not known; there is {", ".join(FAMILIES)}'
    for key in ("boards", "doors"):
        if bank.get(key) == []:
            yield (*path, key), "must not be empty"
    boards = list(_tables(bank, ("boards",), path))
    yield from _repeated(boards, "address", "is the address of another board on this line")
    limits = FAMILIES.get(str(family))
    if limits is None:
        return
    for place, board in boards:
        for key, allowed in (("address", limits.addresses), ("locks", limits.locks)):
            number = board.get(key)
            if _is_number(number) and number not in allowed:
                ends = f"{allowed.start} and {allowed.stop - 1}"
                yield (*place, key), f"must be between {ends} for {family}, found {number}"


def _wires(path: Path, bank: _Table) -> Iterator[Mistake]:
    locks = {
        board.get("address"): board.get("locks") for _, board in _tables(bank, ("boards",), path)
    }
    doors = list(_tables(bank, ("doors",), path))
    for place, door in doors:
        board, lock = door.get("board"), door.get("lock")
        if not _is_number(board) or not _is_number(lock):
            continue
        if board not in locks:
            yield (*place, "board"), f"there is no board {board} in this bank"
            continue
        most = locks[board]
        if isinstance(most, int) and not 1 <= lock <= most:
            yield (*place, "lock"), f"board {board} has locks 1 to {most}, found {lock}"
    yield from _twice(doors, ("board", "lock"), "lock", "is wired to the same lock as")
    yield from _twice(doors, ("column", "row"), "row", "stands in the same place as")


def _screen(file: _Table) -> Iterator[Mistake]:
    screen = _part(_part(file, "device"), "screen")
    names = ("width_mm", "height_mm", "width_px", "height_px")
    given = [screen.get(name, getattr(ScreenDevice(), name)) for name in names]
    numbers = [number for number in given if _is_number(number) and number > 0]
    if len(numbers) < len(names):
        return
    width_mm, height_mm, width_px, height_px = numbers
    upright = "portrait" if height_px > width_px else "landscape"
    path: Path = ("device", "screen")
    if screen.get("orientation", "portrait") != upright:
        yield (*path, "orientation"), f"{width_px} x {height_px} pixels are {upright}"
    across, down = width_px / width_mm, height_px / height_mm
    if abs(across - down) > _PIXELS_SQUARE_WITHIN * max(across, down):
        yield (
            (*path, "height_mm"),
            f"does not fit: {across:.2f} pixels a mm across, but {down:.2f} down",
        )


def _venues(file: _Table) -> Iterator[Mistake]:
    zones = {zone.get("id") for _, zone in _tables(file, ("zones",))}
    for path, venue in _tables(file, ("venues",)):
        zone = venue.get("zone", "")
        if zone and isinstance(zone, str) and zone not in zones:
            yield (*path, "zone"), f'there is no zone "{zone}"'
        yield from _repeated(_tables(venue, ("equipment",), path), "id", "is used twice")


def _settings(file: _Table) -> Iterator[Mistake]:
    part = {name: file[name] for name in Settings.__struct_fields__ if name in file}
    if "name" not in _part(file, "labels") and "labels" in file:
        yield ("labels", "name"), "is missing"
    _, wrong = read(Settings, part)
    unread = {path[:2] for path, _ in wrong}  # listed where the whole file is read
    readable = {
        name: {key: value for key, value in table.items() if (name, key) not in unread}
        for name, table in part.items()
        if isinstance(table, dict)
    }
    settings, _ = read(Settings, readable)
    for key, why in contradictions(settings or Settings()):
        path = tuple(key.split("."))
        if path not in unread:
            yield path, why


def _repeated(found: Iterable[tuple[Path, _Table]], key: str, what: str) -> Iterator[Mistake]:
    seen: set[Hashable] = set()
    for path, table in found:
        value = table.get(key)
        if isinstance(value, str | int) and value in seen:
            yield (*path, key), f'"{value}" {what}'
        elif isinstance(value, str | int):
            seen.add(value)


def _twice(
    doors: list[tuple[Path, _Table]], keys: tuple[str, str], at: str, what: str
) -> Iterator[Mistake]:
    seen: dict[tuple[int, int], str] = {}
    for path, door in doors:
        first, second = door.get(keys[0]), door.get(keys[1])
        if not _is_number(first) or not _is_number(second):
            continue
        other = seen.setdefault((first, second), str(door.get("id", spell(path))))
        if other != str(door.get("id", spell(path))):
            yield (*path, at), f"{door.get('id', 'this door')} {what} {other}"


def _tables(table: _Table, names: tuple[str, ...], path: Path = ()) -> _Found:
    for name in names[:-1]:
        table, path = _part(table, name), (*path, name)
    rows = table.get(names[-1])
    if isinstance(rows, list):
        for index, row in enumerate(rows):
            if isinstance(row, dict):
                yield (*path, names[-1], index), row


def _part(table: _Table, name: str) -> _Table:
    part = table.get(name)
    return part if isinstance(part, dict) else {}


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
