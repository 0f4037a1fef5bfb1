"""``bank monitor`` and ``bank console``: what is said on a line, and saying something oneself."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import Any

import msgspec

from drivers.connection import Connection
from drivers.line import Time
from drivers.lockers.bench import timed
from drivers.lockers.bench.asking import OPEN, OPEN_ALL, asker
from drivers.lockers.bench.dialogue import REPLAY, spelled
from drivers.lockers.bench.explain import Check, Explainer, Meaning, check_of, closed
from drivers.lockers.bench.lines import line_of
from drivers.lockers.bench.telling import complain, told
from drivers.lockers.bench.verdicts import GARBLED, NO_WORD, PORT_CODES, SILENT, WRONG_OPTION
from drivers.lockers.frames import Family, Kind, Request
from drivers.registry import AT_THE_BENCH, BENCH_ONLY
from kiosk.errors import NotAllowed, WhyUnavailable

_LISTEN_STEP = 0.2
_QUIT = ("q", "quit", "exit")
_LONGEST_BURST = 512


class Burst(msgspec.Struct, frozen=True):
    """Bytes between two silences, and when the first of them came."""

    at: float
    wire: bytes


def bursts(connection: Connection, time: Time, *, quiet: float, until: float) -> Iterator[Burst]:
    """Yield what comes until the moment ``until``. Reads only.

    Raises:
        PortUnavailable: the port was lost.
    """
    held, at = b"", 0.0
    while (left := until - time.now()) > 0:
        data = connection.read(min(quiet if held else _LISTEN_STEP, left))
        if data and not held:
            at = time.now()
        held += data
        if held and (not data or len(held) > _LONGEST_BURST):
            yield Burst(at, held)
            held = b""
    if held:
        yield Burst(at, held)


def monitor(args: argparse.Namespace) -> int:
    """Print every frame on the line until the time is up or Ctrl-C; send nothing."""
    return told(args.port, lambda: _monitor(args))


def _monitor(args: argparse.Namespace) -> int:
    family = AT_THE_BENCH[args.family]
    explainer, heard, known = Explainer(family), 0, 0
    last: Request | None = None
    with line_of(args.port, args.record) as (ports, time):
        connection = Connection(ports(args.baud or family.bauds[0]), time)
        connection.connect()
        began = time.now()
        until = float("inf") if args.seconds is None else began + args.seconds
        try:
            for burst in bursts(connection, time, quiet=family.quiet_seconds, until=until):
                heard += len(burst.wire)
                for meaning in explainer.explain(burst.wire, last):
                    last = meaning.request or last
                    known += "no frame" not in meaning.says
                    _print(args, burst.at - began, "", meaning)
        except KeyboardInterrupt:
            complain("")
        finally:
            connection.close()
    if not heard:
        complain(f"{args.port}: nothing was said on the line")
        return SILENT
    return 0 if known else GARBLED


def console(args: argparse.Namespace) -> int:
    """Send what is typed, with the checksum added; explain what comes back."""
    if args.raw and args.wire is None and args.answers is None and not sys.stdin.isatty():
        complain("nothing to send: give --send or type on a terminal")
        return WRONG_OPTION
    return told(args.port, lambda: _console(args))


def _console(args: argparse.Namespace) -> int:
    family = AT_THE_BENCH[args.family]
    with line_of(args.port, args.record) as (ports, time):
        connection = Connection(ports(args.baud or family.bauds[0]), time)
        connection.connect()
        desk = Console(args, family, connection, time)
        try:
            if args.wire is not None:
                return desk.send(args.wire)
            asks, code = asker(args.answers), 0
            while (typed := asks.ask(f"{family.name}>")) is not None and typed not in _QUIT:
                if typed:
                    code = desk.send(typed)
            return code
        finally:
            connection.close()


class Console:
    """Sends one frame at a time."""

    def __init__(
        self, args: argparse.Namespace, family: Family, connection: Connection, time: Time
    ) -> None:
        self._args = args
        self._family = family
        self._connection = connection
        self._time = time
        self._began = time.now()
        self._check: Check = check_of(family)
        self._explainer = Explainer(family)

    def send(self, typed: str) -> int:
        """Send the bytes that were typed as hex; return 0, or why not.

        Raises:
            PortUnavailable: the port was lost.
        """
        try:
            body = bytes.fromhex(typed)
        except ValueError:
            complain(f"{typed!r} is no hex, like 8A 01 01 11")
            return WRONG_OPTION
        wire = body if self._args.raw else closed(body, self._explainer, self._check)
        request = self._explainer.request(wire)
        word = needed_word(request)
        if word and self._args.yes != word:
            what = "opens a door" if word == OPEN else "may move any number of doors"
            complain(f"not sent: {spelled(wire)} {what}; say --yes {word!r} if that is wanted")
            return NO_WORD
        said = self._explainer.explain(wire)[0].says if request else "nobody knows what"
        self._print(">", Meaning(wire, said, request))
        if request is not None and request.kind is Kind.OPEN and self._family.name in BENCH_ONLY:
            return self._pulse(request)
        self._connection.write(wire)
        return self._listen(request)

    def _pulse(self, request: Request) -> int:
        """Switch on, and off again: no output is left on from here."""
        family = BENCH_ONLY[self._family.name]
        place = {"address": request.address, "lock": request.lock}
        replayed = self._args.port.startswith(REPLAY)
        try:
            timed.pulse(self._connection, family, self._time, **place, replayed=replayed)
        except NotAllowed as error:
            complain(f"not sent: {error}")
            return PORT_CODES[WhyUnavailable.REFUSED]
        off = family.off(**place)
        self._print(">", Meaning(off.wire, self._explainer.explain(off.wire)[0].says, off))
        return 0

    def _listen(self, request: Request | None) -> int:
        family, heard = self._family, False
        until = self._time.now() + family.reply_seconds
        for burst in bursts(self._connection, self._time, quiet=family.quiet_seconds, until=until):
            heard = True
            for meaning in self._explainer.explain(burst.wire, request):
                self._print("<", meaning)
        if not heard:
            complain("no answer")
            return SILENT
        return 0

    def _print(self, way: str, meaning: Meaning) -> None:
        _print(self._args, self._time.now() - self._began, way, meaning)


def needed_word(request: Request | None) -> str:
    """Return the word that must be typed before this leaves; nothing for a mere question.

    What is not a question and not an order for one lock is treated as the worst: open all.
    """
    if request is None:
        return OPEN_ALL
    return OPEN if request.kind is Kind.OPEN else ""


def _print(args: argparse.Namespace, at: float, way: str, meaning: Meaning) -> None:
    if args.json:
        facts: dict[str, Any] = {"at": round(at, 4), "hex": spelled(meaning.wire)}
        facts |= {"way": way} if way else {}
        line = msgspec.json.encode(facts | {"says": meaning.says}).decode()
    else:
        line = f"{at:9.3f} {way:1} {spelled(meaning.wire):<30}  {meaning.says}"
    print(line, flush=True)
