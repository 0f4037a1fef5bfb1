"""How somebody shows that an application is theirs. Pure."""

from __future__ import annotations

import msgspec

from kiosk.ids import CodeTag, TokenTag
from kiosk.venues.events import Via


class Proof(msgspec.Struct, frozen=True):
    """The tag of a code or of a QR, or that staff act for them.

    Attributes:
        tag: of what was typed or scanned; ``None`` where staff act.
    """

    via: Via
    tag: CodeTag | TokenTag | None = None

    @classmethod
    def of_code(cls, code: CodeTag) -> Proof:
        """Return the proof of a typed code."""
        return cls(Via.CODE, code)

    @classmethod
    def of_qr(cls, token: TokenTag) -> Proof:
        """Return the proof of a scanned QR."""
        return cls(Via.QR, token)


BY_STAFF = Proof(Via.STAFF)
"""Staff know them; a page gives it only to somebody who may."""
