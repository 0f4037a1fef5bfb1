"""The hub in a station file: another one that this terminal follows, or how its own listens."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from kiosk import forms


class HubDevice(msgspec.Struct, frozen=True, kw_only=True):
    """Where the entries of this terminal get their positions.

    Attributes:
        url: of another hub, offered when this terminal is paired; empty: its own.
        listen: address at which its own hub listens; others reach it only beyond ``127.0.0.1``.
        port: of its own hub; 0: a free one, which stays the same.
        address: name or address under which phones and other terminals reach its own hub.
        name: what staff call this terminal.
        phones: where phones of residents open the pages of the hub, if not at its own address.
    """

    url: Annotated[str, Meta(max_length=200, pattern=forms.HUB_URL)] = ""
    listen: Annotated[str, Meta(max_length=100, pattern=forms.HOST)] = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535)] = 0
    address: Annotated[str, Meta(max_length=100, pattern=forms.HOST_OR_NONE)] = ""
    name: Annotated[str, Meta(max_length=60)] = ""
    phones: Annotated[str, Meta(max_length=200, pattern=forms.ADDRESS)] = ""

    @property
    def pages(self) -> str:
        """Where phones open the pages: the beginning of every link; empty: nowhere."""
        if self.phones or not self.address or not self.port:
            return self.phones
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"https://{host}:{self.port}"
