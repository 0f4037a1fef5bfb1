"""Routes of the staff: who there is, enrolling, roles, PINs, leaving, and what each role may do.

A PIN that was drawn is in the answer to the form alone; no page can be asked for it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from fastapi.responses import Response

from kiosk.errors import Refused
from kiosk.hub.office.asking import CONFLICT, ManagesStaff
from kiosk.hub.pages.page import Said
from kiosk.hub.pages.route import page_router
from kiosk.hub.pages.signed_in import StaffPage
from kiosk.ids import PinHash, StaffId
from kiosk.phrases import staff as phrases
from kiosk.phrases.dates import moment_words
from kiosk.secrets import draw_pin
from kiosk.settings import Permission, Role
from kiosk.staff import STAFF, rules
from kiosk.staff.events import Enrolled
from kiosk.staff.records import Member
from kiosk.tap import Done

PATH = "/console/staff"
api = page_router()


class MemberShown(msgspec.Struct, frozen=True):
    """A member as a row."""

    id: str
    role: str
    role_id: str
    resting: str
    me: bool


@api.get(PATH)
async def members(page: ManagesStaff) -> Response:
    """Show everybody, and what each role may do."""
    return _members(page)


@api.post(PATH)
async def enrol(page: ManagesStaff) -> Response:
    """Enrol one more and show the PIN, once."""
    try:
        role = page.fields.choice("role", Role)
        pin, kept = await page.run(_drawn, page)
        done = await _do(page, rules.enrol, role=role, pin=kept)
    except Refused as refused:
        return _members(page, page.why_not(refused))
    if done.repeated or not isinstance(done.event, Enrolled):
        return page.go(PATH)  # sent again: another PIN was never kept
    return _pin(page, done.event.members[0].member, pin)


@api.get(PATH + "/{name}")
async def one(page: ManagesStaff, name: str) -> Response:
    """Show one member."""
    return _member(page, StaffId(name))


@api.post(PATH + "/{name}/role")
async def give_role(page: ManagesStaff, name: str) -> Response:
    """Give another role."""
    member = StaffId(name)
    try:
        role = page.fields.choice("role", Role)
        await _do(page, rules.give_role, member=member, role=role)
    except Refused as refused:
        return _member(page, member, page.why_not(refused))
    return page.go(PATH, Said(page._("Number {number} has another role.").format(number=name)))


@api.post(PATH + "/{name}/pin")
async def reset_pin(page: ManagesStaff, name: str) -> Response:
    """Draw a new PIN and show it, once."""
    member = StaffId(name)
    try:
        pin, kept = await page.run(_drawn, page)
        done = await _do(page, rules.change_pin, member=member, pin=kept)
    except Refused as refused:
        return _member(page, member, page.why_not(refused))
    return page.go(PATH) if done.repeated else _pin(page, member, pin)


@api.post(PATH + "/{name}/free")
async def free(page: ManagesStaff, name: str) -> Response:
    """Let a resting PIN be tried again."""
    member = StaffId(name)
    try:
        await _do(page, rules.free_pin, member=member)
    except Refused as refused:
        return _member(page, member, page.why_not(refused))
    await page.run(page.hub.signing_in.forget_tries, page.name, member)
    return page.go(PATH, Said(page._("Number {number} may try again.").format(number=name)))


@api.post(PATH + "/{name}/leave")
async def leave(page: ManagesStaff, name: str) -> Response:
    """Let a member sign in no more."""
    member = StaffId(name)
    try:
        await _do(page, rules.leave, member=member)
    except Refused as refused:
        return _member(page, member, page.why_not(refused))
    return page.go(PATH, Said(page._("Number {number} can sign in no more.").format(number=name)))


async def _do(page: StaffPage, rule: Any, **facts: Any) -> Done:
    return await page.do(Permission.MANAGE_STAFF, page.tap(), STAFF, rule, by=page.member, **facts)


def _drawn(page: StaffPage) -> tuple[str, PinHash]:
    pin = draw_pin(page.moment.settings.staff.pin_digits)
    return pin, page.hub.keys.of(page.name).pin_hash(pin)


def _pin(page: StaffPage, member: StaffId, pin: str) -> Response:
    return page.show("office/pin.html", member=member, pin=pin)


def _members(page: StaffPage, said: Said | None = None) -> Response:
    staff = page.station.state(STAFF)
    roles = phrases.roles(page._)
    return page.show(
        "office/members.html",
        status=CONFLICT if said else 200,
        said=said,
        members=[_shown(page, each) for each in staff.active()],
        roles=list(roles.items()),
        rights=[(words, tuple(_given(page, need))) for need, words in _permissions(page)],
    )


def _member(page: StaffPage, name: StaffId, said: Said | None = None) -> Response:
    found = page.station.state(STAFF).member(name)
    if found is None:
        return page.go(PATH, said or Said(page._("Nobody has this number."), "care"))
    return page.show(
        "office/member.html",
        status=CONFLICT if said else 200,
        said=said,
        member=_shown(page, found),
        roles=list(phrases.roles(page._).items()),
    )


def _shown(page: StaffPage, member: Member) -> MemberShown:
    until = member.rest_until
    resting = until is not None and until > page.moment.at
    return MemberShown(
        id=member.id,
        role=phrases.roles(page._)[member.role],
        role_id=member.role,
        resting=moment_words(page._, until) if resting and until else "",
        me=member.id == page.member,
    )


def _permissions(page: StaffPage) -> list[tuple[Permission, str]]:
    return list(phrases.permissions(page._).items())


def _given(page: StaffPage, permission: Permission) -> Iterator[bool]:
    """Yield for each role whether it may do this."""
    settings = page.moment.settings
    for role in Role:
        yield permission in settings.permissions(role)
