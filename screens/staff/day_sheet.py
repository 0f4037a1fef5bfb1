"""The day sheet onto a stick: for the doors of the venues, or for the counter."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from pathlib import Path

from kiosk.documents.day_sheet import For, printed, sheet_name
from kiosk.errors import Refused
from kiosk.phrases import days as day_words
from kiosk.sticks import sticks
from kiosk.venue_papers import VenuePapers
from screens.icons import Icon
from screens.staff.page import RowsPage
from screens.staff.rows import Row

DAYS = 8
"""How many days are offered, today first."""


class DaySheetScreen(RowsPage):
    """Where it shall hang, then the day; a touch on the day writes it."""

    icon = Icon.PRINT

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Day sheet")

    def on_pre_enter(self) -> None:
        """Begin with the sheets for the doors."""
        self._to = For.DOOR
        super().on_pre_enter()

    def rows(self) -> list[Row]:
        """Return the two kinds, the chosen one marked, and the days."""
        today = self.station.moment().business_date
        days = (today + timedelta(days=number) for number in range(DAYS))
        return [
            self._kind(
                For.DOOR, self._("For the doors"), self._("A page for each venue, no names")
            ),
            self._kind(
                For.COUNTER, self._("For the counter"), self._("All venues, numbers masked")
            ),
            *(
                Row(
                    day_words.date_of(self._, day),
                    icon=Icon.DOWNLOAD,
                    touched=partial(self.write, day),
                )
                for day in days
            ),
        ]

    def write(self, day: date) -> None:
        """Write the sheet of ``day`` onto the stick that is in."""
        self.do(self._written, day, self._to, then=self._tell, lane=self.services.files)

    def _kind(self, to: For, text: str, hint: str) -> Row:
        chosen = to is self._to
        return Row(
            text,
            hint,
            icon=Icon.CHECK_CIRCLE if chosen else Icon.CHEVRON_RIGHT,
            tone="good" if chosen else "card",
            touched=partial(self._choose, to),
        )

    def _choose(self, to: For) -> None:
        self._to = to
        self.again()

    def _written(self, day: date, to: For) -> Path:
        """Make the sheet and write it; on the lane of files, since a stick may hang."""
        config, desk = self.services.config, self.services.venues
        stick = next(sticks(map(Path, config.device.media)), None) if config is not None else None
        if stick is None or desk is None:
            raise Refused("no_stick")
        language = self.visit.language.value
        papers = VenuePapers(
            desk,
            station=config.id,
            name=self.staff.settings.labels.name,
            rules=config.texts.venue_rules,
            language=language,
        )
        path = stick / sheet_name(day, to)
        try:
            made = self.services.clock.now()
            path.write_bytes(printed(papers.sheet(day, made, to=to), language, to))
        except OSError:
            raise Refused("stick_full") from None
        return path

    def _tell(self, path: Path) -> None:
        sentence = self._("Written: {name}. Take the stick out and print it.")
        self.say_notice(sentence.format(name=path.name), tone="good")
