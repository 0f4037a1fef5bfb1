"""Which ports there are, whose they are, and why one cannot be opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from drivers.lockers.bench.port_list import StationPorts
from kiosk.config import StationFile, load_station
from kiosk.errors import PortUnavailable, WhyUnavailable
from kiosk.ids import BankId
from kiosk.ports import BankHealth
from kiosk.serial_ports import Fitted, PortOwner, PortSeen
from tests.unit.drivers.test_line import Info

A = BankId("A")


class Bank:
    """As far as its port goes."""

    def __init__(self, url: str, why_not: str = "") -> None:
        self.url = url
        self._why_not = why_not

    def health(self) -> BankHealth:
        return BankHealth(connected=not self._why_not, why_not=self._why_not)


class Machine:
    """A machine with some ports; notes which of them are looked into."""

    def __init__(self, *ports: Info, bank: Bank, processes: Path = Path("/nowhere")) -> None:
        self.tried: list[str] = []
        self.broken: dict[str, WhyUnavailable] = {}
        banks: Any = {A: bank}
        self.ports = StationPorts(
            station(),
            lambda: banks,
            ports=lambda: ports,
            attempt=self._attempt,
            processes=processes,
        )

    def seen(self) -> dict[str, PortSeen]:
        return {each.name: each for each in self.ports.seen()}

    def _attempt(self, name: str) -> None:
        self.tried.append(name)
        if name in self.broken:
            raise PortUnavailable(name, self.broken[name])


def station() -> StationFile:
    return load_station("huaken")


def test_the_port_of_a_bank_is_told_as_its_own_and_never_looked_into() -> None:
    machine = Machine(Info("/dev/ttyUSB0"), Info("/dev/ttyUSB1"), bank=Bank("/dev/ttyUSB0"))
    seen = machine.seen()
    assert seen["/dev/ttyUSB0"].owner == PortOwner(Fitted.BANK, A)
    assert (seen["/dev/ttyUSB0"].why, seen["/dev/ttyUSB0"].tried) == (None, False)
    assert (seen["/dev/ttyUSB1"].owner, seen["/dev/ttyUSB1"].tried) == (None, True)
    assert machine.tried == ["/dev/ttyUSB1"]


def test_a_link_to_a_port_is_known_as_that_port(tmp_path: Path) -> None:
    device, link = tmp_path / "ttyUSB0", tmp_path / "by-id"
    device.touch()
    link.symlink_to(device)
    machine = Machine(Info(str(device)), bank=Bank(str(link)))
    assert list(machine.seen()) == [str(device)]
    assert machine.tried == []


def test_a_bank_whose_port_is_not_there_is_listed_with_its_reason() -> None:
    for why_not, why in (
        ("unplugged", WhyUnavailable.UNPLUGGED),
        ("missing", WhyUnavailable.MISSING),
    ):
        machine = Machine(bank=Bank("/dev/gone", why_not))
        assert machine.seen()["/dev/gone"].why is why


def test_a_port_that_cannot_be_opened_says_why_and_who_has_it(tmp_path: Path) -> None:
    device = tmp_path / "ttyUSB3"
    device.touch()
    handles = tmp_path / "proc" / "77" / "fd"
    handles.mkdir(parents=True)
    (handles / "3").symlink_to(device)
    (handles.parent / "comm").write_text("minicom\n")
    machine = Machine(
        Info(str(device)), Info("/dev/ttyS0"), bank=Bank("x://y"), processes=tmp_path / "proc"
    )
    machine.broken = {
        str(device): WhyUnavailable.IN_USE,
        "/dev/ttyS0": WhyUnavailable.NO_PERMISSION,
    }
    seen = machine.seen()
    assert (seen[str(device)].why, seen[str(device)].used_by) == (WhyUnavailable.IN_USE, "minicom")
    assert (seen["/dev/ttyS0"].why, seen["/dev/ttyS0"].used_by) == (
        WhyUnavailable.NO_PERMISSION,
        "",
    )


def test_an_adapter_is_told_by_its_numbers_and_its_place() -> None:
    machine = Machine(Info("/dev/ttyUSB0", location="1-1.2"), bank=Bank("x://y"))
    seen = machine.seen()["/dev/ttyUSB0"]
    assert (seen.usb, seen.place) == ("1A86:7523", "1-1.2")
    assert machine.seen()["x://y"].why is None
