"""Closing a place for some days or hours: which, from when to when, why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from kiosk.errors import Refused
from kiosk.hours import Span, Week, minute_of, time_at
from kiosk.ids import BlackoutId, VenueId, new_id
from kiosk.phrases import dates
from kiosk.phrases import venues as phrases
from kiosk.settings import Permission
from kiosk.venues import upkeep
from kiosk.venues.interval import Interval
from kiosk.venues.plan import local
from kiosk.venues.upkeep_events import BlackoutReason
from screens.icons import Icon
from screens.staff.rows import Row
from screens.staff.venues.closed import WHOLE, days_words
from screens.staff.venues.page import VenuePage

ANSWERS = ("venue", "first", "last", "begin", "end", "why")
"""Each is asked for on a page of its own."""
ONE_DAY = timedelta(days=1)
DAYS_OFFERED = 62
HALF_HOUR = 30


class CloseScreen(VenuePage):
    """One question after the other.

    Given: the answers ``venue``, ``first``, ``last``, ``why``; of a single day also ``begin`` and
    ``end`` in minutes, or ``begin`` alone as ``None``: the whole day.
    """

    icon = Icon.BLOCK
    place = "staff.venue_close"
    names: tuple[str, ...] = ("venue", "first", "last", "why")

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
        days = self.names[:-1]
        hours: tuple[str, ...] = ()
        if "last" in given and given["first"] == given["last"]:
            hours = ("begin",) if given.get("begin", 0) is None else ("begin", "end")
        names = (*days, *hours, self.names[-1])
        return next((name for name in names if name not in given), "")

    def rows(self) -> list[Row]:
        """Return the answers to the question, or what it means and the act."""
        match self._asked():
            case "venue":
                rows = [
                    self._answer(self.name_of(each.id), venue=each.id) for each in self.site.venues
                ]
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
    def week(self) -> Week:
        """When what is closed would be open."""
        plan = self.site.venue(self.given["venue"])
        return Week() if plan is None else plan.hours

    @property
    def _open(self) -> tuple[int, int]:
        """The minutes of the chosen day between which hours can be closed."""
        spans = self.week.on(self.given["first"])
        return (minute_of(spans[0].opens), minute_of(spans[-1].closes)) if spans else (0, 0)

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
            touched=partial(self.goes.go, self.place, **given),
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
                    self.place,
                    optional=False,
                    why=reason,
                    **self.given,
                ),
            )

    def _sure(self) -> Iterator[Row]:
        within = upkeep.bookings_within(
            self.venues, self.moment(), venue=self.given["venue"], during=self.during
        )
        yield self.what_closes()
        if within:
            text = self.plural(
                "{count} booking is called off.", "{count} bookings are called off.", len(within)
            ).format(count=len(within))
            yield Row(text, self._("Nobody is marked for it."), Icon.WARNING, "bad", wide=True)
        for each in within[:4]:
            yield self.booking_row(each)
        yield self.closes(partial(self.close, cancelling=bool(within)), calls_off=bool(within))

    def what_closes(self) -> Row:
        """Return when, and why."""
        reason = phrases.blackout_reasons(self._)[self.given["why"]]
        return Row(days_words(self, self.during), self.note or reason, icon=Icon.EVENT, wide=True)

    def closes(self, act: Callable[[], None], *, calls_off: bool) -> Row:
        """Return the act."""
        return Row(
            self._("Close it and call these off") if calls_off else self._("Close it"),
            icon=Icon.BLOCK,
            tone="primary",
            touched=act,
            wide=True,
        )

    @property
    def during(self) -> Interval:
        """From when to when."""
        first, last, hours = self.given["first"], self.given["last"], self.hours
        return Interval(local(first, hours.opens), local(last, hours.closes))

    @property
    def hours(self) -> Span:
        """The hours of each day."""
        if "end" not in self.given:
            return WHOLE
        return Span(time_at(self.given["begin"]), time_at(self.given["end"]))

    @property
    def steps_back(self) -> int:
        """How many pages lead back to the list: one for each answer, and this one."""
        return 1 + sum(name in self.given for name in (*ANSWERS, "noted"))

    def close(self, *, cancelling: bool) -> None:
        """Close it."""
        self.decide(
            upkeep.black_out,
            Permission.MANAGE_VENUES,
            self._("Closed."),
            note=self.note,
            explains=True,
            back=self.steps_back,
            blackout=BlackoutId(new_id()),
            site=self.site,
            venue=self.given["venue"],
            during=self.during,
            reason=self.given["why"],
            cancelling=cancelling,
        )

    def refuse(self, refused: Refused) -> None:
        """Say why not; what is booked meanwhile is shown anew."""
        super().refuse(refused)
        self.again()


def _instant(day: date, minutes: int) -> datetime:
    return local(day, time()) + timedelta(minutes=minutes)
