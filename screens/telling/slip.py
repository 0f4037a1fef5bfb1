"""The slip that tells: what was not possible, why, and what now. No name and no phone."""

from __future__ import annotations

from kiosk.clock import STATION_ZONE
from kiosk.phrases import telling as phrases
from kiosk.slips import Rule, Slip, Text, TextSize, Title
from kiosk.telling.records import ToTell
from screens.base import KioskScreen
from screens.icons import Icon
from screens.telling.details import details


def news_slip(page: KioskScreen, news: ToTell) -> Slip:
    """Return the slip, in the language and type of the visit."""
    _, names = page._, page.services.about.names
    station = names.get(page.visit.language, next(iter(names.values()), ""))
    which = details(page, news)
    made = f"{news.made.astimezone(STATION_ZONE):%Y-%m-%d %H:%M}"
    blocks = (
        Title(station, icon=Icon.INFO),
        Text(phrases.headline(_, news), size=TextSize.LARGE, bold=True, centred=True),
        *((Text(which, bold=True, centred=True),) if which else ()),
        Rule(),
        Text(phrases.why(_, news.reason)),
        Text(phrases.now(_, news)),
        Text(_("Recorded at {time}").format(time=made), size=TextSize.SMALL, centred=True),
    )
    return Slip(blocks=blocks, language=page.visit.language.value, large=page.visit.care)
