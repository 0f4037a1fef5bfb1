"""Terminals of one station and the hub they share, each a process; the terminals with all wires."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from tests.e2e.hall import Child
from tests.e2e.kiosk import Kiosk, command, display, until
from tests.e2e.resident import PERSON, Resident
from tests.e2e.wires import MAIN, ROOT, Board, Reader
from tests.hubs import listening

PENSION = "养老保险"
SIZE = "1080x1920"
UPPER_EDGE = (540, 24)
_A = TypeVar("_A")
_B = TypeVar("_B")


class Hub(Child):
    """``main.py hub`` as a process."""

    def __init__(self, data: Path, *stations: Path) -> None:
        self.data, self.stations = data, stations
        with listening() as found:
            self.port = found.getsockname()[1]
        self.start()

    @property
    def address(self) -> str:
        """Where its pages are."""
        return f"https://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Serve; also after it was killed."""
        options = ["--data", str(self.data), *self._files()]
        options += ["--host", "127.0.0.1", "--port", str(self.port)]
        self.process = subprocess.Popen([*MAIN, "hub", *options], cwd=ROOT, text=True)

    def code(self) -> str:
        """Have it show a code."""
        shown = command("hub", "--data", self.data, *self._files(), "--show-code")
        assert shown.returncode == 0, shown.stderr
        return str(re.findall(r"\b\d{6}\b", shown.stdout)[0])

    def _files(self) -> list[str]:
        return [part for file in self.stations for part in ("--station", str(file))]

    def take_in(self, file: Path, data: Path) -> None:
        """Pair a terminal that does not run yet."""
        code = self.code()

        def joined() -> bool:
            said = command("pair", "--station", file, "--data", data, "--hub", self.address, code)
            return said.returncode == 0

        until(joined, "the hub to take the terminal in")


class Terminal:
    """One terminal, its cabinet and reader, and who stands there."""

    kiosk: Kiosk
    resident: Resident

    def __init__(self, file: Path, data: Path, panel: str, board: Board, reader: Reader) -> None:
        self.file, self.data, self.board, self.reader = file, data, board, reader
        self._panel = panel

    def start(self) -> None:
        """Run it; also after it was stopped."""
        options = ("--size", SIZE, "--printer", "none")
        self.kiosk = Kiosk(
            self.data,
            self._panel,
            *options,
            station=str(self.file),
            board=self.board,
            reader=self.reader,
            hub=True,
        )
        self.resident = Resident(self.kiosk, self.reader)

    def stop(self) -> int:
        """Ask it to end; return its exit code."""
        return self.kiosk.stop()

    # -- people ----------------------------------------------------------------------------

    def come(self) -> None:
        """Stand before the home page, wherever whoever was there before has left it."""
        # Where no button is; a visit that nobody goes on with may be about to end.
        self.kiosk.touch_at(*UPPER_EDGE)

        def is_home() -> bool:
            if self.kiosk.screen().get("page") == "home":
                return True
            self.kiosk.touch_if_there(self.resident.words("Home"))
            return False

        until(is_home, "the home page")

    def take(self, number: str) -> None:
        """From home to a number."""
        self.resident.take_number(PENSION, number)
        self.home()

    def reserve(self) -> str:
        """From home to a small door for later; return what its QR says."""
        self.resident.touch("Lockers")
        self.kiosk.at("lockers")
        self.resident.touch("Reserve for later")
        self.kiosk.at("lockers.reserve")
        self.resident.touch("Small")
        self.kiosk.at("lockers.reserve_when")
        self.resident.touch("Reserve this door")
        self.kiosk.at("lockers.reserved")
        return self.kiosk.qr()

    def home(self) -> None:
        """Touch it away."""
        self.resident.touch("Home")
        self.kiosk.at("home")

    # -- staff -----------------------------------------------------------------------------

    def new_pin(self, member: str) -> str:
        """Have the command line draw a PIN."""
        reset = command("staff", "reset-pin", member, "--station", self.file, "--data", self.data)
        assert reset.returncode == 0, reset.stderr
        (pin,) = re.findall(r"\b\d{6}\b", reset.stdout)
        return str(pin)

    def sign_in(self, member: str, pin: str) -> None:
        """From home to the staff's pages."""
        self.kiosk.walk_corners(2.5)
        self.kiosk.at("staff.pin")
        self.kiosk.type(member + pin)
        self.resident.touch("Sign in")
        self.kiosk.at("staff.home")

    def to_counter(self, number: int) -> None:
        """From the staff's first page to a counter."""
        words = self.resident.words
        self.kiosk.touch_in_list(words("Work at a counter"), words("Next"))
        self.kiosk.touch(self.resident.words("Counter {counter}").format(counter=number))

    # -- what it says of itself ------------------------------------------------------------

    def status(self) -> dict[str, Any]:
        """Return what it says of itself."""
        found: dict[str, Any] = until(lambda: self.kiosk.ask("status"), "the status")
        return found

    def in_step(self) -> dict[str, Any] | None:
        """Return its status once nothing waits and the hub answers."""
        found = self.status()
        hub = found["hub"]
        return found if hub["connected"] and not hub["pending"] else None

    def audit(self) -> dict[str, Any]:
        """Return what an audit of its journal finds."""
        said = command("audit", "--data", self.data, "--station", self.file, "--json")
        assert said.returncode == 0, said.stderr
        found: dict[str, Any] = json.loads(said.stdout)
        return found


class Town(NamedTuple):
    """A station with two terminals."""

    hub: Hub
    one: Terminal
    two: Terminal

    def agree(self) -> dict[str, Any]:
        """Wait until all know the same; return the status of the last."""

        def same() -> dict[str, Any] | None:
            found = [each.in_step() for each in (self.one, self.two)]
            heads = {each["head"] for each in found if each is not None}
            return found[-1] if None not in found and len(heads) == 1 else None

        return until(same, "all terminals to know the same")


def at_once(one: Callable[[], _A], other: Callable[[], _B]) -> tuple[_A, _B]:
    """Let two people act at the same time; return what each got."""
    with ThreadPoolExecutor(2) as people:
        acts = people.submit(one), people.submit(other)
        return acts[0].result(), acts[1].result()


@contextmanager
def town(folder: Path, station: str) -> Iterator[Town]:
    """Run a hub and two terminals of a station, each with a cabinet of its own.

    Args:
        station: text of the file of the first; the second has the same with a cabinet B.
    """
    other = station.replace('name = "A"', 'name = "B"').replace('id = "A', 'id = "B')
    with ExitStack() as things:
        terminals = list[Terminal]()
        for name, text in (("one", station), ("two", other)):
            file = folder / f"{name}.toml"
            file.write_text(text, "utf-8")
            board = things.enter_context(Board(folder / f"board {name}", "--person", PERSON))
            reader = things.enter_context(Reader(folder / f"reader {name}"))
            panel = things.enter_context(display(SIZE))
            terminals.append(Terminal(file, folder / name, panel, board, reader))
        one, two = terminals
        hub = things.enter_context(Hub(folder / "hub", one.file, two.file))
        for each in (one, two):
            hub.take_in(each.file, each.data)
            each.start()
            things.callback(each.stop)
            if each is one:
                one.resident.pass_first_pins()
                until(one.in_step, "the first terminal to be in step")
        yield Town(hub, one, two)
