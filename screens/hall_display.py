"""``main.py display``: the hall display as a process of its own.

It asks the running terminal and never opens the journal. Kivy is imported once it has been set up.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.cli.terminal import add_station
from kiosk.clock import SystemClock
from kiosk.config import StationFile, load_station
from kiosk.control import ControlDoor
from kiosk.hall.board import HallBoard, HallNews
from kiosk.hall.speaker import Speaker
from kiosk.hall.watching import Watching
from kiosk.jobs import Lane, Post
from kiosk.log import logging_to
from kiosk.ports import Voice
from kiosk.terminal import data_directory
from kiosk.voice.manner import Manner
from kiosk.words import Words
from screens.display.plan import panel_of
from screens.pixels import pixels

if TYPE_CHECKING:
    from screens.display.app import DisplayApp

DIRECTORY = "display"
"""Beside the journal: the log of a hall display, and its own socket."""

MakeVoice = Callable[[str, Path, Callable[[], Manner], ExitStack], Voice]
"""Makes a voice: sound card, data directory, its manner, what it ends with."""


def add_display_command(commands: Any, make_voice: MakeVoice) -> None:
    """Add ``display``.

    Args:
        make_voice: for a display that speaks; drivers know how.
    """
    display = commands.add_parser("display", help="show the calls on a panel in the hall")
    add_station(display)
    display.add_argument("--size", type=pixels, metavar="WxH", default=(1920, 1080))
    display.add_argument("--window", type=pixels, metavar="WxH", help="a window for development")
    display.add_argument("--voice", action="store_true", help="say the calls here, not there")
    display.add_argument("--device", metavar="ALSA", help="sound card, if not that of the file")
    display.set_defaults(handler=lambda args: _display(args, make_voice))


def _display(args: argparse.Namespace, make_voice: MakeVoice) -> int:
    from screens.kivy_setup import prepare

    file = load_station(args.station)
    data = data_directory(file, args.data)
    home = data / DIRECTORY
    screen = panel_of(args.window or args.size)
    with ExitStack() as ending:
        ending.enter_context(logging_to(home))
        prepare(screen, home / "kivy", window=args.window is not None)
        from screens.app import post
        from screens.display.app import DisplayApp

        app = DisplayApp(screen, Words, SystemClock(), HallBoard(name=file.labels.name))
        speaker = _speaker(file, data, args, make_voice, ending)
        shown = {"shown": lambda _: {**app.says(), "speaks": speaker.speaks}}
        ending.callback(ControlDoor(home, shown).close)
        _watch(data, app, post, speaker, ending)
        return app.run_until_asked()


def _speaker(
    file: StationFile,
    data: Path,
    args: argparse.Namespace,
    make_voice: MakeVoice,
    ending: ExitStack,
) -> Speaker:
    card = args.device or file.device.sound
    if not args.voice:
        return Speaker(None)
    return Speaker(lambda manner: make_voice(card, data, manner, ending))


def _watch(data: Path, app: DisplayApp, post: Post, speaker: Speaker, ending: ExitStack) -> None:
    def told(news: HallNews) -> None:
        speaker.hear(news)
        post(lambda: app.show(news.board))

    lane = Lane("watching")
    watching = Watching(
        data, lane, told=told, lost=lambda: post(app.show_lost), speaks=speaker.can_speak
    )
    ending.callback(lane.close)
    ending.callback(watching.close)
    watching.start()
