"""Calendars on a stick: which there are, what each says, and what would be different."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from kiosk.calendar_files import Offer, offers_on, span
from kiosk.notices.phrases import sentence
from kiosk.phrases import days as day_words
from kiosk.workdays import Difference, differences
from screens.icons import Icon
from screens.staff.calendar_page import CalendarPage
from screens.staff.page import RowsPage
from screens.staff.rows import Row
from screens.widgets.button import BigButton

MOST_DIFFERENCES = 40


class CalendarFilesScreen(CalendarPage, RowsPage):
    """The calendar files of every stick that is in."""

    icon = Icon.DOWNLOAD

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Calendars on a stick")

    def on_pre_enter(self) -> None:
        """Look at the sticks."""
        self._offers: Sequence[Offer] = ()
        super().on_pre_enter()
        self.look()

    def nothing(self) -> str:
        """Return what to do where there is none."""
        return self._(
            "No calendar was found. Put in a USB stick with the text of the notice as a .txt file, "
            "or a table as a .toml file, then touch Look again."
        )

    def foot(self) -> None:
        """Put the button that looks again."""
        self.add_widget(_wide_button(self, self._("Look again"), Icon.REFRESH, self.look))

    def look(self) -> None:
        """Read what is on the sticks; not on the station's lane, since a stick may hang."""
        config = self.services.config
        places = [Path(place) for place in config.device.media] if config is not None else []
        self.do(partial(offers_on, places), then=self._found, lane=self.services.files)

    def rows(self) -> list[Row]:
        """Return a row for each file."""
        return [self._row(offer) for offer in self._offers]

    def _row(self, offer: Offer) -> Row:
        if offer.sound:
            hint = self._("Says something about {years}").format(
                years=", ".join(map(str, offer.touched))
            )
        else:
            hint = self._("Cannot be taken over as it is")
        return Row(
            offer.name,
            hint,
            icon=Icon.CALENDAR_MONTH if offer.sound else Icon.WARNING,
            tone="card" if offer.sound else "care",
            touched=partial(self.goes.go, "staff.calendar_offer", offer=offer),
        )

    def _found(self, offers: Sequence[Offer]) -> None:
        self._offers = offers
        self.again()


class CalendarOfferScreen(CalendarPage, RowsPage):
    """What a file says, holiday by holiday, and what would be different. Given: ``offer``."""

    icon = Icon.DOWNLOAD

    @property
    def offer(self) -> Offer:
        """The calendar."""
        offer: Offer = self.given["offer"]
        return offer

    def heading(self) -> str:
        """Return the name of the file."""
        return self.offer.name

    def foot(self) -> None:
        """Put the way on, where there is one."""
        if self.offer.sound:
            go = partial(self.goes.go, "staff.calendar_year", offer=self.offer)
            text = self._("See the whole year")
            self.add_widget(_wide_button(self, text, Icon.CALENDAR_MONTH, go))

    def rows(self) -> list[Row]:
        """Return what was read, or why it cannot be taken over."""
        if not self.offer.sound:
            return self._troubles()
        return [*self._years(), *self._remarks(), *self._holidays(), *self._differences()]

    def _troubles(self) -> list[Row]:
        first = self._("This cannot be taken over. Correct the file, then read it again.")
        rows = [Row(first, icon=Icon.ERROR, tone="bad", wide=True)]
        notice = self.offer.notice
        said = [sentence(each, self._) for each in notice.troubles] if notice else []
        said += map(str, self.offer.problems)
        rows += [Row(text, icon=Icon.WARNING, wide=True) for text in said]
        return rows

    def _years(self) -> list[Row]:
        calendar = self.offer.calendar
        return [
            Row(str(year), self.counts(calendar, year), icon=Icon.CALENDAR_MONTH, wide=True)
            for year in self.offer.touched
        ]

    def _remarks(self) -> list[Row]:
        if self.offer.notice is None or not self.offer.notice.remarks:
            return []
        text = self._(
            "Days off and make-up days do not balance as the law has it. Compare with the notice."
        )
        return [Row(text, icon=Icon.WARNING, tone="care", wide=True)]

    def _holidays(self) -> list[Row]:
        calendar = self.offer.calendar
        names = [name for _, name in sorted(calendar.off.items())]
        names += [name for _, name in sorted(calendar.worked.items())]
        return [self._holiday(name) for name in dict.fromkeys(names)]

    def _holiday(self, key: str) -> Row:
        calendar = self.offer.calendar
        off = [day for day, name in calendar.off.items() if name == key]
        worked = sorted(day for day, name in calendar.worked.items() if name == key)
        year = max(self.offer.touched)
        lines = [day_words.span_of(self._, first, last, year) for first, last in span(off)]
        text = self.plural("{name}, {count} day off", "{name}, {count} days off", len(off)).format(
            name=day_words.holiday(self._, key), count=len(off)
        )
        if worked:
            days = day_words.listed(
                self._, (day_words.in_year(self._, day, year) for day in worked)
            )
            lines.append(self._("worked instead: {days}").format(days=days))
        return Row(text, "\n".join(lines), icon=Icon.EVENT, wide=True)

    def _differences(self) -> list[Row]:
        found = differences(self.calendar, self.coming(self.offer), self.offer.touched)
        head = self.plural(
            "{count} day differs from what holds now",
            "{count} days differ from what holds now",
            len(found),
        ).format(count=len(found))
        head = head if found else self._("Nothing differs from what holds now.")
        rows = [Row(head, icon=Icon.SWAP_VERT, tone="care" if found else "good", wide=True)]
        rows += map(self._difference, found[:MOST_DIFFERENCES])
        stays = [day for day in sorted(self.held.own) if day.year in self.offer.calendar.years]
        for day in stays:
            text = day_words.date_of(self._, day)
            rows.append(Row(text, self._("set by this station, stays as it is"), icon=Icon.LOCK))
        return rows

    def _difference(self, each: Difference) -> Row:
        kinds = day_words.kinds(self._)
        before = kinds[each.before] if each.before else self._("not known")
        text = day_words.date_of(self._, each.day)
        return Row(text, f"{before} → {kinds[each.after]}", icon=Icon.SWAP_VERT)


def _wide_button(page: CalendarPage, text: str, icon: Icon, touched: object) -> BigButton:
    assert callable(touched)
    return BigButton(
        theme=page.theme,
        text=text,
        icon=icon,
        tone="primary",
        size_hint_y=None,
        height=page.theme.button,
        on_release=lambda _: touched(),
    )
