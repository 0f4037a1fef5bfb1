"""What a page under test is given."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from kiosk.journal.entry import Entry, Event
from kiosk.ports import VoiceHealth
from kiosk.station import Station
from kiosk.typing.source import PinyinSource
from kiosk.words import Words
from screens.services import About, Services
from tests.builders import FAMILIES
from tests.fakes import FakeClock
from tests.ui.harness import HandLane


class SilentVoice:
    """Remembers what it was asked to say."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.languages: list[str] = []
        self.called: list[tuple[str, int]] = []
        self.hushed = 0

    def say(self, *clips: str, language: str = "zh") -> None:
        self.said.extend(clips)
        self.languages.append(language)

    def announce(self, number: str, counter: int) -> None:
        self.called.append((number, counter))

    def hush(self) -> None:
        self.hushed += 1

    def health(self) -> VoiceHealth:
        return VoiceHealth()

    def close(self) -> None:
        pass


ABOUT = About(
    names={"zh": "华垦社区党群服务驿站", "en": "Huaken Community Station"},
    phone="0898-65990000",
    hours={"zh": "08:30–19:30", "en": "08:30–19:30"},
    welcome={"zh": "欢迎光临", "en": "Welcome"},
    help={"zh": "请到服务台找工作人员", "en": "Please ask at the service desk"},
)


WORDS = ("垦家大院", "大榕树课堂", "便民代办柜台", "华垦社区党群服务驿站")
DECIDED = tuple(event for family in FAMILIES for event in family.decided)
WORDS_ONCE = cache(Words)
PINYIN = PinyinSource(HandLane(), WORDS)
"""Read once for all tests, as the catalogues are."""


def services(**changed: Any) -> Services:
    """Return services with fakes where a test says nothing else."""
    from screens.registry import ENTRANCES

    given: dict[str, Any] = {
        "about": ABOUT,
        "words": WORDS_ONCE,
        "lane": HandLane(),
        "decisions": HandLane(),
        "clock": FakeClock(),
        "voice": SilentVoice(),
        "leave": lambda code: None,
        "call_staff": lambda: None,
        "entrances": ENTRANCES,
        "pinyin": PINYIN,
    }
    made = Services(**{**given, **changed})
    if isinstance(made.station, Station):
        made.station.subscribe(partial(_is_not_waited_for, made.lane))
    return made


def _is_not_waited_for(lane: Any, entry: Entry, event: Event) -> None:
    """What only the positioner may decide waits for the network; doors do not wait for that."""
    if isinstance(event, DECIDED):
        assert not lane.running, f"{type(event).__name__} was asked for on the station's lane"
