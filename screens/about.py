"""What the shell says about the station, read anew each time: staff change it while it runs."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.config import StationFile
from kiosk.settings import Settings
from kiosk.staff import STAFF
from kiosk.station import Station


class StationAbout:
    """The station's names, phone, and hours of today. Satisfies ``SaysAbout``."""

    def __init__(self, station: Station, file: StationFile) -> None:
        self._station = station
        self._file = file

    @property
    def names(self) -> Mapping[str, str]:
        """By language code."""
        name = self._settings.labels.name
        return {"zh": name.zh, "en": name.en}

    @property
    def welcome(self) -> Mapping[str, str]:
        """What the waiting screen greets with, by language code."""
        words = self._settings.labels.welcome
        return {"zh": words.zh, "en": words.en}

    @property
    def help(self) -> Mapping[str, str]:
        """Where help is to be had, by language code."""
        words = self._settings.labels.help
        return {"zh": words.zh, "en": words.en}

    @property
    def phone(self) -> str:
        """Who answers when somebody needs help; empty if nobody does."""
        return self._settings.labels.phone

    @property
    def hours(self) -> Mapping[str, str]:
        """Opening hours of today by language code; empty on a closed day."""
        spans = self._settings.hours.on(self._station.moment().business_date)
        text = ", ".join(f"{span.opens:%H:%M}–{span.closes:%H:%M}" for span in spans)
        return {"zh": text.replace(", ", "，"), "en": text} if spans else {}

    @property
    def languages(self) -> tuple[str, ...]:
        """What the screen offers; the first one is shown when nobody is there."""
        first = self._file.device.language.value
        return (first, *(code for code in ("zh", "en") if code != first))

    @property
    def _settings(self) -> Settings:
        return self._station.state(STAFF).settings
