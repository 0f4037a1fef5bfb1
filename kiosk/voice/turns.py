"""Who speaks next: calls before prompts, each in its order, one at a time. Pure."""

from __future__ import annotations

import msgspec

MOST_PROMPTS = 4
"""Prompts that may wait. What a page said long ago helps nobody, so the oldest goes first."""


class Prompt(msgspec.Struct, frozen=True):
    """What a page says to whoever stands before it."""

    clips: tuple[str, ...]
    language: str


class Called(msgspec.Struct, frozen=True):
    """A number that is called to a counter."""

    number: str
    counter: int


class Turns(msgspec.Struct, frozen=True):
    """What waits to be said."""

    calls: tuple[Called, ...] = ()
    prompts: tuple[Prompt, ...] = ()

    def with_call(self, call: Called) -> Turns:
        """Add a call. One that waits already will be heard anyway, so it is not added twice.

        A counter asks for one number at a time, so an earlier one to the same counter is over. So
        no more calls wait than there are counters, and none is of somebody who is not wanted there.
        """
        if call in self.calls:
            return self
        others = (each for each in self.calls if each.counter != call.counter)
        return Turns((*others, call), self.prompts)

    def with_prompt(self, prompt: Prompt) -> Turns:
        """Add a prompt; the oldest goes if too many wait."""
        return Turns(self.calls, (*self.prompts, prompt)[-MOST_PROMPTS:])

    def without_prompts(self) -> Turns:
        """Drop what pages wanted to say. Calls stay: somebody waits for each."""
        return Turns(self.calls)

    def next(self) -> tuple[Called | Prompt | None, Turns]:
        """Return what is said now, and what waits then."""
        if self.calls:
            return self.calls[0], Turns(self.calls[1:], self.prompts)
        if self.prompts:
            return self.prompts[0], Turns((), self.prompts[1:])
        return None, self
