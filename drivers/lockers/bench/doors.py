"""``bank open`` and ``bank state``: one door, or all doors of a board."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping
from typing import Any

import msgspec

from drivers.connection import Port
from drivers.line import Time
from drivers.lockers.bank import SerialBank
from drivers.lockers.bench import timed
from drivers.lockers.bench.lines import line_of
from drivers.lockers.bench.telling import told
from drivers.lockers.bench.verdicts import (
    GARBLED,
    GARBLED_SENTENCE,
    OUTCOME_CODES,
    PORT_CODES,
    PORT_SENTENCES,
    SILENT,
    SILENT_SENTENCE,
    WRONG_OPTION,
)
from drivers.lockers.wiring import BankWiring, Board, Contact, DoorWire, StatusOrder
from drivers.registry import BENCH_ONLY, FAMILIES, serial_bank
from kiosk.errors import NotAllowed, PortUnavailable, WhyUnavailable
from kiosk.ids import DoorId
from kiosk.ports import BankHealth, Outcome, Reading

_USUAL_LOCKS = 24


def open_one(args: argparse.Namespace) -> int:
    """Open one door; print one object; return 0 only for ``opened``."""
    if args.family in BENCH_ONLY:
        return timed.open_one(args)
    wrong = _wrong_place(args, args.lock)
    if wrong:
        return _refuse(wrong)
    return told(args.port, lambda: _open(args))


def _open(args: argparse.Namespace) -> int:
    baud = args.baud or FAMILIES[args.family].bauds[0]
    with line_of(args.port, args.record) as (ports, clock):
        return _open_on(args, _bank(args, (args.lock,), port=ports(baud), clock=clock))


def _open_on(args: argparse.Namespace, bank: SerialBank) -> int:
    door = bank.doors[0]
    try:
        opening = bank.open(door)
        health = bank.health()
    finally:
        bank.close()
    code, sentence = OUTCOME_CODES[opening.outcome], ""
    if opening.outcome in (Outcome.NOT_SENT, Outcome.UNCONFIRMED):
        code, sentence = _why(args.port, health, code)
    facts = {
        "outcome": str(opening.outcome),
        "elapsed_ms": opening.elapsed_ms,
        "door": str(bank.last(door)),
        "pulses": opening.pulses,
        "board": args.board,
        "lock": args.lock,
    }
    text = f"board {args.board} lock {args.lock}: {opening.outcome}, {opening.elapsed_ms} ms"
    _show(args, facts, text)
    _complain(sentence)
    return code


def state(args: argparse.Namespace) -> int:
    """Read all doors of a board; print one object; return 0 when the board answered."""
    locks = tuple(range(1, (args.locks or min(_USUAL_LOCKS, FAMILIES[args.family].locks[-1])) + 1))
    wrong = _wrong_place(args, locks[-1])
    if wrong:
        return _refuse(wrong)
    return told(args.port, lambda: _state(args, locks))


def _state(args: argparse.Namespace, locks: tuple[int, ...]) -> int:
    baud = args.baud or FAMILIES[args.family].bauds[0]
    with line_of(args.port, args.record) as (ports, clock):
        return _state_on(args, locks, _bank(args, locks, port=ports(baud), clock=clock))


def _state_on(args: argparse.Namespace, locks: tuple[int, ...], bank: SerialBank) -> int:
    started = time.monotonic()
    readings: Mapping[DoorId, Reading] = dict.fromkeys(bank.doors, Reading.UNKNOWN)
    code, sentence = 0, ""
    try:
        readings = bank.read()
        health = bank.health()
        if not health.answers:
            code, sentence = _why(args.port, health, SILENT)
    except PortUnavailable as error:
        health = bank.health()
        code, sentence = _why(args.port, health, PORT_CODES[error.why])
    finally:
        bank.close()
    doors = {str(lock): str(readings[_door(lock)]) for lock in locks}
    facts = {
        "port": args.port,
        "family": args.family,
        "board": args.board,
        "doors": doors,
        "answered": health.answers > 0,
        "elapsed_ms": round(1000 * (time.monotonic() - started)),
        "echo": health.echo,
        "skipped_bytes": health.skipped_bytes,
        "wrong_address": health.wrong_address,
    }
    _show(args, facts, "\n".join(f"{lock:>3} {reading}" for lock, reading in doors.items()))
    _complain(sentence)
    return code


def _bank(
    args: argparse.Namespace, locks: tuple[int, ...], *, port: Port, clock: Time
) -> SerialBank:
    board = Board(
        address=args.board,
        locks=max(locks),
        contact=Contact(args.contact) if args.contact else None,
        status_order=StatusOrder(args.status_order),
        status_bytes=args.status_bytes,
    )
    doors = tuple(DoorWire(_door(lock), args.board, lock) for lock in locks)
    wiring = BankWiring(args.port, args.family, (board,), doors, baud=args.baud)
    return serial_bank(wiring, port=port, time=clock)


def _door(lock: int) -> DoorId:
    return DoorId(str(lock))


def _wrong_place(args: argparse.Namespace, lock: int) -> str:
    """Return why board and lock cannot exist in this family, or nothing."""
    try:
        FAMILIES[args.family].open_one(args.board, lock)
    except NotAllowed as error:
        return f"{args.family}: {error}"
    return ""


def _why(port: str, health: BankHealth, code: int) -> tuple[int, str]:
    """Return exit code and sentence for a door or board that gave no usable answer."""
    if health.why_not:
        why = WhyUnavailable(health.why_not)
        return PORT_CODES[why], f"{port}: {PORT_SENTENCES[why]}"
    if health.answers:
        return code, ""
    if health.wrong_address:
        return code, f"{port}: only another address answers; do two boards share an address?"
    if health.skipped_bytes:
        return GARBLED, f"{port}: {GARBLED_SENTENCE}"
    return code, f"{port}: {SILENT_SENTENCE}"


def _show(args: argparse.Namespace, facts: Mapping[str, Any], text: str) -> None:
    print(msgspec.json.encode(facts).decode() if args.json else text)


def _complain(sentence: str) -> None:
    if sentence:
        print(sentence, file=sys.stderr)


def _refuse(sentence: str) -> int:
    _complain(sentence)
    return WRONG_OPTION
