"""The hub a terminal has itself, and how the two come together."""

from __future__ import annotations

import socket
from typing import Protocol
from urllib.parse import urlsplit

import msgspec

from kiosk.sync.belonging import OWN, Belonging
from kiosk.sync.line import HubAway
from kiosk.sync.pairing import Self, pair


class OwnHub(Protocol):
    """The hub this terminal starts itself."""

    @property
    def url(self) -> str: ...

    @property
    def trouble(self) -> str: ...

    @property
    def certificate(self) -> str:
        """PEM of what it shows; empty while it has made none."""
        ...

    def start(self) -> None: ...

    def close(self) -> None: ...

    def code(self) -> str:
        """Have it show six digits, and return them. Blocking.

        Raises:
            HubAway: it could not be asked.
        """
        ...


def paired_with(own: OwnHub, myself: Self) -> Belonging:
    """Be taken in by one's own hub.

    Raises:
        HubAway: it is not there yet.
        HubDenied: it has a record that is not ours.
    """
    certificate = own.certificate
    if not certificate or not _listens(own.url):
        raise HubAway("it is not there yet")
    belonging, _key = pair(own.url, certificate, own.code(), myself)
    return msgspec.structs.replace(belonging, url=OWN)


def _listens(url: str) -> bool:
    parts = urlsplit(url)
    if not parts.port:
        return False
    try:
        with socket.create_connection((str(parts.hostname), parts.port), 1.0):
            return True
    except OSError:
        return False
