"""What the hall shows and calls now, of a station that is open in this process."""

from __future__ import annotations

from kiosk.hall.board import HallNews, board_of
from kiosk.queueing import QUEUEING
from kiosk.queueing.board import board
from kiosk.queueing.plan import Hall
from kiosk.station import Station
from kiosk.voice.manner import manner_of


def news_of(station: Station, hall: Hall) -> HallNews:
    """Return the board, and how the voice sounds at this time of day."""
    moment = station.moment()
    labels = moment.settings.labels
    shown = board_of(
        board(station.state(QUEUEING), moment),
        name=labels.name,
        services={each.id: each.name for each in hall.services},
        notices=(labels.welcome,),
    )
    return HallNews(shown, manner_of(moment.settings.voice, moment.local.time()))
