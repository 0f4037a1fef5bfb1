"""Browsers in which a member has signed in before. Pure.

Whoever guesses at a number elsewhere lets it rest, but not in these: they have tries of their own.
The proof is kept by the browser alone, and holds as long as the PIN does.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Protocol

from kiosk.ids import PinHash, StaffId

_ID_BYTES = 12


class SignsBrowsers(Protocol):
    """What this needs of the station key."""

    def browser_tag(self, message: bytes) -> bytes: ...


def fresh_proof(key: SignsBrowsers, member: StaffId, pin: PinHash) -> str:
    """Return what a browser keeps in which ``member`` signed in just now."""
    browser = secrets.token_urlsafe(_ID_BYTES)
    return f"{browser}.{_tag(key, member, pin, browser)}"


def known_browser(key: SignsBrowsers, member: StaffId, pin: PinHash, proof: str) -> str:
    """Return the browser that ``proof`` is of; empty if ``member`` never signed in with it."""
    browser, _, tag = proof.partition(".")
    if not browser:
        return ""
    ours = _tag(key, member, pin, browser)
    return browser if hmac.compare_digest(tag.encode(), ours.encode()) else ""


def _tag(key: SignsBrowsers, member: StaffId, pin: PinHash, browser: str) -> str:
    return key.browser_tag("\0".join((member, pin, browser)).encode()).hex()
