"""How a terminal comes to belong to a hub: asks for it, keeps what it was given, uses it at start.

What is given takes effect when the terminal next starts. A terminal that nobody has used yet lays
its record aside then and takes the station's; one that was used is taken in by an empty hub alone,
with its record, or comes back to the hub it was paired with before.
"""

from __future__ import annotations

import hashlib
import ssl
import tempfile
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import requests

from kiosk.errors import KioskError
from kiosk.files import create_private_file, sync_directory
from kiosk.ids import RESIDENT, BankId, OriginId, StationId
from kiosk.journal.entry import Entry, Head, Journal
from kiosk.journal.local.journal import FILE as JOURNAL_FILE
from kiosk.packing import packed
from kiosk.secrets import KEY_FILE
from kiosk.sync.belonging import Belonging, keep_belonging
from kiosk.sync.http import ANSWER_WITHIN, CONNECT_WITHIN, answered, pinned_session
from kiosk.sync.line import WRONG_CERTIFICATE, HubAway, HubDenied, expect
from kiosk.wire import PAIR, PROTOCOL, Pair, Paired, encode

PORT = 8470
ASIDE = "before-pairing"
"""Directory in which a record lies that was laid aside."""
ROOM = ".room"
_ROOM_NEEDED = 16 * 1024
_OF_STAFF = ("staff.", "lockers.", "privacy.")


class NoAddress(KioskError):
    """What was given is not the address of a hub."""


class Self(msgspec.Struct, frozen=True):
    """What a terminal brings along.

    Attributes:
        name: what staff call it.
        head: the end of what it has; empty where nobody has used it yet.
        key: of its station; empty as well then.
        origin: under which it numbers; empty as well then.
        highest: highest number of a terminal in what it has.
    """

    station: StationId
    name: str
    program: str
    banks: tuple[BankId, ...] = ()
    head: Head = Head()
    key: bytes = b""
    origin: OriginId = OriginId("")
    highest: int = 0


def address(given: str) -> str:
    """Return the URL of a hub as staff wrote it: ``192.168.1.5``, ``hub:8470``, ``https://…``.

    Raises:
        NoAddress: it is none.
    """
    text = given.strip().rstrip("/")
    parts = urlsplit(text if "://" in text else f"https://{text}")
    try:
        host, port = parts.hostname, parts.port or PORT
    except ValueError as error:
        raise NoAddress(given) from error
    if parts.scheme != "https" or not host or parts.path or parts.query or " " in text:
        raise NoAddress(given)
    return f"https://{_bracketed(host)}:{port}"


def certificate_at(url: str) -> str:
    """Return the certificate of whoever answers at ``url``, as PEM; it is not believed yet.

    Raises:
        HubAway: nobody answers there, or not with TLS.
    """
    parts = urlsplit(url)
    try:
        found = (str(parts.hostname), parts.port or PORT)
        return ssl.get_server_certificate(found, timeout=CONNECT_WITHIN)
    except (OSError, ValueError) as error:
        raise HubAway(type(error).__name__) from error


def fingerprint(certificate: str) -> str:
    """Return SHA-256 of a certificate as the hub shows it."""
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate)).digest().hex(":")


def pair(url: str, certificate: str, code: str, myself: Self) -> tuple[Belonging, bytes]:
    """Ask the hub with ``certificate`` to be taken in; return what it gave, and the station key.

    Raises:
        HubAway: nobody answers.
        HubDenied: the hub said no, or another one answered.
    """
    asked = Pair(
        PROTOCOL,
        myself.station,
        code,
        myself.name,
        myself.program,
        myself.banks,
        myself.head,
        myself.key,
        myself.origin,
        myself.highest,
    )
    paired = _asked(url, certificate, asked)
    if _der(paired.certificate) != _der(certificate):
        raise HubDenied(WRONG_CERTIFICATE, "The hub names another certificate than it shows.")
    belonging = Belonging(
        station=paired.station,
        url=url,
        terminal=paired.terminal,
        origin=paired.origin,
        key=paired.key,
        certificate=paired.certificate,
        former=myself.origin,
        adopt=paired.adopt,
        new_banks=myself.head == Head() and not myself.key,
    )
    return belonging, paired.station_key


def keep(data: Path, belonging: Belonging, station_key: bytes, *, anew: bool) -> None:
    """Keep what the hub gave; the next start of the terminal uses it.

    Args:
        anew: the record that is here was not used and gives way to the station's.

    Raises:
        OSError: the disk does not take it.
    """
    keep_belonging(data, msgspec.structs.replace(belonging, key_to_take=station_key, anew=anew))


def must_have_room(data: Path) -> None:
    """Find out, before a hub is asked, whether the disk takes what it will give.

    Raises:
        OSError: it does not.
    """
    tried = data / ROOM
    tried.unlink(missing_ok=True)
    create_private_file(tried, bytes(_ROOM_NEEDED))
    tried.unlink()


def take_effect(data: Path, belonging: Belonging) -> Belonging:
    """Use what ``keep`` kept, before the journal is opened; does nothing a second time.

    Raises:
        OSError: the disk does not take it.
    """
    if not belonging.key_to_take:
        return belonging
    if belonging.anew:
        _lay_aside(data)
        belonging = msgspec.structs.replace(belonging, anew=False)
        keep_belonging(data, belonging)  # done, so that the key of the station is not laid aside
    if not (data / KEY_FILE).exists():
        create_private_file(data / KEY_FILE, belonging.key_to_take)
    used = msgspec.structs.replace(belonging, key_to_take=b"")
    keep_belonging(data, used)
    return used


def is_unused(journal: Journal, waiting: Sequence[Entry] = ()) -> bool:
    """Tell whether nobody but staff and the machine itself has done anything at this terminal."""
    return all(_by_staff(entry) for each in (journal.read(), waiting) for entry in each)


class _Tagged(msgspec.Struct):
    tag: str


def _by_staff(entry: Entry) -> bool:
    tag = msgspec.json.decode(entry.event, type=_Tagged).tag
    return tag.startswith("staff.") or (entry.actor != RESIDENT and tag.startswith(_OF_STAFF))


def _asked(url: str, certificate: str, asked: Pair) -> Paired:
    body, headers = packed(encode(asked))
    with tempfile.NamedTemporaryFile(suffix=".pem") as file:
        file.write(certificate.encode())
        file.flush()
        with pinned_session(Path(file.name)) as session:
            request = requests.Request("POST", url + PAIR, headers=headers, data=body)
            prepared = session.prepare_request(request)
            return expect(answered(session, prepared, (CONNECT_WITHIN, ANSWER_WITHIN)), Paired)


def _lay_aside(data: Path) -> None:
    aside = data / ASIDE
    aside.mkdir(mode=0o700, exist_ok=True)
    for name in (JOURNAL_FILE, f"{JOURNAL_FILE}-wal", f"{JOURNAL_FILE}-shm", KEY_FILE):
        if (data / name).exists():
            (data / name).replace(aside / name)
    sync_directory(aside)
    sync_directory(data)


def _der(certificate: str) -> bytes:
    return ssl.PEM_cert_to_DER_cert(certificate)


def _bracketed(host: str) -> str:
    try:
        return f"[{host}]" if ip_address(host).version == 6 else host
    except ValueError:
        return host
