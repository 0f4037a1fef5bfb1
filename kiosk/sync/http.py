"""The line to a hub over HTTP: signed, packed, with the hub's certificate pinned."""

from __future__ import annotations

import os
import ssl
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec
import requests
import urllib3
from requests.adapters import HTTPAdapter

from kiosk.ids import StationId
from kiosk.jobs import Runs, TooLate, waited
from kiosk.journal.entry import Head
from kiosk.packing import packed
from kiosk.signatures import NONCE_BYTES, sign
from kiosk.sync.line import WRONG_CERTIFICATE, HubAway, HubDenied
from kiosk.wire import (
    ADOPT,
    DECIDE,
    JOURNAL,
    STATUS,
    Adopt,
    Answer,
    Decide,
    Fault,
    Garbled,
    Push,
    Report,
    Wrong,
    decode_answer,
    encode,
)

HUB_NAME = "yizhan-hub"
"""Stands in every hub's certificate, so it may be reached under any name and address."""
CONNECT_WITHIN = 3.0
ANSWER_WITHIN = 15.0
HURRIED = 2.0
"""Seconds somebody who stands at a counter waits for a decision, all questions together."""
MOST_ANSWER = 64 * 1024 * 1024
"""Bytes of an answer when it is unpacked; no page of a hub comes near it."""
_PIECE = 64 * 1024


class HttpLine:
    """Asks one hub in the name of one terminal. Safe to use from several threads.

    Args:
        url: says where the hub is now: ``https://192.168.1.5:8470``.
        certificate: file with the one certificate that is believed.
        now: the time for signatures, as this terminal believes it.
        hurry: where somebody who waits has questions asked, so that nothing at all holds them
            longer; without it a name that is not resolved does.
    """

    def __init__(
        self,
        url: Callable[[], str],
        *,
        station: StationId,
        terminal: str,
        key: bytes,
        certificate: Path,
        now: Callable[[], datetime],
        hurry: Runs | None = None,
    ) -> None:
        self._url = url
        self._station = station
        self._terminal = terminal
        self._key = key
        self._now = now
        self._hurry = hurry
        self._session = pinned_session(certificate)
        self._closed = False
        self._until: float | None = None
        self.ahead = timedelta()
        """By how much the hub's clock is ahead of this one, where it said so."""

    def push(self, push: Push) -> Answer:
        """Send what waits."""
        return self._post(JOURNAL, push)

    def decide(self, decide: Decide) -> Answer:
        """Have one entry decided."""
        return self._post(DECIDE, decide)

    def adopt(self, adopt: Adopt) -> Answer:
        """Hand a page of the history over."""
        return self._post(ADOPT, adopt)

    def report(self, report: Report) -> Answer:
        """Say how the terminal is."""
        return self._post(STATUS, report)

    def pull(self, after: Head, wait: float) -> Answer:
        """Ask what follows ``after``."""
        query = urlencode(
            {"after": after.position, "digest": after.digest.hex(), "wait": f"{wait:g}"}
        )
        return self._asked("GET", f"{JOURNAL}?{query}", b"", ANSWER_WITHIN + wait)

    def hurried(self) -> HttpLine:
        """Return this line for somebody who waits ``HURRIED`` seconds and no longer."""
        line = object.__new__(HttpLine)
        line.__dict__.update(self.__dict__)
        line._until = time.monotonic() + HURRIED
        return line

    def close(self) -> None:
        """Believe no answer any more. One that is waited for may still come, and is dropped."""
        self._closed = True
        self._session.close()

    def _post(self, path: str, asked: msgspec.Struct) -> Answer:
        return self._asked("POST", path, encode(asked), ANSWER_WITHIN)

    def _asked(self, method: str, path: str, body: bytes, within: float) -> Answer:
        try:
            return self._sent(method, path, body, within)
        except HubDenied as denied:
            if denied.reason != Fault.CLOCK_OFF or denied.now is None:
                raise
            # Signed once more by the hub's own clock: only that tells a new request from an old.
            self.ahead = denied.now - self._now()
            return self._sent(method, path, body, within)

    def _sent(self, method: str, path: str, body: bytes, within: float) -> Answer:
        sent, headers = packed(body) if body else (b"", {})
        asked = requests.Request(method, self._url() + path, headers=headers, data=sent or None)
        request = self._session.prepare_request(asked)
        signed = sign(
            self._key,
            method,
            request.path_url,
            sent,
            station=self._station,
            terminal=self._terminal,
            at=self._now() + self.ahead,
            nonce=os.urandom(NONCE_BYTES),
        )
        request.headers.update(signed.headers())
        answer = self._answered(request, within)
        if self._closed:
            raise HubAway("the line is closed")
        return answer

    def _answered(self, request: requests.PreparedRequest, within: float) -> Answer:
        if self._until is None:
            return answered(self._session, request, (CONNECT_WITHIN, within))
        left = self._until - time.monotonic()
        if left <= 0:
            raise HubAway("somebody has waited long enough")
        patience = min(CONNECT_WITHIN, left), min(within, left)
        if self._hurry is None:
            return answered(self._session, request, patience)
        try:
            return waited(self._hurry, left, lambda: answered(self._session, request, patience))
        except TooLate as late:
            raise HubAway("somebody has waited long enough") from late


class _Pinned(HTTPAdapter):
    """Checks the one certificate, whatever the address is under which the hub is reached."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, assert_hostname=HUB_NAME, **kwargs)


def pinned_session(certificate: Path) -> requests.Session:
    """Return a session that speaks with the owner of ``certificate`` and nobody else."""
    session = requests.Session()
    session.trust_env = False  # no proxy and no other authority, whatever the machine is set to
    session.verify = str(certificate)
    session.mount("https://", _Pinned(pool_maxsize=4))
    return session


def answered(
    session: requests.Session, request: requests.PreparedRequest, within: tuple[float, float]
) -> Answer:
    """Return the answer to a request that is ready to be sent.

    Args:
        within: seconds until there is a connection, and from then on for all of the answer.

    Raises:
        HubAway, HubDenied: see ``HubLine``.
    """
    verify = session.verify
    try:
        response = session.send(
            request, timeout=within, verify=verify, allow_redirects=False, stream=True
        )
        answer = decode_answer(_body(response, time.monotonic() + within[1]))
    except requests.exceptions.SSLError as error:
        if _not_believed(error):
            said = "What answers does not have the certificate of the hub."
            raise HubDenied(WRONG_CERTIFICATE, said) from error
        raise HubAway(type(error).__name__) from error
    except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
        raise HubAway(type(error).__name__) from error
    except Garbled as error:
        raise HubAway("something else than a hub answered") from error
    if not isinstance(answer, Wrong):
        return answer
    if answer.fault is Fault.AWAY:
        raise HubAway(answer.sentence)
    raise HubDenied(answer.fault, answer.sentence, answer.now)


def _body(response: requests.Response, until: float) -> bytes:
    """Return an answer, unpacked, that is neither without end nor later than ``until``."""
    with response:
        pieces, size = list[bytes](), 0
        while piece := response.raw.read1(_PIECE, decode_content=True):
            pieces.append(piece)
            size += len(piece)
            if size > MOST_ANSWER:
                raise HubAway("an answer that is too large")
            if time.monotonic() > until:
                raise HubAway("an answer that trickles in")
        return b"".join(pieces)


def _not_believed(error: BaseException | None) -> bool:
    seen = list[BaseException]()
    while error is not None and error not in seen:
        seen.append(error)
        found = (error, *(each for each in error.args if isinstance(each, BaseException)))
        if any(isinstance(each, ssl.SSLCertVerificationError) for each in found):
            return True
        reason = getattr(found[-1], "reason", None)
        error = (
            reason if isinstance(reason, BaseException) else error.__cause__ or error.__context__
        )
    return False
