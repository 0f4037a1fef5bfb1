"""Where a Chinese sentence may be broken: not before a full stop, not within a number or a word.

The window breaks a text without spaces at any sign. Rules after GB/T 15834 and the usual 避头尾.
Pure: measuring is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_NOT_FIRST = "，。、；：！？）》」』】〉”’…—·%％℃,.;:!?)]}"
_NOT_LAST = "（《「『【〈“‘￥¥([{"
_PART = re.compile(
    rf"[{re.escape(_NOT_LAST)}]*"
    r"(?:[A-Za-z0-9À-ÿ*](?:[\w:/+–\-.,*]*[\w*])?|[^\s])"
    rf"[{re.escape(_NOT_FIRST)}]*"
    r"|\s+",
    re.ASCII,
)
_HAN = re.compile(r"[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")


def is_chinese(text: str) -> bool:
    """Tell whether ``text`` has a sign that needs these rules."""
    return _HAN.search(text) is not None


def parts(text: str) -> Iterator[str]:
    """Yield the pieces of a line that stay together; spaces are pieces of their own."""
    at = 0
    while at < len(text):
        match = _PART.match(text, at)
        piece = match.group() if match and match.group() else text[at]
        yield piece
        at += len(piece)


def broken(text: str, width: float, measure: Callable[[str], float]) -> str:
    """Return ``text`` with line ends, so that no line is wider than ``width``.

    A piece that is wider by itself stays whole: better a word that sticks out, and is found, than
    a number read in two halves.
    """
    return "\n".join(
        line for paragraph in text.split("\n") for line in _lines(paragraph, width, measure)
    )


def _lines(text: str, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    line = ""
    for piece in parts(text):
        if line and measure((line + piece).rstrip()) > width:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    yield line.rstrip()
