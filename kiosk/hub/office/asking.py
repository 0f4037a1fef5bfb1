"""What the pages of the office share: refusals of venues in words, and the venues of a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends

from kiosk.errors import Refused
from kiosk.hub.office.places import Places
from kiosk.hub.pages.page import Said
from kiosk.hub.pages.signed_in import StaffPage, signed_in
from kiosk.phrases import venues as phrases
from kiosk.phrases.staff import Says
from kiosk.settings import Permission

LONGEST_NOTE = 500
CONFLICT = 409

SeesPlaces = Annotated[StaffPage, Depends(signed_in(Permission.VIEW_VENUES))]
Reviews = Annotated[StaffPage, Depends(signed_in(Permission.REVIEW_VENUES))]
ManagesPlaces = Annotated[StaffPage, Depends(signed_in(Permission.MANAGE_VENUES))]
ChangesSettings = Annotated[StaffPage, Depends(signed_in(Permission.CHANGE_SETTINGS))]
EditsCalendar = Annotated[StaffPage, Depends(signed_in(Permission.EDIT_CALENDAR))]
ReadsRecord = Annotated[StaffPage, Depends(signed_in(Permission.READ_AUDIT))]
ManagesStaff = Annotated[StaffPage, Depends(signed_in(Permission.MANAGE_STAFF))]


def places_of(page: StaffPage) -> Places:
    """Return the venues of the station, in the words of the page; asks the database.

    Raises:
        Refused: ``no_station_file``.
    """
    return Places(page.station, page.file.site, page.hub.keys.of(page.name), page.words)


def why_not(page: StaffPage, refused: Refused) -> Said:
    """Return the sentence for what a rule of the venues refused to staff."""
    own = _for_staff(page._).get(refused.reason)
    text = own or phrases.refusal(page._, refused)
    return page.why_not(refused) if text is None else Said(text, "bad")


def _for_staff(_: Says) -> Mapping[str, str]:
    return {
        "no_subject": _("Somebody else was quicker: it is shown as it is now."),
        "needs_reason": _("Please write why."),
        "not_used": _("Nobody has used this booking yet."),
        "already": _("It is so already."),
        "checked_in": _("They have checked in already. You can end the use instead."),
        "not_here": _("They have not checked in."),
        "not_decided": _("It is not approved yet."),
        "in_the_past": _("That time is over already."),
    }
