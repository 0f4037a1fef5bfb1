"""Options that all simulators share."""

from __future__ import annotations

import argparse


def host_port(text: str) -> tuple[str, int]:
    """Read ``HOST:PORT`` as a type of option; an empty host is this machine."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not HOST:PORT")
    return host.strip("[]") or "127.0.0.1", int(port)
