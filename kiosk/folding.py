"""What entries make true: decodes events, folds them into states, replays a journal.

Knows the families it is given and nothing of clocks, commits or who listens.
"""

from __future__ import annotations

import functools
import logging
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, cast

import immutables
import msgspec

from kiosk.errors import KioskError
from kiosk.family import Concern, Family, Refusal, Stamp
from kiosk.ids import HUB, EventTag, OriginId, terminal_of
from kiosk.journal.entry import Checkpoint, Draft, Entry, Event, Head, Journal
from kiosk.privacy import Erased

States = immutables.Map[str, Any]
"""The state of each family, by its name."""
Learn = Callable[[Any, Stamp, Refusal], Any]
"""Takes note of a refusal."""

_log = logging.getLogger(__name__)
FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    KioskError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    msgspec.MsgspecError,
)
"""What a fold may raise by mistake; every exception at once is caught in two modules only."""


class SetAside(msgspec.Struct, frozen=True):
    """An entry whose fold raised, or whose event is known but cannot be read.

    It is kept, counted and shown to staff; its family takes no promises.
    """

    position: int
    family: str
    error: str


class Replayed(msgspec.Struct, frozen=True):
    """A journal folded to its end.

    Attributes:
        unknown: entries whose tag this version does not know; kept, forwarded, skipped.
    """

    states: States
    unknown: int
    set_aside: tuple[SetAside, ...]


class Folding:
    """The folds of all families as one.

    Args:
        families: every family, in one explicit table of the composition root.
    """

    def __init__(self, families: Sequence[Family[Any]]) -> None:
        self.families = {family.name: family for family in families}
        every: list[type[Event]] = [event for family in families for event in family.events]
        every.append(Erased)
        self._tags = {_tag(event): event for event in every}
        union: Any = functools.reduce(operator.or_, self._tags.values())
        self._decoder: msgspec.json.Decoder[Event] = msgspec.json.Decoder(union)

    @property
    def empty(self) -> States:
        """Return what is true before the first entry."""
        return immutables.Map({name: family.empty for name, family in self.families.items()})

    def event(self, stored: bytes) -> Event | None:
        """Return the event of stored bytes; ``None`` where its tag is not known.

        Raises:
            msgspec.DecodeError: the tag is known, but what stands with it cannot be read.
        """
        try:
            return self._decoder.decode(stored)
        except msgspec.DecodeError:
            if _tag_in(stored) in self._tags:
                raise
            return None

    def fold(self, states: States, stamp: Stamp, event: Event) -> States:
        """Return the states after one event. A fold that raises, raises here."""
        for name, fold in self._folds(stamp, event):
            states = states.set(name, fold(states[name]))
        return states

    def replay(self, journal: Journal) -> Replayed:
        """Fold the journal from the newest checkpoints on."""
        states, after = self._from_checkpoints(journal)
        return self.go_on(states, journal.read(min(after.values(), default=0)), after)

    def go_on(
        self, states: States, entries: Iterable[Entry], after: Mapping[str, int] | None = None
    ) -> Replayed:
        """Fold ``entries`` onto ``states``; one that cannot be folded is set aside.

        Args:
            after: for each family, the position up to which its state has them already.
        """
        unknown = 0
        aside: list[SetAside] = []
        after = after or dict.fromkeys(self.families, -1)
        for entry in entries:
            try:
                event = self.event(entry.event)
            except msgspec.DecodeError as error:
                # Never passed over like an unknown tag: it may be a promise.
                aside += self._unreadable(entry, after, error)
                continue
            if event is None:
                unknown += 1
                continue
            for name, fold in self._folds(stamp(entry), event):
                if entry.position <= after[name]:
                    continue
                try:
                    states = states.set(name, fold(states[name]))
                except FAULTS as error:
                    aside.append(_set_aside(entry, name, error))
        return Replayed(states, unknown, tuple(aside))

    def family_of(self, event: Event) -> Family[Any] | None:
        """Return the family whose tag the event carries."""
        return self.families.get(_tag(type(event)).partition(".")[0])

    def about(self, event: Event) -> Concern | None:
        """Return whom the event concerns, as its family knows it."""
        family = self.family_of(event)
        return None if family is None else family.about(event)

    def _folds(self, stamp: Stamp, event: Event) -> Iterator[tuple[str, Callable[[Any], Any]]]:
        """Yield the families that look at an event, and what makes their next state."""
        for name, family in self.families.items():
            if isinstance(event, family.events):
                yield name, partial(_folded, family, stamp, event)
            if family.learn is not None and stamp.refused is not None and stamp.waited:
                yield name, partial(self._learned, family.learn, stamp, event)

    def _learned(self, learn: Learn, stamp: Stamp, event: Event, state: Any) -> Any:
        concern = self.about(event)
        if concern is None:
            return state
        return learn(state, stamp, Refusal(EventTag(_tag(type(event))), concern))

    def _unreadable(
        self, entry: Entry, after: Mapping[str, int], error: msgspec.DecodeError
    ) -> list[SetAside]:
        kind = self._tags[_tag_in(entry.event)]
        return [
            _set_aside(entry, name, error)
            for name, family in self.families.items()
            if kind in family.events and entry.position > after[name]
        ]

    def checkpoints(self, states: States, head: Head, *, but: set[str]) -> list[Checkpoint]:
        """Return what to keep, of all families ``but`` those that are broken."""
        return [
            Checkpoint(name, family.fold_version, head, family.pack(states[name]))
            for name, family in self.families.items()
            if name not in but
        ]

    def _from_checkpoints(self, journal: Journal) -> tuple[States, dict[str, int]]:
        states, after = self.empty, dict.fromkeys(self.families, 0)
        for name, family in self.families.items():
            kept = journal.checkpoint(name)
            if kept is None or kept.fold_version != family.fold_version:
                continue
            if not _is_of(journal, kept.head):
                continue
            try:
                states = states.set(name, family.unpack(kept.state))
            except msgspec.MsgspecError:
                _log.warning("checkpoint of %s cannot be read; folding from the start", name)
                continue
            after[name] = kept.head.position
        if 0 in after.values():
            # An entry that is folded for the first time may be a refusal nobody has heard of.
            for name, family in self.families.items():
                if family.learn is not None:
                    states, after[name] = states.set(name, family.empty), 0
        return states, after


def stamp(entry: Entry) -> Stamp:
    """Return what a fold may know of ``entry``."""
    return Stamp(
        id=entry.id,
        at=entry.at,
        business_date=entry.business_date,
        actor=entry.actor,
        position=entry.position,
        refused=entry.refused,
        private=bool(entry.private_digest),
        waited=_waited(entry.origin),
        placed=entry.position_time,
    )


def stamp_of_draft(
    draft: Draft, position: int, refused: str | None = None, *, placed: datetime | None = None
) -> Stamp:
    """Return what a fold may know of an entry that is about to be appended."""
    return Stamp(
        id=draft.id,
        at=draft.at,
        business_date=draft.business_date,
        actor=draft.actor,
        position=position,
        refused=refused,
        private=draft.private is not None,
        waited=_waited(draft.origin),
        placed=placed or draft.at,
    )


def _waited(origin: OriginId | None) -> bool:
    return origin is not None and terminal_of(origin) != HUB


def _folded(family: Family[Any], stamp: Stamp, event: Event, state: Any) -> Any:
    return family.fold(state, stamp, event)


def _is_of(journal: Journal, head: Head) -> bool:
    """Tell whether the journal passed through ``head``."""
    if head.position == 0:
        return True
    at = next(journal.read(head.position - 1, 1), None)
    return at is not None and at.digest == head.digest


def _set_aside(entry: Entry, family: str, error: Exception) -> SetAside:
    what = type(error).__name__
    _log.error("entry %d set aside by %s: %s", entry.position, family, what)
    return SetAside(entry.position, family, what)


class _Tagged(msgspec.Struct):
    tag: str = ""


def _tag_in(stored: bytes) -> str:
    try:
        return msgspec.json.decode(stored, type=_Tagged).tag
    except msgspec.DecodeError:
        return ""


def _tag(event: type[Event]) -> str:
    return cast(str, event.__struct_config__.tag)
