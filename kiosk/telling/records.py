"""Who is to be told what, now. Immutable; ids only: what is personal stays where it was given."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import immutables
import msgspec

from kiosk.family import Concern
from kiosk.ids import ActorId, CodeTag, EntryId, EventTag, PersonId, RefusalReason, TokenTag


class ToTell(msgspec.Struct, frozen=True):
    """An entry that was refused after whoever made it had gone.

    Attributes:
        made: when somebody recorded it; ``since`` when it was refused.
        actor: in whose name: a resident's, or a member of staff's, who is then the one to be told.
    """

    entry: EntryId
    kind: EventTag
    reason: RefusalReason
    concern: Concern
    made: datetime
    since: datetime
    actor: ActorId
    position: int

    @property
    def family(self) -> str:
        """The family of its event."""
        return self.kind.partition(".")[0]


class Telling(msgspec.Struct, frozen=True):
    """All that somebody does not know yet.

    Attributes:
        refused: by the entry that was refused.
    """

    refused: immutables.Map[EntryId, ToTell] = immutables.Map()

    def to_tell(self) -> tuple[ToTell, ...]:
        """Return all of it, the oldest first."""
        return tuple(sorted(self.refused.values(), key=lambda each: each.position))

    def about(self, *subjects: str) -> tuple[ToTell, ...]:
        """Return what is to be told about these things."""
        return self._those(each for each in self.to_tell() if each.concern.subject in subjects)

    def by_token(self, token: TokenTag) -> tuple[ToTell, ...]:
        """Return what is to be told to whoever shows this QR."""
        return self._those(each for each in self.to_tell() if each.concern.token == token)

    def by_code(self, code: CodeTag) -> tuple[ToTell, ...]:
        """Return what is to be told to whoever types this code."""
        return self._those(each for each in self.to_tell() if each.concern.code == code)

    def of_person(self, person: PersonId) -> tuple[ToTell, ...]:
        """Return what is to be told to whoever gave this phone."""
        return self._those(each for each in self.to_tell() if each.concern.person == person)

    def _those(self, found: Iterable[ToTell]) -> tuple[ToTell, ...]:
        return tuple(found)
