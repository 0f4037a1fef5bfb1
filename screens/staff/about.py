"""About this terminal, for whoever is asked about it by phone; and its clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from kivy.properties import NumericProperty

from kiosk.clock import STATION_ZONE
from kiosk.ids import BankId
from kiosk.program import program_version
from kiosk.staff import STAFF, rules
from kiosk.tap import Done
from screens.icons import Icon
from screens.staff.needs_hub import situation_of
from screens.staff.page import RowsPage
from screens.staff.rows import Row
from screens.widgets.button import BigButton

STEPS: tuple[tuple[str, timedelta], ...] = (
    ("day", timedelta(days=1)),
    ("hour", timedelta(hours=1)),
    ("minute", timedelta(minutes=1)),
)


class AboutScreen(RowsPage):
    """Version, station, record, cabinets."""

    icon = Icon.INFO

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("About this terminal")

    def rows(self) -> list[Row]:
        """Return facts."""
        return [*self._program(), *self._record(), *self._hub(), *self._banks()]

    def _program(self) -> Iterator[Row]:
        journal = self.station.journal
        name = self.services.about.names.get(self.visit.language, "")
        yield Row(self._("Station"), f"{journal.station} · {name}", icon=Icon.STOREFRONT)
        text = self._("Version {version}").format(version=program_version())
        yield Row(self._("Program"), text, icon=Icon.BUILD)

    def _record(self) -> Iterator[Row]:
        station = self.station
        head = station.journal.head
        counted = self.plural("{count} entry", "{count} entries", head.position)
        digest = head.digest.hex()[:12]
        text = f"{counted.format(count=head.position)} · {digest}"
        yield Row(self._("Record"), text, icon=Icon.RECEIPT_LONG)
        odd = len(station.set_aside) + station.unknown_tags
        health = self._("All entries were understood.")
        if odd:
            health = self.plural(
                "{count} entry was not understood.", "{count} entries were not understood.", odd
            ).format(count=odd)
        if station.read_only:
            health = self._("A newer version wrote the record: it can only be read.")
        good = not odd and not station.read_only
        yield Row(
            self._("Health of the record"),
            health,
            icon=Icon.VERIFIED_USER if good else Icon.ERROR,
            tone="card" if good else "bad",
        )

    def _hub(self) -> Iterator[Row]:
        situation = situation_of(self)
        if situation is None:
            return
        standing = situation.standing
        there = self._("Connected since {since}")
        words = there if standing.connected else self._("No answer since {since}")
        yield Row(
            self._("Connection to the hub"),
            words.format(since=self.time_of(standing.since)),
            icon=Icon.REFRESH if standing.connected else Icon.WIFI_OFF,
            tone="card" if standing.connected else "bad",
        )

    def _banks(self) -> Iterator[Row]:
        for bank in self.desk.state.banks:
            name = self._("Cabinet {bank}").format(bank=bank.bank)
            doors = len(self.desk.cabinet.of_bank(bank.bank))
            words = self.plural("{count} door", "{count} doors", doors).format(count=doors)
            answers = self._("answers") if bank.online else self._("does not answer")
            counters = self._counters(bank.bank)
            yield Row(
                name,
                " · ".join(part for part in (words, answers, counters) if part),
                icon=Icon.INVENTORY_2 if bank.online else Icon.WIFI_OFF,
                tone="card" if bank.online else "bad",
            )

    def _counters(self, bank: BankId) -> str:
        health = self.desk.health()[bank]
        sentence = self._("{requests} questions, {timeouts} unanswered, {noise} bytes of noise")
        counters = sentence.format(
            requests=health.requests, timeouts=health.timeouts, noise=health.skipped_bytes
        )
        if not health.wrong_address:
            return counters
        return " · ".join((counters, self._("another address answers: do two boards share one?")))


class ClockScreen(RowsPage):
    """The clock beside another one: set it if need be, and say that it is right.

    Attributes:
        moved: seconds by which staff have moved it.
    """

    icon = Icon.SCHEDULE

    moved = NumericProperty(0)

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Clock")

    def on_pre_enter(self) -> None:
        """Go on showing the time."""
        clock = self.services.clock
        self.moved = max(0.0, (clock.offered() - clock.now()).total_seconds())
        super().on_pre_enter()
        self.bind(moved=self.again)
        self.keep_looking(1)

    @property
    def time(self) -> datetime:
        """What the clock would say."""
        return self.services.clock.now() + timedelta(seconds=self.moved)

    def rows(self) -> list[Row]:
        """Return the time, and steps to move it."""
        local = self.time.astimezone(STATION_ZONE)
        trusted = self.station.moment().trusted
        rows = [
            Row(
                f"{local:%Y-%m-%d %H:%M}",
                self._("It is trusted.") if trusted else self._("It is not trusted."),
                icon=Icon.SCHEDULE,
                tone="good" if trusted else "bad",
                wide=True,
            )
        ]
        _ = self._
        names = {
            "day": (_("1 day earlier"), _("1 day later")),
            "hour": (_("1 hour earlier"), _("1 hour later")),
            "minute": (_("1 min earlier"), _("1 min later")),
        }
        for name, step in STEPS:
            earlier, later = names[name]
            rows.append(Row(earlier, icon=Icon.REMOVE, touched=self._mover(-step)))
            rows.append(Row(later, icon=Icon.ADD, touched=self._mover(step)))
        return rows

    def foot(self) -> None:
        """Put the button that says it is right."""
        self.add_widget(
            BigButton(
                theme=self.theme,
                text=self._("This time is right"),
                icon=Icon.CHECK_CIRCLE,
                tone="primary",
                size_hint_y=None,
                height=self.theme.button,
                on_release=lambda _: self.confirm(),
            )
        )

    def confirm(self) -> None:
        """Say that the time shown is right."""
        self.act(
            STAFF,
            rules.confirm_clock,
            by=self.session.member,
            shown=self.time,
            then=self._confirmed,
        )

    def _mover(self, step: timedelta) -> Callable[[], None]:
        def move() -> None:
            self.moved += step.total_seconds()

        return move

    def _confirmed(self, _: Done) -> None:
        self.moved = 0
        self.again()
        self.say_notice(self._("Noted: the time is right."), tone="good")
