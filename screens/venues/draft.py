"""What somebody has chosen so far, while the visit lasts: it outlives Back and refusals."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kiosk.ids import EquipmentId, HoldId, OrganisationId, VenueId
from kiosk.venue_settings import ApplicantKind
from kiosk.venues.interval import Interval
from screens.visit import Visit

DRAFT = "venues.draft"
ORGANISATION = "venues.organisation"
CONTACT = "venues.contact"
PHONE = "venues.phone"
PURPOSE = "venues.purpose"
"""Under these names it stands in ``Visit.given``; the last four are put there by the keyboard."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An application that is being filled in.

    Attributes:
        slot: what is asked for, as one stretch.
        hold: what the station keeps meanwhile; ``held_until`` is the end of it.
        listed: an organisation of the station's list; the typed one counts where it is ``None``.
        also: the same time of later weeks; empty in the single case.
        waiting: for the waiting list, since somebody has the slot.
    """

    venue: VenueId
    slot: Interval
    hold: HoldId | None = None
    held_until: datetime | None = None
    kind: ApplicantKind | None = None
    listed: OrganisationId | None = None
    purpose: str = ""
    head_count: int = 0
    equipment: tuple[EquipmentId, ...] = ()
    also: tuple[Interval, ...] = ()
    waiting: bool = False

    @property
    def slots(self) -> tuple[Interval, ...]:
        """Everything that is asked for."""
        return (self.slot, *self.also)


def draft_of(visit: Visit) -> Draft:
    """Return the draft of this visit; a page asks only after one was begun."""
    draft = visit.given[DRAFT]
    assert isinstance(draft, Draft)
    return draft


def has_draft(visit: Visit) -> bool:
    """Tell whether one was begun."""
    return DRAFT in visit.given


def keep_draft(visit: Visit, draft: Draft) -> Draft:
    """Keep ``draft``; it is gone with the visit."""
    visit.given[DRAFT] = draft
    return draft


def change_draft(visit: Visit, **changed: object) -> Draft:
    """Change some of it."""
    return keep_draft(visit, msgspec.structs.replace(draft_of(visit), **changed))


def typed(visit: Visit, name: str) -> str:
    """Return what was typed into a field, or nothing."""
    return str(visit.given.get(name, ""))
