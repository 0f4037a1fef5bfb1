"""The station's key and what is made with it: tags of codes and people, hashed PINs, fresh codes.

What can be guessed by trying (six digits, a phone number, a PIN) is kept only under the key, so the
journal alone gives nothing away. What cannot be guessed (a random token) is kept as a plain hash.
Every use has a domain of its own, so a tag of one kind never equals a tag of another.
"""

from __future__ import annotations

import hmac
import secrets
import stat
import unicodedata
from base64 import urlsafe_b64encode
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Self

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kiosk.errors import ConfigError, KioskError, Problem
from kiosk.files import create_private_file, make_private_directory
from kiosk.ids import CodeTag, OrganisationId, PersonId, PinHash, TokenTag

KEY_FILE = "station.key"
KEY_BYTES = 32
CODE_DIGITS = 6
TOKEN_BYTES = 16

_CODE = b"yizhan code 1"
_PERSON = b"yizhan person 1"
_ORGANISATION = b"yizhan organisation 1"
_PIN = b"yizhan pin 1"
_SUBJECT = b"yizhan subject token 1"
_LINK = b"yizhan link 1"
_BROWSER = b"yizhan browser 1"
_TOKEN = b"yizhan token 1"  # at most 16 bytes: it personalises BLAKE2b

_MOST_EQUAL = 3
_TRIES = 10_000
_RING = "0123456789" * 2
"""Every ascending run, past nine too, is a part of it; descending ones are of its mirror."""


class StationKey:
    """256 random bits that never leave this machine but by pairing.

    Args:
        key: exactly 32 bytes.
        hasher: argon2id with its costs; the default is RFC 9106's second choice (64 MiB, 3 passes).
    """

    def __init__(self, key: bytes, hasher: PasswordHasher | None = None) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a station key has {KEY_BYTES} bytes, not {len(key)}")
        self._key = key
        self._hasher = hasher or PasswordHasher()

    @classmethod
    def open(cls, path: Path, *, may_create: bool = True) -> Self:
        """Read the key file; make it once, durably, if it is not there.

        Args:
            path: ``station.key`` in the data directory.
            may_create: False where a journal exists already; a fresh key would not fit its tags.

        Raises:
            ConfigError: others may read the file, it is no key, or it is missing and may not be
                made.
            OSError: the disk does not take it.
        """
        if not path.exists():
            if not may_create:
                raise _unusable(path, "is missing; put it back from where it was kept")
            make_private_directory(path.parent)
            with suppress(FileExistsError):  # somebody was faster; theirs is the key
                create_private_file(path, secrets.token_bytes(KEY_BYTES))
        return cls(_read(path))

    def __repr__(self) -> str:
        return "StationKey(…)"

    def code_tag(self, code: str) -> CodeTag:
        """Return what the journal keeps of a door code."""
        return CodeTag(self._tag(_CODE, code))

    def person_id(self, phone: str) -> PersonId:
        """Return the id that finds a person's private rows again, however the phone was written.

        Spaces, hyphens, full-width digits and the country code of a mobile number do not matter.
        """
        return PersonId(self._tag(_PERSON, _plain(phone)))

    def token_of(self, subject: str) -> str:
        """Return the token of a thing, 22 characters that cannot be guessed without the key.

        The same thing always has the same token, so its QR can be printed again after a restart
        although only the hash is kept.
        """
        tag = hmac.digest(self._key, _SUBJECT + b"\0" + subject.encode(), "sha256")
        return urlsafe_b64encode(tag[:TOKEN_BYTES]).rstrip(b"=").decode()

    def link_tag(self, message: bytes) -> bytes:
        """Return what shows that this station made a link."""
        return hmac.digest(self._key, _LINK + b"\0" + message, "sha256")

    def browser_tag(self, message: bytes) -> bytes:
        """Return what shows that somebody signed in here with a browser."""
        return hmac.digest(self._key, _BROWSER + b"\0" + message, "sha256")

    def organisation_id(self, name: str) -> OrganisationId:
        """Return the id of an organisation, however its name was spaced, dotted or bracketed."""
        folded = unicodedata.normalize("NFKC", name).casefold()
        plain = "".join(filter(str.isalnum, folded)) or folded
        return OrganisationId(self._tag(_ORGANISATION, plain))

    def pin_hash(self, pin: str) -> PinHash:
        """Return argon2id over the PIN's HMAC, salted anew each time. Takes about 0.1 s."""
        return PinHash(self._hasher.hash(self._tag(_PIN, pin)))

    def pin_matches(self, kept: PinHash, pin: str) -> bool:
        """Tell whether ``kept`` was made of this PIN under this key. Takes about 0.1 s."""
        try:
            return self._hasher.verify(kept, self._tag(_PIN, pin))
        except (VerificationError, InvalidHashError):
            return False

    def draw_code(self, taken: Callable[[CodeTag], bool]) -> str:
        """Return six random digits that are hard to guess by habit and not in use.

        Args:
            taken: whether a live rental has a code with this tag.

        Raises:
            KioskError: no free code turned up, which a bank of doors can never cause.
        """
        for _ in range(_TRIES):
            code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
            if not is_weak(code) and not taken(self.code_tag(code)):
                return code
        raise KioskError("no free code")

    def _tag(self, domain: bytes, value: str) -> str:
        # No domain holds a zero byte, so no two pairs of domain and value are the same message.
        return hmac.digest(self._key, domain + b"\0" + value.encode(), "sha256").hex()


def is_weak(code: str) -> bool:
    """Tell whether a digit stands four times or more, or all are a run (``345678``, ``987654``)."""
    if any(code.count(digit) > _MOST_EQUAL for digit in set(code)):
        return True
    return code in _RING or code[::-1] in _RING


def draw_pin(digits: int) -> str:
    """Return a random PIN that is hard to guess by habit."""
    while True:
        pin = f"{secrets.randbelow(10**digits):0{digits}}"
        if not is_weak(pin):
            return pin


def draw_token() -> str:
    """Return a random 128-bit token in 22 characters that are safe in a link and a QR code."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_tag(token: str) -> TokenTag:
    """Return what the journal keeps of a token."""
    return TokenTag(blake2b(token.encode(), digest_size=32, person=_TOKEN).hexdigest())


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        mode = path.stat().st_mode
        if stat.S_IMODE(mode) & 0o077:
            raise _unusable(path, f"others may use it (mode {stat.S_IMODE(mode):o}, not 600)")
        key = file.read(KEY_BYTES + 1)
    if len(key) != KEY_BYTES:
        raise _unusable(path, f"does not hold {KEY_BYTES} bytes")
    return key


def _unusable(path: Path, what: str) -> ConfigError:
    return ConfigError([Problem(where=str(path), what=what)])


def _plain(phone: str) -> str:
    text = "".join(
        char for char in unicodedata.normalize("NFKC", phone) if not char.isspace() and char != "-"
    )
    for prefix in ("+86", "0086"):
        rest = text.removeprefix(prefix)
        if rest != text and len(rest) == 11 and rest.startswith("1"):
            return rest
    return text
