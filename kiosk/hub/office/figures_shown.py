"""Statistics as staff see them: charts, the same numbers as tables, and a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec

from kiosk.figures.records import WAIT_STEP_MIN, WAIT_STEPS
from kiosk.figures.sums import CSV_HEAD, Stretch, csv_rows, mean_promise, mean_wait
from kiosk.hub.charts import Chart, Form, Series, bars, columns
from kiosk.ids import ServiceId, VenueId
from kiosk.words import Words

LONGEST = 366
"""Days that are drawn at once."""
_BEGINNING = date(2020, 1, 1)
"""No station here is older."""
PRESETS = (7, 30, 90, 365)
_BY_WEEK = 92
"""From so many days on a chart shows weeks instead of days."""


class TableShown(msgspec.Struct, frozen=True):
    """A table: words of its columns, rows whose first cell names them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class ChartShown(msgspec.Struct, frozen=True):
    """A chart with its table. ``svg`` is made here and escaped there."""

    title: str
    summary: str
    legend: tuple[tuple[str, str], ...]
    svg: str
    table: TableShown


class TotalShown(msgspec.Struct, frozen=True):
    """One number that stands above everything."""

    name: str
    value: str


class Figured:
    """The figures of some days, for one page.

    Args:
        services: what each service is called; ``venues``: each venue; ``doors``: how many.
    """

    def __init__(
        self,
        found: Stretch,
        words: Words,
        *,
        services: Mapping[ServiceId, str],
        venues: Mapping[VenueId, str],
        doors: int,
    ) -> None:
        self._found = found
        self._words = words
        self._ = words.gettext
        self._services = services
        self._venues = venues
        self._doors = doors
        self._line = found.line

    def totals(self) -> list[TotalShown]:
        """Return the numbers that matter most."""
        line, doors = self._line, self._found.doors
        places = list(self._found.venues.values())
        within = f"{line.within / line.told:.0%}" if line.told else "–"
        return [
            TotalShown(self._("Tickets"), str(sum(line.taken))),
            TotalShown(self._("Called within the time shown"), within),
            TotalShown(self._("Uses of doors"), str(doors.begun)),
            TotalShown(self._("Applications for places"), str(sum(one.applied for one in places))),
            TotalShown(self._("No-shows at places"), str(sum(one.no_show for one in places))),
        ]

    def charts(self) -> list[ChartShown]:
        """Return every chart that has something to show."""
        made = [
            self._tickets(),
            self._hours(),
            self._promises(),
            self._lengths(),
            self._by_service(),
            self._in_use(),
            self._bookings(),
        ]
        return [each for each in made if each.table.rows]

    # -- the queue -------------------------------------------------------------------------

    def _tickets(self) -> ChartShown:
        runs = self._runs()
        taken = tuple(float(sum(run.line.taken)) for _, run in runs)
        skipped = tuple(float(run.line.skipped) for _, run in runs)
        return self._columns(
            "tickets",
            self._("Tickets a day") if self._daily else self._("Tickets a week"),
            self._("How many numbers were taken, and how many were skipped."),
            [label for label, _ in runs],
            (
                Series(self._("Numbers taken"), taken),
                Series(self._("Numbers skipped"), skipped, Form.HATCHED),
            ),
        )

    def _hours(self) -> ChartShown:
        taken = self._line.taken
        busy = [hour for hour, count in enumerate(taken) if count]
        hours = range(min(busy), max(busy) + 1) if busy else range(0)
        return self._columns(
            "hours",
            self._("Tickets by hour"),
            self._("At which hour of the day numbers were taken, all days together."),
            [f"{hour}" for hour in hours],
            (Series(self._("Numbers taken"), tuple(float(taken[hour]) for hour in hours)),),
        )

    def _promises(self) -> ChartShown:
        runs = [(label, run) for label, run in self._runs() if run.line.told]
        lines = [run.line for _, run in runs]
        return self._columns(
            "promises",
            self._("Waits promised and waits that came"),
            self._("The mean wait of those who were shown a time, and the mean time shown."),
            [label for label, _ in runs],
            (
                Series(self._("Wait that came"), tuple(map(mean_wait, lines))),
                Series(self._("Time shown"), tuple(map(mean_promise, lines)), Form.LINE),
            ),
            unit=self._("min"),
        )

    def _lengths(self) -> ChartShown:
        labels = [f"{WAIT_STEP_MIN * step}–" for step in range(WAIT_STEPS)]
        told = self._line.told
        return self._columns(
            "lengths",
            self._("How long people waited"),
            self._("How many waited so many minutes, and how many had been shown that much."),
            labels if told else [],
            (
                Series(self._("Waited"), tuple(map(float, self._line.waits))),
                Series(self._("Shown"), tuple(map(float, self._line.promises)), Form.HATCHED),
            ),
            unit=self._("people"),
        )

    def _by_service(self) -> ChartShown:
        counts = sorted(self._line.services.items(), key=lambda each: (-each[1], each[0]))
        return self._bars(
            "services",
            self._("Tickets by service"),
            self._("How many numbers were taken for each service."),
            [self._services.get(service, service) for service, _ in counts],
            (Series(self._("Numbers taken"), tuple(float(count) for _, count in counts)),),
        )

    # -- doors and places ------------------------------------------------------------------

    def _in_use(self) -> ChartShown:
        runs = self._runs()
        any_use = any(run.doors.begun or run.doors.most for _, run in runs)
        of = self._("{count} doors in all.").format(count=self._doors) if self._doors else ""
        return self._columns(
            "doors",
            self._("Lockers"),
            self._("Uses that began, and doors in use at the busiest moment.") + f" {of}",
            [label for label, _ in runs] if any_use else [],
            (
                Series(self._("Uses begun"), tuple(float(run.doors.begun) for _, run in runs)),
                Series(
                    self._("Most in use"),
                    tuple(float(run.doors.most) for _, run in runs),
                    Form.LINE,
                ),
            ),
        )

    def _bookings(self) -> ChartShown:
        found = sorted(self._found.venues.items(), key=lambda each: (-each[1].applied, each[0]))
        names = [self._venues.get(venue, venue) for venue, _ in found]
        counts = [each for _, each in found]
        return self._bars(
            "venues",
            self._("Places"),
            self._("What happened to bookings of each place in this time."),
            names,
            (
                _series(self._("Applied"), [each.applied for each in counts], Form.FILLED),
                _series(self._("Approved"), [each.approved for each in counts], Form.HATCHED),
                _series(self._("Used"), [each.used for each in counts], Form.PALE),
                _series(self._("No-shows"), [each.no_show for each in counts], Form.STRONG),
            ),
        )

    # -- drawing ---------------------------------------------------------------------------

    @property
    def _daily(self) -> bool:
        return len(self._found.days) < _BY_WEEK

    def _runs(self) -> list[tuple[str, Stretch]]:
        """Return each day, or each run of seven days, with its label."""
        step = 1 if self._daily else 7
        days = self._found.days
        return [
            (f"{days[at][0]:%m-%d}", Stretch(days[at : at + step]))
            for at in range(0, len(days), step)
        ]

    def _columns(
        self,
        name: str,
        title: str,
        summary: str,
        labels: Sequence[str],
        series: Sequence[Series],
        unit: str = "",
    ) -> ChartShown:
        chart = Chart(name, title, summary, tuple(labels), tuple(series), unit)
        return self._shown(chart, columns(chart))

    def _bars(
        self,
        name: str,
        title: str,
        summary: str,
        labels: Sequence[str],
        series: Sequence[Series],
    ) -> ChartShown:
        chart = Chart(name, title, summary, tuple(labels), tuple(series))
        return self._shown(chart, bars(chart))

    def _shown(self, chart: Chart, svg: str) -> ChartShown:
        head = ("", *(each.name for each in chart.series))
        rows = tuple(
            (label, *(_number(each.values[place]) for each in chart.series))
            for place, label in enumerate(chart.labels)
        )
        legend = tuple((each.name, str(each.form)) for each in chart.series)
        return ChartShown(chart.title, chart.summary, legend, svg, TableShown(head, rows))


def _series(name: str, counts: Sequence[int], form: Form) -> Series:
    return Series(name, tuple(map(float, counts)), form)


def as_csv(found: Stretch) -> str:
    """Return a row for each day, for a table program; the mark at its beginning says UTF-8."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(CSV_HEAD)
    table.writerows(csv_rows(found))
    return "\ufeff" + text.getvalue()


def between(today: date, first: date | None, last: date | None) -> tuple[date, date]:
    """Return the days that are shown, whatever was asked: the last 30 without an answer."""
    last = min(max(last or today, _BEGINNING), today)
    first = first or last - timedelta(days=29)
    return min(max(first, last - timedelta(days=LONGEST - 1)), last), last


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}".removesuffix(".0")
