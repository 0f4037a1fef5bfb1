"""``bank sim``: a simulated cabinet as a process."""

from __future__ import annotations

import argparse
import sys

from drivers.lockers.bench.cabinets import from_station
from drivers.lockers.simulator.board import BoardPlan
from drivers.lockers.simulator.control import BadOrder
from drivers.lockers.simulator.serve import SimOptions, serve
from drivers.lockers.simulator.server import Server
from drivers.lockers.wiring import Acknowledges, BankWiring, Board, Contact, StatusOrder
from drivers.registry import FAMILIES
from kiosk.errors import ConfigError

_WRONG_OPTION = 2
_USUAL_LOCKS = 24


def run(args: argparse.Namespace) -> int:
    """Serve until ended; return the exit code."""
    if not args.pty and not args.tcp:
        print("bank sim: give --pty PATH or --tcp HOST:PORT", file=sys.stderr)
        return _WRONG_OPTION
    wrong = "" if args.station else _no_such_board(args)
    if wrong:
        print(f"bank sim: {wrong}", file=sys.stderr)
        return _WRONG_OPTION
    try:
        serve(_options(args), started=lambda server: _tell(args, server))
    except ConfigError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return _WRONG_OPTION
    except (BadOrder, OSError) as error:
        print(f"bank sim: {error}", file=sys.stderr)
        return _WRONG_OPTION
    return 0


def _options(args: argparse.Namespace) -> SimOptions:
    family, plans = _wired(args) if args.station else (args.family, _plans(args))
    return SimOptions(
        family=family,
        plans=plans,
        baud=None if args.unpaced else args.baud or FAMILIES[family].bauds[0],
        pty=args.pty,
        tcp=args.tcp,
        control=args.control,
        person=args.person,
        pulse_log=args.pulse_log,
        faults=args.faults,
        seed=args.seed,
        also=tuple(_also(*board) for board in args.also),
        strict_baud=args.strict_baud,
    )


def _plans(args: argparse.Namespace) -> tuple[BoardPlan, ...]:
    return tuple(
        BoardPlan(
            address=address,
            locks=_locks(args),
            closed_bit=int(args.contact == "closed-is-1") if args.contact else None,
            status_bytes=args.status_bytes,
            low_first=args.status_order == "low-first",
            short_answers=args.short_answers,
            acknowledges=not args.never_acknowledge,
            reply_seconds=args.reply_delay,
            report_head=int(args.report, 16) if args.report else 0,
            sensor=not args.no_sensor,
        )
        for address in range(args.board, args.board + args.boards)
    )


def _wired(args: argparse.Namespace) -> tuple[str, tuple[BoardPlan, ...]]:
    """Return family and boards of a bank in a station file, as they are wired there."""
    bank = from_station(args.station, args.bank, None)
    return bank.family, tuple(_as_wired(bank, board) for board in bank.boards)


def _as_wired(bank: BankWiring, board: Board) -> BoardPlan:
    usual = board.contact or FAMILIES[bank.family].contact
    other_way = (
        door.lock
        for door in bank.doors
        if door.board == board.address and door.contact not in (None, usual)
    )
    return BoardPlan(
        address=board.address,
        locks=board.locks,
        closed_bit=int(usual is Contact.CLOSED_IS_1),
        status_bytes=board.status_bytes,
        low_first=board.status_order is StatusOrder.LOW_FIRST,
        acknowledges=board.acknowledges is not Acknowledges.NEVER,
        other_way=tuple(other_way),
    )


def _also(family: str, address: int, locks: int | None) -> tuple[str, BoardPlan]:
    usual = min(_USUAL_LOCKS, FAMILIES[family].locks[-1])
    return family, BoardPlan(address=address, locks=locks or usual)


def _locks(args: argparse.Namespace) -> int:
    return int(args.locks or min(_USUAL_LOCKS, FAMILIES[args.family].locks[-1]))


def _no_such_board(args: argparse.Namespace) -> str:
    """Return why there is no such board in this family, or nothing."""
    family = FAMILIES[args.family]
    first, last = family.addresses[0], family.addresses[-1]
    if args.board not in family.addresses or args.board + args.boards - 1 not in family.addresses:
        return f"{args.family} has addresses {first} to {last}"
    if _locks(args) not in family.locks:
        return f"{args.family} has at most {family.locks[-1]} locks on a board"
    return ""


def _tell(args: argparse.Namespace, server: Server) -> None:
    where = [str(args.pty)] if args.pty else []
    if args.tcp:
        where.append(f"socket://{args.tcp[0]}:{server.tcp_port}")
    boards = f"{args.boards} board(s) of {_locks(args)} locks"
    what = f"bank {args.bank} of {args.station}" if args.station else f"{args.family}, {boards}"
    print(f"bank sim: {what} on {' and '.join(where)}", flush=True)
