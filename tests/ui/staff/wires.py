"""What hangs on the ports of the house: real banks on simulated boards in virtual time."""

from __future__ import annotations

from collections.abc import Sequence

from drivers.banks import wiring
from drivers.lockers.bank import SerialBank
from drivers.lockers.bench.line_talk import BankLineTalk
from drivers.lockers.simulator.board import BUILDERS, BoardPlan
from drivers.lockers.simulator.cabinet import Cabinet
from drivers.registry import serial_bank
from kiosk.config import BankDevice, StationFile
from kiosk.errors import WhyUnavailable
from kiosk.ids import BankId
from kiosk.serial_ports import Fitted, PortOwner, PortSeen
from tests.memory_line import MemoryPort, VirtualTime
from tests.ui.harness import HandLane

BANK_A = PortOwner(Fitted.BANK, BankId("A"))
PORTS: Sequence[PortSeen] = (
    PortSeen("/dev/ttyS0", why=WhyUnavailable.NO_PERMISSION),
    PortSeen("/dev/ttyUSB0", "USB Serial", "1A86:7523", "1-1.2", BANK_A, tried=False),
    PortSeen("/dev/ttyUSB1", "FT232R USB UART", "0403:6001", "1-1.4"),
    PortSeen(
        "/dev/ttyUSB2",
        "USB Serial",
        "1A86:7523",
        "1-1.3",
        why=WhyUnavailable.IN_USE,
        used_by="minicom",
    ),
)


class PortsInMemory:
    """Ports that are as the test says."""

    def __init__(self) -> None:
        self.here: Sequence[PortSeen] = PORTS

    def seen(self) -> Sequence[PortSeen]:
        return self.here


class Wires:
    """Every bank of a station file, its driver on simulated boards."""

    def __init__(self, file: StationFile) -> None:
        self.lane = HandLane()
        self.cabinets: dict[BankId, Cabinet] = {}
        self.banks: dict[BankId, SerialBank] = {}
        for bank in file.device.banks:
            self._add(bank)
        self.talk = BankLineTalk(lambda: self.banks, lambda _: self.lane)

    def _add(self, bank: BankDevice) -> None:
        time = VirtualTime()
        plans = [BoardPlan(address=each.address, locks=each.locks) for each in bank.boards]
        cabinet = Cabinet([BUILDERS[bank.family](plan) for plan in plans])
        self.cabinets[bank.name] = cabinet
        port = MemoryPort(cabinet, time)
        self.banks[bank.name] = serial_bank(wiring(bank, "memory"), port=port, time=time)
