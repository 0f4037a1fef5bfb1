"""Exit codes and the one clear sentence for everything that can be wrong with a port."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.errors import WhyUnavailable
from kiosk.ports import Outcome

WRONG_OPTION = 2
INCOMPLETE = 7
NOT_WRITTEN = 8
NO_WORD = 9
SILENT = 20
GARBLED = 21
SHARED_ADDRESS = 22
DIALOGUE_DIFFERS = 23

OUTCOME_CODES: Mapping[Outcome, int] = {
    Outcome.OPENED: 0,
    Outcome.ALREADY_OPEN: 3,
    Outcome.NOT_OPENED: 4,
    Outcome.UNCONFIRMED: 5,
    Outcome.NOT_SENT: 6,
}
PORT_CODES: Mapping[WhyUnavailable, int] = {
    WhyUnavailable.MISSING: 10,
    WhyUnavailable.NO_PERMISSION: 11,
    WhyUnavailable.IN_USE: 12,
    WhyUnavailable.UNPLUGGED: 13,
    WhyUnavailable.REFUSED: 14,
}
PORT_SENTENCES: Mapping[WhyUnavailable, str] = {
    WhyUnavailable.MISSING: "there is no such port; is the adapter plugged in?",
    WhyUnavailable.NO_PERMISSION: "no permission; add this user to the group dialout",
    WhyUnavailable.IN_USE: "another program is using it; stop the station first",
    WhyUnavailable.UNPLUGGED: "it was there and is gone; was the adapter pulled?",
    WhyUnavailable.REFUSED: "it cannot be opened as a serial line",
}
SILENT_SENTENCE = "silence: nothing came back; check power, address, wiring, family and speed"
GARBLED_SENTENCE = "bytes came but no frame: check family and baud rate, or swap A and B"
