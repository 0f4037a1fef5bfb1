"""Signing in and out, and choosing the language."""

from __future__ import annotations

import re
import secrets
from datetime import date
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response

from kiosk.errors import Refused
from kiosk.hub.core import Hub
from kiosk.hub.pages.forms import csrf_of, fields_of
from kiosk.hub.pages.page import LANGUAGE_COOKIE, Page, Said, keep_cookie
from kiosk.hub.pages.route import page_router
from kiosk.hub.pages.sections import HOME, SIGN_IN, Section
from kiosk.hub.pages.signed_in import SESSION_COOKIE, StaffPage, signed_in
from kiosk.hub.sessions import SESSION_FOR
from kiosk.ids import StaffId, StationId, staff_actor
from kiosk.phrases.dates import local_day
from kiosk.phrases.refusals import sentence
from kiosk.staff import STAFF, rules
from kiosk.staff.events import WhySignedOut
from kiosk.tap import Tap
from kiosk.words import LANGUAGES

FORM_COOKIE = "__Host-yizhan-form"
_BROWSER_COOKIE = "__Host-yizhan-browser-"
"""With the number of a member: this browser has seen the PIN of this member before."""
_YEAR = 365 * 24 * 3600
_NUMBER = re.compile(r"[0-9]{1,2}")
_INSIDE = re.compile(r"/console(/[A-Za-z0-9_-]+)*")
_LOCAL = re.compile(r"/(?!/)[A-Za-z0-9_./?=&%-]*")

SignedIn = Annotated[StaffPage, Depends(signed_in())]
api = page_router()


@api.get("/")
def begin() -> Response:
    """Send whoever types the bare address to the console."""
    return RedirectResponse(HOME, status_code=303)


@api.get(SIGN_IN)
async def ask(request: Request) -> Response:
    """Show the form."""
    page = Page(request)
    return await _form(page, {"next": request.query_params.get("next", "")})


@api.post(SIGN_IN)
async def sign_in(request: Request) -> Response:
    """Check number and PIN, and begin a session under a fresh id."""
    page = Page(request)
    fields = await fields_of(request, request.cookies.get(FORM_COOKIE, ""))
    given = {"next": fields.text("next", most=300), "member": fields.text("member")}
    try:
        name = _station(page.hub, fields.text("station"))
        given["station"] = name
        member = _member(given["member"])
        proof = request.cookies.get(_BROWSER_COOKIE + member, "")
        token, proof = await page.run(_begun, page, name, member, fields.text("pin"), proof)
    except Refused as refused:
        said = Said(sentence(page.words, refused, today=_today(page)), "bad")
        return await _form(page, given, said=said)
    inside = _INSIDE.fullmatch(given["next"])
    response = page.go(given["next"] if inside else HOME)
    seconds = int(SESSION_FOR.total_seconds())
    keep_cookie(response, SESSION_COOKIE, token, seconds=seconds)
    keep_cookie(response, _BROWSER_COOKIE + member, proof, seconds=_YEAR)
    response.delete_cookie(FORM_COOKIE, secure=True, httponly=True, samesite="strict")
    return response


@api.post("/console/sign-out")
async def sign_out(page: SignedIn) -> Response:
    """End the session."""

    def ended() -> None:
        page.hub.sessions.end(page.token)
        tap = Tap(page.fields.tap(), staff_actor(page.member))
        why = WhySignedOut.ASKED
        page.station.do(tap, STAFF, rules.sign_out, member=page.member, why=why)

    await page.run(ended)
    response = page.go(SIGN_IN, Said(page._("You are signed out.")))
    response.delete_cookie(SESSION_COOKIE, secure=True, httponly=True, samesite="strict")
    return response


@api.get("/language/{language}")
async def choose_language(request: Request, language: str) -> Response:
    """Show everything in this language from here on."""
    back = request.query_params.get("back", "/")
    response = RedirectResponse(back if _LOCAL.fullmatch(back) else "/", status_code=303)
    if language in LANGUAGES:
        keep_cookie(response, LANGUAGE_COOKIE, language, seconds=_YEAR)
    return response


def _begun(page: Page, name: StationId, member: StaffId, pin: str, proof: str) -> tuple[str, str]:
    """Return the token of a new session, and what this browser keeps of it afterwards."""
    signing_in = page.hub.signing_in
    token = signing_in.sign_in(name, member, pin, sender=page.sender, proof=proof)
    before = page.request.cookies.get(SESSION_COOKIE)
    if before:  # of whoever sat here
        page.hub.sessions.end(before)
    return token, signing_in.proof_for(name, member)


async def _form(page: Page, given: dict[str, str], said: Said | None = None) -> Response:
    """Show the form with what was typed, the PIN left out; its own token proves that it is ours."""
    token = page.request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(16)
    stations = await page.run(_stations, page)
    response = page.show(
        "sign_in.html",
        status=200 if said is None else 403,
        said=said,
        csrf=csrf_of(token),
        given={"station": "", "member": "", "next": "", **given},
        stations=stations,
        empty=await page.run(_is_empty, page.hub),
    )
    keep_cookie(response, FORM_COOKIE, token, seconds=3600)
    return response


def _stations(page: Page) -> list[tuple[StationId, str]]:
    """Return the stations of this hub with their names."""
    found = []
    for name in page.hub.stations():
        labels = page.hub.station(name).state(STAFF).settings.labels
        found.append((name, labels.name.in_language(page.language)))
    return found


def _is_empty(hub: Hub) -> bool:
    """Tell whether nobody can sign in anywhere yet."""
    return all(hub.present(name).state(STAFF).needs_first_pins for name in hub.stations())


def _station(hub: Hub, given: str) -> StationId:
    known = hub.stations()
    if not given and len(known) == 1:
        return known[0]
    if given not in known:
        raise Refused("no_station_key")
    return StationId(given)


def _member(typed: str) -> StaffId:
    if _NUMBER.fullmatch(typed) is None:
        raise Refused("bad_number")
    return StaffId(f"{int(typed):02}")


def _today(page: Page) -> date:
    return local_day(page.hub.clock.now())


SECTION = Section(lambda: api, open_examples=(SIGN_IN, "/no-such-page"))
