"""The one table of lock families, and how a bank is made from its wiring."""

from __future__ import annotations

from collections.abc import Mapping

from drivers.connection import Port
from drivers.line import SerialPort, SystemTime, Time
from drivers.lockers.bank import SerialBank
from drivers.lockers.bus import Bus
from drivers.lockers.dc import Dc
from drivers.lockers.frames import Family
from drivers.lockers.kerong import CU16, CU48
from drivers.lockers.wiring import BankWiring
from drivers.lockers.wkly import Wkly
from drivers.lockers.xor8a import Xor8a

_ALL: tuple[Family, ...] = (Xor8a(), Wkly(), Dc(), CU48, CU16)
FAMILIES: Mapping[str, Family] = {family.name: family for family in _ALL}


def serial_bank(
    wiring: BankWiring, *, port: Port | None = None, time: Time | None = None
) -> SerialBank:
    """Return the bank of a wiring. Nothing is opened before its first use.

    Raises:
        KeyError: the family is not in ``FAMILIES``.
    """
    family = FAMILIES[wiring.family]
    baud = wiring.baud or family.bauds[0]
    time = time or SystemTime()
    port = port or SerialPort(wiring.port, baud)
    bus = Bus(family, wiring.boards, port=port, baud=baud, time=time)
    return SerialBank(wiring, family=family, bus=bus, time=time)
