"""What a printer answers, by the ESC/POS papers. Pure.

DLE EOT n (10 04 n)  answered at once, one byte 0xx1xx10
    1 printer: 08 off line
    2 why off line: 04 cover open, 20 stopped at the end of the paper, 40 error
    3 errors: 04 mechanical, 08 cutter, 20 cannot recover, 40 recovers by itself (head too hot)
    4 paper: 0C nearly at its end, 60 at its end
GS r 1 (1D 72 01)    answered in its turn, one byte 0xx0xxxx
"""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.ports import PrinterStatus, WhyNotPrinted

QUESTIONS = (1, 2, 3, 4)
PRINTER, OFF_LINE, ERRORS, PAPER = QUESTIONS

HINDERS: Mapping[PrinterStatus, WhyNotPrinted] = {
    PrinterStatus.PAPER_OUT: WhyNotPrinted.PAPER_OUT,
    PrinterStatus.COVER_OPEN: WhyNotPrinted.COVER_OPEN,
    PrinterStatus.JAM: WhyNotPrinted.JAM,
    PrinterStatus.FAULT: WhyNotPrinted.FAULT,
    PrinterStatus.UNPLUGGED: WhyNotPrinted.UNPLUGGED,
}
"""Why no slip is even begun."""


def question(n: int) -> bytes:
    """Return DLE EOT ``n``."""
    return b"\x10\x04" + bytes((n,))


def answer(data: bytes) -> int | None:
    """Return the last byte that may be an answer to DLE EOT; ``None`` if there is none."""
    return next((byte for byte in reversed(data) if byte & 0x93 == 0x12), None)


def in_order(data: bytes) -> bool:
    """Tell whether there is an answer to GS r among ``data``."""
    return any(byte & 0x90 == 0 and byte not in (0x11, 0x13) for byte in data)


def meaning(answers: Mapping[int, int]) -> PrinterStatus:
    """Return what the answers say, the most telling one first; none is ``UNKNOWN``."""
    if not answers:
        return PrinterStatus.UNKNOWN
    why, errors, paper = (answers.get(n, 0x12) for n in (OFF_LINE, ERRORS, PAPER))
    if why & 0x04:
        return PrinterStatus.COVER_OPEN
    if errors & 0x0C:
        return PrinterStatus.JAM
    if paper & 0x60 or why & 0x20:
        return PrinterStatus.PAPER_OUT
    if errors & 0x60 or why & 0x40 or answers.get(PRINTER, 0x12) & 0x08:
        return PrinterStatus.FAULT
    return PrinterStatus.PAPER_LOW if paper & 0x0C else PrinterStatus.READY
