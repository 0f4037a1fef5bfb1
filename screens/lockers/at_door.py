"""Stands with a resident at a door, whatever page is shown: hears the desk, holds the idle clock.

It lives in the visit, so the help page may be looked at and come back from while a door is open.
When the visit is wiped it hears nothing more; the rental goes on without it.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.ids import DoorId
from kiosk.lockers.desk import LockerDesk
from kiosk.lockers.steps import NotOpened, Opened, Promised, StandsOpen, Step
from kiosk.lockers.waiting import Told
from kiosk.ports import Voice
from kiosk.voice.spoken import spoken_door
from screens.base import Goes
from screens.lockers.errand import Errand, Phase, follow
from screens.visit import Visit

AT_DOOR = "lockers.at_door"
"""Under this name it stands in ``Visit.given``."""
DOOR_PAGE = "lockers.door"


class AtDoor:
    """Follows one errand.

    Attributes:
        errand: how it stands.
        changed: called after each step, by whichever page shows it.
        refused: called instead while the desk has promised nothing yet.
    """

    def __init__(
        self, errand: Errand, *, desk: LockerDesk, visit: Visit, goes: Goes, voice: Voice
    ) -> None:
        self.errand = errand
        self.changed: Callable[[], None] | None = None
        self.refused: Callable[[Errand], None] | None = None
        self._desk = desk
        self._visit = visit
        self._goes = goes
        self._voice = voice
        self._held: DoorId | None = None
        self._over = False
        self._reminded = False

    def begin(self, order: Callable[[Told], None]) -> None:
        """Ask the desk; from here on this errand belongs to the visit."""
        self._visit.given[AT_DOOR] = self
        self._visit.at_end(self._end)
        order(self.told)

    def told(self, step: Step) -> None:
        """Hear one step from the desk."""
        if self._over:
            self.leave()
            return
        asked = self.errand.phase is Phase.ASKED
        self.take(follow(self.errand, step))
        self._speak(step)
        if asked:
            self._first_answer()

    def take(self, errand: Errand) -> None:
        """Go on with ``errand``: after a step, or what the resident said."""
        self.errand = errand
        self._hold(errand.door if errand.holds_idle else None)
        if self.changed is not None:
            self.changed()

    def leave(self) -> None:
        """Hear nothing more. What was ordered goes on."""
        self._over = True
        self._hold(None)
        self._desk.leave(self.told)
        if self._visit.given.get(AT_DOOR) is self:
            del self._visit.given[AT_DOOR]

    def _end(self, _gone: bool) -> None:
        self.leave()

    def _first_answer(self) -> None:
        if self.errand.phase in (Phase.REFUSED, Phase.FAILED):
            self.leave()
            if self.refused is not None:
                self.refused(self.errand)
        else:
            self._goes.replace(DOOR_PAGE)

    def _hold(self, door: DoorId | None) -> None:
        if self._held is not None and self._held != door:
            self._goes.hold_door(self._held, is_open=False)
        if door is not None and self._held != door:
            self._goes.hold_door(door, is_open=True)
        self._held = door

    def _speak(self, step: Step) -> None:
        match step:
            case Promised():
                self._aloud(*spoken_door(step.door, self._visit.language), "door_opens")
            case Opened():
                self._aloud("door_is_open")
            case NotOpened():
                self._aloud("door_not_open")
            case StandsOpen():
                self._aloud("shut_the_door_now" if self._reminded else "shut_the_door")
                self._reminded = True

    def _aloud(self, *clips: str) -> None:
        self._voice.say(*clips, language=self._visit.language)
