"""Searching the line of a bank for a technician at the screen, beside the running station."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from drivers.line import SerialPort, SystemTime, Time
from drivers.lockers.bank import SerialBank
from drivers.lockers.bench.lines import Ports
from drivers.lockers.bench.scan import search_on
from drivers.lockers.bench.searching import Search, mixed, twins
from drivers.registry import FAMILIES
from kiosk.commissioning import BoardFound, LineFound, LineSays
from kiosk.errors import PortUnavailable
from kiosk.ids import BankId
from kiosk.terminal import Terminal

_LONGEST_SECONDS = 90.0


class BankLineSearch:
    """Searches in the lane that owns the port. Satisfies ``kiosk.commissioning.LineSearch``."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def search(self, bank: BankId, told: Callable[[LineFound], None]) -> None:
        """Search; ``told`` is posted when it is done."""
        self._terminal.bank_lane(bank).submit(self._search, bank, then=told)

    def _search(self, bank: BankId) -> LineFound:
        owner = self._terminal.banks[bank]
        assert isinstance(owner, SerialBank)
        owner.close()  # it takes the port again at its next question
        url = owner.url
        return line_found(lambda baud: SerialPort(url, baud), SystemTime(), url=url)


def line_found(ports: Ports, time: Time, *, url: str) -> LineFound:
    """Search a line at every speed of every family, with questions only."""
    try:
        found = search_on(
            ports, time, url=url, families=[*FAMILIES], baud=None, seconds=_LONGEST_SECONDS
        )
    except PortUnavailable:
        return LineFound(says=(LineSays.NO_PORT,))
    boards = (BoardFound(each.family, each.baud, each.address) for each in found.boards)
    return LineFound(tuple(boards), tuple(_says(found)))


def _says(found: Search) -> Iterator[LineSays]:
    if not found.boards:
        yield _nothing(found)
    if found.echo and not found.boards:
        yield LineSays.HEARS_ITSELF
    if list(twins(found.boards)):
        yield LineSays.SHARED
    if mixed(found.boards):
        yield LineSays.MIXED
    if not found.finished:
        yield LineSays.UNFINISHED


def _nothing(found: Search) -> LineSays:
    if found.refused_at:
        return LineSays.REFUSES
    if found.bytes_without_frame:
        return LineSays.NO_FRAME
    return LineSays.TALKS if found.unasked else LineSays.SILENT
