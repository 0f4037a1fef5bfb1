"""What is said on a line, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from kiosk.line_talk import Clause, NoAnswer, Saying, Spoken, Verdict
from screens.icons import Icon
from screens.staff.rows import Row

Words = Callable[[str], str]


def clause(_: Words, said: Clause) -> str:
    """Return one thing that was said, as a sentence part."""
    ones = ", ".join(_spans(said.ones)) or _("none")
    facts = {"board": said.board, "lock": said.lock, "ones": ones, "count": said.count}
    return sayings(_)[said.saying].format(**facts)


def _spans(locks: Sequence[int]) -> Iterator[str]:
    """Yield the numbers, those in a row together: 1-24."""
    for _, run in groupby(enumerate(locks), lambda place: place[1] - place[0]):
        first, *rest = [lock for _, lock in run]
        yield f"{first}-{rest[-1]}" if rest else f"{first}"


def sayings(_: Words) -> Mapping[Saying, str]:
    """Return the sentence of each thing that may be said."""
    return {
        Saying.ASKS_ONE: _("How is lock {lock} of board {board}?"),
        Saying.ASKS_ALL: _("How are all locks of board {board}?"),
        Saying.OPENS: _("Open lock {lock} of board {board}!"),
        Saying.SWITCHES_OFF: _("Switch off lock {lock} of board {board}!"),
        Saying.TELLS_ONE: _("Board {board} tells of lock {lock}. Contact 1: {ones}"),
        Saying.TELLS_ALL: _("Board {board} tells of all locks. Contact 1: {ones}"),
        Saying.TOOK_ORDER: _("Board {board} took the order for lock {lock}."),
        Saying.TOOK_OFF: _("Board {board} took the order to switch off."),
        Saying.REPORTS: _("Board {board} reports lock {lock} unasked. Contact 1: {ones}"),
        Saying.SAME: _("The same bytes came back: the answer of board {board}, or an echo."),
        Saying.REFUSES: _("Board {board} refuses."),
        Saying.NOISE: _("{count} bytes that are no frame"),
    }


def row(_: Words, said: Spoken) -> Row:
    """Return some bytes on the line as a row: when, which way, which, and what they say."""
    way = "→" if said.sent else "←"
    odd = any(each.saying in (Saying.NOISE, Saying.REFUSES) for each in said.says)
    return Row(
        f"{said.at:.3f} s {way} {said.wire}",
        "\n".join(clause(_, each) for each in said.says),
        icon=Icon.WARNING if odd else (Icon.ARROW_FORWARD if said.sent else Icon.ARROW_BACK),
        tone="bad" if odd else "card",
        wide=True,
    )


def verdicts(_: Words) -> Mapping[Verdict, str]:
    """Return what becomes of bytes that were typed."""
    return {
        Verdict.MAY_GO: _("A question: nothing moves."),
        Verdict.OPENS: _("This opens a door. Open it on the page Test the doors."),
        Verdict.SWITCHES: _("This switches an output. It is not sent from here."),
        Verdict.UNKNOWN: _(
            "This is no question that boards of this family know. It could open every door, "
            "so it is not sent from here."
        ),
    }


def no_answers(_: Words) -> Mapping[NoAnswer, str]:
    """Return why a question was not answered."""
    return {
        NoAnswer.SILENT: _("No answer came."),
        NoAnswer.GARBLED: _("Bytes came, but no answer to this question."),
        NoAnswer.NO_PORT: _("The port is not there. Is the adapter plugged in?"),
    }
