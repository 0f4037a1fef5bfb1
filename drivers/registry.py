"""The one table of lock families, and how a bank is made from its wiring."""

from __future__ import annotations

from collections.abc import Mapping

from drivers.connection import Port
from drivers.line import SerialPort, SystemTime, Time
from drivers.lockers.bank import SerialBank
from drivers.lockers.bus import Bus
from drivers.lockers.dc import Dc
from drivers.lockers.frames import Family, HostTimed
from drivers.lockers.kerong import CU16, CU48
from drivers.lockers.lcus import Lcus
from drivers.lockers.modbus import R421A08, WAVESHARE
from drivers.lockers.wiring import BankWiring
from drivers.lockers.wkly import Wkly
from drivers.lockers.xor8a import Xor8a
from drivers.overhearing import OverheardPort

_ALL: tuple[Family, ...] = (Xor8a(), Wkly(), Dc(), CU48, CU16, WAVESHARE, R421A08)
FAMILIES: Mapping[str, Family] = {family.name: family for family in _ALL}
"""What a bank may speak."""
BENCH_ONLY: Mapping[str, HostTimed] = {"lcus": Lcus()}
"""What no bank may speak: the host would have to end each pulse, and nothing tells of a door."""
AT_THE_BENCH: Mapping[str, Family] = {**FAMILIES, **BENCH_ONLY}


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
    line = OverheardPort(port or SerialPort(wiring.port, baud))
    bus = Bus(family, wiring.boards, port=line, baud=baud, time=time)
    return SerialBank(wiring, family=family, bus=bus, time=time, line=line)
