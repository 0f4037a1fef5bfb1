"""Two terminals and their hub, as people meet them: three processes, two panels, one order."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import pytest

from kiosk.config.load import STATIONS
from kiosk.sync.link import LONGEST_WAIT
from tests.e2e.hall import Child
from tests.e2e.kiosk import Kiosk, Reader, command, display, until
from tests.e2e.pictures import keep
from tests.e2e.resident import Resident
from tests.e2e.wires import MAIN, PATIENCE, ROOT
from tests.hubs import listening

pytestmark = pytest.mark.e2e

PENSION = "养老保险"


class Hub(Child):
    """``main.py hub`` as a process."""

    def __init__(self, data: Path, station: Path) -> None:
        self.data, self.station = data, station
        with listening() as found:
            self.port = found.getsockname()[1]
        self.start()

    def start(self) -> None:
        """Serve; also after it was killed."""
        options = ["--data", str(self.data), "--station", str(self.station)]
        options += ["--host", "127.0.0.1", "--port", str(self.port)]
        self.process = subprocess.Popen([*MAIN, "hub", *options], cwd=ROOT, text=True)

    def code(self) -> str:
        """Have it show a code."""
        shown = command("hub", "--data", self.data, "--station", self.station, "--show-code")
        assert shown.returncode == 0, shown.stderr
        return str(re.findall(r"\b\d{6}\b", shown.stdout)[0])


class Desk(NamedTuple):
    """One terminal and who stands there."""

    kiosk: Kiosk
    resident: Resident
    file: Path
    data: Path

    def take(self, number: str) -> None:
        """From home to a number."""
        self.resident.touch("Take a number")
        self.kiosk.at("queue")
        self.kiosk.touch(PENSION)
        self.kiosk.at("queue.service")
        self.resident.touch("I have everything")
        self.kiosk.at("queue.ticket")
        self.kiosk.says(number)
        self.resident.touch("Home")
        self.kiosk.at("home")

    def sign_in(self) -> None:
        """Number 01 gets a new PIN at the command line and goes to counter 1."""
        reset = command("staff", "reset-pin", "01", "--station", self.file, "--data", self.data)
        assert reset.returncode == 0, reset.stderr
        (pin,) = re.findall(r"\b\d{6}\b", reset.stdout)
        self.kiosk.walk_corners(2.5)
        self.kiosk.at("staff.pin")
        self.kiosk.type("01" + pin)
        self.resident.touch("Sign in")
        self.kiosk.at("staff.home")
        self.resident.touch("Work at a counter")
        self.kiosk.touch(self.resident.words("Counter {counter}").format(counter=1))

    def status(self) -> dict[str, Any]:
        """Return what it says of itself."""
        found: dict[str, Any] = until(lambda: self.kiosk.ask("status"), "the status")
        return found

    def in_step(self) -> dict[str, Any] | None:
        """Return its status once nothing waits and the hub answers."""
        found = self.status()
        hub = found["hub"]
        return found if hub["connected"] and not hub["pending"] else None


def station_files(folder: Path) -> tuple[Path, Path]:
    """Two terminals of one station, each with a cabinet of its own."""
    told = (STATIONS / "huaken.toml").read_text("utf-8")
    told = told.replace('"08:30-19:30"', '"00:00-24:00"').replace("clips", "silent")
    other = told.replace('name = "A"', 'name = "B"').replace('id = "A', 'id = "B')
    files = folder / "one.toml", folder / "two.toml"
    files[0].write_text(told, "utf-8")
    files[1].write_text(other, "utf-8")
    return files


def paired(hub: Hub, file: Path, data: Path) -> None:
    url = f"127.0.0.1:{hub.port}"
    code = hub.code()

    def joined() -> bool:
        said = command("pair", "--station", file, "--data", data, "--hub", url, code)
        return said.returncode == 0

    until(joined, "the hub to take the terminal in")


@contextmanager
def two_terminals(folder: Path) -> Iterator[tuple[Hub, Desk, Desk]]:
    files = station_files(folder)
    with ExitStack() as things:
        hub = things.enter_context(Hub(folder / "hub", files[0]))
        desks = list[Desk]()
        for name, file in zip(("one", "two"), files, strict=True):
            data = folder / name
            paired(hub, file, data)
            panel = things.enter_context(display())
            reader = things.enter_context(Reader(folder / f"reader of {name}"))
            options = ("--size", "1080x1920", "--printer", "none")
            kiosk = Kiosk(data, panel, *options, station=str(file), reader=reader, hub=True)
            things.enter_context(kiosk)
            desk = Desk(kiosk, Resident(kiosk, reader), file, data)
            if not desks:
                desk.resident.pass_first_pins()
                until(desk.in_step, "the first terminal to be in step")
            else:
                desk.resident.begin()
            desks.append(desk)
        yield hub, desks[0], desks[1]


def agree(*desks: Desk) -> dict[str, Any]:
    """Wait until all know the same; return the status of the last."""

    def same() -> dict[str, Any] | None:
        found = [desk.in_step() for desk in desks]
        heads = {each["head"] for each in found if each is not None}
        return found[-1] if None not in found and len(heads) == 1 else None

    return until(same, "all terminals to know the same", LONGEST_WAIT + PATIENCE)


def test_two_terminals_go_on_without_their_hub_and_agree_when_it_is_back(tmp_path: Path) -> None:
    with two_terminals(tmp_path) as (hub, one, two):
        one.take("C1-001")
        two.take("C2-001")
        assert agree(one, two)["waiting"] == 2
        hub.kill()
        one.take("C1-002")
        two.take("C2-002")
        assert one.status()["waiting"] == two.status()["waiting"] == 3
        one.sign_in()
        one.resident.touch("Call next")
        one.resident.says(
            "The hub does not answer, so this cannot be done now: another counter might do the "
            "same. Try again when it is back."
        )
        keep(one.kiosk.picture(), "queue-hub-away")
        hub.start()
        assert agree(one, two)["waiting"] == 4
        one.resident.touch("Call next")
        one.kiosk.says("C1-001")
        assert agree(one, two)["waiting"] == 3
        for desk in (one, two):
            audit = command("audit", "--data", desk.data, "--station", desk.file)
            assert audit.returncode == 0, audit.stderr
            assert desk.kiosk.stop() == 0


def test_a_terminal_starts_its_own_hub_again_and_leaves_none_behind(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with display() as panel, Kiosk(data, panel, "--printer", "none", hub=True) as kiosk:
        desk = Desk(kiosk, Resident(kiosk, Reader(tmp_path / "reader")), Path("huaken"), data)
        until(desk.in_step, "its own hub")
        (hub,) = _hubs(kiosk)
        hub.kill()
        until(lambda: not hub.is_running() and _hubs(kiosk), "another hub")
        until(desk.in_step, "its own hub again")
        (hub,) = _hubs(kiosk)
        kiosk.kill()
        hub.wait(20)


def _hubs(kiosk: Kiosk) -> list[psutil.Process]:
    children = psutil.Process(kiosk.process.pid).children()
    return [each for each in children if "hub" in each.cmdline()[2:3]]
