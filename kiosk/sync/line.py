"""What a terminal needs of its line to the hub, and how such a line fails."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol, TypeVar

from kiosk.errors import KioskError
from kiosk.journal.entry import Draft, Head, Placed
from kiosk.wire import Adopt, Answer, Decide, Fault, Push, Report

A = TypeVar("A")


class HubAway(KioskError):
    """Nobody answered, or the hub asks to be asked again; nothing is known of what was sent."""


class HubDenied(KioskError):
    """The hub does not understand or believe this terminal; asking again the same way is no use.

    Attributes:
        reason: a ``wire.Fault``, or ``wrong_certificate``: what answers is not the hub.
        sentence: the hub's, for the technician.
        now: the hub's time, ``None`` where it was not the hub that said no.
    """

    def __init__(self, reason: str, sentence: str, now: datetime | None = None) -> None:
        super().__init__(f"{reason}: {sentence}")
        self.reason = reason
        self.sentence = sentence
        self.now = now


WRONG_CERTIFICATE = "wrong_certificate"


class HubLine(Protocol):
    """One request each. Blocking; never raises anything but the two errors above.

    Raises:
        HubAway: no answer; asking the same again is always allowed.
        HubDenied: the answer was ``Wrong``, and not ``away``.
    """

    def push(self, push: Push) -> Answer: ...

    def pull(self, after: Head, wait: float) -> Answer: ...

    def decide(self, decide: Decide) -> Answer: ...

    def adopt(self, adopt: Adopt) -> Answer: ...

    def report(self, report: Report) -> Answer: ...

    def hurried(self) -> HubLine:
        """Return a line for somebody who waits: all its questions together give up soon."""
        ...


def expect(answer: Answer, kind: type[A]) -> A:
    """Return ``answer`` if it is of ``kind``.

    Raises:
        HubDenied: it is something else that no such question is answered with.
    """
    if isinstance(answer, kind):
        return answer
    said = f"A question was answered with {type(answer).__name__}."
    raise HubDenied(Fault.UNREADABLE, said)


def draft_of(placed: Placed) -> Draft:
    """Return what travels of an entry that waits."""
    entry = placed.entry
    return Draft(
        id=entry.id,
        at=entry.at,
        business_date=entry.business_date,
        actor=entry.actor,
        event=entry.event,
        private=placed.private,
        origin=entry.origin,
        seq=entry.seq,
    )
