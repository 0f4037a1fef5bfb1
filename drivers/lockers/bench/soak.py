"""``bank soak``: open doors again and again, count what they do and how long they take."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

import msgspec

from drivers.line import Time
from drivers.lockers.bank import SerialBank
from drivers.lockers.bench.asking import OPEN, word_given
from drivers.lockers.bench.cabinets import wiring_of
from drivers.lockers.bench.lines import line_of
from drivers.lockers.bench.progress import Progress
from drivers.lockers.bench.telling import complain, told
from drivers.lockers.bench.verdicts import NO_WORD, OUTCOME_CODES, WRONG_OPTION
from drivers.lockers.wiring import BankWiring
from drivers.registry import FAMILIES, serial_bank
from kiosk.errors import ConfigError
from kiosk.ids import DoorId
from kiosk.lockers.tally import DoorTally, Tallies, worst
from kiosk.lockers.tally_rows import TIMES, as_csv, counted, ms_of
from kiosk.ports import BankHealth, Outcome, Reading

_LOOK_EVERY = 0.25
_COIL_REST = 0.4
_PLACE = ("door", "board", "lock")


def run(args: argparse.Namespace) -> int:
    """Cycle the doors, print one object or a table; return 0 only if every order opened."""
    if not word_given(OPEN, args.yes, f"Doors will open {args.cycles} times each."):
        complain(f"nothing was done: say --yes {OPEN} when it is safe that the doors open")
        return NO_WORD
    try:
        wiring = wiring_of(args)
    except ConfigError as error:
        for problem in error.problems:
            complain(str(problem))
        return WRONG_OPTION
    return told(wiring.port, lambda: _run(args, wiring))


def cycle(
    bank: SerialBank,
    time: Time,
    *,
    cycles: int,
    shut_within: float,
    rest: float = 0.0,
    show: Callable[[int, int, str], None],
) -> tuple[dict[DoorId, DoorTally], int]:
    """Open every door ``cycles`` times; return the tallies and how many orders were given.

    A door is opened again only when it is shut; whose contact is unknown is not waited for.
    Ctrl-C ends it; what was counted is kept.

    Args:
        shut_within: seconds a door may stand open before its cycle is left out.
        rest: seconds from one order to the next, so that no order waits for a coil to cool and
            that wait is not counted as time of the door.
    """
    tallies = dict.fromkeys(bank.doors, DoorTally())
    whole, done, free_at = cycles * len(bank.doors), 0, float("-inf")
    try:
        for _ in range(cycles):
            for door in bank.doors:
                show(done, whole, str(door))
                if _waited(bank, door, time, shut_within):
                    time.wait(max(0.0, free_at - time.now()))
                    tallies[door] = tallies[door].with_opening(bank.open(door))
                    free_at = time.now() + rest
                else:
                    tallies[door] = tallies[door].with_left_open()
                done += 1
    except KeyboardInterrupt:
        complain("ended by hand")
    return tallies, done


def _waited(bank: SerialBank, door: DoorId, time: Time, seconds: float) -> bool:
    """Wait until the door is not sensed open; say whether it was shut in time."""
    until = time.now() + seconds
    while bank.sense(door) is Reading.OPEN:
        if time.now() >= until:
            return False
        time.wait(_LOOK_EVERY)
    return True


def _run(args: argparse.Namespace, wiring: BankWiring) -> int:
    progress = Progress("soak")
    with line_of(wiring.port, args.record) as (ports, time):
        baud = wiring.baud or FAMILIES[wiring.family].bauds[0]
        bank = serial_bank(wiring, port=ports(baud), time=time)
        began = time.now()
        try:
            bank.read()  # a port that cannot be opened is told before anything is counted
            tallies, _ = cycle(
                bank,
                time,
                cycles=args.cycles,
                shut_within=args.shut_within,
                rest=FAMILIES[wiring.family].pulse_seconds + _COIL_REST,
                show=progress.show,
            )
            health = bank.health()
        finally:
            progress.clear()
            bank.close()
        seconds = round(time.now() - began, 1)
    rows = _rows(wiring, tallies)
    if args.csv is not None:
        with args.csv.open("w", newline="", encoding="utf-8") as file:
            file.write(as_csv(rows, _PLACE))
    if args.json:
        print(msgspec.json.encode(_facts(args, wiring, tallies, health, seconds)).decode())
    else:
        _print(rows)
    if all(tally.cycles == 0 for tally in tallies.values()):
        return OUTCOME_CODES[Outcome.ALREADY_OPEN]
    if any(tally.left_open for tally in tallies.values()):
        complain("some doors were not shut in time; those cycles were left out")
        return OUTCOME_CODES[Outcome.ALREADY_OPEN]
    return OUTCOME_CODES[worst(tallies)]


def _facts(
    args: argparse.Namespace,
    wiring: BankWiring,
    tallies: Tallies,
    health: BankHealth,
    seconds: float,
) -> dict[str, Any]:
    return {
        "port": wiring.port,
        "family": wiring.family,
        "baud": wiring.baud or FAMILIES[wiring.family].bauds[0],
        "cycles": args.cycles,
        "seconds": seconds,
        "all": ms_of(ms for tally in tallies.values() for ms in tally.ms),
        "doors": {row["door"]: row for row in _rows(wiring, tallies)},
        "health": msgspec.to_builtins(health),
    }


def _rows(wiring: BankWiring, tallies: Tallies) -> list[dict[str, Any]]:
    return [
        {"door": wire.door, "board": wire.board, "lock": wire.lock, **counted(tallies[wire.door])}
        for wire in wiring.doors
    ]


def _print(rows: list[dict[str, Any]]) -> None:
    print(f"{'door':>5} {'cycles':>6} {'opened':>6} {'not':>4} {'?':>4}  ms least/median/p99/most")
    for row in rows:
        ms = row["ms"]
        told = "-" if ms is None else "/".join(str(ms[name]) for name in TIMES)
        unsure = row["unconfirmed"] + row["not_sent"]
        print(
            f"{row['door']:>5} {row['cycles']:>6} {row['opened']:>6} {row['not_opened']:>4}"
            f" {unsure:>4}  {told}"
        )
