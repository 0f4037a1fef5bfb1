"""Where an address leads, as far as it says so itself."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address


def is_this_machine(host: str) -> bool:
    """Tell whether ``host`` is this machine from wherever it is asked; a name is not looked up."""
    with suppress(ValueError):  # it has a name
        return ip_address(host).is_loopback
    return host == "localhost"
