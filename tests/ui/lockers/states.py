"""Every face of the locker pages, for whoever looks at all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from kiosk.errors import Refused
from kiosk.ids import DoorId, RentalId
from kiosk.lockers.events import Purpose, Via
from kiosk.lockers.plan import Size
from kiosk.lockers.steps import Found
from kiosk.ports import Outcome
from screens.lockers.at_door import AT_DOOR, AtDoor
from screens.lockers.errand import Errand, Phase

Face = Callable[[Any], None]
"""Brings one face of a page onto a stage."""

QR = "YZL1:" + "x" * 22
DOOR = DoorId("A18")
RENTAL = RentalId("rental")
FACTS: Mapping[str, Any] = {"door": DOOR, "most": 24}
REFUSALS = (
    "wrong_code",
    "code_of_another_door",
    "door_free",
    "codes_resting",
    "no_such_door",
    "qr_used",
    "qr_unknown",
    "door_busy",
    "lockers_away",
    "full",
    "no_easy_door",
    "too_long",
    "no_subject",
    "code_in_use",
    "read_only",
    "family_read_only",
)


def refused(stage: Any, reason: str) -> Refused:
    """Return a refusal with all the facts its sentence may want."""
    until = stage.services.clock.now() + timedelta(minutes=16)
    return Refused(reason, until=until, size=Size.M, **FACTS)


def to(page: str, **given: Any) -> Face:
    """Go to a page from home."""

    def face(stage: Any) -> None:
        stage.navigator.home()
        stage.navigator.go(page, **given)

    return face


def at_the_door(errand: Errand) -> Face:
    """The door page with an errand that is so far."""

    def face(stage: Any) -> None:
        stage.navigator.home()
        until = stage.services.clock.now() + timedelta(hours=20)
        put(stage, errand, until=until)
        stage.navigator.go("lockers.door")

    return face


def put(stage: Any, errand: Errand, **changed: Any) -> AtDoor:
    """Give the visit an errand."""
    from msgspec.structs import replace

    navigator = stage.navigator
    at_door = AtDoor(
        replace(errand, **changed),
        desk=stage.services.desk,
        visit=navigator.visit,
        goes=navigator,
        voice=stage.services.voice,
    )
    navigator.visit.given[AT_DOOR] = at_door
    return at_door


def ask(stage: Any, *, overdue: bool = False) -> None:
    """The question, in time or late."""
    hours = -2 if overdue else 3
    until = stage.services.clock.now() + timedelta(hours=hours)
    found = Found(RENTAL, DOOR, until, overdue, True)
    to("lockers.ask", found=found)(stage)


def overdue(stage: Any) -> None:
    """The question, kindly, when the time is over."""
    ask(stage, overdue=True)


def code(stage: Any, *, typed: str = "") -> None:
    """The second step of picking up."""
    to("lockers.pick_up")(stage)
    stage.page.choose_door(DOOR)
    stage.page.code = typed


def with_refusal(face: Face, reason: str) -> Face:
    """A face that has just refused something."""

    def shown(stage: Any) -> None:
        face(stage)
        stage.page.refuse(refused(stage, reason))

    return shown


def half_a_tail(stage: Any) -> None:
    """Two of four digits, and what is said of it."""
    to("lockers.more")(stage)
    stage.page.type("1")
    stage.page.type("3")
    stage.page.done()


def _errand(purpose: Purpose, phase: Phase, **changed: Any) -> Errand:
    code = {"code": "482917", "qr": QR} if purpose is Purpose.STORE else {"via": Via.CODE}
    return Errand(purpose, phase, door=DOOR, rental=RENTAL, **{**code, **changed})


STORE, FETCH, GIVE_BACK = Purpose.STORE, Purpose.FETCH, Purpose.GIVE_BACK
ERRANDS: Mapping[str, Errand] = {
    "opening": _errand(STORE, Phase.OPENING),
    "another": _errand(STORE, Phase.OPENING, moved_from=DoorId("A02")),
    "open": _errand(STORE, Phase.OPEN),
    "still open": _errand(STORE, Phase.OPEN, open_for=60),
    "alarm": _errand(STORE, Phase.OPEN, open_for=120),
    "stored": _errand(STORE, Phase.SHUT),
    "kept": _errand(STORE, Phase.KEPT),
    "unsure": _errand(STORE, Phase.UNSURE),
    "ended": _errand(STORE, Phase.ENDED, code="", qr=""),
    "fetching": _errand(FETCH, Phase.OPEN),
    "fetched": _errand(FETCH, Phase.SHUT),
    "fetch unsure": _errand(FETCH, Phase.UNSURE),
    "not opened": _errand(FETCH, Phase.NOT_OPENED, outcome=Outcome.NOT_OPENED),
    "not sent": _errand(GIVE_BACK, Phase.NOT_OPENED, outcome=Outcome.NOT_SENT),
    "giving back": _errand(GIVE_BACK, Phase.OPEN),
    "given back": _errand(GIVE_BACK, Phase.SHUT),
    "unseen": _errand(GIVE_BACK, Phase.UNSEEN),
}

FACES: Mapping[str, Face] = {
    "lockers": to("lockers"),
    "size": to("lockers.size"),
    "size: other doors": with_refusal(to("lockers.size"), "no_easy_door"),
    "more": to("lockers.more"),
    "more: half a tail": half_a_tail,
    "pick up": to("lockers.pick_up"),
    "pick up: no such door": with_refusal(to("lockers.pick_up"), "no_such_door"),
    "code": code,
    "code: resting": with_refusal(code, "codes_resting"),
    "ask": ask,
    "ask: overdue": overdue,
    "ask: busy": with_refusal(ask, "door_busy"),
    "door: wiped": to("lockers.door"),
    **{f"door: {name}": at_the_door(errand) for name, errand in ERRANDS.items()},
}
