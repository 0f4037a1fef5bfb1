"""驿站: the terminal of a community service station. Composition root and command line.

Knows everything, imported by nothing but its tests. ``python main.py --help`` lists the commands.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from drivers.banks import ports_given, serial_banks
from drivers.cli import add_bank_commands
from drivers.cli_voice import add_voice_commands, clip_voice, station_voice, try_sound
from drivers.lockers.bench.line_search import BankLineSearch
from drivers.lockers.bench.line_talk import BankLineTalk
from drivers.lockers.bench.plan_file import StationPlanFile
from drivers.lockers.bench.port_list import StationPorts
from drivers.printer.cli import add_printer_commands
from drivers.printers import slip_printer
from drivers.scanner import NO_SCANNER, scanned_by
from drivers.trying import try_port
from drivers.ups import NutPower
from kiosk.calendars import load_calendar
from kiosk.cli.answers import BUSY, FAILED, WRONG
from kiosk.cli.config import add_config_commands
from kiosk.cli.doctor import add_doctor_command
from kiosk.cli.sync import QUESTIONS as SYNC_QUESTIONS
from kiosk.cli.sync import add_sync_commands
from kiosk.cli.terminal import (
    add_station,
    add_terminal_commands,
    answers,
    apply,
    held_settings,
    own_days,
    present,
    take_calendar,
)
from kiosk.cli.venues import QUESTIONS as VENUE_QUESTIONS
from kiosk.cli.venues import add_venues_commands
from kiosk.cli.workdays import add_workdays_commands
from kiosk.condition import present_settings
from kiosk.config import StationFile, load_station
from kiosk.control import Answer, ControlDoor
from kiosk.errors import ConfigError, JournalBusy, KioskError
from kiosk.hall.calls import HallCalls
from kiosk.hall.watching import HALL
from kiosk.hub.command import add_hub_command
from kiosk.jobs import Lane
from kiosk.log import logging_to
from kiosk.own_hub import own_hub
from kiosk.present_calendar import PresentCalendar
from kiosk.staff import STAFF, rules
from kiosk.sync.line import HubAway
from kiosk.tap import Tap
from kiosk.terminal import FAMILIES, Terminal, data_directory
from kiosk.typing.local import local_words
from kiosk.typing.source import PinyinSource
from kiosk.words import Words
from screens.hall_display import add_display_command
from screens.panel import screen_of
from screens.pixels import pixels
from screens.theme import Screen

if TYPE_CHECKING:
    from screens.app import KioskApp
    from screens.services import Services

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
    except HubAway:
        print("the hub does not answer, and nothing is known here before it does", file=sys.stderr)
        return FAILED
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
    run.add_argument("--scanner", metavar="PORT", help="port of the QR reader")
    run.add_argument("--printer", metavar="PORT", help="port of the slip printer, or none")
    run.add_argument("--size", type=pixels, metavar="WxH", help="pixels of the panel")
    run.add_argument("--window", type=pixels, metavar="WxH", help="a window for development")
    run.add_argument("--no-hub", action="store_true", help="start no hub of its own")
    run.set_defaults(handler=_run)
    add_terminal_commands(commands)
    add_display_command(commands, clip_voice)
    add_doctor_command(commands, try_port, try_sound)
    add_bank_commands(commands)
    add_printer_commands(commands)
    add_voice_commands(commands)
    add_config_commands(commands, apply=apply, present=present)
    add_venues_commands(commands)
    add_workdays_commands(commands, own=own_days, held=held_settings, take=take_calendar)
    add_sync_commands(commands)
    add_hub_command(
        commands,
        families=FAMILIES,
        settings=present_settings,
        calendar=lambda: PresentCalendar(load_calendar()),
        station_file=load_station,
    )
    return parser


# -- run -----------------------------------------------------------------------------------


def _run(args: argparse.Namespace) -> int:
    def post(call: Callable[[], None]) -> None:
        from screens.app import post as on_the_screen  # after Kivy was set up

        on_the_screen(call)

    file = load_station(args.station)
    data = data_directory(file, args.data)
    ports = ports_given(file, args.bank)
    screen = screen_of(file.device.screen, size=args.size, window=args.window)
    with ExitStack() as ending:
        ending.enter_context(logging_to(data))
        printer = slip_printer(file, args.printer, data=data, ending=ending)
        app, terminal = _open(file, data, screen, args, ending)
        banks = serial_banks(file, ports, station=args.station, data=data, ending=ending)
        hall = _hall(terminal, ending)
        asked = {
            **answers(terminal, {**VENUE_QUESTIONS, **SYNC_QUESTIONS}),
            "screen": _shown(app, screen),
        }
        door = ControlDoor(data, asked, feeds={HALL: hall.feed.take})
        ending.callback(door.close)
        terminal.serve(banks)
        terminal.print_on(printer)
        if file.device.ups:
            terminal.watch_power(NutPower(file.device.ups), lambda: post(lambda: app.leave(0)))
        scanned_by(_scanner(file, args), file.device.scanner.baud, post, app.scanned, ending)
        # After the first picture: the hub takes a second of a processor to start.
        post(lambda: post(lambda: _begin_exchange(terminal, args)))
        return app.run_until_asked()


def _begin_exchange(terminal: Terminal, args: argparse.Namespace) -> None:
    if terminal.exchange is not None:
        terminal.exchange.begin(None if args.no_hub else own_hub(terminal, args.station))


def _open(
    file: StationFile, data: Path, screen: Screen, args: argparse.Namespace, ending: ExitStack
) -> tuple[KioskApp, Terminal]:
    from screens.kivy_setup import prepare  # Kivy reads its environment while it is imported

    prepare(screen, data / "kivy", window=args.window is not None)
    from screens.app import KioskApp, post
    from screens.registry import PAGES

    terminal = Terminal(file, data, post=post, following=not args.no_hub)
    ending.callback(terminal.close)
    if terminal.exchange is not None:
        terminal.exchange.first_round()
    terminal.speak_with(station_voice(file, data, terminal.manner, ending))
    leaving: list[KioskApp] = []
    typing = Lane("typing", post)
    ending.callback(typing.close)
    fitted = _scanner(file, args) != NO_SCANNER
    services = _services(terminal, leaving, args.station, scanner=fitted)
    services = replace(services, pinyin=PinyinSource(typing, local_words(file)))
    app = KioskApp(services, screen, PAGES)
    leaving.append(app)
    return app, terminal


def _services(
    terminal: Terminal, leaving: list[KioskApp], station: str, *, scanner: bool
) -> Services:
    from screens.about import StationAbout
    from screens.registry import ENTRANCES
    from screens.services import Services

    missing = () if terminal.file.hall.offered() else ("queue",)

    def call_staff() -> object:
        return terminal.station.do(Tap.fresh(), STAFF, rules.call_help)

    return Services(
        about=StationAbout(terminal.station, terminal.file),
        words=cache(Words),
        lane=terminal.lane,
        decisions=terminal.decisions,
        clock=terminal.clock,
        voice=terminal.voice,
        leave=lambda code: leaving[0].leave(code),
        call_staff=call_staff,
        entrances=tuple(each for each in ENTRANCES if each.page not in missing),
        station=terminal.station,
        desk=terminal.desk,
        queue=terminal.queue,
        venues=terminal.venues,
        login=terminal.login,
        config=terminal.file,
        files=terminal.files,
        scanner=scanner,
        plan_file=StationPlanFile(station),
        printing=terminal.printing,
        line_search=BankLineSearch(terminal),
        line_talk=BankLineTalk(lambda: terminal.banks, terminal.bank_lane),
        ports=StationPorts(terminal.file, lambda: terminal.banks),
        exchange=terminal.exchange,
        join=terminal.join,
        data=terminal.data,
    )


def _hall(terminal: Terminal, ending: ExitStack) -> HallCalls:
    lane = Lane("hall")
    ending.callback(lane.close)
    hall = HallCalls(
        terminal.station,
        lane,
        news=terminal.hall_news,
        calls=terminal.call_of,
        announce=terminal.voice.announce,
    )
    ending.callback(hall.close)
    return hall


def _scanner(file: StationFile, args: argparse.Namespace) -> str:
    """Return the port of the QR reader."""
    given: str | None = args.scanner
    return given or file.device.scanner.port


def _shown(app: KioskApp, screen: Screen) -> Answer:
    from screens.app import post
    from screens.shown import asked_from_outside

    return asked_from_outside(post, lambda: app.navigator, screen.height_px)


if __name__ == "__main__":
    raise SystemExit(main())
