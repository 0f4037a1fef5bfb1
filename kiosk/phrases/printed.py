"""What a page says about a slip, in one sentence that leaves the person a next step."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.ports import Printed, PrinterStatus, PrintOutcome, WhyNotPrinted

Says = Callable[[str], str]


def sentence(printed: Printed, _: Says) -> str:
    """Return what became of a slip; a number on the screen is never lost by it."""
    if printed.outcome is PrintOutcome.PRINTED:
        return _("Please take your slip.")
    if printed.outcome is PrintOutcome.SENT:
        return _("The slip may be printing. If none comes, please note what is on the screen.")
    return _not_printed(_)[printed.why or WhyNotPrinted.FAULT]


def may_reprint(printed: Printed) -> bool:
    """Tell whether the page offers to print once more: always, but never does so by itself."""
    return printed.why is not WhyNotPrinted.NO_PRINTER


def tone(printed: Printed) -> str:
    """Return the tone of the notice."""
    return "good" if printed.outcome is PrintOutcome.PRINTED else "care"


def clip(printed: Printed) -> str:
    """Return what the voice says of it, if there are words for it; else nothing."""
    if printed.outcome is PrintOutcome.PRINTED:
        return "take_your_slip"
    return "no_paper" if printed.why is WhyNotPrinted.PAPER_OUT else ""


def _not_printed(_: Says) -> Mapping[WhyNotPrinted, str]:
    return {
        WhyNotPrinted.NO_PRINTER: _("There is no printer here. Please note what is on the screen."),
        WhyNotPrinted.PAPER_OUT: _(
            "The printer is out of paper. Please note what is on the screen."
        ),
        WhyNotPrinted.COVER_OPEN: _(
            "The cover of the printer is open. Please note what is on the screen."
        ),
        WhyNotPrinted.JAM: _("The paper is stuck. Please note what is on the screen."),
        WhyNotPrinted.FAULT: _("The printer has a fault. Please note what is on the screen."),
        WhyNotPrinted.UNPLUGGED: _(
            "The printer cannot be reached. Please note what is on the screen."
        ),
        WhyNotPrinted.BUSY: _("The printer is busy. Please note what is on the screen."),
    }


def conditions(_: Says) -> Mapping[PrinterStatus, str]:
    """Return how the printer is, for staff."""
    return {
        PrinterStatus.READY: _("Ready"),
        PrinterStatus.PAPER_LOW: _("Paper is nearly used up"),
        PrinterStatus.PAPER_OUT: _("Out of paper"),
        PrinterStatus.COVER_OPEN: _("Cover open"),
        PrinterStatus.JAM: _("Paper or cutter stuck"),
        PrinterStatus.FAULT: _("Fault"),
        PrinterStatus.UNPLUGGED: _("Not reachable"),
        PrinterStatus.UNKNOWN: _("Does not say"),
    }
