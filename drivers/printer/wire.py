"""Bytes to and from a slip printer: the questions it answers, and how long each may take."""

from __future__ import annotations

from drivers.connection import Connection, Port
from drivers.line import LineStuck, Time
from drivers.printer import answers, commands
from kiosk.errors import PortUnavailable
from kiosk.ports import PrinterStatus

ANSWER_SECONDS = 1.5
"""A real-time question is answered at once; this is for a slow line or a busy machine."""
_BITS_A_BYTE = 10
_WRITE = 256
"""Bytes handed to a serial line at one go: half a second at 4800 baud."""


class Wire:
    """One printer's line, for one owner.

    Args:
        baud: of a serial line; ``None``: bytes are there at once.

    Attributes:
        answers: it has answered at least once since the program began.
    """

    def __init__(self, port: Port, time: Time, *, baud: int | None) -> None:
        self.answers = False
        self._time = time
        self._connection = Connection(port, time)
        self._byte_seconds = _BITS_A_BYTE / baud if baud else 0.0
        self._out_at = 0.0
        self._its_turn = False

    def seconds(self, size: int) -> float:
        """Return how long so many bytes are on their way."""
        return size * self._byte_seconds

    def hurry(self) -> None:
        """Forget the back-off: a person is waiting."""
        self._connection.hurry()

    def close(self) -> None:
        """Release the port. Idempotent."""
        self._connection.close()

    def status(self) -> PrinterStatus:
        """Ask all there is to ask. Silence is ``UNKNOWN``, a port that is not there says so."""
        try:
            self._connection.connect()
            found = self._asked()
        except PortUnavailable as error:
            return PrinterStatus.UNKNOWN if is_stuck(error) else PrinterStatus.UNPLUGGED
        if found:
            self.answers = True
            self._connection.proven()
        return answers.meaning(found)

    def write(self, data: bytes) -> None:
        """Hand all bytes to the line.

        Raises:
            PortUnavailable: the port is gone, or takes no more (:func:`is_stuck`).
        """
        step = _WRITE if self._byte_seconds else len(data)
        for start in range(0, len(data), step):
            self._connection.write(data[start : start + step])
        self._out_at = self._all_out() + self.seconds(len(data))

    def work_through(self, data: bytes, patience: float) -> bool:
        """Send ``data``; return whether the printer said that it has worked through it.

        A second of silence is looked into at once: it has a reason, or the answer is still to come.

        Args:
            patience: seconds, from when the last byte has left.

        Raises:
            PortUnavailable: the port is gone, or takes no more.
        """
        self._its_turn = False
        self.write(data + commands.ASK_IN_ORDER)
        until = self._all_out() + patience
        while not self._its_turn and (left := until - self._time.now()) > 0:
            if self._take(min(left, 1.0)) or self._time.now() < self._out_at + 1.0:
                continue
            if self.status() in (*answers.HINDERS, PrinterStatus.UNKNOWN):
                break
        return self._its_turn

    def _asked(self) -> dict[int, int]:
        """Ask the four questions; the first that is not answered ends it.

        Raises:
            PortUnavailable: the port is gone.
        """
        found: dict[int, int] = {}
        while self._take(0.0):
            continue
        for n in answers.QUESTIONS:
            self.write(answers.question(n))
            byte = self._answer()
            if byte is None:
                break
            found[n] = byte
        return found

    def _answer(self) -> int | None:
        until = self._all_out() + ANSWER_SECONDS
        while data := self._take(max(0.0, until - self._time.now())):
            if (byte := answers.answer(data)) is not None:
                return byte
        return None

    def _take(self, wait: float) -> bytes:
        data = self._connection.read(wait)
        self._its_turn = self._its_turn or answers.in_order(data)
        return data

    def _all_out(self) -> float:
        """Return when the last byte written will have left, at the speed of the line."""
        return max(self._time.now(), self._out_at)


def is_stuck(error: PortUnavailable) -> bool:
    """Tell whether the port is there and only takes no more bytes."""
    return isinstance(error.__cause__, LineStuck)
