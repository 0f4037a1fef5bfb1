"""Closing a place for some days: which, from when to when, why; opening it again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from functools import partial
from typing import Any

from kiosk.errors import Refused
from kiosk.ids import BlackoutId, VenueId, new_id
from kiosk.phrases import dates
from kiosk.phrases import venues as phrases
from kiosk.settings import Permission
from kiosk.venues import upkeep
from kiosk.venues.interval import Interval
from kiosk.venues.plan import local
from kiosk.venues.records import Blackout
from kiosk.venues.upkeep_events import BlackoutReason
from screens.icons import Icon
from screens.staff.rows import Row
from screens.staff.venues.page import VenuePage

ONE_DAY = timedelta(days=1)
DAYS_OFFERED = 62


class BlackoutsScreen(VenuePage):
    """What is closed now or soon, and the way to close something."""

    icon = Icon.BLOCK

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Closed places")

    def rows(self) -> list[Row]:
        """Return the way to close something, then what is closed."""
        close = Row(
            self._("Close a place"),
            icon=Icon.ADD,
            tone="primary",
            touched=partial(self.goes.go, "staff.venue_close"),
        )
        return [close, *map(self._row, upkeep.blackouts(self.venues, self.moment()))]

    def _row(self, blackout: Blackout) -> Row:
        reason = phrases.blackout_reasons(self._)[blackout.reason]
        days = days_words(self, blackout.during)
        return Row(
            f"{self.name_of(blackout.venue)}  {days}",
            self._("{reason}. Touch to open it again.").format(reason=reason),
            icon=Icon.BLOCK,
            tone="care",
            touched=partial(self.goes.go, "staff.venue_open", blackout=blackout.id),
        )


def days_words(page: VenuePage, during: Interval) -> str:
    """Return from which day to which."""
    first, last = during.day, Interval(during.ends - timedelta(seconds=1), during.ends).day
    one, other = dates.day_words(page._, first), dates.day_words(page._, last)
    return one if first == last else f"{one} – {other}"


class CloseScreen(VenuePage):
    """One question after the other. Given: the answers ``venue``, ``first``, ``last``, ``why``."""

    icon = Icon.BLOCK

    def heading(self) -> str:
        """Return the place, once it is known."""
        venue: VenueId | None = self.given.get("venue")
        return self._("Close a place") if venue is None else self.name_of(venue)

    def fill(self) -> None:
        """Ask what is not answered yet."""
        questions = {
            "venue": self._("Which place?"),
            "first": self._("From which day?"),
            "last": self._("To which day? It is closed on that day too."),
            "why": self._("Why?"),
        }
        for name, question in questions.items():
            if name not in self.given:
                self.ask(question)
                return

    def rows(self) -> list[Row]:
        """Return the answers to the question, or what it means and the act."""
        if "venue" not in self.given:
            return [self._answer(self.name_of(each.id), venue=each.id) for each in self.site.venues]
        if "first" not in self.given:
            return list(self._days(self.moment().business_date, "first"))
        if "last" not in self.given:
            return list(self._days(self.given["first"], "last"))
        if "why" not in self.given:
            return list(self._reasons())
        return list(self._sure())

    def _answer(self, text: str, **answer: Any) -> Row:
        given = {**self.given, **answer}
        return Row(
            text,
            icon=Icon.CHEVRON_RIGHT,
            touched=partial(self.goes.go, "staff.venue_close", **given),
        )

    def _days(self, begin: date, name: str) -> Iterator[Row]:
        for number in range(DAYS_OFFERED):
            day = begin + number * ONE_DAY
            yield self._answer(dates.day_words(self._, day), **{name: day})

    def _reasons(self) -> Iterator[Row]:
        for reason, text in phrases.blackout_reasons(self._).items():
            if reason is not BlackoutReason.OTHER:
                yield self._answer(text, why=reason)
                continue
            yield Row(
                text,
                self._("type it"),
                icon=Icon.EDIT,
                touched=partial(
                    self.type_note,
                    self._("Why is it closed?"),
                    "staff.venue_close",
                    optional=False,
                    why=reason,
                    **self.given,
                ),
            )

    def _sure(self) -> Iterator[Row]:
        during = self._during()
        within = upkeep.bookings_within(
            self.venues, self.moment(), venue=self.given["venue"], during=during
        )
        reason = phrases.blackout_reasons(self._)[self.given["why"]]
        yield Row(days_words(self, during), self.note or reason, icon=Icon.EVENT, wide=True)
        if within:
            text = self.plural(
                "{count} booking is called off.", "{count} bookings are called off.", len(within)
            ).format(count=len(within))
            yield Row(text, self._("Nobody is marked for it."), Icon.WARNING, "bad", wide=True)
        for each in within[:4]:
            yield self.booking_row(each)
        yield Row(
            self._("Close it") if not within else self._("Close it and call these off"),
            icon=Icon.BLOCK,
            tone="primary",
            touched=partial(self.close, cancelling=bool(within)),
            wide=True,
        )

    def _during(self) -> Interval:
        first, last = self.given["first"], self.given["last"]
        return Interval(local(first, time()), local(last + ONE_DAY, time()))

    def close(self, *, cancelling: bool) -> None:
        """Close it."""
        self.decide(
            upkeep.black_out,
            Permission.MANAGE_VENUES,
            self._("Closed."),
            note=self.note,
            explains=True,
            back=6 if self.given.get("noted") else 5,
            blackout=BlackoutId(new_id()),
            site=self.site,
            venue=self.given["venue"],
            during=self._during(),
            reason=self.given["why"],
            cancelling=cancelling,
        )

    def refuse(self, refused: Refused) -> None:
        """Say why not; what is booked meanwhile is shown anew."""
        super().refuse(refused)
        self.again()


class OpenScreen(VenuePage):
    """Open a place again. Given: ``blackout``."""

    icon = Icon.LOCK_OPEN

    def heading(self) -> str:
        """Return the question."""
        return self._("Open it again?")

    def rows(self) -> list[Row]:
        """Return what is closed, and the act."""
        blackout: BlackoutId = self.given["blackout"]
        found = self.venues.blackouts.get(blackout)
        if found is None:
            return []
        days = days_words(self, found.during)
        return [
            Row(self.name_of(found.venue), days, icon=Icon.BLOCK, wide=True),
            Row(
                self._("Open it again"),
                icon=Icon.LOCK_OPEN,
                tone="primary",
                touched=partial(self.open, blackout),
                wide=True,
            ),
        ]

    def open(self, blackout: BlackoutId) -> None:
        """Open it."""
        self.decide(
            upkeep.lift, Permission.MANAGE_VENUES, self._("It is open again."), blackout=blackout
        )
