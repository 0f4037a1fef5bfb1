"""``voice …`` on the command line, and how the voice of a station file is made.

Exit codes: 0 it was heard, as far as the sound card tells; 1 it was not, and why; 2 a wrong option.
"""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from drivers.player import Aplay
from drivers.voice import BREATH, ClipVoice, SilentVoice
from kiosk.cli.terminal import add_station
from kiosk.config import StationFile, load_station
from kiosk.config.schema import VoiceKind
from kiosk.jobs import Lane
from kiosk.ports import Voice
from kiosk.sounds.library import OWN, SHIPPED, Sounds
from kiosk.sounds.wav import silence
from kiosk.terminal import data_directory
from kiosk.voice.clips import CLIPS, LANGUAGES
from kiosk.voice.manner import Manner

TURN = "voice.lock"
"""In the data directory. Terminal and hall display stand in one room: one of them speaks."""
HEARD, SILENT = 0, 1
_PATIENCE = 120.0
"""Seconds for one sentence; the longest call lasts half a minute."""


def station_voice(
    file: StationFile, data: Path, manner: Callable[[], Manner], ending: ExitStack
) -> Voice:
    """Return the voice that the station file names, on a lane that ends with ``ending``."""
    if file.device.voice is VoiceKind.SILENT:
        return SilentVoice()
    return clip_voice(file.device.sound, data, manner, ending)


def clip_voice(
    device: str, data: Path, manner: Callable[[], Manner], ending: ExitStack
) -> ClipVoice:
    """Return a voice on a sound card; the station's own recordings go first."""
    lane = Lane("voice")
    turn = data / TURN
    voice = ClipVoice(lane, lambda: Aplay(device, turn=turn), Sounds((data / OWN, SHIPPED)), manner)
    ending.callback(lane.close)
    ending.callback(voice.close)
    return voice


def try_sound(device: str) -> None:
    """Play a breath of silence, for the doctor.

    Raises:
        SoundUnavailable: the card does not take it.
    """
    Aplay(device).run(silence(BREATH).tobytes())


def add_voice_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``voice test``, ``voice say`` and ``voice list``."""
    voice = subparsers.add_parser("voice", help="hear the voice, and which clips there are")
    acts = voice.add_subparsers(required=True, metavar="ACT")
    test = acts.add_parser("test", help="call a number, as in the hall")
    test.add_argument("--number", default="A1-017")
    test.add_argument("--counter", type=int, default=3)
    say = acts.add_parser("say", help="say clips by their names")
    say.add_argument("clips", nargs="+", choices=CLIPS, metavar="CLIP")
    say.add_argument("--language", choices=LANGUAGES, default="zh")
    for command, speak in ((test, _call), (say, _say)):
        add_station(command)
        command.add_argument("--device", metavar="ALSA", help="another sound card")
        command.add_argument("--volume", type=float, default=1.0)
        command.set_defaults(handler=lambda args, speak=speak: _heard(args, speak))
    names = acts.add_parser("list", help="every clip with its words")
    names.set_defaults(handler=lambda _: _list())


def _call(voice: Voice, args: argparse.Namespace) -> None:
    voice.announce(args.number, args.counter)


def _say(voice: Voice, args: argparse.Namespace) -> None:
    voice.say(*args.clips, language=args.language)


def _heard(args: argparse.Namespace, speak: Callable[[Voice, argparse.Namespace], None]) -> int:
    file = load_station(args.station)
    manner = Manner(volume=min(1.0, max(0.0, args.volume)))
    lane, done = Lane("voice"), threading.Event()
    sounds = Sounds((data_directory(file, args.data) / OWN, SHIPPED))
    device = args.device or file.device.sound
    voice = ClipVoice(lane, lambda: Aplay(device), sounds, lambda: manner)
    try:
        speak(voice, args)
        lane.submit(done.set)
        done.wait(_PATIENCE)
    finally:
        voice.close()
        lane.close()
    health = voice.health()
    if not health.speaks:
        print(f"silent: {health.why_not or 'the sound card takes no sound'}", file=sys.stderr)
    for clip in health.missing:
        print(f"missing: {clip}", file=sys.stderr)
    return HEARD if health.speaks and not health.missing else SILENT


def _list() -> int:
    for name, said in CLIPS.items():
        print(f"{name:18} {said.zh or '-'}  {said.en or '-'}")
    return HEARD
