"""What does not agree in a notice, in a sentence; screens translate it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.notices.records import Doubt, Trouble
from kiosk.words import mark

SENTENCES: Mapping[Doubt, str] = {
    Doubt.NO_YEAR: mark("The text does not say which year it is about."),
    Doubt.OTHER_YEAR: mark("The text also speaks of the year {said} as its own."),
    Doubt.MISSING: mark("{text} is not in it. Was the text cut off?"),
    Doubt.NO_DAYS: mark("{text}: no day off was found."),
    Doubt.NOT_UNDERSTOOD: mark("Not understood: {text}"),
    Doubt.NO_SUCH_DAY: mark("There is no day {said}."),
    Doubt.WEEKDAY: mark("{text}: written {said}, but that day is {found}."),
    Doubt.COUNT: mark("{text}: written {said} days, but the dates are {found}."),
    Doubt.BACKWARDS: mark("{text}: {found} does not follow {said}."),
    Doubt.OUT_OF_YEAR: mark("{text}: {said} lies in another year."),
    Doubt.TWICE: mark("{said} is named twice."),
    Doubt.FAR: mark("{text}: the make-up day {said} is weeks away from the days off."),
    Doubt.NOT_A_WEEKEND: mark("{text}: {said} is worked anyway, yet named as a make-up day."),
}


def _as_it_is(message: str) -> str:
    return message


def sentence(trouble: Trouble, translate: Callable[[str], str] = _as_it_is) -> str:
    """Return one trouble in words; English where nobody translates."""
    words = translate(SENTENCES[trouble.doubt])
    return words.format(text=trouble.text, said=trouble.said, found=trouble.found)
