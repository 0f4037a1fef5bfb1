"""Hall displays that staff let show the calls in a browser, each by a link that can be ended."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import insert, select, update

from kiosk.hub.database import Database
from kiosk.hub.tables import DISPLAYS
from kiosk.ids import DisplayId, StaffId, StationId
from kiosk.links import Kind, Link

GOOD_FOR = timedelta(days=3653)


class Display(msgspec.Struct, frozen=True):
    """A display that was made.

    Attributes:
        display: its subject in links, as hexadecimal digits.
        name: what staff call it.
    """

    station: StationId
    display: DisplayId
    name: str
    made_by: StaffId
    made_at: str
    until: str
    ended_at: str | None = None

    @property
    def link(self) -> Link:
        """Return what its link says."""
        until = datetime.fromisoformat(self.until)
        return Link(Kind.DISPLAY, self.station, bytes.fromhex(self.display), until)


class Displays:
    """The displays of each station. Stateless over the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(
        self, station: StationId, display: DisplayId, *, name: str, by: StaffId, at: datetime
    ) -> Display:
        """Let another display show the calls; one that is known already stays as it is.

        Args:
            display: ``SUBJECT_BYTES`` bytes as hexadecimal digits.
        """
        until = at + GOOD_FOR
        made = Display(station, display, name, by, at.isoformat(), until.isoformat())
        known = select(DISPLAYS.c.display).where(
            DISPLAYS.c.station == station, DISPLAYS.c.display == display
        )
        with self._database.changing() as connection:
            if connection.scalar(known) is None:
                connection.execute(insert(DISPLAYS), msgspec.to_builtins(made))
        return made

    def of(self, station: StationId) -> list[Display]:
        """Return the displays that were not ended, in the order they were made."""
        columns = [DISPLAYS.c[name] for name in Display.__struct_fields__]
        asked = (
            select(*columns)
            .where(DISPLAYS.c.station == station, DISPLAYS.c.ended_at.is_(None))
            .order_by(DISPLAYS.c.made_at)
        )
        with self._database.reading() as connection:
            return [Display(*row) for row in connection.execute(asked)]

    def end(self, station: StationId, display: DisplayId, *, at: datetime) -> None:
        """Let this display show nothing more."""
        with self._database.changing() as connection:
            connection.execute(
                update(DISPLAYS)
                .where(DISPLAYS.c.station == station, DISPLAYS.c.display == display)
                .values(ended_at=at.isoformat())
            )

    def shows(self, link: Link) -> bool:
        """Tell whether the display of ``link`` was made here and not ended."""
        asked = select(DISPLAYS.c.display).where(
            DISPLAYS.c.station == link.station,
            DISPLAYS.c.display == link.subject.hex(),
            DISPLAYS.c.ended_at.is_(None),
        )
        with self._database.reading() as connection:
            return connection.scalar(asked) is not None
