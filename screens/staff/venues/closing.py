"""Closing a place for some days or hours: which, from when to when, why; opening it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from kiosk.errors import Refused
from kiosk.hours import MIDNIGHT, Span
from kiosk.ids import BlackoutId, VenueId, new_id
from kiosk.settings import Permission
from kiosk.venues import upkeep
from kiosk.venues.interval import Interval
from kiosk.venues.plan import VenuePlan, local, on_day
from kiosk.venues.records import Blackout
from kiosk.venues.upkeep_events import BlackoutReason
from screens import dates
from screens.icons import Icon
from screens.staff.rows import Row
from screens.staff.venues.page import VenuePage
from screens.venues import phrases

ANSWERS = ("venue", "first", "last", "begin", "end", "why")
"""Each is asked for on a page of its own."""
ONE_DAY = timedelta(days=1)
DAYS_OFFERED = 62
HALF_HOUR = 30
DAY = 24 * 60
WHOLE = Span(time(), MIDNIGHT)
"""Hours that stand for a whole day."""


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
    """Return from which day to which, and the hours of a day that is not closed as a whole."""
    first, last = during.day, Interval(during.ends - timedelta(seconds=1), during.ends).day
    one, other = dates.day_words(page._, first), dates.day_words(page._, last)
    if first != last:
        return f"{one} – {other}"
    whole = during == on_day(first, WHOLE)
    return one if whole else f"{one}  {dates.span_words(during.starts, during.ends)}"


class CloseScreen(VenuePage):
    """One question after the other.

    Given: the answers ``venue``, ``first``, ``last``, ``why``; of a single day also ``begin`` and
    ``end`` in minutes, or ``begin`` alone as ``None``: the whole day.
    """

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
            "begin": self._("From what time?"),
            "end": self._("Until when?"),
            "why": self._("Why?"),
        }
        asked = self._asked()
        if asked:
            self.ask(questions[asked])

    def _asked(self) -> str:
        """Return the first question without an answer; empty if there is none."""
        given = self.given
        names = ["venue", "first", "last", "why"]
        if "last" in given and given["first"] == given["last"]:
            names[3:3] = ["begin"] if given.get("begin", 0) is None else ["begin", "end"]
        return next((name for name in names if name not in given), "")

    def rows(self) -> list[Row]:
        """Return the answers to the question, or what it means and the act."""
        match self._asked():
            case "venue":
                rows = [self._answer(self.name_of(each.id), venue=each.id) for each in self._venues]
            case "first":
                rows = list(self._days(self.moment().business_date, "first"))
            case "last":
                rows = list(self._days(self.given["first"], "last"))
            case "begin":
                whole = self._answer(self._("The whole day"), begin=None)
                rows = [whole, *self._times("begin", self._open[0], self._open[1] - HALF_HOUR)]
            case "end":
                rows = list(self._times("end", self.given["begin"] + HALF_HOUR, self._open[1]))
            case "why":
                rows = list(self._reasons())
            case _:
                rows = list(self._sure())
        return rows

    @property
    def _venues(self) -> Sequence[VenuePlan]:
        return self.site.venues

    @property
    def _open(self) -> tuple[int, int]:
        """The minutes of the chosen day between which hours can be closed."""
        plan = self.site.venue(self.given["venue"])
        spans = () if plan is None else plan.hours.on(self.given["first"])
        if not spans:
            return 0, 0
        return _minutes(spans[0].opens), _minutes(spans[-1].closes)

    def _times(self, name: str, begin: int, end: int) -> Iterator[Row]:
        """Yield times of the chosen day; those that are over are left out."""
        day, now = self.given["first"], self.moment().at
        for minutes in range(begin, end + 1, HALF_HOUR):
            at = _instant(day, minutes)
            if at + timedelta(minutes=HALF_HOUR if name == "begin" else 0) > now:
                yield self._answer(dates.clock_words(at), **{name: minutes})

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
        if "end" in self.given:
            begin, end = self.given["begin"], self.given["end"]
            return Interval(_instant(first, begin), _instant(first, end))
        return Interval(local(first, time()), local(last + ONE_DAY, time()))

    def close(self, *, cancelling: bool) -> None:
        """Close it."""
        self.decide(
            upkeep.black_out,
            Permission.MANAGE_VENUES,
            self._("Closed."),
            note=self.note,
            explains=True,
            back=1 + sum(name in self.given for name in (*ANSWERS, "noted")),
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


def _minutes(at: time) -> int:
    return DAY if at == MIDNIGHT else at.hour * 60 + at.minute


def _instant(day: date, minutes: int) -> datetime:
    return local(day, time()) + timedelta(minutes=minutes)


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
