"""The voice of a display: says what the terminal leaves to it, in the manner the terminal tells."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.hall.board import HallNews
from kiosk.ports import Voice
from kiosk.voice.manner import Manner


class Speaker:
    """Hears each line of the feed.

    Args:
        make_voice: makes the voice, if there is one; it asks for its manner before each sentence.

    Attributes:
        speaks: the terminal leaves the calls to this display.
    """

    def __init__(self, make_voice: Callable[[Callable[[], Manner]], Voice] | None) -> None:
        self._manner = Manner()
        self.speaks = False
        self._voice = None if make_voice is None else make_voice(lambda: self._manner)

    def can_speak(self) -> bool:
        """Say whether anything could be heard now."""
        return self._voice is not None and self._voice.health().speaks

    def hear(self, news: HallNews) -> None:
        """Say what is ours to say."""
        self._manner = news.manner
        self.speaks = news.speaker
        if self._voice is not None:
            for call in news.speak:
                self._voice.announce(call.number, call.counter)
