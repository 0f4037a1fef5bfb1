"""One owner of one line with lock boards on it: asks, waits, and keeps reports apart from answers.

Only the lane that owns the port calls it; there is no thread here. A query may be asked again by
the caller; an order to open is told once and never repeated from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from drivers.connection import Connection, Port
from drivers.line import Time
from drivers.lockers.counters import Counters
from drivers.lockers.echo import EchoFilter, looks_echoed
from drivers.lockers.frames import Family, Frame, Kind, Request
from drivers.lockers.wiring import Board
from kiosk.errors import DeviceGarbled, DeviceSilent, PortUnavailable, WhyUnavailable

_BITS_A_BYTE = 10
_LEAST_GAP = 0.005
_GAP_CHARACTERS = 3.5
_LONGEST_DRAIN = 0.3
_MOST_PATIENCE = 2.0
_LONGEST_OWED = 3.0
_MOST_REPORTS = 64
_SLOW_GAP = 0.06
"""Longest silence inside a frame: adapters and gateways pass bytes on in bursts."""
_LONGEST_FRAME = 1.5


class Bus:
    """Requests and answers on one line.

    Args:
        family: the dialect spoken here; one line speaks one dialect.
        boards: all boards on the line.
        baud: for the time bytes take on the wire.
    """

    def __init__(
        self, family: Family, boards: Sequence[Board], *, port: Port, baud: int, time: Time
    ) -> None:
        self.count = Counters()
        self.echo = False
        self._family = family
        self._boards = boards
        self._time = time
        self._connection = Connection(port, time)
        self._byte_seconds = _BITS_A_BYTE / baud
        self._gap = max(_LEAST_GAP, _GAP_CHARACTERS * self._byte_seconds)
        self._deframer = family.deframer(boards)
        self._skipped_before = 0
        self._filter = EchoFilter()
        self._raw = b""
        self._unsettled = False
        self._overdue: Request | None = None
        self._owed_until: dict[int, float] = {}
        self._patience: dict[int, float] = {}
        self._reports: list[Frame] = []

    @property
    def connected(self) -> bool:
        """Whether the port is open now."""
        return self._connection.connected

    @property
    def why_not(self) -> WhyUnavailable | None:
        """Why it is not connected."""
        return self._connection.why_not

    @property
    def reconnects(self) -> int:
        """How often the port was found again."""
        return max(0, self._connection.openings - 1)

    @property
    def skipped(self) -> int:
        """Bytes that belonged to no frame."""
        return self._skipped_before + self._deframer.skipped

    @property
    def disturbances(self) -> int:
        """Grows with everything on the line that is not a plain answer."""
        count = self.count
        heard = count.wrong_address + count.late + count.reports
        return self.skipped + heard + count.timeouts

    def answer_owed(self, address: int) -> bool:
        """Whether the answer to a request that was given up may still come, in place of another."""
        return self._time.now() < self._owed_until.get(address, float("-inf"))

    def hurry(self) -> None:
        """Forget the back-off of a lost port: a person is waiting."""
        self._connection.hurry()

    def ready(self) -> None:
        """Make the line ready to send: open, echo known, quiet for a moment.

        Raises:
            PortUnavailable: surely nothing was sent.
        """
        if self._connection.connect():
            self._begin()
        if self._unsettled:
            self._drain()
        self._keep_gap()

    def ask(self, request: Request, *, within: float | None = None) -> Frame:
        """Send ``request`` once and return what answers it.

        Raises:
            PortUnavailable: the port is not there, or was lost on the way.
            DeviceSilent: nothing came in time.
            DeviceGarbled: bytes came, but no answer among them.
        """
        usual = self._patience.get(request.address, self._family.reply_seconds)
        skipped = self.skipped
        frame = self._exchange(request, usual if within is None else within)
        if frame is not None:
            self.count.answers += 1
            return frame
        self.count.timeouts += 1
        self._unsettled = True
        self._overdue = request
        self._owed_until[request.address] = self._time.now() + _LONGEST_OWED
        if self.skipped > skipped:
            raise DeviceGarbled(f"address {request.address}: bytes, but no frame")
        raise DeviceSilent(f"address {request.address}: no answer")

    def tell(self, request: Request, *, within: float) -> bool:
        """Send an order once; return whether it was acknowledged within ``within`` seconds.

        Raises:
            PortUnavailable: lost; if :meth:`ready` had passed, bytes may have left.
        """
        acknowledged = self._exchange(request, within) is not None
        self.count.answers += acknowledged
        return acknowledged

    def listen(self, seconds: float) -> None:
        """Let time pass while reports are collected.

        Raises:
            PortUnavailable: the port was lost.
        """
        until = self._time.now() + seconds
        while (left := until - self._time.now()) > 0:
            self._sort(self._receive(left))

    def rest(self, seconds: float) -> None:
        """Like :meth:`listen`, and goes on waiting when there is no port."""
        until = self._time.now() + seconds
        try:
            self.listen(seconds)
        except PortUnavailable:
            self._time.wait(max(0.0, until - self._time.now()))

    def reports(self) -> list[Frame]:
        """Return the unasked reports since the last call."""
        reports, self._reports = self._reports, []
        return reports

    def close(self) -> None:
        """Release the port. Idempotent."""
        self._connection.close()

    # --- exchange ---------------------------------------------------------------------------

    def _exchange(self, request: Request, within: float) -> Frame | None:
        self.ready()
        self.count.requests += 1
        self._deframer.expect(request)
        self._raw = b""
        self._send(request.wire)
        if self.echo:
            # Also where no answer will come: its echo is to be taken away, not left for noise.
            within = max(within, self._family.quiet_seconds)
        until = self._time.now() + len(request.wire) * self._byte_seconds + within
        answer, over = None, False
        while answer is None and not over:
            left = self._left(until, begun=self._deframer.midway)
            answer = self._sort(self._receive(max(0.0, left)), request)
            # One look more when the time is over: this process may have slept as bytes arrived.
            over = left <= 0 >= self._left(until, begun=self._deframer.midway)
        if answer is None:
            answer = self._sort(self._end_of_frames(), request)
        self._deframer.expect(None)
        self._learn_echo(request)
        return answer

    def _left(self, until: float, *, begun: bool) -> float:
        """Return how long to wait still: a frame that has begun may end, on a slow line too."""
        if begun:
            goes_on = self._connection.last_byte + _SLOW_GAP
            until = max(until, min(goes_on, until + _LONGEST_FRAME))
        return until - self._time.now()

    def _send(self, wire: bytes) -> None:
        self._filter.sent(wire if self.echo else b"")
        self._connection.write(wire)

    def _receive(self, wait: float) -> list[Frame]:
        """Wait up to ``wait``, or until the line is quiet; return the frames that are certain."""
        data = self._connection.read(min(wait, self._family.quiet_seconds))
        if not data:
            return self._deframer.quiet()
        self._raw = (self._raw + data)[-_MOST_REPORTS:]
        return self._deframer.feed(self._filter.passed(data))

    def _end_of_frames(self) -> list[Frame]:
        frames = self._deframer.feed(self._filter.held())
        return frames + self._deframer.flush()

    def _sort(self, frames: Iterable[Frame], request: Request | None = None) -> Frame | None:
        """Return the answer to ``request``; reports go to the events, the rest is counted."""
        answer = None
        for frame in frames:
            if frame.kind is Kind.REPORT:
                self.count.reports += 1
                self._reports = [*self._reports, frame][-_MOST_REPORTS:]
            elif answer is None and request is not None and request.answered_by(frame):
                answer = frame
            elif request is not None and frame.address != request.address:
                self.count.wrong_address += 1
            else:
                self._came_late(frame)
        return answer

    def _came_late(self, frame: Frame) -> None:
        self.count.late += 1
        if self._overdue is not None and self._overdue.answered_by(frame):
            usual = self._patience.get(frame.address, self._family.reply_seconds)
            self._patience[frame.address] = min(_MOST_PATIENCE, 2 * usual)

    def _drain(self) -> None:
        """After a time-out: let late bytes pass, so they cannot answer the next request."""
        until = self._time.now() + _LONGEST_DRAIN
        while self._time.now() < until:
            data = self._connection.read(self._family.quiet_seconds)
            self._sort(self._deframer.feed(self._filter.passed(data)))
            if not data:
                break
        self._sort(self._end_of_frames())
        self._unsettled = False

    def _keep_gap(self) -> None:
        """Wait for silence between frames, but not for ever on a line that babbles."""
        until = self._time.now() + _LONGEST_DRAIN
        while (now := self._time.now()) < until:
            left = self._connection.last_byte + self._gap - now
            if left <= 0:
                break
            self._sort(self._receive(left))

    # --- a fresh line, and its echo ---------------------------------------------------------

    def _begin(self) -> None:
        self._skipped_before = self.skipped
        self._deframer = self._family.deframer(self._boards)
        self._filter = EchoFilter()
        self.echo = self._detect_echo()
        self._connection.proven()

    def _detect_echo(self) -> bool:
        """Ask, read-only, and see whether exactly what was sent comes back.

        The answer to a question for all may happen to begin like the question; the last probe,
        whose answer never does, decides.
        """
        address = self._boards[0].address if self._boards else self._family.addresses[0]
        probes = self._family.probes(address)
        return bool(probes) and all(self._echoes(probe) for probe in probes)

    def _echoes(self, probe: Request) -> bool:
        self._keep_gap()
        self._send(probe.wire)
        raw = b""
        until = self._time.now() + self._family.reply_seconds
        while (left := self._left(until, begun=bool(raw))) > 0:
            data = self._connection.read(min(left, self._family.quiet_seconds))
            raw += data
            if raw and not data:
                verdict = self._looks_echoed(raw, probe)
                if verdict is not None:
                    return verdict
        return probe.wire in raw

    def _learn_echo(self, request: Request) -> None:
        """Correct a mistaken detection (a noisy start) by what a later exchange shows."""
        if request.kind in (Kind.OPEN, Kind.OFF):
            # Its answer may equal it, or never come.
            return
        verdict = self._looks_echoed(self._raw, request)
        if verdict is not None:
            self.echo = verdict

    def _looks_echoed(self, raw: bytes, request: Request) -> bool | None:
        return looks_echoed(raw, request, self._family.deframer(self._boards))
