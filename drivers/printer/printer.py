"""A slip printer that speaks ESC/POS: asks, sends in small pieces, asks again, says how it ended.

After each piece the printer is asked a question it answers in its turn, so no more than one piece
is ever on its way: whatever the speed of the line, no buffer overruns, and a fault is noticed
where it happens. A printer that answers nothing is sent to at the pace of the paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from PIL import Image

from drivers.connection import Port
from drivers.line import SystemTime, Time
from drivers.printer import answers, commands
from drivers.printer.commands import Piece
from drivers.printer.picture import picture
from drivers.printer.ports import is_serial, port_of
from drivers.printer.wire import Wire, is_stuck
from kiosk.config.printer import PrinterDevice, TypeSize
from kiosk.errors import PortUnavailable
from kiosk.ports import Printed, PrinterStatus, PrintOutcome, WhyNotPrinted
from kiosk.slips import Slip

TURN_SECONDS = 10.0
"""For a piece of 2 kB of paper, and then a cut."""
LEARN_SECONDS = 3.0
"""How long the first answer in turn is waited for, where nobody knows whether one comes."""
SLIP_SECONDS = 40.0
"""So long after its bytes can have left, a slip is given up, whatever still seems to move."""
_SLOWEST_ROWS = 250.0
"""Rows a second that any printer keeps up with (30 mm/s)."""

_GOOD = (PrinterStatus.READY, PrinterStatus.PAPER_LOW)
_SENT = Printed(PrintOutcome.SENT)


class _Stopped(Exception):
    """The slip cannot go on; says why."""

    def __init__(self, why: WhyNotPrinted) -> None:
        super().__init__(why)
        self.why = why


class EscposPrinter:
    """One printer on one port. Satisfies :class:`kiosk.ports.SlipPrinter`.

    Args:
        port: in place of the one that the station file names.
    """

    def __init__(
        self, device: PrinterDevice, *, port: Port | None = None, time: Time | None = None
    ) -> None:
        self._device = device
        self._time = time or SystemTime()
        baud = device.baud if is_serial(device) else None
        self._wire = Wire(port or port_of(device), self._time, baud=baud)
        self._in_turn: bool | None = None
        self._torn = False
        self._give_up_at = 0.0

    def print(self, slip: Slip) -> Printed:
        """Print ``slip`` and cut; one order is never more than one slip."""
        large = self._device.type_size is TypeSize.LARGE
        return self.print_picture(picture(slip, self._device.width_dots, large=large))

    def print_picture(self, paper: Image.Image) -> Printed:
        """Print a picture of one bit a dot, as wide as the paper, and cut."""
        sheet = commands.pieces(paper, self._device.raster, self._device.cut)
        self._wire.hurry()
        status = self.status()
        if (why := answers.HINDERS.get(status)) is not None:
            return _not(why)
        if status is PrinterStatus.UNKNOWN and self._wire.answers:
            return _not(WhyNotPrinted.UNPLUGGED)  # it used to answer: off, or its cable is out
        return self._send(sheet)

    def status(self) -> PrinterStatus:
        """Ask all there is to ask. Silence is ``UNKNOWN``, a port that is not there says so."""
        return self._wire.status()

    def close(self) -> None:
        """Release the port. Idempotent."""
        self._wire.close()

    def _send(self, sheet: Sequence[Piece]) -> Printed:
        last = False
        left_after = self._wire.seconds(sum(len(piece.data) for piece in sheet))
        self._give_up_at = self._time.now() + left_after + SLIP_SECONDS
        try:
            self._begin()
            for piece in sheet:
                last = piece is sheet[-1]
                self._send_piece(piece)
        except _Stopped as stopped:
            self._drop_rest()
            # The picture has left: it may well be out, only not cut.
            unclear = last and stopped.why in (WhyNotPrinted.UNPLUGGED, WhyNotPrinted.BUSY)
            return _SENT if unclear else _not(stopped.why)
        proven = self._in_turn is True and self.status() in _GOOD
        return Printed(PrintOutcome.PRINTED) if proven else _SENT

    def _begin(self) -> None:
        # What another slip left behind must not come out before this one.
        drop = commands.DROP_BUFFER if self._torn and self._wire.answers else b""
        self._write(drop + (commands.NOTHING if self._torn else b"") + commands.BEGIN)
        self._torn = False

    def _send_piece(self, piece: Piece) -> None:
        began = self._time.now()
        if began > self._give_up_at:
            raise _Stopped(WhyNotPrinted.BUSY)
        if self._wire.answers and self._in_turn is not False:
            self._work_through(piece)
        else:
            self._write(piece.data)
            spent = self._time.now() - began
            self._time.wait(max(0.0, piece.rows / _SLOWEST_ROWS - spent))

    def _work_through(self, piece: Piece) -> None:
        """Send a piece and wait until the printer has worked through it.

        Raises:
            _Stopped: it will not.
        """
        patience = LEARN_SECONDS if self._in_turn is None else TURN_SECONDS
        try:
            if self._wire.work_through(piece.data, patience):
                self._in_turn = True
                return
        except PortUnavailable as error:
            raise self._stopped(error) from error
        status = self.status()
        if status in answers.HINDERS:
            raise _Stopped(answers.HINDERS[status])
        if status is PrinterStatus.UNKNOWN:
            raise _Stopped(WhyNotPrinted.UNPLUGGED)
        if self._in_turn:
            raise _Stopped(WhyNotPrinted.BUSY)
        self._in_turn = False  # it answers at once but not in turn: it is paced instead

    def _write(self, data: bytes) -> None:
        try:
            self._wire.write(data)
        except PortUnavailable as error:
            raise self._stopped(error) from error

    def _stopped(self, error: PortUnavailable) -> _Stopped:
        if not is_stuck(error):
            return _Stopped(WhyNotPrinted.UNPLUGGED)
        self._wire.hurry()
        return _Stopped(answers.HINDERS.get(self.status(), WhyNotPrinted.BUSY))

    def _drop_rest(self) -> None:
        """Let a slip that was given up not come out later, when paper or plug are back."""
        self._torn = True
        if self._wire.answers:
            with suppress(_Stopped):
                self._write(commands.DROP_BUFFER)


def _not(why: WhyNotPrinted) -> Printed:
    return Printed(PrintOutcome.NOT_PRINTED, why)
