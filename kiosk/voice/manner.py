"""How the voice sounds now: settings and the time of day. Pure."""

from __future__ import annotations

from datetime import time

import msgspec

from kiosk.settings import CallLanguages, VoiceSound
from kiosk.voice.clips import LANGUAGES


class Manner(msgspec.Struct, frozen=True):
    """What holds for the next sentence.

    Attributes:
        volume: 0 (nothing is said) to 1.
        languages: in which a number is called, in this order.
        repeats: how often it is called in a row.
        again_after_s: until it is called once more if nobody has come; 0: it is not.
    """

    volume: float = 1.0
    languages: tuple[str, ...] = LANGUAGES
    repeats: int = 1
    again_after_s: int = 0


def manner_of(sound: VoiceSound, at: time) -> Manner:
    """Return how the voice sounds at this local time."""
    quiet = any(span.opens <= at < span.closes for span in sound.quiet)
    return Manner(
        volume=sound.quiet_volume if quiet else sound.volume,
        languages=LANGUAGES[:1] if sound.languages is CallLanguages.ZH else LANGUAGES,
        repeats=sound.repeats,
        again_after_s=sound.again_after_s,
    )
