"""The print desk: takes slips from pages, gives them to the printer, tells what became of them.

A page never waits for paper. What is kept here for a reprint is in memory only and is dropped with
the visit. Nothing is printed again unless somebody asks for it: after ``sent`` there may already
be a slip in the tray.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NewType

from kiosk.ids import new_id
from kiosk.jobs import Post, Runs, at_once
from kiosk.masking import mask_slip
from kiosk.ports import Printed, PrinterStatus, PrintOutcome, SlipPrinter, WhyNotPrinted
from kiosk.slips import Slip

_log = logging.getLogger(__name__)

SlipId = NewType("SlipId", str)
Told = Callable[[Printed], None]
"""Hears what became of one slip, once, on the thread that ``post`` leads to."""

MOST_WAITING = 4
"""Slips under way at one time; a fifth person is told at once that the printer is busy."""
MOST_KEPT = 16
"""Slips kept for a reprint, should a visit not drop its own."""
PATIENCE = 90.0
"""Seconds after which a slip nothing was heard of is given up; a printer ends long before."""
LOOK_EVERY = 30.0
"""Seconds between two looks at the printer."""
LOOK_SOON = 3.0
"""The same while it cannot be reached."""


def _nobody(printed: Printed) -> None:
    """Listen for whoever does not."""


class _Order:
    """One slip on its way, told of exactly once. Begun in the lane, given up anywhere."""

    def __init__(self, slip: Slip, then: Told) -> None:
        self.slip = slip
        self._then = then
        self._turn = threading.Lock()
        self._begun = False
        self._given_up = False

    def begin(self) -> bool:
        """Take the printer's turn; False if the order was given up before."""
        with self._turn:
            self._begun = not self._given_up
            return self._begun

    def give_up(self) -> Printed:
        """Return what can be said of a slip that nobody will wait for any longer."""
        with self._turn:
            self._given_up = True
            if self._begun:
                return Printed(PrintOutcome.SENT)
            return Printed(PrintOutcome.NOT_PRINTED, WhyNotPrinted.BUSY)

    def tell(self, printed: Printed) -> None:
        """Tell the listener, the first time only."""
        then, self._then = self._then, _nobody
        then(printed)


@dataclass(frozen=True)
class _Served:
    """A printer, the lane that owns it, and another lane that notices when it hangs."""

    printer: SlipPrinter
    lane: Runs
    watch: Runs


class PrintDesk:
    """Where pages hand in slips. Its methods belong to the thread that ``post`` leads to.

    Args:
        post: brings outcomes to the thread of the screen.
        phone: the station's own number; no other mobile number is ever on a slip.
    """

    def __init__(self, post: Post = at_once, phone: Callable[[], str] = str) -> None:
        self._post = post
        self._phone = phone
        self._served: _Served | None = None
        self._kept: dict[SlipId, Slip] = {}
        self._under_way: list[_Order] = []
        self._status = PrinterStatus.UNKNOWN
        self._listeners: list[Callable[[PrinterStatus], None]] = []

    @property
    def fitted(self) -> bool:
        """Whether this terminal has a printer at all; without one pages offer no slip."""
        return self._served is not None

    @property
    def status(self) -> PrinterStatus:
        """What the printer said of itself when it was last asked."""
        return self._status

    @property
    def waiting(self) -> int:
        """How many slips are under way."""
        return len(self._under_way)

    def serve(self, printer: SlipPrinter, lane: Runs, watch: Runs) -> None:
        """Print on ``printer`` from here on.

        Args:
            lane: the printer's own; it posts as the desk does.
            watch: any other lane; it notices a printer that hangs.
        """
        self._served = _Served(printer, lane, watch)
        lane.after(0.0, self._look)

    def on_status(self, call: Callable[[PrinterStatus], None]) -> None:
        """Call with each new status of the printer."""
        self._listeners.append(call)

    def print(self, slip: Slip, then: Told = _nobody) -> SlipId:
        """Print one slip; return at once. ``then`` hears the outcome once, never inside this call.

        A printer that hangs is given up after ``PATIENCE`` seconds, and ``then`` hears ``sent``.
        """
        name = SlipId(str(new_id()))
        slip = mask_slip(slip, self._phone())
        self._kept[name] = slip
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._order(slip, then)
        return name

    def reprint(self, name: SlipId, then: Told = _nobody) -> bool:
        """Print a slip of this visit again, because somebody asked; False if it is forgotten."""
        slip = self._kept.get(name)
        if slip is not None:
            self._order(slip, then)
        return slip is not None

    def forget(self, *names: SlipId) -> None:
        """Drop slips of a visit that has ended; those under way are still printed."""
        for name in names:
            self._kept.pop(name, None)

    def close(self) -> None:
        """Take no more slips; the printer's lane is ended by whoever made it. Idempotent."""
        served, self._served = self._served, None
        if served is not None:
            served.lane.submit(served.printer.close)

    def _order(self, slip: Slip, then: Told) -> None:
        order = _Order(slip, then)
        served = self._served
        if served is None:
            self._refuse(order, WhyNotPrinted.NO_PRINTER)
        elif self.waiting >= MOST_WAITING:
            self._refuse(order, WhyNotPrinted.BUSY)
        else:
            self._under_way.append(order)
            ended = partial(self._ended, order)
            job = partial(_printed, served.printer, order)
            served.lane.submit(job, then=ended, failed=partial(self._failed, order))
            served.watch.after(PATIENCE, lambda: self._post(partial(self._overdue, order)))

    def _refuse(self, order: _Order, why: WhyNotPrinted) -> None:
        self._post(partial(order.tell, Printed(PrintOutcome.NOT_PRINTED, why)))

    def _failed(self, order: _Order, error: Exception) -> None:
        _log.error("the printer's driver failed: %s", type(error).__name__)
        self._ended(order, None)

    def _ended(self, order: _Order, found: tuple[Printed, PrinterStatus] | None) -> None:
        if order in self._under_way:
            self._under_way.remove(order)
        if found is not None:
            self._seen(found[1])
        order.tell(found[0] if found is not None else order.give_up())

    def _overdue(self, order: _Order) -> None:
        if order in self._under_way:
            order.tell(order.give_up())

    def _look(self) -> None:
        served = self._served
        if served is not None:
            status = served.printer.status()
            self._post(partial(self._seen, status))
            gone = status is PrinterStatus.UNPLUGGED
            served.lane.after(LOOK_SOON if gone else LOOK_EVERY, self._look)

    def _seen(self, status: PrinterStatus) -> None:
        if status is not self._status:
            self._status = status
            for listener in self._listeners:
                listener(status)


def _printed(printer: SlipPrinter, order: _Order) -> tuple[Printed, PrinterStatus] | None:
    if not order.begin():
        return None
    return printer.print(order.slip), printer.status()
