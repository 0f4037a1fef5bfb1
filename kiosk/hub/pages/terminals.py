"""The terminals of a station: how each says it is, pairing a new one, ending a lost one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any

import msgspec
from fastapi import Depends
from fastapi.responses import Response

from kiosk.errors import Refused
from kiosk.hosts import is_this_machine
from kiosk.hub.certificate import fingerprint
from kiosk.hub.pages.forms import csrf_of
from kiosk.hub.pages.live import live
from kiosk.hub.pages.page import Said
from kiosk.hub.pages.route import page_router
from kiosk.hub.pages.sections import Link, Need, Section
from kiosk.hub.pages.signed_in import StaffPage, signed_in
from kiosk.hub.terminals import Terminal
from kiosk.ids import BankId, EntryId, TerminalId, follow_id
from kiosk.phrases import dates
from kiosk.phrases import hub as words
from kiosk.settings import Permission
from kiosk.staff import STAFF, rules
from kiosk.words import mark

PATH = "/console/terminals"
MACHINES = mark("Terminals and hub")
Tends = Annotated[StaffPage, Depends(signed_in(Permission.TEST_DEVICES))]
api = page_router()


class Card(msgspec.Struct, frozen=True):
    """A terminal, in words.

    Attributes:
        tap: of ending it, which happens once.
    """

    terminal: str
    tap: EntryId
    name: str
    seen: str
    away: bool
    ended: str
    troubles: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


@api.get(PATH)
async def terminals(page: Tends) -> Response:
    """Show how they are."""
    return page.show("terminals.html", **await page.run(_given, page))


@api.get(f"{PATH}/live")
async def terminals_live(page: Tends) -> Response:
    """Go on showing it."""
    return await live(page, lambda: page.part("terminals_live.html", **_given(page)))


@api.post(f"{PATH}/code")
async def show_code(page: Tends) -> Response:
    """Show six digits for one terminal; they are shown on this answer and never again.

    Every code has its entry: the same form sent again shows none.
    """

    def shown() -> str | None:
        tap, rule = page.tap(), rules.show_pairing
        done = page.do_now(Permission.TEST_DEVICES, tap, STAFF, rule, by=page.member)
        return None if done.repeated else page.hub.pairing.show_code(page.name)

    code = await page.run(shown)
    if code is None:
        return page.go(PATH)
    given = await page.run(_given, page)
    return page.show(
        "pairing.html",
        code=f"{code[:3]} {code[3:]}",
        address=page.request.url.netloc,
        local=is_this_machine(page.request.url.hostname or ""),
        print_of=fingerprint(page.hub.certificate),
        now=page.hub.clock.now().timestamp(),
        **given,
    )


@api.get(f"{PATH}/code")
async def code_is_gone(page: Tends) -> Response:
    """The code is not shown again: back to the list."""
    return page.go(PATH)


@api.post(PATH + "/{terminal}/end")
async def end(page: Tends, terminal: str) -> Response:
    """Believe a terminal no more."""

    def ended() -> None:
        known = {each.terminal: each for each in page.hub.terminals.of(page.name)}
        found = known.get(terminal)
        if found is None:
            raise Refused("no_subject")
        if found.ended_at is not None:
            raise Refused("already")
        name = TerminalId(terminal)
        rule = rules.end_terminal
        page.do_now(Permission.TEST_DEVICES, page.tap(), STAFF, rule, by=page.member, terminal=name)
        page.hub.terminals.end(page.name, terminal, at=page.hub.clock.now())

    try:
        await page.run(ended)
    except Refused as refused:
        return page.go(PATH, page.why_not(refused, words.refusals))
    return page.go(PATH, Said(page._("The terminal is ended. It is believed no more.")))


def terminal_needs(page: StaffPage) -> Iterable[Need]:
    """Yield terminals that are away, and what is wrong at those that are not."""
    path = PATH if page.may(Permission.TEST_DEVICES) else ""
    for each, card in _cards(page):
        if card.ended:
            continue
        name = page._("Terminal {name}").format(name=card.name)
        if card.away and each.seen_at is not None:
            seen = page._("last heard of {ago}").format(ago=card.seen)
            yield Need(page._("{name} is away").format(name=name), seen, "bad", path)
        elif not card.away:
            for trouble in card.troubles:
                yield Need(trouble, name, "care", path)


def _given(page: StaffPage) -> dict[str, Any]:
    cards = [card for _, card in _cards(page)]
    return {
        "cards": [each for each in cards if not each.ended],
        "ended": [each for each in cards if each.ended],
        "shown": page.hub.pairing.shown(page.name),
        "csrf": csrf_of(page.token),
    }


def _cards(page: StaffPage) -> list[tuple[Terminal, Card]]:
    """Return every terminal; the database is asked as often for one as for a hundred."""
    banks: dict[str, list[BankId]] = {}
    for bank, owner in sorted(page.hub.terminals.owners(page.name).items()):
        banks.setdefault(owner, []).append(bank)
    found = page.hub.terminals.of(page.name)
    return [(each, _card(page, each, banks.get(each.terminal, []))) for each in found]


def _card(page: StaffPage, terminal: Terminal, banks: Sequence[BankId]) -> Card:
    now, _ = page.hub.clock.now(), page._
    seen = None if terminal.seen_at is None else datetime.fromisoformat(terminal.seen_at)
    report = terminal.report
    return Card(
        terminal=terminal.terminal,
        tap=follow_id("end terminal", page.name, terminal.terminal),
        name=terminal.name or terminal.terminal,
        seen=_("never") if seen is None else words.ago(_, seen, now),
        away=terminal.is_away(now),
        ended="" if terminal.ended_at is None else _when(page, terminal.ended_at),
        troubles=() if report is None else tuple(words.troubles(_, report)),
        facts=tuple(_facts(page, terminal, banks)),
    )


def _facts(
    page: StaffPage, terminal: Terminal, banks: Sequence[BankId]
) -> Iterable[tuple[str, str]]:
    _, report = page._, terminal.report
    yield _("Cabinets"), _(", ").join(banks) or _("none")
    program = terminal.program if report is None else report.program
    yield _("Version"), program or "–"
    yield _("Paired"), _when(page, terminal.paired_at)
    if report is not None:
        yield _("Entries that wait"), str(report.pending)
        yield _("Printer"), words.printer(_, report.printer)
        yield _("Clock"), _("right") if report.trusted else _("not to be trusted")
        yield _("Free on its disk"), _("{count} GB").format(count=report.disk_free_mb // 1000)


def _when(page: StaffPage, at: str) -> str:
    return dates.moment_words(page._, datetime.fromisoformat(at))


SECTION = Section(
    lambda: api,
    links=(Link(PATH, mark("Terminals"), Permission.TEST_DEVICES, MACHINES),),
    needs=terminal_needs,
)
