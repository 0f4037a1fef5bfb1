"""Bringing what the terminal tells onto the hall display, for as long as both are there."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from kiosk.hall.board import HallNews
from kiosk.hall.speaker import Speaker
from kiosk.hall.watching import Watching
from kiosk.jobs import Lane, Post
from screens.display.app import DisplayApp


def watch_terminal(
    data: Path, app: DisplayApp, post: Post, speaker: Speaker, ending: ExitStack
) -> None:
    """Show and speak what the terminal on ``data`` tells, until ``ending``."""

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
