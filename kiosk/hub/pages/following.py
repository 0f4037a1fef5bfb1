"""Following a link: whose page it is, or one sentence and a code why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

import msgspec

from kiosk import links
from kiosk.config import StationFile
from kiosk.errors import KioskError, Refused
from kiosk.hub.core import Hub
from kiosk.hub.faults import Denied
from kiosk.hub.guesses import Guesses
from kiosk.ids import StationId
from kiosk.links import Kind, Link, NotFollowed, Why
from kiosk.positioning import PositioningStation
from kiosk.secrets import StationKey
from kiosk.words import mark

_S = HTTPStatus


class NoPage(KioskError):
    """There is nothing to be shown; ``code`` says why to a technician.

    Attributes:
        sentence: marked English words.
    """

    def __init__(self, status: HTTPStatus, code: str, sentence: str) -> None:
        super().__init__(code)
        self.status, self.code, self.sentence = status, code, sentence


UNKNOWN = (_S.NOT_FOUND, "unknown", mark("This code is not known here. Please scan it once more."))
OVER = (_S.GONE, "over", mark("This is over. Thank you, and see you again."))
NOT_YET = (
    _S.NOT_FOUND,
    "not_here",
    mark("This has not arrived here yet, or it is over. Please look again in a minute."),
)
TOO_MANY = (
    _S.TOO_MANY_REQUESTS,
    "too_many",
    mark("Too many codes that nobody knows here. Please wait a minute."),
)
NO_FILE = (
    _S.SERVICE_UNAVAILABLE,
    "no_station_file",
    mark("This is not set up at this hub. Please ask the staff."),
)
AWAY = (
    _S.SERVICE_UNAVAILABLE,
    "away",
    mark("The hub cannot answer at present. Nothing was changed; please look again in a minute."),
)
_OF_REFUSALS: Mapping[str, tuple[HTTPStatus, str, str]] = MappingProxyType(
    {
        "qr_unknown": NOT_YET,
        "wrong_reservation": NOT_YET,
        "qr_used": OVER,
        "already_fetched": OVER,
        "ticket_of_yesterday": OVER,
        "no_subject": OVER,
        "no_station_file": NO_FILE,
    }
)


class Followed(msgspec.Struct, frozen=True):
    """A link that was made by its station, and what its page needs."""

    link: Link
    station: PositioningStation
    key: StationKey
    file: StationFile


class Following:
    """Follows links; runs beside the event loop. Thread-safe."""

    def __init__(self, guesses: Guesses | None = None) -> None:
        self._guesses = guesses or Guesses()

    def follow(self, hub: Hub, kind: Kind, station: str, tail: str, *, sender: str) -> Followed:
        """Return what a link leads to.

        Args:
            sender: the address it comes from; wrong links are counted by it.

        Raises:
            NoPage: it leads nowhere.
        """
        link = f"{kind}/{station.lower()}/{tail.upper()}"
        if not self._guesses.may_try(sender, link):
            raise NoPage(*TOO_MANY)
        try:
            found = _read(hub, kind, station, tail)
        except NotFollowed as error:
            self._guesses.wrong(sender)
            raise NoPage(*(OVER if error.why is Why.OVER else UNKNOWN)) from error
        self._guesses.good(link)
        return found


def no_page(refused: Refused) -> NoPage | None:
    """Return why there is no page after a refusal; ``None`` if the refusal says something else."""
    found = _OF_REFUSALS.get(refused.reason)
    return None if found is None else NoPage(*found)


def _read(hub: Hub, kind: Kind, station: str, tail: str) -> Followed:
    try:
        name: StationId = links.station_in(station)
        key = hub.keys.of(name)
    except Refused as refused:
        raise NotFollowed(Why.UNKNOWN) from refused
    link = links.read(kind, name, tail, key, hub.clock.now())
    file = hub.file(name)
    if file is None:
        raise NoPage(*NO_FILE)
    try:
        return Followed(link, hub.present(name), key, file)
    except Denied as denied:
        raise NotFollowed(Why.UNKNOWN) from denied
