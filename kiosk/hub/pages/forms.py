"""What a form brought: one at a time, each checked, and that it is a form of ours."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from fastapi import Request

from kiosk.errors import KioskError, Refused
from kiosk.ids import EntryId, follow_id

CSRF = "csrf"
TAP = "tap"
_MOST_BYTES = 256 * 1024
_MOST_FIELDS = 400
_E = TypeVar("_E", bound=StrEnum)


class NotOurs(KioskError):
    """A form that was not made for this browser, or for a session that is over."""


class TooLarge(KioskError):
    """More than a form of ours can bring."""


class Fields:
    """The fields of a form. Everything is text that somebody typed.

    Args:
        sent_to: the path of the form; ``by``: who sent it.
    """

    def __init__(
        self,
        fields: Mapping[str, str],
        all_of: Mapping[str, tuple[str, ...]],
        *,
        sent_to: str = "",
        by: str = "",
    ) -> None:
        self._fields = fields
        self._all = all_of
        self._sent = (sent_to, by)

    def text(self, name: str, *, most: int = 200) -> str:
        """Return what was typed, without space around it; empty if nothing was.

        Raises:
            Refused: ``bad_input`` (field): longer than ``most``.
        """
        found = self._fields.get(name, "").strip()
        if len(found) > most or "\0" in found:
            raise Refused("bad_input", field=name)
        return found

    def choice(self, name: str, kind: type[_E]) -> _E:
        """Return one of the values of ``kind``.

        Raises:
            Refused: ``bad_input`` (field).
        """
        try:
            return kind(self.text(name))
        except ValueError as error:
            raise Refused("bad_input", field=name) from error

    def number(self, name: str, *, least: int = 0, most: int = 1_000_000) -> int:
        """Return a whole number.

        Raises:
            Refused: ``bad_input`` (field).
        """
        text = self.text(name, most=9)
        if not (text.isascii() and text.isdecimal()) or not least <= int(text) <= most:
            raise Refused("bad_input", field=name)
        return int(text)

    def day(self, name: str) -> date:
        """Return a day, as ``<input type=date>`` sends it.

        Raises:
            Refused: ``bad_input`` (field).
        """
        try:
            return date.fromisoformat(self.text(name, most=10))
        except ValueError as error:
            raise Refused("bad_input", field=name) from error

    def every(self, name: str) -> tuple[str, ...]:
        """Return each value of a field that may stand several times."""
        return self._all.get(name, ())

    def tap(self) -> EntryId:
        """Return the id that follows from the one the form was shown with: sent twice, it is one.

        It follows from where the form was sent and by whom too: nobody can choose the id of an
        entry that somebody else will write, nor have one act stand for another.

        Raises:
            Refused: ``bad_input`` (field).
        """
        try:
            found = UUID(self.text(TAP, most=36))
        except ValueError as error:
            raise Refused("bad_input", field=TAP) from error
        return follow_id("form", *self._sent, str(found))


def csrf_of(token: str) -> str:
    """Return what a form has to bring so that it is believed to be of the page that has ``token``.

    Only who has the cookie can make it, and it does not tell the cookie.
    """
    return hmac.digest(token.encode(), b"yizhan form 1", "sha256").hex()


async def fields_of(request: Request, token: str, *, by: str = "") -> Fields:
    """Return the fields of a form that belongs to ``token``.

    Args:
        by: who sends it.

    Raises:
        NotOurs: it was not made for this browser, or comes from another site.
        TooLarge: it is larger than any form here.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise NotOurs
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > _MOST_BYTES:
        raise TooLarge
    form = await request.form(max_files=0, max_fields=_MOST_FIELDS)
    texts = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    fields = dict(texts)
    ours = hmac.compare_digest(fields.get(CSRF, "").encode(), csrf_of(token).encode())
    if not token or not ours:  # without a cookie everybody could make it
        raise NotOurs
    names = dict.fromkeys(name for name, _ in texts)
    every = {name: tuple(v for n, v in texts if n == name) for name in names}
    return Fields(fields, every, sent_to=request.url.path, by=by)
