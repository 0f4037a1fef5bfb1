"""Requests that are not answered: what is said of them, and with which status of HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from kiosk.errors import KioskError
from kiosk.wire import Fault

_S = HTTPStatus
SAID: Mapping[Fault, tuple[HTTPStatus, str]] = MappingProxyType(
    {
        Fault.UNREADABLE: (_S.BAD_REQUEST, "The request is not written as this protocol asks."),
        Fault.TOO_LARGE: (_S.REQUEST_ENTITY_TOO_LARGE, "The request is larger than a hub reads."),
        Fault.PROTOCOL: (_S.UPGRADE_REQUIRED, "This hub does not speak the terminal's protocol."),
        Fault.UNKNOWN_TERMINAL: (_S.UNAUTHORIZED, "No terminal of this name is paired."),
        Fault.WRONG_KEY: (_S.UNAUTHORIZED, "The signature was not made with the terminal's key."),
        Fault.CLOCK_OFF: (_S.UNAUTHORIZED, "The terminal's clock is more than 5 minutes off."),
        Fault.REPEATED: (_S.CONFLICT, "This very request was sent before."),
        Fault.WRONG_ORIGIN: (_S.FORBIDDEN, "The entries are numbered by another terminal."),
        Fault.WRONG_STATION: (_S.FORBIDDEN, "The entries are of another station."),
        Fault.WRONG_ACTOR: (_S.FORBIDDEN, "An entry has an actor that no terminal can speak for."),
        Fault.FOREIGN_TAG: (_S.FORBIDDEN, "An entry has an event that its actor may not write."),
        Fault.HOLE: (_S.BAD_REQUEST, "A position is missing from the page."),
        Fault.BROKEN_CHAIN: (_S.BAD_REQUEST, "An entry does not follow the one before it."),
        Fault.NOT_EMPTY: (_S.CONFLICT, "The hub does not take over a history from this terminal."),
        Fault.HAS_HISTORY: (_S.CONFLICT, "The terminal has a history that is not the hub's."),
        Fault.BANK_TAKEN: (_S.CONFLICT, "Another terminal owns a cabinet of this name."),
        Fault.WRONG_CODE: (_S.FORBIDDEN, "The code is not the one the hub shows."),
        Fault.NO_CODE: (_S.FORBIDDEN, "The hub shows no code for pairing at present."),
        Fault.AWAY: (_S.SERVICE_UNAVAILABLE, "The hub cannot write at present; ask again."),
    }
)


class Denied(KioskError):
    """A request was not understood or not believed; nothing of it has happened."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault
