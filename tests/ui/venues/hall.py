"""The station ``huaken`` and somebody who wants one of its places."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from kiosk.ids import VenueId
from kiosk.tap import Done, Tap
from kiosk.venue_settings import ApplicantKind
from kiosk.venues import VENUES, review
from kiosk.venues.form import Form
from kiosk.venues.interval import Interval
from kiosk.venues.plan import local
from kiosk.venues.receipt import Receipt
from kiosk.venues.records import Booking, Status, Venues
from screens.theme import Screen
from screens.visit import Language
from tests.ui.harness import PORTRAIT, Stage
from tests.ui.lockers.world import Resident as Visitor
from tests.ui.staff.house import House

ROOM, COURT = VenueId("meeting-room"), VenueId("basketball")
TODAY = date(2026, 2, 11)
"""A Wednesday, at ten o'clock."""
FIRST = date(2026, 2, 14)
"""The first day that can be booked: a Saturday that is worked."""
PHONE = "13800001234"


def slot(day: date = FIRST, hour: int = 9, hours: float = 2) -> Interval:
    """A stretch of a local day, from half past the hour as the station opens."""
    starts = local(day, time(hour, 30))
    return Interval(starts, starts + timedelta(hours=hours))


class Hall(House):
    """A house with what residents do to its places."""

    @property
    def venues(self) -> Venues:
        return self.station.state(VENUES)

    def form(self, number: int = 1, **more: Any) -> Form:
        """What applicant ``number`` fills in."""
        given: dict[str, Any] = {
            "kind": ApplicantKind.SOCIAL,
            "contact": "林小满",
            "phone": f"138{number:08}",
            "purpose": "合唱排练",
            "head_count": 10,
            "organisation_name": f"第{number}合唱团",
            "agreed": self.file.site.rules,
        }
        return Form(**{**given, **more})

    def apply(self, *slots: Interval, by: int = 1, venue: VenueId = ROOM, **more: Any) -> Receipt:
        """Apply at another terminal."""
        return self.venue_desk.apply(
            Tap.fresh(), venue=venue, slots=slots or (slot(),), form=self.form(by, **more)
        )

    def wait_for(self, at: Interval, by: int = 2) -> Receipt:
        """Stand in line."""
        return self.venue_desk.join_waitlist(Tap.fresh(), venue=ROOM, slot=at, form=self.form(by))

    def approve(self, receipt: Receipt) -> Receipt:
        """Say yes."""
        self.act(review.approve, bookings=[each.id for each in receipt.bookings])
        return receipt

    def act(self, rule: Any, *, tap: Tap | None = None, **facts: Any) -> Done:
        """Do what a rule of the venues allows."""
        return self.station.do(tap or Tap.fresh(), VENUES, rule, **facts)

    def booking(self, receipt: Receipt) -> Booking:
        """The first booking of an application, as it is now."""
        return self.venues.of(receipt.application.id)[0]

    def status(self, receipt: Receipt) -> Status:
        """How it stands."""
        return self.booking(receipt).status

    def go(self, at: datetime) -> None:
        """Let the clock move on, and what is due be done."""
        self.clock.jump_to(at)
        self.station.tend()


class Resident(Visitor):
    """Somebody at the screen, who reads what it says."""

    def __init__(self, stage: Stage, hall: Hall) -> None:
        super().__init__(stage, hall)  # type: ignore[arg-type]
        self.hall = hall

    def says(self, sentence: str) -> bool:
        """Whether the screen says so, anywhere in a text."""
        flat = [text.replace("\n", " ") for text in self.stage.texts()]
        return any(sentence in text for text in flat)

    def press(self, text: str) -> None:
        """Touch what says ``text``, or begins with it, turning leaves until it is there."""
        self.stage.advance(0.6)
        while not self._saying(text):
            after = self._saying(self.stage.page._("Next"))
            assert after, f"no button says {text!r}; there are {self.stage.texts()}"
            assert not after[0].disabled, f"no leaf says {text!r}; there are {self.stage.texts()}"
            self.stage.tap(*after[0].center)
        self.stage.tap(*self.target(text).center)

    def target(self, text: str) -> Any:
        """The thing to touch that says ``text``, or else begins with it."""
        found = self._saying(text)
        assert found, f"no button says {text!r}; there are {self.stage.texts()}"
        return found[0]

    def _saying(self, text: str) -> list[Any]:
        from screens.widgets.dress import Pressable

        self.stage.settle()
        all_ = [w for w in self.stage.widgets() if isinstance(w, Pressable)]
        exact = [w for w in all_ if w.text == text]
        return exact or [w for w in all_ if w.text.startswith(text)]

    def fill(self, name: str, text: str) -> None:
        """Put a text into a field as the keyboard does, and go on."""
        from screens.typing.typing import TypingScreen

        page = self.stage.page
        assert isinstance(page, TypingScreen), self.stage.texts()
        assert page.field.name == name
        page.change(type(page.draft)(text=text))
        page.done()
        self.stage.settle()


@contextmanager
def visiting(
    hall: Hall,
    screen: Screen = PORTRAIT,
    *,
    language: str = "en",
    care: bool = False,
    low: bool = False,
    page: str = "venues",
    **given: Any,
) -> Iterator[Resident]:
    """A visit that has come to a page of the venues."""
    with Stage(screen, services=hall.services()) as stage:
        stage.navigator.wake(care=care, language=Language(language))
        stage.navigator.visit.low = low
        if page:
            stage.navigator.go(page, **given)
        stage.advance(0.6)
        stage.settle()
        yield Resident(stage, hall)
