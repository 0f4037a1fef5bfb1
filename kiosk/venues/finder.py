"""Finding an application by what was typed or scanned. Wrong codes are counted and rest."""

from __future__ import annotations

from typing import Protocol

import msgspec

from kiosk.errors import Refused
from kiosk.ids import CodeTag
from kiosk.links import Kind
from kiosk.resting import WrongCodes
from kiosk.secrets import token_tag
from kiosk.station import Station
from kiosk.tap import Tap
from kiosk.venues import VENUES, finding
from kiosk.venues.proof import Proof
from kiosk.venues.records import Application, Booking

QR_PREFIX = Kind.VENUE.prefix
"""Begins every bare QR of an application, so that a scan is known for what it is."""


class Codes(Protocol):
    """What finding needs of the station key."""

    def code_tag(self, code: str) -> CodeTag: ...


class Found(msgspec.Struct, frozen=True):
    """An application whose code or QR was shown.

    Attributes:
        bookings: in order of their time.
        proof: to be handed on with whatever is done next.
    """

    application: Application
    bookings: tuple[Booking, ...]
    proof: Proof


class Finder:
    """Answers whose application it is; runs on the station's lane."""

    def __init__(self, station: Station, codes: Codes) -> None:
        self._station = station
        self._codes = codes
        self._wrong = WrongCodes()

    def by_code(self, code: str) -> Found:
        """Find by a query code.

        Raises:
            Refused: ``wrong_code``, ``codes_resting`` (until) from the fifth wrong one on.
        """
        tag = self._codes.code_tag(code)
        venues, moment = self._station.state(VENUES), self._station.moment()
        try:
            application = finding.by_code(venues, moment, code=tag)
        except Refused as refused:
            if refused.reason == "wrong_code":
                self._count_wrong(refused)
            raise
        self._wrong.right()
        if venues.rest is not None:
            self._station.do(Tap.fresh(), VENUES, finding.accept_code)
        return self._found(application, Proof.of_code(tag))

    def by_qr(self, text: str) -> Found:
        """Find by what a scanner read.

        Raises:
            Refused: ``qr_unknown``.
        """
        if not text.startswith(QR_PREFIX):
            raise Refused("qr_unknown")
        token = token_tag(text.removeprefix(QR_PREFIX))
        venues, moment = self._station.state(VENUES), self._station.moment()
        application = finding.by_token(venues, moment, token=token)
        return self._found(application, Proof.of_qr(token))

    def _count_wrong(self, refused: Refused) -> None:
        if not self._wrong.wrong(self._station.moment()):
            return
        self._station.do(Tap.fresh(), VENUES, finding.rest_codes)
        rest = self._station.state(VENUES).rest
        raise Refused("codes_resting", until=rest.until if rest else None) from refused

    def _found(self, application: Application, proof: Proof) -> Found:
        bookings = self._station.state(VENUES).of(application.id)
        return Found(application, bookings, proof)
