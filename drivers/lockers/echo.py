"""A line that hears itself: telling an echo from an answer, and taking exactly the echo away."""

from __future__ import annotations

from drivers.lockers.frames import Deframer, Request

_SLACK = 64
"""Bytes that may stand around an echo before it is given up."""


class EchoFilter:
    """Takes away exactly what was sent, once for each sending."""

    def __init__(self) -> None:
        self._sent = b""
        self._held = b""

    def sent(self, wire: bytes) -> None:
        """Expect ``wire`` to come back; nothing where the line has no echo."""
        self._sent = wire
        self._held = b""

    def passed(self, data: bytes) -> bytes:
        """Return what of ``data`` (and of what was held before) is not echo."""
        if not self._sent:
            return data
        self._held += data
        before, found, after = self._held.partition(self._sent)
        if found:
            return self._let_go(before + after)
        if len(self._held) > len(self._sent) + _SLACK:
            return self._let_go(self._held)
        return b""

    def held(self) -> bytes:
        """Return what was held back while the echo did not come; stop expecting it."""
        return self._let_go(self._held)

    def _let_go(self, data: bytes) -> bytes:
        self._sent = self._held = b""
        return data


def looks_echoed(raw: bytes, probe: Request, deframer: Deframer) -> bool | None:
    """Return whether ``raw`` has the echo of ``probe``; ``None`` while that is not yet clear."""
    _, found, rest = raw.partition(probe.wire)
    if found and _answers(rest, probe, deframer):
        return True
    if _answers(raw, probe, deframer):
        return False
    return None


def _answers(raw: bytes, probe: Request, deframer: Deframer) -> bool:
    deframer.expect(probe)
    frames = deframer.feed(raw) + deframer.quiet()
    rest = deframer.flush()
    return any(probe.answered_by(frame) for frame in (*frames, *rest))
