"""The parts of a page on a phone. Pure."""

from __future__ import annotations

import msgspec

from kiosk.settings import Bilingual


class Fact(msgspec.Struct, frozen=True):
    """A label and its value."""

    label: str
    value: str


class Act(msgspec.Struct, frozen=True):
    """Something that can be done now, once it was asked for and confirmed.

    Attributes:
        name: stands in the path.
        of: which thing of the page it is about, where there are several.
        seen: how often that had changed; the same act on the same state is one entry.
        asks: what it means, said before it is done.
        warns: it costs something.
        at_once: done by one touch, nothing is asked.
    """

    name: str
    label: str
    of: str = ""
    seen: str = ""
    yes: str = ""
    no: str = ""
    asks: tuple[str, ...] = ()
    warns: bool = False
    at_once: bool = False
    primary: bool = False


class Card(msgspec.Struct, frozen=True):
    """How one thing stands.

    Attributes:
        tone: ``good``, ``care``, ``bad`` or ``quiet``.
        calendar: name of its calendar file; empty: there is none.
    """

    tone: str
    headline: str
    sentences: tuple[str, ...] = ()
    title: str = ""
    facts: tuple[Fact, ...] = ()
    acts: tuple[Act, ...] = ()
    calendar: str = ""

    def act(self, name: str, of: str = "") -> Act | None:
        """Return what can be done under this name, if it can be done now."""
        found = (each for each in self.acts if (each.name, each.of) == (name, of))
        return next(found, None)


class Page(msgspec.Struct, frozen=True):
    """A page on a phone.

    Attributes:
        heading: what it is of.
        big: the one thing to remember: a number, a door.
        moves: it may change while it is looked at.
    """

    station: Bilingual
    heading: str
    cards: tuple[Card, ...]
    big: str = ""
    moves: bool = False

    def act(self, name: str, of: str = "") -> Act | None:
        """Return what can be done under this name, if it can be done now."""
        found = (each.act(name, of) for each in self.cards)
        return next((each for each in found if each is not None), None)
