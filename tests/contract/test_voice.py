"""The voice heard through a real player: aplay, ALSA, and a card that writes down what it hears."""

from __future__ import annotations

import fcntl
import threading
from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from drivers import player
from drivers.player import Aplay, Player
from drivers.voice import ClipVoice
from kiosk.jobs import Lane
from kiosk.sounds.library import PAUSE, Sounds
from kiosk.sounds.wav import RATE, closer, louder, silence
from kiosk.voice.clips import CHIME
from kiosk.voice.manner import Manner
from kiosk.voice.spoken import spoken_call
from tests.e2e.kiosk import command as run_command
from tests.e2e.kiosk import until
from tests.journals import command

SOUNDS = Path(__file__).parents[2] / "assets" / "sounds"
ALSA = "/usr/share/alsa/alsa.conf"
CARD = "heard"
LATE = 60.0
ONCE = Manner(volume=1.0, repeats=1)


class Card:
    """The sound card of the tests, as ALSA's configuration names it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.config = directory / "asound.conf"
        self._log = directory / "log"
        program = " ".join(command("sound_card", directory))
        self.config.write_text(
            f"pcm.{CARD} {{ type plug\n"
            f' slave.pcm {{ type file format raw slave.pcm null file "|{program}" }} }}\n'
        )

    def heard(self) -> bytes:
        """Everything that was played, one sentence after the other."""
        path = self.directory / "heard.raw"
        return path.read_bytes() if path.exists() else b""

    def plays(self, seconds: float) -> None:
        """Let each sentence from now on take so long, or until another is heard with it."""
        (self.directory / "plays").write_text(str(seconds))

    def overlaps(self) -> bool:
        """True if a sentence began before the one before it had ended."""
        lines = [line.split() for line in self._log.read_text().splitlines()]
        told = [(what, who) for what, who in lines]
        pairs = zip(told[::2], told[1::2], strict=True)
        return any(
            (first[0], second[0]) != ("begin", "end") or first[1] != second[1]
            for first, second in pairs
        )


@pytest.fixture
def card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Card:
    made = Card(tmp_path)
    monkeypatch.setenv("ALSA_CONFIG_PATH", f"{ALSA}:{made.config}")
    return made


class Speaker:
    """A voice on a lane of its own, on the card of the tests or another."""

    def __init__(self, player: Player, manner: Manner = ONCE, *sounds: Path) -> None:
        self.lane = Lane("voice")
        self.voice = ClipVoice(self.lane, player, Sounds((*sounds, SOUNDS)), lambda: manner)

    def said_all(self) -> None:
        """Wait until everything that was asked for has been said."""
        done = threading.Event()
        self.lane.submit(done.set)
        assert done.wait(LATE)

    def close(self) -> None:
        self.voice.close()
        self.lane.close()


@pytest.fixture
def speaker() -> Iterator[Callable[..., Speaker]]:
    made: list[Speaker] = []

    def make(player: Player = lambda: Aplay(CARD), *rest: object) -> Speaker:
        made.append(Speaker(player, *rest))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for each in made:
        each.close()


def clips(*names: tuple[str, str]) -> bytes:
    """The samples of clips, joined as they are."""
    return joined(lambda clip: clip, names)


def joined(shaped: Callable[[array[int]], array[int]], names: Iterable[tuple[str, str]]) -> bytes:
    """The samples of clips one after the other; no name is a pause."""
    sounds = Sounds((SOUNDS,))
    all_of_it = array("h")
    for language, name in names:
        all_of_it.extend(shaped(sounds.clip(name, language)) if name else silence(PAUSE))
    return louder(all_of_it, 1.0)


def call(number: str, counter: int, *languages: str) -> bytes:
    """The samples of a whole call."""
    parts = [
        ("zh", CHIME),
        *(
            part
            for language in languages
            for part in (
                (language, ""),
                *((language, clip) for clip in spoken_call(number, counter, language)),
            )
        ),
    ]
    return joined(closer, parts)


def in_order(heard: bytes, *wanted: bytes) -> bool:
    """True if ``heard`` is ``wanted`` one after the other, with nothing but silence between."""
    for each in wanted:
        heard = heard.removeprefix(b"\0" * (len(heard) - len(heard.lstrip(b"\0")) & ~1))
        quiet = len(each) - len(each.lstrip(b"\0")) & ~1  # a sentence may begin with silence
        if not heard.startswith(each[quiet:]):
            return False
        heard = heard[len(each) - quiet :]
    return not heard.strip(b"\0")


def test_what_is_heard_is_the_clips_in_their_order(
    card: Card, speaker: Callable[..., Speaker]
) -> None:
    one = speaker()
    one.voice.say("choose_size", language="zh")
    one.voice.say("home", "help", language="en")
    one.said_all()
    assert in_order(
        card.heard(),
        clips(("zh", "choose_size")),
        clips(("en", "home"), ("en", "help")),
    )
    assert one.voice.health().speaks
    assert one.voice.health().said == 2


def test_a_call_has_a_chime_and_is_said_twice_in_mandarin_then_english(
    card: Card, speaker: Callable[..., Speaker]
) -> None:
    one = speaker(lambda: Aplay(CARD), Manner(repeats=2))
    one.voice.announce("A1-017", 3)
    one.said_all()
    assert in_order(card.heard(), call("A1-017", 3, "zh", "en", "zh", "en"))


def test_a_call_in_both_languages_ends_within_14_seconds() -> None:
    """Whoever is called next waits for it. W is the longest letter, 9 the longest digit."""
    lasts = {number: len(call(number, 3, "zh", "en")) / 2 / RATE for number in ("A1-017", "W9-999")}
    assert lasts["A1-017"] <= 14
    assert lasts["W9-999"] <= 14.5


def test_many_who_ask_at_once_are_never_heard_at_once(
    card: Card, speaker: Callable[..., Speaker]
) -> None:
    card.plays(0.3)
    one = speaker()
    together = threading.Barrier(4)

    def ask(counter: int) -> None:
        together.wait(LATE)
        one.voice.announce(f"A1-00{counter}", counter)
        one.voice.say("take_ticket")

    askers = [threading.Thread(target=ask, args=(counter,)) for counter in range(1, 5)]
    for each in askers:
        each.start()
    for each in askers:
        each.join(LATE)
    one.said_all()
    assert not card.overlaps()
    assert one.voice.health().said == 8


def test_two_voices_on_one_card_would_overlap(card: Card, speaker: Callable[..., Speaker]) -> None:
    """The guard is the one lane: without it, two sentences are heard at once."""
    two = speaker(), speaker()
    for each in two:
        each.said_all()  # the card was tried
    card.plays(LATE / 2)
    for each in two:
        each.voice.announce("A1-017", 3)
    for each in two:
        each.said_all()
    assert card.overlaps()


def test_two_processes_that_share_a_turn_are_never_heard_at_once(
    card: Card, speaker: Callable[..., Speaker], tmp_path: Path
) -> None:
    """The terminal and a hall display, each with a lane of its own."""
    card.plays(0.3)
    two = [speaker(lambda: Aplay(CARD, turn=tmp_path / "turn")) for _ in range(2)]
    for each in two:
        each.voice.announce("A1-017", 3)
        each.voice.announce("A1-018", 4)
    for each in two:
        each.said_all()
        assert each.voice.health().said == 2
    assert not card.overlaps()


def test_a_sentence_that_waits_for_another_process_can_be_hushed(
    card: Card, speaker: Callable[..., Speaker], tmp_path: Path
) -> None:
    turn = tmp_path / "turn"
    one = speaker(lambda: Aplay(CARD, turn=turn))
    one.said_all()  # the card was tried
    with turn.open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        one.voice.say("home")
        until(lambda: one.voice._may_be_hushed, "the sentence to wait")
        one.voice.hush()
        one.said_all()
    assert card.heard().strip(b"\0") == b""


def test_a_voice_that_waits_for_another_process_ends_when_it_is_closed(
    card: Card, speaker: Callable[..., Speaker], tmp_path: Path
) -> None:
    turn = tmp_path / "turn"
    with turn.open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        one = speaker(lambda: Aplay(CARD, turn=turn))
        one.voice.announce("A1-017", 3)
        one.close()
    assert card.heard() == b""


def test_a_place_that_takes_no_file_does_not_silence_the_voice(
    card: Card, speaker: Callable[..., Speaker], tmp_path: Path
) -> None:
    one = speaker(lambda: Aplay(CARD, turn=tmp_path / "nowhere" / "turn"))
    one.voice.say("home")
    one.said_all()
    assert in_order(card.heard(), clips(("zh", "home")))


def test_calls_come_before_sentences_and_none_is_dropped(
    card: Card, speaker: Callable[..., Speaker]
) -> None:
    one = speaker()
    held = threading.Event()
    one.lane.submit(held.wait, LATE)  # the lane is busy while all of this is asked for
    for name in ("home", "help", "choose_size", "choose_time", "done"):
        one.voice.say(name)
    numbers = [(f"B2-{number:03}", number) for number in range(1, 9)]
    for number, counter in (*numbers, numbers[0]):
        one.voice.announce(number, counter)
    held.set()
    one.said_all()
    assert in_order(
        card.heard(),
        *(call(number, counter, "zh", "en") for number, counter in numbers),
        *(clips(("zh", name)) for name in ("help", "choose_size", "choose_time", "done")),
    )


def test_hush_drops_sentences_but_no_call(card: Card, speaker: Callable[..., Speaker]) -> None:
    one = speaker()
    held = threading.Event()
    one.lane.submit(held.wait, LATE)
    one.voice.say("home")
    one.voice.announce("A1-001", 1)
    one.voice.hush()
    one.voice.say("help")
    held.set()
    one.said_all()
    assert in_order(card.heard(), call("A1-001", 1, "zh", "en"), clips(("zh", "help")))


def test_a_recording_takes_the_place_of_one_clip(
    card: Card, speaker: Callable[..., Speaker], tmp_path: Path
) -> None:
    own = tmp_path / "sounds" / "zh"
    own.mkdir(parents=True)
    recording = (SOUNDS / "zh" / "thank_you.wav").read_bytes()
    (own / "home.wav").write_bytes(recording)
    (own / "help.wav").write_bytes(b"no sound at all")
    one = speaker(lambda: Aplay(CARD), ONCE, own.parent)
    one.voice.say("home", "help")
    one.said_all()
    assert in_order(card.heard(), clips(("zh", "thank_you"), ("zh", "help")))


@pytest.mark.parametrize(
    ("device", "program", "why"),
    [
        ("nowhere", "aplay", "there is no sound card of this name"),
        ("plughw:7,0", "aplay", "there is no sound card of this name"),
        (CARD, "aplay-not-there", "aplay cannot be started; install alsa-utils"),
    ],
)
def test_without_a_card_or_a_player_the_voice_is_silent_and_says_why(
    card: Card, speaker: Callable[..., Speaker], device: str, program: str, why: str
) -> None:
    one = speaker(lambda: Aplay(device, program))
    one.voice.say("home")
    one.voice.announce("A1-017", 3)
    one.said_all()
    assert not one.voice.health().speaks
    assert one.voice.health().why_not == why
    assert one.voice.health().said == 0
    assert card.heard() == b""


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (
            "audio open error: Device or resource busy",
            "the sound card is in use by another program",
        ),
        ("audio open error: No such device", "the sound card was unplugged"),
        ("write error: No such device", "the sound card was unplugged"),
        ("open: Permission denied", "no permission; the user must be in the group audio"),
        ("something new", "the sound card says no"),
    ],
)
def test_what_aplay_says_is_told_in_plain_words(
    speaker: Callable[..., Speaker], tmp_path: Path, said: str, why: str
) -> None:
    aplay = tmp_path / "aplay"
    aplay.write_text(f'#!/bin/sh\necho "aplay: main:831: {said}" >&2\nexit 1\n')
    aplay.chmod(0o755)
    one = speaker(lambda: Aplay(CARD, str(aplay)))
    one.voice.announce("A1-017", 3)
    one.said_all()
    assert one.voice.health().why_not == why


def test_a_card_that_comes_back_is_found_by_the_next_sentence(
    card: Card, speaker: Callable[..., Speaker]
) -> None:
    plugged_in: list[str] = []
    one = speaker(lambda: Aplay(plugged_in[0] if plugged_in else "nowhere"))
    one.voice.say("home")
    one.said_all()
    assert not one.voice.health().speaks
    plugged_in.append(CARD)
    one.voice.say("help")
    one.said_all()
    assert one.voice.health().speaks
    assert in_order(card.heard(), clips(("zh", "help")))


def test_a_sentence_that_is_being_said_ends_at_once_when_hushed(
    speaker: Callable[..., Speaker], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    hung = tmp_path / "hung"  # a card that takes no sound at all
    hung.write_text("#!/bin/sh\necho > " + str(tmp_path / "begun") + "\nexec tail -f /dev/null\n")
    hung.chmod(0o755)
    playing: list[Aplay] = []

    def next_player() -> Aplay:
        playing.append(Aplay(CARD, str(hung) if len(playing) == 1 else "true"))
        return playing[-1]

    one = speaker(next_player)
    one.said_all()
    one.voice.say("home")
    until((tmp_path / "begun").exists, "the sentence to begin")
    one.voice.hush()
    one.voice.say("help")
    one.said_all()
    assert one.voice.health().speaks
    assert "silent" not in caplog.text  # it was ended, it did not run into the patience


def test_a_card_that_takes_no_sound_does_not_hold_the_voice_for_ever(
    speaker: Callable[..., Speaker], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(player, "_PATIENCE", 0.05)
    hung = tmp_path / "hung"
    hung.write_text("#!/bin/sh\nexec tail -f /dev/null\n")
    hung.chmod(0o755)
    one = speaker(lambda: Aplay(CARD, str(hung)))
    one.said_all()
    assert one.voice.health().why_not == "the sound card takes no sound"


def test_a_clip_that_is_missing_is_told_and_the_rest_is_said(
    card: Card, speaker: Callable[..., Speaker]
) -> None:
    one = speaker()
    one.voice.say("home", "sing_a_song")
    one.said_all()
    assert one.voice.health().missing == ("zh/sing_a_song",)
    assert in_order(card.heard(), clips(("zh", "home")))


def test_at_no_volume_nothing_is_played(card: Card, speaker: Callable[..., Speaker]) -> None:
    one = speaker(lambda: Aplay(CARD), Manner(volume=0))
    one.said_all()
    before = len(card.heard())
    one.voice.announce("A1-017", 3)
    one.said_all()
    assert len(card.heard()) == before


# -- the command line --------------------------------------------------------------------------


def test_a_technician_hears_a_call_or_is_told_why_not(card: Card) -> None:
    heard = run_command("voice", "test", "--device", CARD, "--number", "B2-103", "--counter", "12")
    assert heard.returncode == 0, heard.stderr
    assert in_order(card.heard(), call("B2-103", 12, "zh", "en"))
    silent = run_command("voice", "say", "home", "--device", "nowhere")
    assert silent.returncode == 1
    assert "silent: there is no sound card of this name" in silent.stderr


def test_the_names_of_clips_can_be_read_and_no_other_is_taken() -> None:
    listed = run_command("voice", "list").stdout
    assert "choose_size" in listed
    assert "请选择柜门大小" in listed
    assert run_command("voice", "say", "sing_a_song").returncode == 2
