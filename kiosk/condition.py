"""How a terminal is: for its own command line, and for its hub. Holds nothing personal."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from kiosk.config import StationFile, settings
from kiosk.following import FollowingStation
from kiosk.ids import SettingKey
from kiosk.lockers import LOCKERS
from kiosk.lockers.steps import BankSeen
from kiosk.program import program_version
from kiosk.setting_keys import print_all
from kiosk.settings import Settings
from kiosk.staff import STAFF
from kiosk.station import Station
from kiosk.telling import TELLING
from kiosk.wire import PROTOCOL, Report
from kiosk.workdays import unknown_soon

if TYPE_CHECKING:
    from kiosk.sync.exchange import Exchange
    from kiosk.sync.situation import Situation
    from kiosk.terminal import Terminal

_MB = 1024 * 1024


def status(terminal: Terminal) -> dict[str, object]:
    """Return how the terminal is, for its own command line."""
    lockers, desk = terminal.station.state(LOCKERS), terminal.desk.state
    voice = terminal.fitted_voice
    return {
        "station": terminal.file.id,
        "entries": terminal.station.journal.head.position,
        "head": terminal.station.journal.head.digest.hex(),
        "read_only": terminal.station.read_only,
        "set_aside": len(terminal.station.set_aside),
        "unknown_tags": terminal.station.unknown_tags,
        "clock_trusted": terminal.clock.trusted(),
        "seed_differs": list(terminal.seed_differs()),
        "calendar_unknown_from": _calendar_ends(terminal),
        "banks": {bank.bank: standing(bank) or "online" for bank in desk.banks},
        "voice": None if voice is None else msgspec.to_builtins(voice.health()),
        "lines": {
            name: msgspec.to_builtins(bank.health()) for name, bank in terminal.banks.items()
        },
        "printer": _printer(terminal),
        "waiting": len(terminal.queue.state.waiting()),
        "applications": len(terminal.venues.venues.undecided()),
        "under_way": [order.door for order in lockers.open_orders()],
        "doors": {
            plan.id: {
                "state": lockers.state_of(plan.id, terminal.clock.now()),
                "sensed": desk.seen[plan.id].reading if plan.id in desk.seen else "unknown",
            }
            for plan in terminal.file.cabinet.doors
        },
        "hub": None if terminal.exchange is None else told(terminal.exchange),
    }


def report(terminal: Terminal) -> Report:
    """Return how the terminal is, for its hub."""
    voice = terminal.fitted_voice
    return Report(
        protocol=PROTOCOL,
        program=program_version(),
        at=terminal.clock.now(),
        trusted=terminal.clock.trusted(),
        pending=pending(terminal),
        to_tell=len(terminal.station.state(TELLING).refused),
        banks={bank.bank: standing(bank) for bank in terminal.desk.state.banks},
        printer=_printer(terminal),
        voice="" if voice is None else voice.health().why_not,
        disk_free_mb=shutil.disk_usage(terminal.data).free // _MB,
        set_aside=len(terminal.station.set_aside),
    )


def standing(bank: BankSeen) -> str:
    """Return why a bank is not served, in a word; ``away`` before it was ever asked."""
    return "" if bank.online else bank.why_not or "away"


def told(exchange: Exchange) -> dict[str, object]:
    """Return how it stands with the hub, as words and numbers."""
    return told_situation(exchange.situation)


def told_situation(situation: Situation) -> dict[str, object]:
    """Return a situation as words and numbers, without the certificate itself."""
    standing = situation.standing
    return {
        "running": True,
        "url": situation.url,
        "own": situation.own,
        "terminal": situation.terminal,
        "connected": standing.connected,
        "since": standing.since.isoformat(timespec="seconds"),
        "stopped": standing.stopped,
        "sentence": standing.sentence,
        "trouble": situation.trouble,
        "pending": situation.waiting,
        "decided_differently": situation.differently,
        "forked": situation.forked,
        "clock_ahead_s": round(standing.ahead.total_seconds()),
    }


def pending(terminal: Terminal) -> int:
    """Return how many entries wait for their positions."""
    station = terminal.station
    return station.pending if isinstance(station, FollowingStation) else 0


def present_settings(station: Station) -> Settings:
    """Return the settings that hold now."""
    return station.state(STAFF).settings


def seed_differs(file: StationFile, station: Station) -> tuple[SettingKey, ...]:
    """Return settings changed in the station file after founding and not applied since."""
    seed = station.state(STAFF).seed
    present = print_all(present_settings(station))
    return tuple(
        key
        for key, value in print_all(settings(file)).items()
        if value not in (seed.get(key, value), present[key])
    )


def _printer(terminal: Terminal) -> str:
    return terminal.printing.status if terminal.printing.fitted else "none"


def _calendar_ends(terminal: Terminal) -> date | None:
    moment = terminal.station.moment()
    return unknown_soon(moment.calendar, moment.business_date)
