"""Messages of server-sent events (HTML Living Standard, 9.2)."""

from __future__ import annotations

from fastapi import Request

STREAM = "text/event-stream"
"""Media type of a stream."""


def event(name: str, text: str) -> str:
    """Return one message; one without a name is swapped into the page."""
    lines = "".join(f"data: {line}\n" for line in text.splitlines())
    return (f"event: {name}\n" if name else "") + lines + "\n"


SIGNED_OUT = event("signed-out", "-")
"""Tells a page that stands open that its session, or the right to see it, is over."""


def wants_stream(request: Request) -> bool:
    """Tell whether a page that stands open asks for what goes on."""
    return request.url.path.endswith("/live") and STREAM in request.headers.get("accept", "")
