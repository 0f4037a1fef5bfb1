"""Voices: of recorded clips through a sound card, and the silent one, which is as valid.

One lane speaks, so nothing overlaps; nobody who asks for words ever waits for them.
"""

from __future__ import annotations

import logging
import threading
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from msgspec.structs import replace

from drivers.player import Playback, Player, SoundUnavailable
from kiosk.jobs import Runs
from kiosk.ports import BY_CHOICE, VoiceHealth
from kiosk.sounds.library import Sounds
from kiosk.sounds.wav import louder, silence
from kiosk.voice.manner import Manner
from kiosk.voice.turns import Called, Prompt, Turns

LOOK_EVERY = 60.0
"""Seconds between two looks for a sound card that is not there."""
BREATH = 0.02
"""Seconds of silence by which a card is tried."""

_log = logging.getLogger(__name__)


class SilentVoice:
    """Says nothing. Satisfies :class:`kiosk.ports.Voice`."""

    def say(self, *clips: str, language: str = "zh") -> None:
        """Keep silent."""

    def announce(self, number: str, counter: int) -> None:
        """Leave it to the display."""

    def hush(self) -> None:
        """Stay silent."""

    def health(self) -> VoiceHealth:
        """Tell that silence was chosen."""
        return VoiceHealth(why_not=BY_CHOICE)

    def close(self) -> None:
        """Nothing to end."""


class ClipVoice:
    """Speaks recorded clips. Satisfies :class:`kiosk.ports.Voice`.

    Args:
        lane: the lane that speaks and does nothing else.
        manner: how the voice sounds now; asked before each sentence, on the lane.
    """

    def __init__(
        self, lane: Runs, player: Player, sounds: Sounds, manner: Callable[[], Manner]
    ) -> None:
        self._lane = lane
        self._player = player
        self._sounds = sounds
        self._manner = manner
        self._guard = threading.Lock()
        self._turns = Turns()
        self._now: Playback | None = None
        self._may_be_hushed = False
        self._closed = False
        self._health = VoiceHealth()
        self._looking = lane.every(LOOK_EVERY, self._look)

    # -- for any thread --------------------------------------------------------------------

    def say(self, *clips: str, language: str = "zh") -> None:
        """Say these clips as one sentence, when it is their turn."""
        self._put(lambda turns: turns.with_prompt(Prompt(clips, language)))

    def announce(self, number: str, counter: int) -> None:
        """Call a number, before any sentence that waits."""
        self._put(lambda turns: turns.with_call(Called(number, counter)))

    def hush(self) -> None:
        """Drop what pages wanted to say, and stop the sentence that is said now."""
        with self._guard:
            self._turns = self._turns.without_prompts()
            if self._now is not None and self._may_be_hushed:
                self._now.stop()

    def health(self) -> VoiceHealth:
        """Return how the voice is."""
        return self._health

    def close(self) -> None:
        """Say nothing more; what is said now is cut off."""
        self._looking.cancel()
        with self._guard:
            self._closed = True
            self._turns = Turns()
            if self._now is not None:
                self._now.stop()

    def _put(self, change: Callable[[Turns], Turns]) -> None:
        with self._guard:
            if self._closed:
                return
            self._turns = change(self._turns)
        self._lane.submit(self._speak)

    # -- on the lane -----------------------------------------------------------------------

    def _speak(self) -> None:
        with self._playing() as playback:
            with self._guard:
                turn, self._turns = self._turns.next()
                self._may_be_hushed = isinstance(turn, Prompt)
            if turn is not None:
                self._say(turn, playback, self._manner())

    def _say(self, turn: Called | Prompt, playback: Playback, manner: Manner) -> None:
        if manner.volume <= 0:
            return
        samples = array("h")
        for part in self._parts(turn, manner):
            samples.extend(part)
        if self._play(playback, louder(samples, manner.volume)):
            self._health = replace(self._health, said=self._health.said + 1)

    def _look(self) -> None:
        """Try a card that was not there when last asked."""
        if not self._health.speaks:
            with self._playing() as playback:
                self._play(playback, silence(BREATH).tobytes())

    @contextmanager
    def _playing(self) -> Iterator[Playback]:
        """Make a playback that ``close`` finds, also while it waits for its turn."""
        playback = self._player()
        with self._guard:
            self._now, self._may_be_hushed = playback, False
            if self._closed:
                playback.stop()
        try:
            yield playback
        finally:
            with self._guard:
                self._now = None

    def _play(self, playback: Playback, pcm: bytes) -> bool:
        try:
            playback.run(pcm)
        except SoundUnavailable as error:
            if self._health.speaks or not self._health.why_not:
                _log.warning("the voice is silent: %s", error.why)
            self._health = replace(self._health, speaks=False, why_not=error.why)
            return False
        if not self._health.speaks:
            _log.info("the voice speaks")
        self._health = replace(self._health, speaks=True, why_not="")
        return True

    # -- sentences -------------------------------------------------------------------------

    def _parts(self, turn: Called | Prompt, manner: Manner) -> Iterator[array[int]]:
        if isinstance(turn, Prompt):
            return self._sounds.clips(turn.clips, turn.language, self._note_missing)
        return self._sounds.call(turn.number, turn.counter, manner, self._note_missing)

    def _note_missing(self, clip: str) -> None:
        if clip not in self._health.missing:
            _log.warning("there is no sound %s", clip)
            self._health = replace(self._health, missing=(*self._health.missing, clip))
