"""What a family of the station is: three pure questions, what time gives, and what time erases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar, get_args, get_origin

import immutables
import msgspec

from kiosk.clock import Moment
from kiosk.ids import ActorId, CodeTag, EntryId, EventTag, PersonId, SubjectId, TokenTag
from kiosk.journal.entry import Event

S = TypeVar("S", bound=msgspec.Struct)


class Stamp(msgspec.Struct, frozen=True):
    """What a fold may know of an entry beside its event.

    Attributes:
        refused: why the positioner refused it; a fold obeys.
        private: there is (or was) a personal row beside this entry.
        waited: it was recorded at a terminal first and got its position later, so whoever made it
            may have gone. What is decided while somebody stands there never waited.
        placed: when it got its position.
    """

    id: EntryId
    at: datetime
    business_date: date
    actor: ActorId
    position: int
    refused: str | None
    private: bool
    waited: bool = False
    placed: datetime | None = None


class Owner(StrEnum):
    """Who does what time asks for, where a station has several terminals."""

    TERMINAL = "terminal"
    """The one that owns the thing, e.g. its doors."""
    POSITIONER = "positioner"


class Concern(msgspec.Struct, frozen=True):
    """Whom it concerns if an event does not come true, by what they come back with.

    Attributes:
        subject: what the event is about.
        token: of their QR.
        code: of what they type.
        person: whose personal row it is, if they gave a phone.
    """

    subject: SubjectId
    token: TokenTag | None = None
    code: CodeTag | None = None
    person: PersonId | None = None


class Refusal(msgspec.Struct, frozen=True):
    """An event that was recorded at a terminal and refused when its turn had come."""

    kind: EventTag
    concern: Concern


class Proposal(msgspec.Struct, frozen=True):
    """An event that the passing of time asks for; its id is made from subject and deadline."""

    id: EntryId
    event: Event


def never_clashes(state: Any, event: Event, moment: Moment) -> str | None:
    """Clash of a family whose owner decides alone."""
    return None


def concerns_nobody(event: Event) -> Concern | None:
    """About of a family whose events are missed by nobody."""
    return None


def nothing_due(state: Any, moment: Moment) -> Iterable[Proposal]:
    """Due of a family that time does not move."""
    return ()


def nothing_expired(state: Any, moment: Moment) -> Iterable[EntryId]:
    """Expired of a family without personal rows."""
    return ()


@dataclass(frozen=True)
class Family(Generic[S]):
    """One family of the station, as pure functions over its own state.

    Attributes:
        name: first part of its event tags, and its name in checkpoints.
        fold_version: raised when the fold's result changes; older checkpoints are thrown away.
        empty: the state before the first entry; its type is the type of the state.
        events: the classes this family folds.
        fold: total; called with every entry whose event is one of ``events``.
        clash: why an event can no longer stand when its turn has come; safety only.
        reasons: every answer of ``clash``; who is told later hears a sentence for each.
        due: events that time asks for now.
        expired: entries whose personal rows are to be erased now.
        timers: who runs ``due``.
        decided: events that only the positioner may accept, because two of them cannot both stand
            and nobody would be told later: calls, approvals, claims. Never tentative.
        owned: events about what the terminal owns that makes them, so they hold from the first
            moment: its doors, its numbers. Never tentative.
        about: whom an event concerns; ``None`` where nobody would miss it.
        learn: takes note of refusals, of whatever family; for the one that has them told.
    """

    name: str
    fold_version: int
    empty: S
    events: tuple[type[Event], ...]
    fold: Callable[[S, Stamp, Event], S]
    clash: Callable[[S, Event, Moment], str | None] = never_clashes
    reasons: tuple[str, ...] = ()
    due: Callable[[S, Moment], Iterable[Proposal]] = nothing_due
    expired: Callable[[S, Moment], Iterable[EntryId]] = nothing_expired
    timers: Owner = Owner.POSITIONER
    decided: tuple[type[Event], ...] = ()
    owned: tuple[type[Event], ...] = ()
    about: Callable[[Event], Concern | None] = concerns_nobody
    learn: Callable[[S, Stamp, Refusal], S] | None = None

    @property
    def erases(self) -> bool:
        """True if personal rows beside its events are erased in their time."""
        return self.expired is not nothing_expired

    def pack(self, state: S) -> bytes:
        """Return the state as msgpack, maps sorted by key so equal states give equal bytes."""
        return msgspec.msgpack.encode(state, enc_hook=_to_plain)

    def unpack(self, packed: bytes) -> S:
        """Return the state that ``pack`` wrote."""
        return msgspec.msgpack.decode(packed, type=type(self.empty), dec_hook=_from_plain)


def _to_plain(value: Any) -> Any:
    if isinstance(value, immutables.Map):
        return dict(sorted(value.items()))
    raise NotImplementedError(f"{type(value).__name__} does not belong in a state")


def _from_plain(kind: type, value: Any) -> Any:
    if get_origin(kind) is immutables.Map:
        key, item = get_args(kind)
        plain: Mapping[Any, Any] = msgspec.convert(
            value,
            dict[key, item],  # type: ignore[valid-type]
            dec_hook=_from_plain,
            builtin_types=(datetime, bytes),  # a date is text in msgpack
        )
        return immutables.Map(plain)
    raise NotImplementedError(f"{kind} does not belong in a state")
