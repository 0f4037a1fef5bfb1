"""Where a line of a slip breaks, in Chinese and in English. Pure: knows no font.

No line begins with a mark that closes (，。）) and none ends with one that opens (（《).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_CLOSING = "，。、；：？！）】》〉」』”’…—·%,.;:?!)]}"
_OPENING = "（【《〈「『“‘([{￥"
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60"
_PIECES = re.compile(
    rf"\s+|[{re.escape(_OPENING)}]*(?:[{_WIDE}]|[^\s{_WIDE}{re.escape(_OPENING)}]+"
    rf"|[{re.escape(_OPENING)}])[{re.escape(_CLOSING)}]*"
)

_ALONE, _STEPS = 2, 32
_LATIN = re.compile(r"[0-9A-Za-z]+")

Measure = Callable[[str], float]
"""Returns the width of a text in dots."""


def lines(text: str, width: float, measure: Measure) -> list[str]:
    """Return ``text`` in lines no wider than ``width``; only spaces at breaks are left out."""
    return [line for part in text.splitlines() for line in _paragraph(part, width, measure)]


def even_lines(text: str, width: float, measure: Measure) -> list[str]:
    """Return as many lines as :func:`lines`, of about one length: no last line of one sign."""
    found = lines(text, width, measure)
    if len(found) < 2 or "\n" in text:
        return found
    tried = (lines(text, width * share / _STEPS, measure) for share in range(_STEPS // 2, _STEPS))
    good = [one for one in tried if len(one) == len(found) and _words(one) == _words(found)]
    return max([found, *good], key=lambda one: _beauty(one, measure))


def _beauty(found: list[str], measure: Measure) -> tuple[int, float]:
    """Return how well lines look: breaks after a mark first, then how even they are."""
    after_marks = sum(line[-1] in _CLOSING for line in found[:-1])
    return after_marks, min(measure(line) for line in found)


def tidy_lines(text: str, width: float, measure: Measure) -> list[str]:
    """Return :func:`lines`, evened out where a sign or two would stand alone on the last one."""
    found = lines(text, width, measure)
    alone = len(found) > 1 and len(found[-1]) <= _ALONE
    return even_lines(text, width, measure) if alone else found


def _words(found: list[str]) -> set[str]:
    """Return the words that stand between spaces; a narrower line must not break one more."""
    return {word for line in found for word in _LATIN.findall(line)}


def _paragraph(text: str, width: float, measure: Measure) -> Iterator[str]:
    line = ""
    for piece in _PIECES.findall(text):
        if measure((line + piece).rstrip()) <= width:
            line += piece if line or not piece.isspace() else ""
            continue
        if line.strip():
            yield line.rstrip()
        line = "" if piece.isspace() else piece
        while measure(line) > width and len(line) > 1:
            fits = _fitting(line, width, measure)
            yield line[:fits]
            line = line[fits:]
    if line.strip():
        yield line.rstrip()


def _fitting(word: str, width: float, measure: Measure) -> int:
    """Return how many signs of an overlong word fit on a line: at least one."""
    return max((n for n in range(1, len(word)) if measure(word[:n]) <= width), default=1)
