"""A page of somebody who is signed in: whose it is, what they may do, and acting in their name.

Who may do what is asked of the server's own record with each request, whatever a page offered.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import msgspec
from fastapi import Request

from kiosk.clock import Moment
from kiosk.config import StationFile
from kiosk.errors import KioskError, Refused
from kiosk.family import Family
from kiosk.hub.pages.forms import Fields, csrf_of, fields_of
from kiosk.hub.pages.page import Page, Said, path_of
from kiosk.hub.pages.sections import Link
from kiosk.hub.pages.streams import wants_stream
from kiosk.hub.sessions import pin_mark
from kiosk.ids import EntryId, StaffId, StationId, staff_actor
from kiosk.journal.entry import Event, Private
from kiosk.phrases.refusals import Table, sentence
from kiosk.positioning import PositioningStation
from kiosk.settings import Permission, Permissions, Role
from kiosk.staff import STAFF, rules
from kiosk.tap import Done, Tap

SESSION_COOKIE = "__Host-yizhan"
_SALT_BYTES = 16
S = TypeVar("S", bound=msgspec.Struct)
P = ParamSpec("P")


class SignedOut(KioskError):
    """Nobody is signed in here, or no longer."""


class NotAllowed(KioskError):
    """The role may not see this page."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(str(permission))
        self.permission = permission


class StaffPage(Page):
    """A request of a member of staff.

    Attributes:
        name: the station they signed in at.
        fields: what a form brought; empty where none was sent.
        needs: permissions, each of which the role must have for this page.
    """

    def __init__(self, request: Request, needs: Permissions = ()) -> None:
        super().__init__(request)
        self.token = request.cookies.get(SESSION_COOKIE, "")
        self.name = StationId("")
        self.member = StaffId("")
        self.role = Role.ATTENDANT
        self.permissions: Permissions = ()
        self.needs = needs
        self.fields = Fields({}, {})

    # -- the station -----------------------------------------------------------------------

    @property
    def station(self) -> PositioningStation:
        """The station as this process knows it; ``begin`` has looked at what others wrote."""
        return self.hub.station(self.name)

    @property
    def moment(self) -> Moment:
        """Now, as rules know it."""
        return self.station.moment()

    @property
    def file(self) -> StationFile:
        """What stands at the station.

        Raises:
            Refused: ``no_station_file``: this hub was not told.
        """
        found = self.hub.file(self.name)
        if found is None:
            raise Refused("no_station_file")
        return found

    def may(self, permission: Permission | None) -> bool:
        """Tell whether to offer what needs this permission; the server asks again."""
        return permission is None or permission in self.permissions

    def tap(self, note: str = "", *, tap: EntryId | None = None) -> Tap:
        """Return the tap of the form that was sent, in the name of the member.

        Args:
            note: free text; personal, erased in its time.
            tap: another id, for a second entry of the same form.
        """
        private = Private(body={"note": note}, salt=os.urandom(_SALT_BYTES)) if note else None
        return Tap(tap or self.fields.tap(), staff_actor(self.member), private)

    async def do(
        self,
        needs: Permission,
        tap: Tap,
        family: Family[S],
        rule: Callable[Concatenate[S, Moment, P], Event],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Done:
        """Make the event of ``rule`` true, if the role may do this at this moment.

        Raises:
            Refused: ``not_allowed`` (permission), and as the rule.
        """
        return await self.run(lambda: self.do_now(needs, tap, family, rule, *args, **kwargs))

    def do_now(
        self,
        needs: Permission,
        tap: Tap,
        family: Family[S],
        rule: Callable[Concatenate[S, Moment, P], Event],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Done:
        """Do the same on this thread, which is not the event loop's."""
        rules.allowed(self.station.state(STAFF), self.member, needs)
        return self.station.do(tap, family, rule, *args, **kwargs)

    def why_not(self, refused: Refused, *tables: Table, **more: object) -> Said:
        """Return the sentence for a refusal; ``tables`` are asked first."""
        today = self.moment.business_date
        text = sentence(self.words, refused, *tables, today=today, **more)
        return Said(text, "bad")

    # -- who it is -------------------------------------------------------------------------

    def begin(self, *, touch: bool = True) -> None:
        """Find the session; on a thread that may ask the database.

        Args:
            touch: somebody did something; False where a page only goes on being shown.

        Raises:
            SignedOut: there is none, or it is over.
            NotAllowed: the role may not see this page, or no more.
        """
        sessions = self.hub.sessions
        known = sessions.find(self.token, touch=touch) if self.token else None
        if known is None:
            raise SignedOut
        staff = self.hub.present(known.station).state(STAFF)
        member = staff.member(known.member)
        over = sessions.is_idle(known, staff.settings.staff.session_idle_min)
        if over or member is None or pin_mark(member.pin) != known.pin:
            sessions.end(self.token)
            raise SignedOut
        self.name, self.member, self.role = known.station, known.member, member.role
        self.permissions = staff.settings.permissions(member.role)
        for permission in self.needs:
            if not self.may(permission):
                raise NotAllowed(permission)

    def _context(self) -> dict[str, Any]:
        labels = self.station.state(STAFF).settings.labels
        groups: dict[str, list[Link]] = {}
        for link in self.kit.links:
            if self.may(link.permission):
                groups.setdefault(link.group, []).append(link)
        return {
            **super()._context(),
            "csrf": csrf_of(self.token),
            "station_name": labels.name.in_language(self.language),
            "groups": groups,
            "here": path_of(self.request),
            "Permission": Permission,
        }


def signed_in(*needs: Permission) -> Callable[[Request], Awaitable[StaffPage]]:
    """Return a dependency that gives the page of whoever is signed in; for ``Depends``.

    A form must be one that this session was shown.

    Args:
        needs: permissions, each of which the role must have.
    """

    async def page(request: Request) -> StaffPage:
        found = StaffPage(request, needs)
        # A browser asks for what goes on by itself, as often as the line is cut.
        await found.run(found.begin, touch=not wants_stream(request))
        if request.method == "POST":
            found.fields = await fields_of(request, found.token, by=found.member)
        return found

    return page
