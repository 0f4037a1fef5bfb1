"""To which hub a terminal belongs: a file of its data directory that only the service may read."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from kiosk.errors import ConfigError, Problem
from kiosk.files import create_private_file, sync_directory
from kiosk.hosts import is_this_machine
from kiosk.ids import OriginId, StationId

FILE = "pairing.msgpack"
CERTIFICATE = "hub-certificate.pem"
OWN = ""
"""As ``url``: the hub this terminal starts itself, at whatever port that listens."""


class Belonging(msgspec.Struct, frozen=True):
    """What pairing gave a terminal.

    Attributes:
        url: where the hub is; ``OWN``: this terminal's own.
        terminal: its name in signatures: ``t2``.
        origin: under which it numbers first: ``t2.0``.
        former: under which it numbered before, where it brought a record along.
        key: its own; requests are signed with it.
        certificate: PEM; what the hub must show.
        adopt: the hub takes over the history of this terminal, and has not all of it yet.
        new_banks: its cabinets are new to the station: staff look into each door first.
        key_to_take: the station's key, until the terminal has started with it.
        anew: the record that was here gives way to the station's at that start.
    """

    station: StationId
    url: str
    terminal: str
    origin: OriginId
    key: bytes
    certificate: str
    former: OriginId = OriginId("")
    adopt: bool = False
    new_banks: bool = False
    key_to_take: bytes = b""
    anew: bool = False

    @property
    def is_near(self) -> bool:
        """Whether the hub runs on this machine: its own, or one beside it."""
        return self.url == OWN or is_this_machine(urlsplit(self.url).hostname or "")

    def certificate_file(self, data: Path) -> Path:
        """Return a file with the certificate in the data directory, made anew if it differs."""
        path = data / CERTIFICATE
        if not path.exists() or path.read_text() != self.certificate:
            _replace(path, self.certificate.encode())
        return path


def belonging_in(data: Path) -> Belonging | None:
    """Return to which hub the terminal in ``data`` belongs; ``None`` where it was never paired.

    Raises:
        ConfigError: the file is not what ``keep_belonging`` wrote.
    """
    path = data / FILE
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=Belonging)
    except FileNotFoundError:
        return None
    except msgspec.MsgspecError as error:
        what = "is damaged; put it back from a copy, or pair the terminal anew"
        raise ConfigError([Problem(where=str(path), what=what)]) from error


def keep_belonging(data: Path, belonging: Belonging) -> None:
    """Write it durably, instead of what was there.

    Raises:
        OSError: the disk does not take it; what was there is still there.
    """
    _replace(data / FILE, msgspec.msgpack.encode(belonging))


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    create_private_file(fresh, content)
    fresh.replace(path)
    sync_directory(path.parent)
