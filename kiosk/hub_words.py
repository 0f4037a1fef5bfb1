"""What is said of the hub, to staff at the screen and to a technician at the keyboard. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.sync.child import ENDS, PORT_IN_USE
from kiosk.sync.line import WRONG_CERTIFICATE
from kiosk.sync.link import RECORD
from kiosk.wire import Fault

Says = Callable[[str], str]
AWAY = "away"
NO_ADDRESS = "no_address"
NOT_KEPT = "not_kept"
NO_BELONGING = "not_following"


def pairing_sentences(_: Says) -> Mapping[str, str]:
    """Return why a terminal was not taken in, one sentence each."""
    return {
        AWAY: _("Nobody answers at this address. Is the hub on, and is the address right?"),
        NO_ADDRESS: _("This is not an address, for example 192.168.1.5:8470."),
        NOT_KEPT: _("The disk of this terminal takes nothing more. Nothing was changed."),
        WRONG_CERTIFICATE: _("What answers at this address is another hub than before."),
        Fault.WRONG_CODE: _("The code is wrong."),
        Fault.NO_CODE: _("The code no longer holds. Have the hub show a new one."),
        Fault.HAS_HISTORY: _(
            "This terminal has already been used by itself, and the hub has its own record. "
            "Begin with an empty data directory."
        ),
        Fault.BANK_TAKEN: _(
            "Another terminal owns a cabinet of this name. Give it a new name in the station file."
        ),
        Fault.WRONG_STATION: _("This is the hub of another station."),
        Fault.PROTOCOL: _("The hub runs another version of the program."),
        Fault.UNREADABLE: _("The hub does not understand this terminal."),
    }


def stop_sentences(_: Says) -> Mapping[str, str]:
    """Return why nothing is sent to the hub any more, one sentence each."""
    return {
        **pairing_sentences(_),
        WRONG_CERTIFICATE: _("What answers is not the hub this terminal was connected to."),
        RECORD: _("What the hub sends does not follow the record of this terminal."),
        Fault.UNKNOWN_TERMINAL: _(
            "The hub does not know this terminal: it was ended there, or the hub was put back to "
            "an earlier time. Pair it again; what was recorded here is kept."
        ),
        Fault.WRONG_KEY: _("The hub does not believe this terminal."),
        Fault.CLOCK_OFF: _("The clocks of hub and terminal differ by more than five minutes."),
        Fault.WRONG_STATION: _("The hub does not know this station."),
        Fault.FOREIGN_TAG: _("The hub does not take an entry of this terminal."),
        Fault.WRONG_ACTOR: _("The hub does not take an entry of this terminal."),
        Fault.WRONG_ORIGIN: _("The hub does not take an entry of this terminal."),
        Fault.NOT_EMPTY: _("The hub does not take over the record of this terminal."),
        Fault.BROKEN_CHAIN: _("The hub does not take over the record of this terminal."),
        Fault.HOLE: _("The hub does not take over the record of this terminal."),
        PORT_IN_USE: _("Another program uses the port of the hub."),
        ENDS: _("The hub of this terminal ends again and again. Its log says why."),
    }


def why(_: Says, reason: str) -> str:
    """Return the sentence about a link that stopped; a general one where there is none."""
    return stop_sentences(_).get(reason) or _("The hub does not understand this terminal.")
