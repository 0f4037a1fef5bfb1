"""``bank walk`` and ``bank polarity``: learn an unknown cabinet and write it down."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from drivers.line import Time
from drivers.lockers.bench import scan
from drivers.lockers.bench.asking import OPEN, asker, word_given
from drivers.lockers.bench.dialogue import REPLAY
from drivers.lockers.bench.learning import Learned, learn, with_guesses
from drivers.lockers.bench.lines import Ports, line_of
from drivers.lockers.bench.places import Labels
from drivers.lockers.bench.polarity import Polarity, ask_polarity
from drivers.lockers.bench.progress import Progress
from drivers.lockers.bench.station_file import propose, wired_doors, write
from drivers.lockers.bench.telling import complain, told
from drivers.lockers.bench.verdicts import (
    INCOMPLETE,
    NO_WORD,
    NOT_WRITTEN,
    SILENT,
    SILENT_SENTENCE,
    WRONG_OPTION,
)
from drivers.lockers.bench.walk import Walk
from drivers.lockers.bus import Bus
from drivers.lockers.frames import Family
from drivers.lockers.wiring import Board
from drivers.registry import FAMILIES
from kiosk.errors import ConfigError, DeviceGarbled, DeviceSilent
from kiosk.ids import DoorId

_USUAL_LOCKS = 24


class Line(msgspec.Struct, frozen=True):
    """Family, speed and addresses to work with, as given or as found."""

    family: Family
    baud: int
    addresses: tuple[int, ...]

    def boards(self, locks: int | None) -> tuple[Board, ...]:
        """Return the boards, with ``locks`` locks each, or as many as is usual."""
        count = locks or min(_USUAL_LOCKS, self.family.locks[-1])
        return tuple(Board(address=address, locks=count) for address in self.addresses)


def walk(args: argparse.Namespace) -> int:
    """Walk along the cabinet, tell what was learned, write it; return the exit code."""
    if not word_given(OPEN, args.yes, "Every door will open, one after the other."):
        complain(f"nothing was done: say --yes {OPEN} when it is safe that every door opens")
        return NO_WORD
    return _guarded(args, lambda: _walk(args))


def polarity(args: argparse.Namespace) -> int:
    """Learn what the contacts say; return the exit code. No door is opened."""
    return _guarded(args, lambda: _polarity(args))


def _guarded(args: argparse.Namespace, act: Any) -> int:
    def caught() -> int:
        try:
            code: int = act()
        except ConfigError as error:
            for problem in error.problems:
                complain(str(problem))
            return WRONG_OPTION
        except (DeviceSilent, DeviceGarbled) as error:
            complain(f"{args.port}: {error}")
            return SILENT
        return code

    return told(args.port, caught)


def _walk(args: argparse.Namespace) -> int:
    wired = wired_doors(args.station, args.bank) if args.station else {}
    labels = Labels(args.bank, wired)
    asks = asker(args.answers)
    with line_of(args.port, args.record) as (ports, time):
        line = _line(args, ports, time)
        if line is None:
            return SILENT
        boards = line.boards(args.locks)
        if args.answers is None:
            asks.ask("Shut every door of the cabinet, then press Enter.")
        bus = Bus(line.family, boards, port=ports(line.baud), baud=line.baud, time=time)
        try:
            on_foot = Walk(line.family, bus, time, asks=asks, progress=Progress("walk"))
            walked = on_foot.go(boards, labels)
        finally:
            bus.close()
    learned = with_guesses(learn(walked, locks=args.locks), labels.missing, walked)
    whole = len(walked) == sum(board.locks for board in boards) and bool(learned.doors)
    _tell_problems(learned, labels.missing)
    written, difference, mistakes = "", "", tuple[str, ...]()
    if args.station and whole:
        written, difference, mistakes = _write(args, line, learned)
    facts = msgspec.to_builtins(learned) | {
        "port": args.port,
        "family": line.family.name,
        "baud": line.baud,
        "missing": labels.missing,
        "complete": whole and not labels.missing,
        "written": written,
        "difference": difference,
        "mistakes": mistakes,
    }
    _show(args, facts, _rows(learned))
    if mistakes:
        return NOT_WRITTEN
    if not whole:
        complain("the walk was ended before every lock was pulsed; nothing was written")
    return 0 if whole and not labels.missing else INCOMPLETE


def _line(args: argparse.Namespace, ports: Ports, time: Time) -> Line | None:
    """Return what the options name; search the line for what they leave out."""
    if args.family and args.board:
        family = FAMILIES[args.family]
        return Line(family, args.baud or family.bauds[0], tuple(args.board))
    families = [args.family] if args.family else list(FAMILIES)
    found = scan.search_on(
        ports, time, url=args.port, families=families, baud=args.baud, seconds=120.0
    )
    if not found.boards:
        complain(f"{args.port}: {next(scan.explained(found), SILENT_SENTENCE)}")
        return None
    for sentence in scan.explained(found):
        complain(f"{args.port}: {sentence}")
    first = found.boards[0]
    addresses = [board.address for board in found.boards if board.family == first.family]
    complain(f"{first.family} at {first.baud} baud, addresses {addresses}")
    return Line(FAMILIES[first.family], first.baud, tuple(args.board or addresses))


def _write(
    args: argparse.Namespace, line: Line, learned: Learned
) -> tuple[str, str, tuple[str, ...]]:
    """Write the station file; return where, what changed, and why it could not be."""
    path: Path = args.station
    port = None if args.port.startswith(REPLAY) else args.port
    proposal = propose(path, args.bank, learned, family=line.family.name, baud=line.baud, port=port)
    if proposal.mistakes:
        complain(f"{path} was not written; it would not pass config check:")
        for mistake in proposal.mistakes:
            complain(f"  {mistake}")
        return "", proposal.difference, proposal.mistakes
    complain(proposal.difference.rstrip("\n") or f"{path}: nothing changes")
    if args.dry_run:
        return "", proposal.difference, ()
    write(proposal)
    complain(f"{path} is written. Look at it, then: main.py config check {path}")
    return str(path), proposal.difference, ()


def _tell_problems(learned: Learned, missing: Sequence[DoorId]) -> None:
    for problem in learned.problems:
        complain(problem)
    if missing:
        complain(f"no lock was found for {', '.join(missing)}")


def _rows(learned: Learned) -> list[str]:
    rows = [
        f"board {board.address}: {board.locks} locks, {board.contact or 'no contact'},"
        f" {board.status_order}, acknowledges {board.acknowledges}"
        for board in learned.boards
    ]
    for door in learned.doors:
        ms = "-" if door.ms is None else f"{door.ms} ms"
        contact = door.contact or "no contact"
        rows.append(f"{door.door}  board {door.board} lock {door.lock:>2}  {ms:>7}  {contact}")
    return rows


def _polarity(args: argparse.Namespace) -> int:
    asks = asker(args.answers)
    with line_of(args.port, args.record) as (ports, time):
        line = _line(args, ports, time)
        if line is None:
            return SILENT
        boards = line.boards(args.locks)
        bus = Bus(line.family, boards, port=ports(line.baud), baud=line.baud, time=time)
        try:
            found = ask_polarity(line.family, bus, time, boards=boards, asks=asks)
        finally:
            bus.close()
    facts = {"port": args.port, "family": line.family.name, "baud": line.baud}
    _show(args, facts | {"boards": msgspec.to_builtins(found)}, _polarity_rows(found))
    return 0 if all(board.sure for board in found) else INCOMPLETE


def _polarity_rows(found: Sequence[Polarity]) -> list[str]:
    rows = []
    for board in found:
        sure = "sure" if board.sure else "not sure: no contact changed"
        rows.append(f"board {board.address}: contact = {board.contact!s} ({sure})")
        if board.different:
            rows.append(f"  the other way round, or not shut: locks {list(board.different)}")
    return rows


def _show(args: argparse.Namespace, facts: Any, rows: Sequence[str]) -> None:
    if args.json:
        print(msgspec.json.encode(facts).decode())
    else:
        sys.stdout.write("".join(f"{row}\n" for row in rows))
