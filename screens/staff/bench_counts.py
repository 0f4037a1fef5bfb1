"""What was counted in this session: every tried door, its times, and taking the counts along."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from kiosk.count_files import CountsWritten, write_counts
from kiosk.ids import DoorId
from kiosk.lockers.tally import DoorTally, Times, in_all, times
from kiosk.ports import Outcome
from screens.icons import Icon
from screens.staff.page import RowsPage
from screens.staff.rows import Row
from screens.staff.testing import TALLIES
from screens.widgets.button import BigButton


class CountsScreen(RowsPage):
    """All doors together, then door by door. The counts can be written to a stick."""

    icon = Icon.FACT_CHECK

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Counts")

    def nothing(self) -> str:
        """Return what to do first."""
        return self._("No door was tried since you signed in. Open some on the page before.")

    @property
    def tallies(self) -> dict[DoorId, DoorTally]:
        """What was counted in this session."""
        counted: dict[DoorId, DoorTally] = self.visit.given.get(TALLIES, {})
        return counted

    def rows(self) -> list[Row]:
        """Return a row for all, then one for each door that was tried."""
        tallies = self.tallies
        if not tallies:
            return []
        tried = sum(tally.cycles for tally in tallies.values())
        opened = in_all(tallies, Outcome.OPENED)
        ms = [ms for tally in tallies.values() for ms in tally.ms]
        whole = self._row(self._("All doors"), opened, tried, times(ms), good=opened == tried)
        each = [self._door(door, tallies[door]) for door in sorted(tallies)]
        return [whole, *each]

    def foot(self) -> None:
        """Put the button that writes."""
        if self.services.data is None or not self.tallies:
            return
        self.add_widget(
            BigButton(
                theme=self.theme,
                text=self._("Write the counts to a stick"),
                icon=Icon.SAVE,
                tone="primary",
                size_hint_y=None,
                height=self.theme.button,
                on_release=lambda _: self.write(),
            )
        )

    def write(self) -> None:
        """Write to the stick that is in, without one into the data directory."""
        config, data = self.services.config, self.services.data
        assert data is not None
        writing = partial(
            write_counts,
            self.tallies,
            station=config.id,
            at=self.services.clock.now(),
            media=[Path(place) for place in config.device.media],
            data=data,
        )
        self.do(writing, then=self._written, lane=self.services.files)

    def _written(self, written: CountsWritten) -> None:
        if written.on_stick:
            sentence = self._("Written to the stick: {name}. You may pull it out.")
        else:
            sentence = self._("No stick is in. Written to {folder}: {name}.")
        said = sentence.format(name=f"{written.name}.csv, .json", folder=written.folder)
        self.say_notice(said, tone="good")

    def _door(self, door: DoorId, tally: DoorTally) -> Row:
        opened = tally.count(Outcome.OPENED)
        return self._row(str(door), opened, tally.cycles, times(tally.ms), good=tally.good)

    def _row(self, name: str, opened: int, tried: int, took: Times | None, *, good: bool) -> Row:
        hint = ""
        if took is not None:
            words = self._("shortest {least} ms, median {median} ms, p99 {p99} ms")
            hint = words.format(least=took.least, median=took.median, p99=took.p99)
        text = self._("{name}: {opened} of {tried} opened")
        return Row(
            text.format(name=name, opened=opened, tried=tried),
            hint,
            icon=Icon.CHECK_CIRCLE if good else Icon.WARNING,
            tone="good" if good else "bad",
        )
