"""The hub's own key, in a file; what it seals may stand in the database.

A copy of the database alone gives no key of a terminal or station away. Hubs that share a database
share this file.
"""

from __future__ import annotations

import hmac
import secrets
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.errors import ConfigError, Problem
from kiosk.files import create_private_file, make_private_directory

FILE = "hub.key"
_BYTES = 32
_NONCE = 12
_CODE = b"yizhan pairing code 1\0"


class Vault:
    """Seals keys under the hub's key."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._cipher = AESGCM(hmac.digest(key, b"yizhan vault 1", "sha256"))

    @classmethod
    def open(cls, directory: Path) -> Vault:
        """Read the key file in ``directory``; make it once, durably, if it is not there.

        Raises:
            ConfigError: it is no key.
        """
        make_private_directory(directory)
        path = directory / FILE
        if not path.exists():
            with suppress(FileExistsError):  # another hub was faster; its key is the key
                create_private_file(path, secrets.token_bytes(_BYTES))
        key = path.read_bytes()
        if len(key) != _BYTES:
            raise ConfigError([Problem(where=str(path), what=f"does not hold {_BYTES} bytes")])
        return cls(key)

    def seal(self, secret: bytes, *about: str) -> bytes:
        """Return ``secret`` sealed; it opens only for the same ``about``."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, secret, "\x1f".join(about).encode())

    def unseal(self, sealed: bytes, *about: str) -> bytes:
        """Return what ``seal`` sealed.

        Raises:
            ConfigError: it was sealed with another key.
        """
        try:
            return self._cipher.decrypt(
                sealed[:_NONCE], sealed[_NONCE:], "\x1f".join(about).encode()
            )
        except InvalidTag as error:
            what = "is not the key this database was made with; put the right one back beside it"
            raise ConfigError([Problem(where=FILE, what=what)]) from error

    def code_tag(self, station: str, code: str) -> bytes:
        """Return what is kept of a code for pairing."""
        return hmac.digest(self._key, _CODE + f"{station}\x1f{code}".encode(), "sha256")
