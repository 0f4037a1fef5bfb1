"""Words for how the terminals of a station are, as they told their hub."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from kiosk.phrases import printed, staff
from kiosk.ports import PrinterStatus
from kiosk.wire import Report

Says = Callable[[str], str]
_GOOD_PRINTERS = ("none", PrinterStatus.READY, PrinterStatus.UNKNOWN)
LITTLE_ROOM_MB = 500


def ago(_: Says, since: datetime, now: datetime) -> str:
    """Return how long ago something was."""
    return staff.age(_, max(0.0, (now - since).total_seconds()))


def troubles(_: Says, report: Report) -> list[str]:
    """Return what is wrong at a terminal, one sentence each."""
    found = [
        _("Cabinet {bank} does not answer.").format(bank=bank)
        for bank, why in sorted(report.banks.items())
        if why
    ]
    if report.printer not in _GOOD_PRINTERS:
        what = printer(_, report.printer)
        found.append(_("Slip printer: {what}").format(what=what))
    if not report.trusted:
        found.append(_("The clock cannot be trusted."))
    if report.voice:
        found.append(_("The voice cannot be heard."))
    if report.disk_free_mb < LITTLE_ROOM_MB:
        found.append(
            _("The disk is nearly full: {count} MB free.").format(count=report.disk_free_mb)
        )
    if report.set_aside:
        found.append(_("Entries that could not be read: {count}").format(count=report.set_aside))
    if report.to_tell:
        found.append(_("Refused entries to tell somebody of: {count}").format(count=report.to_tell))
    return found


def printer(_: Says, status: str) -> str:
    """Return how a slip printer is."""
    words = {str(each): text for each, text in printed.conditions(_).items()}
    return words.get(status, _("No printer"))


def refusals(_: Says) -> Mapping[str, str]:
    """Return the sentence for what the page of terminals refuses."""
    return {
        "no_subject": _("There is no such terminal."),
        "already": _("This terminal was ended already."),
    }
