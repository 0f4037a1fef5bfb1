"""Asks one question on a line and keeps all that came back, also what no bus would pass on.

A bus wants one answer and throws the rest away; whoever looks for two boards with one address or
for a wrong baud rate needs the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from drivers.connection import Connection, Port
from drivers.line import Time
from drivers.lockers.frames import Family, Frame, Kind, Request

_BITS_A_BYTE = 10
_LONGEST = 0.4
"""Seconds after which a line that never falls quiet is listened to no longer."""


class Heard(msgspec.Struct, frozen=True):
    """What came back for one question.

    Attributes:
        frames: answers to it, in their order; two are one too many.
        skipped: bytes that belong to no frame, the echo not among them.
        refused: whether the board that was asked understood, and will not answer.
        echo: whether the question itself came back.
    """

    frames: tuple[Frame, ...] = ()
    refused: bool = False
    skipped: int = 0
    echo: bool = False


class Prober:
    """One line at one baud rate.

    Args:
        port: opened at once.

    Raises:
        PortUnavailable: it cannot be opened.
    """

    def __init__(self, port: Port, *, baud: int, time: Time) -> None:
        self._time = time
        self._byte_seconds = _BITS_A_BYTE / baud
        self._connection = Connection(port, time)
        self._connection.connect()

    def listen(self, seconds: float) -> bytes:
        """Return what is said on the line although nobody asked.

        Raises:
            PortUnavailable: the port was lost.
        """
        return self._collect(self._time.now() + seconds, quiet=seconds)

    def ask(self, family: Family, request: Request) -> Heard:
        """Ask and listen until the line is quiet.

        Raises:
            PortUnavailable: the port was lost.
        """
        self._listen_until_quiet(family.quiet_seconds)
        self._connection.write(request.wire)
        wire_time = len(request.wire) * self._byte_seconds
        raw = self._collect(
            self._time.now() + wire_time + family.prompt_seconds, quiet=2 * family.quiet_seconds
        )
        return heard(family, request, raw)

    def glance(self, request: Request, seconds: float) -> bytes:
        """Ask; return what is heard within ``seconds`` of the question's own time on the wire.

        Raises:
            PortUnavailable: the port was lost.
        """
        self._connection.write(request.wire)
        wire_time = len(request.wire) * self._byte_seconds
        return self._collect(self._time.now() + wire_time + seconds, quiet=seconds)

    def close(self) -> None:
        """Release the port."""
        self._connection.close()

    def _listen_until_quiet(self, quiet: float) -> None:
        self._collect(self._time.now() + quiet, quiet=quiet)

    def _collect(self, until: float, *, quiet: float) -> bytes:
        """Read until ``until``; where bytes come, until none has come for ``quiet`` seconds."""
        raw, enough = b"", until + _LONGEST
        while (left := min(until, enough) - self._time.now()) > 0:
            data = self._connection.read(left)
            if data:
                raw += data
                until = max(until, self._time.now() + quiet) if len(raw) < 512 else until
        return raw


def heard(family: Family, request: Request, raw: bytes) -> Heard:
    """Sort what came back for ``request``."""
    plain = _sorted(family, request, raw)
    before, found, after = raw.partition(request.wire)
    if not found:
        return plain
    without = _sorted(family, request, before + after)
    # The answer to a question for all may begin like the question: then it is no echo.
    if plain.frames and not without.frames:
        return plain
    return msgspec.structs.replace(without, echo=True)


def _sorted(family: Family, request: Request, raw: bytes) -> Heard:
    deframer = family.deframer(())
    deframer.expect(request)
    frames: Sequence[Frame] = (*deframer.feed(raw), *deframer.quiet(), *deframer.flush())
    answers = tuple(frame for frame in frames if request.answered_by(frame))
    refused = any(
        frame.kind is Kind.REFUSED and frame.address == request.address for frame in frames
    )
    return Heard(answers, refused, deframer.skipped)
