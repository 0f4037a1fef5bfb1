"""What the staff pages share: who is signed in, asking rules in their name, refusals in words."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from kivy.clock import Clock
from msgspec.structs import replace

from kiosk.clock import STATION_ZONE
from kiosk.errors import Refused
from kiosk.family import Family
from kiosk.jobs import Runs
from kiosk.journal.entry import Private
from kiosk.lockers import LOCKERS
from kiosk.lockers.desk import LockerDesk
from kiosk.lockers.records import Lockers
from kiosk.phrases import dates, days
from kiosk.phrases import staff as phrases
from kiosk.settings import Permission
from kiosk.staff import STAFF
from kiosk.staff.events import WhySignedOut
from kiosk.staff.login import Session, StaffLogin
from kiosk.staff.records import Staff
from kiosk.station import Station
from kiosk.tap import Done, Tap
from screens.base import StaffScreen
from screens.staff.rows import PagedRows, Row
from screens.visit import SESSION
from screens.widgets.text import Say

_log = logging.getLogger(__name__)


def _not_written(error: Exception) -> None:
    """The session is over in any case; that it ended could not be written down."""
    _log.warning("a sign-out was not written: %s", type(error).__name__)


class StaffPage(StaffScreen):
    """A dark page; nobody need be signed in yet."""

    @property
    def station(self) -> Station:
        """The station."""
        station: Station = self.services.station
        return station

    @property
    def login(self) -> StaffLogin:
        """Checks PINs."""
        login: StaffLogin = self.services.login
        return login

    @property
    def staff(self) -> Staff:
        """Settings and members now."""
        return self.station.state(STAFF)

    def begin(self, session: Session) -> None:
        """Somebody is signed in: the session lasts until the visit is dropped, however that is."""
        login, lane = self.login, self.services.lane

        def ended(gone: bool) -> None:
            why = WhySignedOut.IDLE if gone else WhySignedOut.ASKED
            lane.submit(partial(login.sign_out, session, why), failed=_not_written)

        self.visit.given[SESSION] = session
        self.visit.at_end(ended)

    def time_of(self, at: datetime) -> str:
        """Return date and time on the station's wall clock, short."""
        local = at.astimezone(STATION_ZONE)
        now = self.services.clock.now().astimezone(STATION_ZONE)
        if local.date() == now.date():
            return f"{local:%H:%M}"
        same = local.year == now.year
        day = (dates.short_day if same else days.date_of)(self._, local.date())
        return f"{day} {local:%H:%M}"

    def who(self, actor: str) -> str:
        """Return who did something: a number, or the machine's own command line."""
        kind, _, number = actor.partition(":")
        if kind == "staff":
            return self._("Number {number}").format(number=number)
        return self._("At the machine")

    def words(self, refused: Refused) -> str:
        """Return the sentence for what staff acts refuse."""
        facts = dict(refused.facts)
        for name, value in facts.items():
            if isinstance(value, datetime):
                facts[name] = self.time_of(value)
            elif isinstance(value, Permission):
                facts[name] = phrases.permissions(self._)[value]
        if refused.reason == "wrong_pin":
            return self.plural(
                "Number or PIN is wrong. {left} try is left.",
                "Number or PIN is wrong. {left} tries are left.",
                facts["left"],
            ).format(**facts)
        sentence = phrases.refusals(self._).get(refused.reason)
        return sentence.format(**facts) if sentence else super().words(refused)


class SignedInPage(StaffPage):
    """A page of somebody who is signed in. The navigator opens it for nobody else."""

    signed_in = True

    @property
    def session(self) -> Session:
        """Who is signed in."""
        session: Session = self.visit.given[SESSION]
        return session

    @property
    def desk(self) -> LockerDesk:
        """The one front of the lockers."""
        desk: LockerDesk = self.services.desk
        return desk

    @property
    def lockers(self) -> Lockers:
        """What is true of the doors now."""
        return self.station.state(LOCKERS)

    def patience(self) -> float:
        """Return how long a session lasts without a touch, as the station's settings say."""
        return 60.0 * self.staff.settings.staff.session_idle_min

    def may(self, permission: Permission | None) -> bool:
        """Tell whether to offer what needs this permission."""
        return permission is None or self.session.may(permission)

    def tap(self, note: str = "") -> Tap:
        """Return a fresh tap of this member; a note is personal and erased in its time."""
        tap = self.session.tap()
        if not note:
            return tap
        return replace(tap, private=Private(body={"note": note}, salt=os.urandom(16)))

    def act(
        self,
        family: Family[Any],
        rule: Callable[..., Any],
        *,
        then: Callable[[Done], None],
        needs: Permission | None = None,
        note: str = "",
        lane: Runs | None = None,
        **facts: Any,
    ) -> None:
        """Make the event of ``rule`` true in the name of the member.

        Args:
            lane: as for ``do``.
            needs: asked again when the act's turn comes, for rules that know no roles.
        """
        login, session, station = self.login, self.session, self.station
        tap = self.tap(note)

        def acted() -> Done:
            if needs is not None:
                login.must(session, needs)
            return station.do(tap, family, rule, **facts)

        self.do(acted, then=then, lane=lane)


def _face(row: Row) -> tuple[str, str, str, str, bool]:
    return row.text, row.hint, row.icon, row.tone, row.touched is None


class RowsPage(SignedInPage):
    """A page that is one list; ``rows`` says what stands in it."""

    listing: PagedRows
    _looking: Any = None
    _watching: Callable[[], None] | None = None

    def on_pre_enter(self) -> None:
        """Fill the list."""
        self.fill()
        self.listing = PagedRows(
            theme=self.theme,
            rows=self.rows(),
            before=self._("Prev."),
            after=self._("Next"),
            empty=self.nothing(),
            leaf=self.visit.given.get(self._leaf, 0),
        )
        self.add_widget(self.listing)
        self.foot()
        self._watching = self.station.watch_positions(
            lambda: Clock.schedule_once(self._again_if_here, 0)
        )

    def fill(self) -> None:
        """Put what stands above the list, if anything does."""

    def ask(self, question: str) -> None:
        """Put a question above the list."""
        self.add_widget(Say(theme=self.theme, text=question, role="lead", bold=True))

    def foot(self) -> None:
        """Put what stands below the list, if anything does."""

    def rows(self) -> list[Row]:
        """Return the rows as things stand now."""
        return []

    def nothing(self) -> str:
        """Return the sentence for an empty list."""
        return self._("Nothing here.")

    def again(self, *_: object) -> None:
        """Show how things stand now, if that differs; what is under a finger waits for it."""
        rows = self.rows()
        if list(map(_face, rows)) == list(map(_face, self.listing.rows)):
            return
        if any(getattr(row, "state", "") == "down" for row in self.listing.children):
            # A button stays down for a moment after a quick tap; its change must not be lost.
            Clock.schedule_once(self._again_if_here, 0)
            return
        self.listing.rows = rows

    def _again_if_here(self, _: float) -> None:
        if self.current:
            self.again()

    def keep_looking(self, every: float) -> None:
        """Show how things stand every so many seconds, until the page is left."""
        self._looking = Clock.schedule_interval(self.again, every)

    def on_leave(self) -> None:
        """Look no more; remember the leaf for Back, while the session lasts."""
        if self._looking is not None:
            self._looking.cancel()
        if self._watching is not None:
            self._watching()
        if SESSION in self.visit.given:
            self.visit.given[self._leaf] = self.listing.leaf

    @property
    def _leaf(self) -> str:
        return f"leaf of {type(self).__name__} {sorted(map(str, self.given.values()))}"
