"""Routes of the working days: a month, a day, the years, and taking over a notice."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from kiosk.calendar_files import offer_of_text
from kiosk.errors import Refused
from kiosk.hub.office import notice_shown
from kiosk.hub.office.asking import CONFLICT, EditsCalendar
from kiosk.hub.office.calendar_shown import Working, turned
from kiosk.hub.pages.page import Said
from kiosk.hub.pages.route import page_router
from kiosk.hub.pages.signed_in import StaffPage
from kiosk.phrases import days as words_of
from kiosk.phrases.dates import month_words
from kiosk.settings import Permission
from kiosk.staff import STAFF, calendar_rules

PATH = "/console/calendar"
_LONGEST_NOTICE = 20_000


def routes() -> APIRouter:
    """Return the routes of the working days."""
    api = page_router()

    @api.get(PATH)
    async def month(page: EditsCalendar, year: int = 0, month: int = 0) -> Response:
        """Show a month, what holds today, and the years."""
        return _month(page, year, month)

    @api.get(f"{PATH}/notice")
    async def notice(page: EditsCalendar) -> Response:
        """Show where the text of a notice is put."""
        return page.show("office/notice.html", text="", offer=None)

    @api.post(f"{PATH}/notice")
    async def read(page: EditsCalendar) -> Response:
        """Read a notice and show what it says; nothing is taken over."""
        return await _read(page)

    @api.post(f"{PATH}/notice/take")
    async def take(page: EditsCalendar) -> Response:
        """Take over what was looked at."""
        return await _take(page)

    @api.post(PATH + "/years/{year}/{act}")
    async def year_act(page: EditsCalendar, year: int, act: str) -> Response:
        """Confirm the plain week of a year, or drop what was set for it."""
        rule = {
            "plain": calendar_rules.confirm_plain_week,
            "drop": calendar_rules.clear_year,
        }.get(act)
        return _month(page, 0, 0) if rule is None else await _changed(page, rule, year=year)

    @api.get(PATH + "/{day}")
    async def day(page: EditsCalendar, day: date, worked: str = "", holiday: str = "") -> Response:
        """Show a day; with an answer to what it shall be, what that would mean."""
        return _day(page, day, worked, holiday)

    @api.post(PATH + "/{day}")
    async def set_day(page: EditsCalendar, day: date) -> Response:
        """Say what a day is."""
        worked = page.fields.text("worked") == "yes"
        holiday = page.fields.text("holiday")
        return await _changed(page, calendar_rules.set_day, day=day, worked=worked, holiday=holiday)

    @api.post(PATH + "/{day}/clear")
    async def clear_day(page: EditsCalendar, day: date) -> Response:
        """Let a day be again what was announced."""
        return await _changed(page, calendar_rules.clear_day, day=day)

    return api


def _working(page: StaffPage) -> Working:
    return Working(page.station.state(STAFF), page.moment, page.words)


def _month(page: StaffPage, year: int, month: int, said: Said | None = None) -> Response:
    working = _working(page)
    today = page.moment.business_date
    year, month = turned(year or today.year, month if 1 <= month <= 12 else today.month, 0)
    weeks = working.month(year, month)
    text, because = working.today()
    return page.show(
        "office/calendar.html",
        status=CONFLICT if said else 200,
        said=said,
        here=PATH,
        year=year,
        month=month,
        title=month_words(page._, date(year, month, 1)),
        weekdays=words_of.weekdays(page._),
        weeks=weeks,
        framed=any(each is not None and each.own for week in weeks for each in week),
        before=turned(year, month, -1),
        after=turned(year, month, 1),
        years=working.years(),
        today=text,
        because=because,
        history=working.history(),
    )


def _day(
    page: StaffPage, day: date, worked: str = "", holiday: str = "", said: Said | None = None
) -> Response:
    working = _working(page)
    asked: dict[str, Any] | None = None
    if worked in ("yes", "no") and said is None:
        try:
            event = calendar_rules.set_day(
                working.staff,
                working.moment,
                by=page.member,
                day=day,
                worked=worked == "yes",
                holiday=holiday,
            )
            asked = {"worked": worked, "holiday": holiday, "means": working.means(event)}
        except Refused as refused:
            said = page.why_not(refused)
    return page.show(
        "office/calendar_day.html",
        status=CONFLICT if said else 200,
        said=said,
        found=working.day(day),
        asked=asked,
        holiday_name=words_of.holiday(page._, holiday),
    )


async def _changed(page: StaffPage, rule: Any, **facts: Any) -> Response:
    day: date | None = facts.get("day")
    try:
        await page.do(Permission.EDIT_CALENDAR, page.tap(), STAFF, rule, by=page.member, **facts)
    except Refused as refused:
        said = page.why_not(refused)
        return _month(page, 0, 0, said) if day is None else _day(page, day, said=said)
    to = PATH if day is None else f"{PATH}?year={day.year}&month={day.month}"
    return page.go(to, Said(page._("Changed: it holds from now on.")))


async def _read(page: StaffPage, said: Said | None = None) -> Response:
    try:
        text = page.fields.text("text", most=_LONGEST_NOTICE)
    except Refused:
        text, said = "", Said(page._("This text is too long to be a notice."), "bad")
    shown = None
    if text:
        held, now = _working(page).held, page.moment.calendar
        shown = await page.run(
            lambda: notice_shown.shown(offer_of_text(text), held, now, page.words)
        )
    return page.show(
        "office/notice.html", status=CONFLICT if said else 200, said=said, text=text, offer=shown
    )


async def _take(page: StaffPage) -> Response:
    try:
        offer = offer_of_text(page.fields.text("text", most=_LONGEST_NOTICE))
        if not offer.sound:
            return await _read(page)
        await page.do(
            Permission.EDIT_CALENDAR,
            page.tap(),
            STAFF,
            calendar_rules.take_calendar,
            by=page.member,
            coming=offer.coming,
        )
    except Refused as refused:
        return await _read(page, page.why_not(refused))
    year = offer.touched[0]
    said = Said(page._("Taken over: it holds from now on."))
    return page.go(f"{PATH}?year={year}&month=1", said)
