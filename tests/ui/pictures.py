"""Photograph pages for the documentation: ``.venv/bin/python -m tests.ui.pictures [PAGE …]``.

Writes ``docs/screenshots/NAME.png``; looked at before they are committed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from kiosk.hall.board import HallBoard
from screens.theme import Screen
from tests.ui import conftest  # opens the window
from tests.ui.display.stage import BUSY, HIGH, WIDE, HallStage
from tests.ui.harness import PANELS, Stage, save_small

SCREENSHOTS = Path(__file__).parents[2] / "docs" / "screenshots"


class Shot(NamedTuple):
    """One picture of a page, or of a face of the locker pages."""

    page: str
    panel: str = "portrait"
    language: str = "zh"
    care: bool = False
    low: bool = False
    name: str = ""

    @property
    def file(self) -> str:
        """The name of the file."""
        parts = [self.page.replace(".", "-"), self.panel, self.language]
        parts += ["care"] if self.care else []
        parts += ["low"] if self.low else []
        return f"{self.name or '-'.join(parts)}.png"


SHOTS = (
    Shot("attract"),
    Shot("home"),
    Shot("home", care=True),
    Shot("home", low=True),
    Shot("home", language="en"),
    Shot("home", panel="landscape"),
    Shot("home", panel="small"),
    Shot("help"),
    Shot("still_here"),
    Shot("still_here", panel="small", care=True),
    Shot("ruler", panel="landscape"),
    Shot("typing"),
    Shot("typing", panel="small"),
    Shot("typing", care=True),
    Shot("typing", low=True),
    Shot("typing", panel="landscape", language="en"),
    Shot("lockers", name="lockers-lockers"),
    Shot("size", name="lockers-size"),
    Shot("size", care=True, name="lockers-care-size"),
    Shot("size", panel="landscape", language="en", name="lockers-en-landscape-size"),
    Shot("door: open", name="lockers-open"),
    Shot("door: stored", name="lockers-stored"),
    Shot("door: stored", care=True, name="lockers-care-stored"),
    Shot("door: stored", panel="landscape", language="en", name="lockers-en-landscape-stored"),
    Shot("door: stored", panel="small", name="lockers-small-stored"),
    Shot("door: unsure", panel="small", name="lockers-small-unsure"),
    Shot("pick up", name="lockers-pick-up"),
    Shot("code", name="lockers-code"),
    Shot("code", panel="small", name="lockers-small-code"),
    Shot("ask", name="lockers-ask"),
    Shot("door: given back", name="lockers-given-back"),
    Shot("venues: zones", name="venues-zones"),
    Shot("venues: month", name="venues-month"),
    Shot("venues: slots: chosen", name="venues-slots"),
    Shot("venues: who", name="venues-who"),
    Shot("venues: heads", name="venues-heads"),
    Shot("venues: summary", name="venues-summary"),
    Shot("venues: applied", name="venues-applied"),
    Shot("venues: find", name="venues-find"),
    Shot("venues: booking: approved", name="venues-booking"),
    Shot("venues: month", panel="landscape", language="en", name="venues-en-landscape-month"),
    Shot("venues: slots: chosen", panel="small", name="venues-small-slots"),
    Shot("venues: zones", care=True, name="venues-care-zones"),
    Shot("staff.venue_application", name="staff-venue-application"),
    Shot("staff.venue_day", name="staff-venue-day"),
    Shot("queue: services", name="queue-services"),
    Shot("queue: service", name="queue-materials"),
    Shot("queue: ticket", name="queue-ticket"),
    Shot("queue: ticket", panel="landscape", language="en", name="queue-en-landscape-ticket"),
    Shot("queue: ticket", panel="small", name="queue-small-ticket"),
    Shot("queue: service", care=True, name="queue-care-materials"),
    Shot("queue: mine: waiting", name="queue-look-up"),
    Shot("queue: mine: skipped", name="queue-skipped"),
    Shot("queue: mine: rating", name="queue-rating"),
    Shot("queue: booked", name="queue-booked"),
    Shot("queue: visit: filled", name="queue-home-visit"),
    Shot("staff.counter", name="staff-counter"),
    Shot("staff.counter", panel="small", name="staff-small-counter"),
    Shot("staff.counter_list", name="staff-counter-list"),
    Shot("staff.home", name="staff-home"),
    Shot("staff.doors", name="staff-doors"),
    Shot("staff.door", name="staff-door"),
    Shot("staff.set_hours", name="staff-hours"),
    Shot("staff.history", name="staff-history"),
    Shot("staff.calendar", name="staff-calendar"),
    Shot("staff.calendar_year", name="staff-calendar-year"),
    Shot("staff.bench", name="staff-bench"),
    Shot("staff.bench_listen", name="staff-listen"),
    Shot("staff.first_pins", name="staff-first-pins"),
    Shot("staff.hub", name="staff-hub"),
    Shot("staff.hub_code", name="staff-hub-code"),
    Shot("staff.hub_differs", panel="small", language="en", name="staff-small-hub-differs"),
)


HALLS: Mapping[str, tuple[Screen, HallBoard | None]] = {
    "display-calls": (WIDE, BUSY),
    "display-calls-upright": (HIGH, BUSY),
    "display-gone": (WIDE, None),
}
"""Pictures of the hall display: panel, and what the terminal tells, if it is there."""


def take_hall(name: str) -> None:
    """Take one picture of the hall display."""
    screen, board = HALLS[name]
    with HallStage(screen) as stage:
        if board is not None:
            stage.show(board)
            stage.advance(1)
        save_small(stage.picture(), SCREENSHOTS / f"{name}.png")


def take(shot: Shot) -> None:
    """Take one picture."""
    from screens.visit import Language
    from tests.ui.lockers.states import FACES as LOCKERS
    from tests.ui.queue import showings as queue
    from tests.ui.queue.states import FACES as QUEUE
    from tests.ui.showings import SERVICES, family_of, show
    from tests.ui.venues.states import FACES as VENUES

    faces: dict[str, Callable[[Any], None]] = {
        **LOCKERS,
        **{f"venues: {name}": face for name, face in VENUES.items()},
        **{f"queue: {name}": partial(queue.show, name) for name in QUEUE},
    }
    family = "lockers" if shot.page in LOCKERS else shot.page.partition(":")[0]
    if shot.page not in faces:
        family = family_of(shot.page)
    with Stage(PANELS[shot.panel], services=SERVICES[family]()) as stage:
        visit = stage.navigator.visit
        visit.wipe(Language(shot.language))
        visit.care, visit.low = shot.care, shot.low
        if shot.page in faces:
            faces[shot.page](stage)
        else:
            show(stage, shot.page)
        save_small(stage.picture(), SCREENSHOTS / shot.file)


def main(pages: list[str]) -> None:
    """Take the pictures of ``pages``, or all."""
    try:
        for shot in SHOTS:
            if not pages or shot.page in pages:
                take(shot)
        for name in HALLS:
            if not pages or name in pages:
                take_hall(name)
    finally:
        conftest.pytest_unconfigure()


if __name__ == "__main__":
    main(sys.argv[1:])
