"""The engine of a terminal: read on a lane when a page first asks, then kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.jobs import Runs
from kiosk.typing.engine import Engine
from kiosk.typing.lexicon import Lexicon


class PinyinSource:
    """Hands out the one engine.

    Args:
        lane: reads the files; never the UI thread.
        words: of the place, offered first.
    """

    def __init__(self, lane: Runs, words: Sequence[str] = ()) -> None:
        self._lane = lane
        self._words = tuple(words)
        self._engine: Engine | None = None

    def ask(self, then: Callable[[Engine], None]) -> None:
        """Give the engine to ``then``: at once if it is there, else when it has been read."""
        if self._engine is not None:
            then(self._engine)
            return

        def keep(engine: Engine) -> None:
            self._engine = engine
            then(engine)

        self._lane.submit(self._read, then=keep)

    def forget(self) -> None:
        """The person has gone: keep the engine, and nothing of what it was asked."""
        if self._engine is not None:
            self._engine.forget()

    def _read(self) -> Engine:
        return self._engine or Engine(Lexicon(), self._words)
