"""驿站: the terminal of a community service station. Composition root and command line.

Knows everything, imported by nothing but its tests. ``python main.py --help`` lists the commands.
"""

from __future__ import annotations

import argparse
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from drivers.cli import add_bank_commands
from drivers.line import SerialPort
from drivers.lockers.wiring import Acknowledges, BankWiring, Board, Contact, DoorWire, StatusOrder
from drivers.registry import serial_bank
from drivers.scanner import SerialScanner
from drivers.ups import NutPower
from drivers.voice import SilentVoice
from kiosk.cli_config import add_config_commands, add_workdays_commands
from kiosk.cli_doctor import add_doctor_command
from kiosk.cli_terminal import add_station, add_terminal_commands, answers, apply, present
from kiosk.config import BankDevice, BoardDevice, StationFile, load_station
from kiosk.control import Answer, ControlDoor
from kiosk.errors import ConfigError, JournalBusy, KioskError, Problem
from kiosk.ids import BankId
from kiosk.jobs import Lane
from kiosk.log import logging_to
from kiosk.staff import STAFF, rules
from kiosk.tap import Tap
from kiosk.terminal import Terminal, data_directory
from kiosk.words import Words
from screens.theme import Screen

if TYPE_CHECKING:
    from screens.app import KioskApp
    from screens.services import Services

ROOT = Path(__file__).resolve().parent
SIMULATED = "sim"
"""The port name in a station file that stands for a simulated lock board."""
NO_SCANNER = "none"
SHUTS_AFTER = "8"
"""Seconds after which the person of the simulated cabinet shuts a door."""
SIMULATOR_STARTS = 10.0
"""Seconds the simulator has to make its pty."""

FAILED, WRONG, BUSY = 1, 2, 3
RUN = "run"


def main(argv: Sequence[str] | None = None) -> int:
    """Read the command line and do it; ``run`` where no command is given."""
    args = _parser().parse_args(_with_command(list(sys.argv[1:] if argv is None else argv)))
    try:
        code: int = args.handler(args)
    except ConfigError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return WRONG
    except JournalBusy:
        print("a terminal is already running on this data directory", file=sys.stderr)
        return BUSY
    except KioskError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return FAILED
    return code


def _with_command(given: list[str]) -> list[str]:
    bare = not given or (given[0].startswith("-") and given[0] not in ("-h", "--help"))
    return [RUN, *given] if bare else given


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="main.py", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser(RUN, help="open the station on this screen (the default)")
    add_station(run)
    run.add_argument("--bank", action="append", default=[], metavar="[NAME=]PORT")
    run.add_argument("--scanner", metavar="PORT", help="serial port of the QR reader")
    run.add_argument("--size", type=_pixels, metavar="WxH", help="pixels of the panel")
    run.add_argument("--window", type=_pixels, metavar="WxH", help="a window for development")
    run.set_defaults(handler=_run)
    add_terminal_commands(commands)
    add_doctor_command(commands, _try_port)
    add_bank_commands(commands)
    add_config_commands(commands, apply=apply, present=present)
    add_workdays_commands(commands)
    return parser


def _pixels(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{3,4})x(\d{3,4})", text)
    if found is None:
        raise argparse.ArgumentTypeError(f'"{text}" is not of the form 1080x1920')
    return int(found[1]), int(found[2])


# -- run -----------------------------------------------------------------------------------


def _run(args: argparse.Namespace) -> int:
    def post(call: Callable[[], None]) -> None:
        from screens.app import post as on_the_screen  # after Kivy was set up

        on_the_screen(call)

    file = load_station(args.station)
    data = data_directory(file, args.data)
    ports = _ports(file, args.bank)
    screen = _screen(file, args)
    with ExitStack() as ending:
        ending.enter_context(logging_to(data))
        app, terminal = _open(file, data, screen, args, ending)
        banks = {
            bank.name: serial_bank(wiring(bank, _served(bank, ports[bank.name], data, ending)))
            for bank in file.device.banks
        }
        door = ControlDoor(data, {**answers(terminal), "screen": _shown(app, screen)})
        ending.callback(door.close)
        terminal.serve(banks)
        if file.device.ups:
            terminal.watch_power(NutPower(file.device.ups), lambda: post(lambda: app.leave(0)))
        _listen(_scanner(file, args), app, ending)
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, lambda *_: app.leave(0))
        app.run()
        return app.exit_code


def _open(
    file: StationFile, data: Path, screen: Screen, args: argparse.Namespace, ending: ExitStack
) -> tuple[KioskApp, Terminal]:
    from screens.kivy_setup import prepare  # Kivy reads its environment while it is imported

    prepare(screen, data / "kivy", window=args.window is not None)
    from screens.app import KioskApp, post
    from screens.registry import PAGES

    terminal = Terminal(file, data, post=post)
    ending.callback(terminal.close)
    leaving: list[KioskApp] = []
    services = _services(terminal, leaving, scanner=_scanner(file, args) != NO_SCANNER)
    app = KioskApp(services, screen, PAGES)
    leaving.append(app)
    return app, terminal


def _services(terminal: Terminal, leaving: list[KioskApp], *, scanner: bool) -> Services:
    from screens.about import StationAbout
    from screens.registry import ENTRANCES
    from screens.services import Services

    def call_staff() -> object:
        return terminal.station.do(Tap.fresh(), STAFF, rules.call_help)

    return Services(
        about=StationAbout(terminal.station, terminal.file),
        words=Words,
        lane=terminal.lane,
        clock=terminal.clock,
        voice=SilentVoice(),
        leave=lambda code: leaving[0].leave(code),
        call_staff=call_staff,
        entrances=ENTRANCES,
        station=terminal.station,
        desk=terminal.desk,
        login=terminal.login,
        config=terminal.file,
        scanner=scanner,
    )


def _scanner(file: StationFile, args: argparse.Namespace) -> str:
    """Return the port of the QR reader."""
    given: str | None = args.scanner
    return given or file.device.scanner.port


def _shown(app: KioskApp, screen: Screen) -> Answer:
    from screens.app import post
    from screens.shown import asked_from_outside

    return asked_from_outside(post, lambda: app.navigator, screen.height_px)


def _screen(file: StationFile, args: argparse.Namespace) -> Screen:
    if args.window is not None:
        return Screen.window(*args.window)
    panel = file.device.screen
    width_px, height_px = args.size or (panel.width_px, panel.height_px)
    width_mm, height_mm = panel.width_mm, panel.height_mm
    if (width_px > height_px) != (panel.width_px > panel.height_px):  # the panel was turned
        width_mm, height_mm = height_mm, width_mm
    return Screen(width_mm, height_mm, width_px, height_px)


def _ports(file: StationFile, given: Sequence[str]) -> dict[BankId, str]:
    """Return the port of each bank; ``--bank PORT`` means the first one."""
    ports = {bank.name: bank.port for bank in file.device.banks}
    for text in given:
        name, equals, port = text.partition("=")
        bank = BankId(name) if equals and name in ports else next(iter(ports), BankId(""))
        if bank not in ports:
            raise ConfigError([Problem("--bank", f"{file.id} has no locker bank")])
        ports[bank] = port if equals and name in ports else text
    return ports


def _listen(port: str, app: KioskApp, ending: ExitStack) -> None:
    if port == NO_SCANNER:
        return
    from screens.app import post

    def scanned(code: str) -> None:
        navigator = app.navigator
        if navigator is not None:
            navigator.scanned(code)

    lane = Lane("scanner", post)
    scanner = SerialScanner.on(port, lane)
    ending.callback(lane.close)
    ending.callback(scanner.close)
    scanner.start(lambda code: post(lambda: scanned(code)))


# -- lock boards ---------------------------------------------------------------------------


def wiring(bank: BankDevice, port: str) -> BankWiring:
    """Return how ``bank`` is wired, for its driver."""
    doors = tuple(
        DoorWire(door.id, door.board, door.lock, _contact(door.contact)) for door in bank.doors
    )
    boards = tuple(_board(board) for board in bank.boards)
    return BankWiring(port=port, family=bank.family, boards=boards, doors=doors, baud=bank.baud)


def _board(board: BoardDevice) -> Board:
    return Board(
        address=board.address,
        locks=board.locks,
        contact=_contact(board.contact),
        status_order=StatusOrder(board.status_order),
        acknowledges=Acknowledges(board.acknowledges),
        status_bytes=board.status_bytes,
    )


def _contact(contact: str | None) -> Contact | None:
    return None if contact is None else Contact(contact)


def _try_port(url: str) -> None:
    """Open and release a port, for the doctor.

    Raises:
        PortUnavailable: it cannot be opened now.
    """
    SerialPort(url, baud=9600).open().close()


def _served(bank: BankDevice, port: str, data: Path, ending: ExitStack) -> str:
    """Return the port to open; for ``sim`` start a simulated cabinet as a process of its own."""
    if port != SIMULATED:
        return port
    pty = data / f"sim-{bank.name}.tty"
    command = [sys.executable, str(ROOT / "main.py"), "bank", "sim", "--family", bank.family]
    command += ["--locks", str(max(board.locks for board in bank.boards))]
    command += ["--boards", str(len(bank.boards)), "--board", str(bank.boards[0].address)]
    if (contact := bank.boards[0].contact) is not None:
        command += ["--contact", contact.value]
    command += ["--pty", str(pty), "--control", str(data / f"sim-{bank.name}.sock")]
    command += ["--person", SHUTS_AFTER, "--pulse-log", str(data / f"sim-{bank.name}.pulses")]
    pty.unlink(missing_ok=True)
    # However this program ends, so does the cabinet.
    command = ["setpriv", "--pdeathsig", "TERM", "--", *command]
    cabinet = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    ending.callback(_end, cabinet)
    assert cabinet.stdout is not None
    cabinet.stdout.readline()  # it says where it serves once it does
    return str(pty)


def _end(cabinet: subprocess.Popen[str]) -> None:
    cabinet.terminate()
    cabinet.communicate(timeout=SIMULATOR_STARTS)


if __name__ == "__main__":
    raise SystemExit(main())
