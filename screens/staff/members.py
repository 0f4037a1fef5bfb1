"""Who may sign in: enrolling, roles, new PINs, leaving.

A PIN is shown once, on the page that drew it; it is never handed to another page.
"""

from __future__ import annotations

from functools import partial

from kiosk.ids import PinHash, StaffId
from kiosk.phrases import staff as phrases
from kiosk.settings import Role
from kiosk.staff import STAFF, rules
from kiosk.staff.events import Enrolled
from kiosk.staff.records import Member
from kiosk.tap import Done
from screens.icons import Icon
from screens.staff.page import RowsPage
from screens.staff.rows import Row
from screens.widgets.button import BigButton
from screens.widgets.keypad import CodeShown

_ROLE_ICON = Icon.VERIFIED_USER


class MembersScreen(RowsPage):
    """Everybody who may sign in."""

    icon = Icon.GROUPS

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Staff members")

    def rows(self) -> list[Row]:
        """Return one row for each member, and a way to enrol one more."""
        roles = phrases.roles(self._)
        rows = [
            Row(
                f"{member.id} · {roles[member.role]}",
                self._resting(member),
                icon=Icon.PERSON,
                touched=partial(self.goes.go, "staff.member", member=member.id),
            )
            for member in self.staff.active()
        ]
        enrol = partial(self.goes.go, "staff.enrol")
        return [*rows, Row(self._("Enrol one more"), icon=Icon.ADD, touched=enrol)]

    def _resting(self, member: Member) -> str:
        now = self.station.moment().at
        if member.rest_until is None or member.rest_until <= now:
            return ""
        return self._("Too many wrong PINs; rests until {until}").format(
            until=self.time_of(member.rest_until)
        )


class ShowsPin(RowsPage):
    """A page that may draw a PIN and then shows nothing else until it is written down."""

    def on_leave(self) -> None:
        """Forget the PIN, in the widgets too."""
        for each in self.walk(restrict=True):
            if isinstance(each, CodeShown):
                each.code = ""
        super().on_leave()

    def show_pin(self, member: StaffId, pin: str) -> None:
        """Show the PIN, once."""
        body = self.body
        assert body is not None
        body.clear_widgets()
        self.can_go_back = self.can_go_home = False
        self.title = self._("Number {number}").format(number=member)
        self.ask(self._("Write this PIN down now. It is shown only once."))
        self.add_widget(CodeShown(theme=self.theme, code=pin))
        self.add_widget(
            BigButton(
                theme=self.theme,
                text=self._("Written down"),
                icon=Icon.EDIT,
                tone="primary",
                size_hint_y=None,
                height=self.theme.button,
                on_release=lambda _: self.goes.back(),
            )
        )


class EnrolScreen(ShowsPin):
    """Choose the role of a new member; the PIN is drawn here."""

    icon = Icon.ADD

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Enrol one more")

    def fill(self) -> None:
        """Say what is asked."""
        self.ask(self._("Which role?"))

    def rows(self) -> list[Row]:
        """Return the roles."""
        return [
            Row(text, icon=_ROLE_ICON, touched=partial(self._enrol, role))
            for role, text in phrases.roles(self._).items()
        ]

    def _enrol(self, role: Role) -> None:
        self.do(self.login.new_pin, then=partial(self._drawn, role))

    def _drawn(self, role: Role, drawn: tuple[str, PinHash]) -> None:
        pin, kept = drawn
        self.act(
            STAFF,
            rules.enrol,
            by=self.session.member,
            role=role,
            pin=kept,
            then=partial(self._enrolled, pin),
        )

    def _enrolled(self, pin: str, done: Done) -> None:
        if isinstance(done.event, Enrolled):
            self.show_pin(done.event.members[0].member, pin)


class MemberScreen(ShowsPin):
    """One member: role, new PIN, leaving. Given: ``member``."""

    icon = Icon.PERSON

    @property
    def member(self) -> StaffId:
        """Whom the page is about."""
        member: StaffId = self.given["member"]
        return member

    def heading(self) -> str:
        """Return whom the page is about."""
        found = self.staff.member(self.member)
        role = phrases.roles(self._)[found.role] if found is not None else ""
        return f"{self.member} · {role}"

    def rows(self) -> list[Row]:
        """Return what may be done."""
        go = partial(self.goes.go, member=self.member)
        return [
            Row(
                self._("Another role"),
                icon=_ROLE_ICON,
                touched=partial(go, "staff.give_role"),
            ),
            Row(self._("Draw a new PIN"), icon=Icon.PIN, touched=self._new_pin),
            Row(
                self._("Leaves the staff"),
                self._("The number is not given to anybody again."),
                icon=Icon.LOGOUT,
                touched=partial(go, "staff.leaves"),
            ),
        ]

    def _new_pin(self) -> None:
        self.do(self.login.new_pin, then=self._drawn)

    def _drawn(self, drawn: tuple[str, PinHash]) -> None:
        pin, kept = drawn
        self.act(
            STAFF,
            rules.change_pin,
            by=self.session.member,
            member=self.member,
            pin=kept,
            then=lambda _: self.show_pin(self.member, pin),
        )


class GiveRoleScreen(RowsPage):
    """Give a member another role. Given: ``member``."""

    icon = _ROLE_ICON

    def heading(self) -> str:
        """Return whom the page is about."""
        return self._("Number {number}").format(number=self.given["member"])

    def fill(self) -> None:
        """Say what is asked."""
        self.ask(self._("Which role?"))

    def rows(self) -> list[Row]:
        """Return the roles, the present one marked."""
        found = self.staff.member(self.given["member"])
        present = found.role if found is not None else None
        return [
            Row(
                text,
                icon=Icon.CHECK_CIRCLE if role is present else _ROLE_ICON,
                tone="good" if role is present else "card",
                touched=partial(self._give, role),
            )
            for role, text in phrases.roles(self._).items()
        ]

    def _give(self, role: Role) -> None:
        self.act(
            STAFF,
            rules.give_role,
            by=self.session.member,
            member=self.given["member"],
            role=role,
            then=lambda _: self.goes.back(),
        )


class LeavesScreen(RowsPage):
    """Ask once more before a member may sign in no longer. Given: ``member``."""

    icon = Icon.LOGOUT

    def heading(self) -> str:
        """Return whom the page is about."""
        return self._("Number {number}").format(number=self.given["member"])

    def fill(self) -> None:
        """Say what is asked."""
        self.ask(self._("Shall this number sign in no more?"))

    def rows(self) -> list[Row]:
        """Return yes and no."""
        return [
            Row(self._("Yes, never again"), icon=Icon.LOGOUT, tone="bad", touched=self._leave),
            Row(self._("No, keep it"), icon=Icon.UNDO, touched=self.goes.back),
        ]

    def _leave(self) -> None:
        self.act(
            STAFF,
            rules.leave,
            by=self.session.member,
            member=self.given["member"],
            then=self._left,
        )

    def _left(self, _: Done) -> None:
        self.goes.back()
        self.goes.back()
