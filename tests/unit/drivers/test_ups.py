"""The battery behind the mains: a real ``upsd`` with ``dummy-ups``, from its bytes to the rules."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.ups import NutPower, read_status
from kiosk.errors import PortUnavailable
from kiosk.ids import RentalId
from kiosk.lockers.events import Purpose
from kiosk.lockers.plan import Size
from kiosk.lockers.power import PowerWatch
from kiosk.ports import PowerState
from kiosk.tap import Tap
from tests.builders import Site
from tests.ports import free_port

DEADLINE_S = 60.0
NUT = Path("/lib/nut")
"""Debian's; what lies in ``/usr/sbin`` is a script that reads ``/etc`` first."""


class Upsd:
    """Network UPS Tools as on a terminal: one server, one simulated UPS that we command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.name = f"sim@127.0.0.1:{self.port}"
        self._driver = folder / "dummy-ups-sim"
        self._processes: list[subprocess.Popen[bytes]] = []
        self.says("OL")
        driver = " driver = dummy-ups\n port = sim.dev\n mode = dummy-loop\n pollinterval = 1\n"
        self._write("ups.conf", f"[sim]\n{driver}")
        self._write("upsd.conf", f"LISTEN 127.0.0.1 {self.port}\nMAXAGE 60\n")
        self._write("upsd.users", "")
        self._write("nut.conf", "MODE=standalone\n")

    def says(self, status: str) -> None:
        """Let the UPS be so from now on; replaced whole, so it is never read half."""
        new = self.folder / "sim.new"
        new.write_text(f"ups.mfr: test\nups.status: {status}\nTIMER 1\n")
        new.replace(self.folder / "sim.dev")

    def start(self) -> None:
        """Start driver and server in the foreground, as ourselves."""
        me = ["-u", "root"] if os.geteuid() == 0 else []
        self._run([str(NUT / "dummy-ups"), "-a", "sim", "-F", *me])
        ends = time.monotonic() + DEADLINE_S
        while not self._driver.exists():  # a server that is there first asks again much later
            assert time.monotonic() < ends, "the driver did not start"
            select_for(0.02)
        self._run([str(NUT / "upsd"), "-F", *me])

    def stop(self) -> None:
        """End both."""
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            process.wait(DEADLINE_S)
        self._processes.clear()
        self._driver.unlink(missing_ok=True)

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o640)

    def _run(self, command: list[str]) -> None:
        places = {"NUT_CONFPATH": str(self.folder), "NUT_STATEPATH": str(self.folder)}
        places["NUT_ALTPIDPATH"] = str(self.folder)
        self._processes.append(
            subprocess.Popen(
                command,
                env={**os.environ, **places},
                cwd=self.folder,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )


@pytest.fixture
def upsd(tmp_path: Path) -> Iterator[Upsd]:
    made = Upsd(tmp_path)
    made.start()
    yield made
    made.stop()


def becomes(power: NutPower, wanted: PowerState) -> None:
    """Ask until the answer is ``wanted``; the simulated UPS reads its file once a second."""
    ends = time.monotonic() + DEADLINE_S
    state: PowerState | None = None
    while time.monotonic() < ends:
        try:
            state = power.read()
        except PortUnavailable:
            state = None
        if state is wanted:
            return
        select_for(0.1)
    raise AssertionError(f"{state} after {DEADLINE_S} s, not {wanted}")


def select_for(seconds: float) -> None:
    with socket.socket() as nothing:
        nothing.settimeout(seconds)
        nothing.bind(("127.0.0.1", 0))
        nothing.listen()
        with pytest.raises(TimeoutError):
            nothing.accept()


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ('VAR ups ups.status "OL"\n', PowerState.MAINS),
        ('VAR ups ups.status "OL CHRG LB"\n', PowerState.MAINS),
        ('VAR ups ups.status "OB DISCHRG"\n', PowerState.BATTERY),
        ('VAR ups ups.status "OB LB"\n', PowerState.LOW),
        ('VAR ups ups.status "FSD OL"\n', PowerState.LOW),
        ("ERR DATA-STALE\n", PowerState.UNKNOWN),
        ("ERR UNKNOWN-UPS\n", PowerState.UNKNOWN),
        ('VAR ups ups.status ""\n', PowerState.UNKNOWN),
        ("", PowerState.UNKNOWN),
    ],
)
def test_each_answer_means_one_state(answer: str, state: PowerState) -> None:
    assert read_status(answer) is state


@given(st.text())
def test_no_answer_is_fatal(answer: str) -> None:
    assert read_status(answer) in PowerState


@pytest.mark.parametrize("name", ["", "ups", "@host", "ups@", "ups@host:x", "a b@host"])
def test_a_name_of_another_form_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not of the form"):
        NutPower(name)


def test_a_server_that_is_not_there_is_told_as_such() -> None:
    with pytest.raises(PortUnavailable):
        NutPower(f"sim@127.0.0.1:{free_port()}").read()


def test_a_real_server_is_read_through_an_outage_and_its_own_restart(upsd: Upsd) -> None:
    power = NutPower(upsd.name)
    becomes(power, PowerState.MAINS)
    upsd.says("OB DISCHRG")
    becomes(power, PowerState.BATTERY)
    upsd.stop()
    with pytest.raises(PortUnavailable):
        power.read()
    upsd.start()
    becomes(power, PowerState.BATTERY)
    upsd.says("OB LB")
    becomes(power, PowerState.LOW)
    upsd.says("OL CHRG")
    becomes(power, PowerState.MAINS)
    power.close()


def test_on_battery_things_are_fetched_and_nothing_new_is_stored_until_the_mains_is_back(
    upsd: Upsd,
) -> None:
    where, power = Site().serve(), NutPower(upsd.name)
    ended: list[str] = []
    watch = PowerWatch(power, where.lane, where.station, lambda: ended.append("low"))
    bag = where.store(Size.S)
    becomes(power, PowerState.MAINS)
    watch.look()
    assert where.lockers.on_battery is None

    upsd.says("OB DISCHRG")
    becomes(power, PowerState.BATTERY)
    for _ in range(3):
        watch.look()
    where.desk.rent(Tap.fresh(), where.hears, size=Size.S)
    assert where.refused() == "on_battery"
    where.fetch(RentalId(bag.rental), Purpose.GIVE_BACK)
    where.shut(bag.door)
    assert bag.rental not in where.lockers.rentals
    assert not ended

    upsd.says("OB LB")
    becomes(power, PowerState.LOW)
    for _ in range(3):
        watch.look()
    assert ended == ["low"]  # once

    upsd.says("OL")
    becomes(power, PowerState.MAINS)
    watch.look()
    where.rent(Size.S)
    assert where.tags().count("PowerFailed") == where.tags().count("PowerBack") == 1
    power.close()


def test_a_server_that_goes_away_changes_nothing(upsd: Upsd) -> None:
    where, power = Site().serve(), NutPower(upsd.name)
    watch = PowerWatch(power, where.lane, where.station, lambda: None)
    upsd.says("OB")
    becomes(power, PowerState.BATTERY)
    watch.look()
    upsd.stop()
    watch.look()
    watch.look()
    assert where.lockers.on_battery is not None
    assert where.tags().count("PowerFailed") == 1
