"""Who applies, as the station knows them: by tags, never by name. Pure."""

from __future__ import annotations

import msgspec

from kiosk.ids import OrganisationId, PersonId


class Applicant(msgspec.Struct, frozen=True):
    """Whoever answers for a booking, and whom they ask for.

    Attributes:
        contact: found again by phone.
        organisation: listed in the station file, or as typed; ``None``: a group without a name.
    """

    contact: PersonId
    organisation: OrganisationId | None = None

    def shares(self, other: Applicant) -> bool:
        """Tell whether both have the same phone or ask for the same organisation.

        Then one record and one limit hold for both, so a restriction is not left behind by
        another phone, nor by another name.
        """
        same = self.organisation is not None and self.organisation == other.organisation
        return same or self.contact == other.contact
