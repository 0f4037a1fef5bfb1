"""Routes of the settings: all of them, one to change, and the history, where undo is a change."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from kiosk.errors import Refused
from kiosk.hub.office import settings_shown
from kiosk.hub.office.asking import CONFLICT, ChangesSettings
from kiosk.hub.pages.page import Said
from kiosk.hub.pages.route import page_router
from kiosk.hub.pages.signed_in import StaffPage
from kiosk.ids import SettingKey
from kiosk.journal.entry import Event
from kiosk.phrases.setting_titles import group_of, titles, why_bad
from kiosk.setting_keys import SettingSpec, specs
from kiosk.settings import Permission
from kiosk.staff import STAFF, rules
from kiosk.staff.events import SettingChanged
from kiosk.staff.records import Staff

PATH = "/console/settings"


def routes() -> APIRouter:
    """Return the routes of the settings."""
    api = page_router()

    @api.get(PATH)
    async def settings(page: ChangesSettings) -> Response:
        """Show every setting with its value."""
        groups = settings_shown.all_groups(page._, _staff(page))
        return page.show("office/settings.html", setting_groups=groups)

    @api.get(f"{PATH}/history")
    async def history(page: ChangesSettings) -> Response:
        """Show who changed what."""
        return page.show(
            "office/settings_history.html", rows=settings_shown.history(page._, _staff(page))
        )

    @api.get(PATH + "/{key}")
    async def one(page: ChangesSettings, key: str) -> Response:
        """Show the form for one setting."""
        spec = specs().get(SettingKey(key))
        return _unknown(page) if spec is None else _form(page, spec)

    @api.post(PATH + "/{key}")
    async def change(page: ChangesSettings, key: str) -> Response:
        """Change one setting."""
        spec = specs().get(SettingKey(key))
        return _unknown(page) if spec is None else await _changed(page, spec)

    return api


async def _changed(page: StaffPage, spec: SettingSpec) -> Response:
    typed: str | None = None
    try:
        value, typed = settings_shown.sent(spec, page.fields)
        done = await page.do(
            Permission.CHANGE_SETTINGS,
            page.tap(),
            STAFF,
            rules.change_setting,
            by=page.member,
            key=spec.key,
            value=value,
        )
    except Refused as refused:
        return _form(page, spec, typed, _why_not(page, spec, refused))
    if done.repeated and _differs(done.event, spec, value):
        said = Said(page._("This form was sent before. Please save once more."), "care")
        return _form(page, spec, typed, said)
    title = titles(page._).get(spec.key, spec.key)
    said = Said(page._("Changed: {title}. It holds from now on.").format(title=title))
    return page.go(f"{PATH}#{group_of(spec.key)}", said)


def _differs(event: Event, spec: SettingSpec, value: str) -> bool:
    """Tell whether what was written for this form once was another change."""
    if not isinstance(event, SettingChanged) or event.key != spec.key:
        return True
    try:
        return bool(event.after != spec.print(spec.read(value)))
    except ValueError:
        return True


def _why_not(page: StaffPage, spec: SettingSpec, refused: Refused) -> Said:
    if refused.reason == "bad_value":
        return Said(why_bad(page._, spec, str(refused.facts["why"])), "bad")
    return page.why_not(refused)


def _form(
    page: StaffPage, spec: SettingSpec, typed: str | None = None, said: Said | None = None
) -> Response:
    staff = _staff(page)
    return page.show(
        "office/setting.html",
        status=CONFLICT if said else 200,
        said=said,
        form=settings_shown.form(page._, staff, spec, typed),
        rows=settings_shown.history(page._, staff, spec.key),
    )


def _unknown(page: StaffPage) -> Response:
    return page.go(PATH, Said(page._("This program does not know that setting."), "care"))


def _staff(page: StaffPage) -> Staff:
    return page.station.state(STAFF)
