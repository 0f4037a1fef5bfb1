"""Who is to be told that something could not stand: the list, and one of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kiosk.concerned import TELLERS, contact_of
from kiosk.ids import RESIDENT, EntryId
from kiosk.masking import mask_name, mask_phone
from kiosk.phrases import printed as print_words
from kiosk.phrases import telling as phrases
from kiosk.ports import Printed
from kiosk.tap import Done
from kiosk.telling import TELLING, rules
from kiosk.telling.events import How
from kiosk.telling.records import Telling, ToTell
from kiosk.typing.fields import phone_grouped
from screens.icons import Icon
from screens.staff.page import RowsPage
from screens.staff.rows import Row
from screens.telling.details import details
from screens.telling.slip import news_slip

LOOK_EVERY = 3.0
"""Seconds between two looks at the list while it is shown."""


class TellingPage(RowsPage):
    """A page about news."""

    icon = Icon.FORUM

    @property
    def telling(self) -> Telling:
        """What somebody does not know yet."""
        return self.station.state(TELLING)

    def what(self, news: ToTell) -> str:
        """Return what it was, and which one."""
        parts = (phrases.thing(self._, news.kind), details(self, news))
        return ": ".join(part for part in parts if part)

    def whose(self, news: ToTell) -> str:
        """Return who made it, if that was somebody of the staff."""
        return "" if news.actor == RESIDENT else self.who(news.actor)


class ToTellScreen(TellingPage):
    """Everybody who is to be told, the oldest first."""

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("To be told")

    def nothing(self) -> str:
        """Return the sentence for an empty list."""
        return self._("Everybody knows how things stand.")

    def on_pre_enter(self) -> None:
        """Show the list, and what comes while it is shown."""
        super().on_pre_enter()
        self.keep_looking(LOOK_EVERY)

    def rows(self) -> list[Row]:
        """Return the list."""
        return [self._row(each) for each in self.telling.to_tell()]

    def _row(self, news: ToTell) -> Row:
        since = self._("recorded {at}").format(at=self.time_of(news.made))
        hints = (phrases.why(self._, news.reason), self.whose(news), since)
        may = self.may(TELLERS.get(news.family))
        return Row(
            self.what(news),
            " · ".join(hint for hint in hints if hint),
            icon=Icon.FORUM,
            tone="care",
            wide=True,
            touched=partial(self.goes.go, "staff.to_tell_one", entry=news.entry) if may else None,
        )


class ToTellOneScreen(TellingPage):
    """One of them: what, why, whom to call, and how they were told. Given: ``entry``."""

    def heading(self) -> str:
        """Return what it is about."""
        news = self.news
        return self._("To be told") if news is None else phrases.thing(self._, news.kind)

    def nothing(self) -> str:
        """Return the sentence for one who was told meanwhile."""
        return self._("They have been told already.")

    @property
    def entry(self) -> EntryId:
        """The entry that was refused."""
        entry: EntryId = self.given["entry"]
        return entry

    @property
    def news(self) -> ToTell | None:
        """What is to be told, while it is."""
        return self.telling.refused.get(self.entry)

    def on_pre_enter(self) -> None:
        """Show it; the number stays masked until somebody asks for it."""
        self._whole = self._printed = False
        super().on_pre_enter()

    def rows(self) -> list[Row]:
        """Return what is to be said, to whom, and how it was said."""
        news = self.news
        return [] if news is None else [*self._facts(news), *self._contact(news), *self._ways()]

    # -- verbs -----------------------------------------------------------------------------

    def show_number(self) -> None:
        """Show the whole number, to be called."""
        self._whole = True
        self.again()

    def told(self, how: How) -> None:
        """They know it."""
        news = self.news
        if news is None:
            self.again()
            return
        self.act(
            TELLING,
            rules.tell,
            needs=TELLERS.get(news.family),
            then=self._noted,
            entries=(self.entry,),
            how=how,
        )

    def print(self) -> None:
        """Put it on paper; handing it over is said by a touch of its own."""
        news = self.news
        if news is not None:
            name = self.services.printing.print(news_slip(self, news), self._told_of_paper)
            self.visit.at_end(lambda gone: self.services.printing.forget(name))
            self._printed = True
            self.again()

    def _told_of_paper(self, printed: Printed) -> None:
        if self.current:
            self.say_notice(print_words.sentence(printed, self._), tone=print_words.tone(printed))

    def _noted(self, _: Done) -> None:
        self.goes.back()
        self.goes.show_notice(self._("Noted: they know."), "good")

    # -- rows ------------------------------------------------------------------------------

    def _facts(self, news: ToTell) -> Iterator[Row]:
        which = details(self, news)
        yield Row(which or "—", self._("Which one"), icon=Icon.EVENT, wide=True)
        why = phrases.why(self._, news.reason)
        yield Row(why, self._("Why it could not stand"), icon=Icon.INFO, wide=True)
        whose = self.whose(news)
        if whose:
            yield Row(whose, self._("Who recorded it"), icon=Icon.BADGE, wide=True)

    def _contact(self, news: ToTell) -> Iterator[Row]:
        if news.actor != RESIDENT:
            return
        name, phone = contact_of(self.station, news)
        if not name and not phone:
            text = self._("Nothing is known of them: they are told when they come back.")
            yield Row(text, icon=Icon.PERSON, wide=True)
            return
        shown = phone_grouped(phone) if self._whole else mask_phone(phone)
        who = "  ".join(part for part in (mask_name(name) if name else "", shown) if part)
        yield Row(who, self._("Whom to tell"), icon=Icon.CALL, wide=True)
        if phone and not self._whole:
            text = self._("Show the whole number")
            yield Row(text, icon=Icon.VISIBILITY, touched=self.show_number, wide=True)

    def _ways(self) -> Iterator[Row]:
        yield self._way(self._("Told in person"), Icon.FORUM, How.IN_PERSON)
        yield self._way(self._("Told by phone"), Icon.CALL, How.PHONE)
        if self._printed:
            yield self._way(self._("Slip handed over"), Icon.RECEIPT_LONG, How.SLIP)
        elif self.services.printing.fitted:
            yield Row(self._("Print a slip"), icon=Icon.PRINT, touched=self.print)

    def _way(self, text: str, icon: Icon, how: How) -> Row:
        return Row(text, icon=icon, tone="primary", touched=partial(self.told, how))
