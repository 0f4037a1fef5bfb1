"""What the hall display shows, as it goes over the wire. Pure: numbers, counters, no person.

Made from what the queue says of itself; this module knows that only by its shape, since the display
stands beside the families and imports none of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from kiosk.settings import Bilingual
from kiosk.voice.manner import Manner

MOST_CALLS = 8
MOST_LAST = 4
MOST_SERVICES = 8
MOST_NOTICES = 3


class Call(msgspec.Struct, frozen=True):
    """A number and the counter it is asked to.

    Attributes:
        at: when it was called last; a recall is a new one.
        waits: called, and nobody has come yet.
    """

    number: str
    counter: int
    at: datetime | None = None
    waits: bool = False


class WaitingFor(msgspec.Struct, frozen=True):
    """How many wait for a service."""

    name: Bilingual
    count: int


class HallBoard(msgspec.Struct, frozen=True):
    """The hall in one look.

    Attributes:
        name: of the station.
        current: who is called or served now, the newest call first.
        last: the latest calls, the newest first.
        notices: sentences for everybody, shown one after another.
    """

    name: Bilingual
    current: tuple[Call, ...] = ()
    last: tuple[Call, ...] = ()
    waiting: tuple[WaitingFor, ...] = ()
    notices: tuple[Bilingual, ...] = ()


class HallNews(msgspec.Struct, frozen=True):
    """One line of the feed.

    Attributes:
        manner: how the voice sounds now, for a display that speaks.
        speak: calls that this display is to say, and nobody else.
        speaker: this display is the one that speaks.
    """

    board: HallBoard
    manner: Manner = Manner()
    speak: tuple[Call, ...] = ()
    speaker: bool = False


class AtCounter(Protocol):
    """A counter, as the queue tells of it."""

    @property
    def counter(self) -> int: ...

    @property
    def number(self) -> str | None: ...

    @property
    def calling(self) -> bool: ...


class Calling(Protocol):
    """A call, as the queue tells of it."""

    @property
    def number(self) -> str: ...

    @property
    def counter(self) -> int: ...

    @property
    def at(self) -> datetime: ...


class Waiting(Protocol):
    """Those who wait for a service, as the queue tells of them."""

    @property
    def service(self) -> str: ...

    @property
    def count(self) -> int: ...


class Queue(Protocol):
    """The queue's own board."""

    @property
    def counters(self) -> Sequence[AtCounter]: ...

    @property
    def last(self) -> Sequence[Calling]: ...

    @property
    def waiting(self) -> Sequence[Waiting]: ...


def board_of(
    queue: Queue,
    *,
    name: Bilingual,
    services: Mapping[str, Bilingual],
    notices: Sequence[Bilingual] = (),
) -> HallBoard:
    """Return what the display shows of ``queue``.

    Args:
        services: names by the id of the service; one without a name is not shown.
    """
    last = [Call(each.number, each.counter, each.at) for each in queue.last[:MOST_LAST]]
    waiting = [
        WaitingFor(services[each.service], each.count)
        for each in queue.waiting
        if each.service in services
    ]
    return HallBoard(
        name=name,
        current=_current(queue),
        last=tuple(last),
        waiting=tuple(waiting[:MOST_SERVICES]),
        notices=tuple(notices[:MOST_NOTICES]),
    )


def _current(queue: Queue) -> tuple[Call, ...]:
    called_at = {(each.number, each.counter): each.at for each in queue.last}
    order = {place: rank for rank, place in enumerate(called_at)}
    calls = [
        Call(each.number, each.counter, called_at.get((each.number, each.counter)), each.calling)
        for each in queue.counters
        if each.number is not None
    ]
    calls.sort(key=lambda call: order.get((call.number, call.counter), len(order)))
    return tuple(calls[:MOST_CALLS])
