"""Families of lock boards a station file may name, and what each can be told."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec


class Limits(msgspec.Struct, frozen=True):
    """What a family of lock boards can be told: addresses on a line, locks on a board."""

    addresses: range
    locks: range


FAMILIES: Mapping[str, Limits] = MappingProxyType(
    {
        "xor8a": Limits(addresses=range(1, 32), locks=range(2, 51)),
        "wkly": Limits(addresses=range(32), locks=range(1, 25)),
        "dc": Limits(addresses=range(1, 100), locks=range(1, 25)),
        "cu48": Limits(addresses=range(10), locks=range(1, 49)),
        "cu16": Limits(addresses=range(16), locks=range(1, 17)),
        "waveshare": Limits(addresses=range(1, 248), locks=range(1, 9)),
        "r421a08": Limits(addresses=range(1, 248), locks=range(1, 9)),
    }
)
"""Families a bank may name. A row is added when its driver has passed the suite of all banks."""
BENCH_ONLY = ("lcus",)
"""Families a technician may try at the bench, and no bank may name."""

BAUDS = (4800, 9600, 19200, 38400, 57600, 115200)
