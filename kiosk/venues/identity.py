"""Who applies: from what was typed to the tags the journal knows them by."""

from __future__ import annotations

from typing import Protocol

from kiosk.errors import Refused
from kiosk.ids import OrganisationId, PersonId
from kiosk.venues.applicant import Applicant
from kiosk.venues.form import plain_phone
from kiosk.venues.plan import Site


class People(Protocol):
    """What this needs of the station key."""

    def person_id(self, phone: str) -> PersonId: ...

    def organisation_id(self, name: str) -> OrganisationId: ...


def applicant_of(
    people: People,
    site: Site,
    phone: str,
    *,
    organisation: OrganisationId | None = None,
    organisation_name: str = "",
) -> Applicant:
    """Return who that is. A typed name that stands in the list means the listed organisation.

    Raises:
        Refused: ``missing`` (field), ``bad_phone``, ``no_such_organisation``.
    """
    contact = people.person_id(plain_phone(phone))
    if organisation is not None:
        if site.organisation(organisation) is None:
            raise Refused("no_such_organisation")
        return Applicant(contact, organisation)
    if not organisation_name.strip():
        return Applicant(contact)
    typed = people.organisation_id(organisation_name)
    listed = (
        each.id
        for each in site.organisations
        if typed in map(people.organisation_id, (each.name.zh, each.name.en))
    )
    return Applicant(contact, next(listed, typed))
