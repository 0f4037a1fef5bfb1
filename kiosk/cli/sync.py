"""``pair`` and ``sync status`` on the command line: how a terminal stands with its hub."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from kiosk import hub_words
from kiosk.cli.answers import FAILED, GOOD
from kiosk.cli.terminal import Question, add_station
from kiosk.clock import STATION_ZONE
from kiosk.condition import told
from kiosk.config import StationFile, load_station
from kiosk.control import Unreachable, ask
from kiosk.errors import KioskError
from kiosk.journal.local.following import FollowingJournal
from kiosk.membership import Joined, belonging_of, follows, join, journal_of
from kiosk.sync.belonging import OWN, belonging_in
from kiosk.sync.line import HubAway, HubDenied
from kiosk.sync.pairing import NoAddress
from kiosk.terminal import Terminal, data_directory


def add_sync_commands(commands: Any) -> None:
    """Add ``pair`` and ``sync status``."""
    pair = commands.add_parser("pair", help="have this terminal follow a hub")
    add_station(pair)
    pair.add_argument("--hub", metavar="URL", help="address of the hub: 192.168.1.5:8470")
    pair.add_argument("--name", default="", help="what staff call this terminal")
    pair.add_argument("code", help="the six digits the hub shows")
    pair.set_defaults(handler=_pair)
    sync = commands.add_parser("sync", help="how this terminal stands with its hub")
    acts = sync.add_subparsers(required=True, metavar="status")
    status = acts.add_parser("status", help="connected or away, what waits, what was stopped")
    add_station(status)
    status.add_argument("--json", action="store_true", help="for machines")
    status.set_defaults(handler=_status)


def _ask_pair(terminal: Terminal, question: Mapping[str, Any]) -> object:
    return msgspec.to_builtins(
        _answer(
            lambda: terminal.join(
                str(question["url"]), str(question["code"]), str(question["name"])
            )
        )
    )


def _ask_sync(terminal: Terminal, question: Mapping[str, Any]) -> object:
    return None if terminal.exchange is None else told(terminal.exchange)


QUESTIONS: Mapping[str, Question] = {"pair": _ask_pair, "sync": _ask_sync}
"""What a running terminal answers about its hub."""


class _Said(msgspec.Struct, frozen=True):
    joined: Joined | None = None
    reason: str = ""


def _answer(act: Any) -> _Said:
    try:
        return _Said(act())
    except NoAddress:
        return _Said(reason=hub_words.NO_ADDRESS)
    except HubAway:
        return _Said(reason=hub_words.AWAY)
    except HubDenied as denied:
        return _Said(reason=denied.reason)
    except OSError:
        return _Said(reason=hub_words.NOT_KEPT)


def _pair(args: argparse.Namespace) -> int:
    file = load_station(args.station)
    data = data_directory(file, args.data)
    url = args.hub or file.device.hub.url
    if not url:
        print("say where the hub is: --hub 192.168.1.5:8470", file=sys.stderr)
        return FAILED
    asked = {"url": url, "code": args.code, "name": args.name}
    try:
        said = msgspec.convert(ask(data, "pair", **asked), _Said)
    except Unreachable:
        said = _answer(lambda: _join_stopped(file, args, asked))
    if said.joined is None:
        sentence = hub_words.pairing_sentences(str).get(said.reason)
        print(sentence or f"the hub said no: {said.reason}", file=sys.stderr)
        return FAILED
    _print_joined(said.joined)
    return GOOD


def _join_stopped(file: StationFile, args: argparse.Namespace, asked: Mapping[str, str]) -> Joined:
    data = data_directory(file, args.data)
    belonging = belonging_of(data)
    following = follows(data, belonging)
    journal = journal_of(data, file.id, belonging, following=following)
    try:
        return join(file, data, journal, **asked)
    finally:
        journal.close()


def _print_joined(joined: Joined) -> None:
    print(f"{joined.station}: this terminal is {joined.terminal} of the hub at {joined.url}")
    print(f"SHA-256 of the hub's certificate: {joined.fingerprint}")
    print("compare it with what the hub shows; it is the same or somebody is in between")
    if joined.adopts:
        print("the hub takes over the record of this terminal")
    if joined.anew:
        print("nobody has used this terminal yet: its record gives way to the station's")
        print("until it is started anew it takes no entry")
    print("it follows the hub from its next start")


def _status(args: argparse.Namespace) -> int:
    file = load_station(args.station)
    data = data_directory(file, args.data)
    try:
        found = ask(data, "sync")
    except Unreachable:
        found = _of_files(data, file)
    if args.json:
        print(msgspec.json.encode(found).decode())
        return GOOD
    if found is None:
        print("this terminal follows no hub: it gives its entries their order itself")
        return GOOD
    for line in _lines(found):
        print(line)
    return GOOD


def _lines(found: Mapping[str, Any]) -> list[str]:
    state = "connected" if found["connected"] else "away"
    if not found["running"]:
        state = "the terminal is not running"
    lines = [
        f"hub       {found['url'] or 'not started yet'}{' (its own)' if found['own'] else ''}",
        f"terminal  {found['terminal'] or 'not paired yet'}",
        f"state     {state}" + (f" since {_wall(found['since'])}" if found["since"] else ""),
        f"waiting   {found['pending']} entries",
    ]
    stops = [each for each in (found["stopped"], found["trouble"]) if each]
    lines += [f"stopped   {hub_words.why(str, each)} ({each})" for each in stops]
    if found["sentence"]:
        lines.append(f"hub says  {found['sentence']}")
    if found["decided_differently"]:
        lines.append(f"differs   {found['decided_differently']} entries, see the staff pages")
    if found["forked"]:
        lines.append("forked    put back from a copy, or cloned: waits for the hub")
    return lines


def _wall(at: str) -> str:
    """Return an instant by the station's clock on the wall."""
    return f"{datetime.fromisoformat(at).astimezone(STATION_ZONE):%Y-%m-%d %H:%M}"


def _of_files(data: Any, file: StationFile) -> dict[str, Any] | None:
    belonging = belonging_in(data)
    if not follows(data, belonging):
        return None
    journal = journal_of(data, file.id, belonging, following=True)
    try:
        if not isinstance(journal, FollowingJournal):
            raise KioskError("not a following journal")
        waits, differs, forked = len(journal.pending()), len(journal.lost()), journal.forked
    finally:
        journal.close()
    return {
        "running": False,
        "url": belonging.url if belonging else "",
        "own": belonging is None or belonging.url == OWN,
        "terminal": belonging.terminal if belonging else "",
        "connected": False,
        "since": "",
        "stopped": "",
        "sentence": "",
        "trouble": "",
        "pending": waits,
        "decided_differently": differs,
        "forked": forked,
        "clock_ahead_s": 0,
    }
