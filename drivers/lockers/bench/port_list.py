"""The serial ports of the machine: what each is, whose it is, and why one cannot be opened."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from serial.tools import list_ports

from drivers.line import PortInfo, SerialPort
from kiosk.config import StationFile
from kiosk.errors import PortUnavailable, WhyUnavailable
from kiosk.ids import BankId
from kiosk.ports import LockerBank
from kiosk.serial_ports import Fitted, PortOwner, PortSeen

_USUAL_BAUD = 9600
_PROCESSES = Path("/proc")

Owners = Mapping[str, PortOwner]
"""By the name of the port, as the system knows it."""


def can_open(name: str) -> None:
    """Open a port and close it again; nothing is sent.

    Raises:
        PortUnavailable: it cannot be opened.
    """
    SerialPort(name, _USUAL_BAUD).open().close()


class StationPorts:
    """The ports of a machine and of its station. Satisfies ``kiosk.serial_ports.SerialPorts``.

    Args:
        banks: the banks in service; their ports are never opened from here.
        urls: the port each bank was given.
    """

    def __init__(
        self,
        file: StationFile,
        banks: Callable[[], Mapping[BankId, LockerBank]],
        *,
        ports: Callable[[], Iterable[PortInfo]] = list_ports.comports,
        attempt: Callable[[str], None] = can_open,
        processes: Path = _PROCESSES,
    ) -> None:
        self._file = file
        self._banks = banks
        self._ports = ports
        self._attempt = attempt
        self._processes = processes

    def seen(self) -> Sequence[PortSeen]:
        """Look now: the ports of the machine by name, then those of the file that are not there."""
        here = sorted(self._ports(), key=lambda info: info.device)
        owners = dict(self._owners())
        names = {_real(info.device) for info in here}
        gone = (name for name in owners if _real(name) not in names)
        by_name = {_real(name): owner for name, owner in owners.items()}
        found = [self._found(info, by_name.get(_real(info.device))) for info in here]
        return [*found, *(self._other(name, owners[name]) for name in gone)]

    def _found(self, info: PortInfo, owner: PortOwner | None) -> PortSeen:
        seen = PortSeen(info.device, _adapter(info), _usb(info), info.location or "", owner)
        return self._owned(seen, owner) if owner is not None else self._tried(seen)

    def _other(self, name: str, owner: PortOwner) -> PortSeen:
        seen = self._owned(PortSeen(name, owner=owner), owner)
        there = "://" in name or Path(name).exists()
        if there or seen.why is not None or self._connected(owner):
            return seen
        return msgspec.structs.replace(seen, why=WhyUnavailable.MISSING)

    def _owned(self, seen: PortSeen, owner: PortOwner) -> PortSeen:
        bank = self._banks().get(owner.bank)
        why = "" if bank is None else bank.health().why_not
        reason = WhyUnavailable(why) if why in list(WhyUnavailable) else None
        used_by = self._user(seen.name) if reason is WhyUnavailable.IN_USE else ""
        return msgspec.structs.replace(seen, why=reason, used_by=used_by, tried=False)

    def _connected(self, owner: PortOwner) -> bool:
        bank = self._banks().get(owner.bank)
        return bank is not None and bank.health().connected

    def _tried(self, seen: PortSeen) -> PortSeen:
        try:
            self._attempt(seen.name)
        except PortUnavailable as error:
            used_by = self._user(seen.name) if error.why is WhyUnavailable.IN_USE else ""
            return msgspec.structs.replace(seen, why=error.why, used_by=used_by)
        return seen

    def _owners(self) -> Iterator[tuple[str, PortOwner]]:
        device = self._file.device
        for bank in device.banks:
            owner = self._banks().get(bank.name)
            yield getattr(owner, "url", bank.port), PortOwner(Fitted.BANK, bank.name)
        for port, fitted in (
            (device.printer.port, Fitted.PRINTER),
            (device.scanner.port, Fitted.SCANNER),
        ):
            if port.startswith("/") or "://" in port:
                yield port, PortOwner(fitted)

    def _user(self, name: str) -> str:
        """Return the program that has the port open, as far as this user may see it."""
        real = _real(name)
        for handle in self._processes.glob("[0-9]*/fd/*"):
            try:
                if str(handle.readlink()) == real:
                    return (handle.parents[1] / "comm").read_text("utf-8").strip()
            except OSError:
                continue
        return ""


def _real(name: str) -> str:
    return name if "://" in name else os.path.realpath(name)


def _usb(info: PortInfo) -> str:
    if info.vid is None or info.pid is None:
        return ""
    return f"{info.vid:04X}:{info.pid:04X}"


def _adapter(info: PortInfo) -> str:
    description = getattr(info, "description", None) or ""
    return "" if description == "n/a" else str(description)
