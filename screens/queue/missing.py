"""Papers that were missing last time, on the pages of whoever has the code of the ticket."""

from __future__ import annotations

from kivy.uix.widget import Widget

from kiosk.queueing.records import Ticket
from screens.icons import Icon
from screens.queue.page import QueueScreen
from screens.staff.rows import PagedRows, Row
from screens.widgets.rows import Fact


def missing_list(page: QueueScreen, ticket: Ticket, *, theirs: bool) -> PagedRows:
    """Return which papers were missing; where only the number was typed, where that stands."""
    papers = _papers(page, ticket)
    if papers and not theirs:
        papers = [page._("The slip says which. A counter knows it too.")]
    return PagedRows(
        theme=page.theme,
        rows=[Row(each, icon=Icon.RECEIPT_LONG) for each in papers],
        before=page._("Prev."),
        after=page._("Next"),
        airy=8,
    )


def to_have_ready(page: QueueScreen, ticket: Ticket) -> list[Widget]:
    """Return the same in one card, for somebody who waits again; nothing where room is short."""
    theme, papers = page.theme, _papers(page, ticket)
    if not papers or theme.tight or theme.care or theme.lowered:
        return []
    words = page._(", ").join(papers)
    icon, label = Icon.RECEIPT_LONG, page._("Still missing")
    return [Fact(theme=theme, icon=icon, label=label, text=words)]


def _papers(page: QueueScreen, ticket: Ticket) -> list[str]:
    return [page.in_words(each) for each in page.desk.missing_papers(ticket)]
