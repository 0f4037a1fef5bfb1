"""A busy day at the station, and every staff page shown with something on it."""

from __future__ import annotations

import atexit
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from kiosk.calendar_files import offer_of_text
from kiosk.commissioning import PlanChange
from kiosk.ids import BankId, DoorId, SettingKey, StaffId, staff_actor
from kiosk.journal.entry import Private
from kiosk.line_talk import Typed
from kiosk.lockers import LOCKERS, rules
from kiosk.lockers.events import Alarm, Mark, MarkReason, OpenReason
from kiosk.lockers.plan import Size
from kiosk.lockers.tally import DoorTally
from kiosk.ports import Opening, Outcome, Reading
from kiosk.staff import STAFF, calendar_rules
from kiosk.staff import rules as staff_rules
from kiosk.tap import Tap
from kiosk.telling import TELLING
from screens.services import Services
from screens.staff.testing import TALLIES
from screens.visit import SESSION
from tests.ui.staff.house import PINS, House
from tests.ui.staff.hub_days import Exchange, taken_in
from tests.ui.staff.queue_day import busy_counters
from tests.ui.telling.states import refuse_later
from tests.ui.venues import staff_states as venues
from tests.ui.venues.hall import Hall
from tests.ui.venues.happenings import Happened, happen

TAIL = "5678"
BANK = BankId("A")
NOTICE_2026 = (Path(__file__).parents[2] / "data" / "notices" / "2026.txt").read_text("utf-8")
BUSY_SETTINGS = {
    "hours.sat": "08:30-12:00, 14:30-18:00, 19:00-20:00",
    "lockers.grace_min": "20",
    "labels.welcome.zh": "欢迎来到驿站",
    "roles.reviewer": "view_doors",
}


def rent(house: House, size: Size, tail: str = "") -> DoorId:
    """Store something: the door is opened, sensed open and shut again."""
    private = Private(body={"phone_tail": tail}, salt=bytes(16)) if tail else None
    tap = Tap.fresh(private=private)
    house.desk.rent(tap, lambda step: None, size=size)
    house.bank_lane.run()
    (rental,) = (each for each in house.lockers.rentals.values() if str(each.id) == str(tap.id))
    house.look()
    house.sense(rental.door, Reading.CLOSED)
    return rental.door


def clear(house: House, door: DoorId) -> None:
    """Take the goods out of an overdue door."""
    tap = Tap.fresh(staff_actor(StaffId("01")))
    house.desk.clear(tap, lambda step: None, door=door, first=StaffId("01"), second=StaffId("02"))
    house.bank_lane.run()
    house.look()
    house.sense(door, Reading.CLOSED)


def mark(house: House, door: DoorId, to: Mark, reason: MarkReason = MarkReason.NONE) -> None:
    """Put a door into, or out of, service."""
    house.station.do(
        Tap.fresh(),
        LOCKERS,
        rules.mark,
        cabinet=house.cabinet,
        door=door,
        mark=to,
        reason=reason,
    )


def change(house: House, key: str, value: str, by: str = "02") -> None:
    """Change a setting."""
    house.station.do(
        Tap.fresh(staff_actor(StaffId(by))),
        STAFF,
        staff_rules.change_setting,
        by=StaffId(by),
        key=SettingKey(key),
        value=value,
    )


def make_busy(house: House) -> House:
    """Let a day pass with everything that can happen to a door."""
    cleared = rent(house, Size.M)
    house.clock.advance(hours=6)
    clear(house, cleared)
    rent(house, Size.M, TAIL)
    house.clock.advance(hours=6)
    house.look()
    for size in (Size.L, Size.S, Size.L, Size.S):
        rent(house, size)
    forced, broken, dirty = (free.id for free in house.free()[-3:])
    house.sense(forced, Reading.OPEN)
    mark(house, broken, Mark.OUT_OF_SERVICE, MarkReason.BROKEN)
    mark(house, dirty, Mark.CLEANING)
    for key, value in BUSY_SETTINGS.items():
        change(house, key, value)
    house.station.do(Tap.fresh(), STAFF, staff_rules.call_help)
    keep_calendar(house)
    return house


def keep_calendar(house: House) -> None:
    """Set a day off and one that is worked instead, which nobody announced."""
    for day, worked in ((date(2026, 3, 6), False), (date(2026, 3, 8), True)):
        house.station.do(
            Tap.fresh(staff_actor(StaffId("02"))),
            STAFF,
            calendar_rules.set_day,
            by=StaffId("02"),
            day=day,
            worked=worked,
            holiday="own",
        )


def overdue(house: House) -> DoorId:
    """Return a door whose time and grace are over."""
    at = house.clock.now()
    return next(each.door for each in house.lockers.rentals.values() if each.is_overdue(at))


def forced(house: House) -> DoorId:
    """Return a door that was opened without an order."""
    return next(each.id for each in house.lockers.doors.values() if each.alarm is Alarm.FORCED)


@cache
def busy_hall() -> tuple[Hall, Happened]:
    """The busy station, made once: showing its pages changes nothing of it."""
    folder = tempfile.TemporaryDirectory(prefix="staff-")
    house = Hall(Path(folder.name))
    make_busy(house)
    happened = happen(house)
    refuse_later(house)
    house.clock.advance(hours=12)  # the next morning
    busy_counters(house)
    atexit.register(folder.cleanup)
    atexit.register(house.close)
    return house, happened


def busy_house() -> House:
    """Return the busy station."""
    return busy_hall()[0]


def busy_services() -> Services:
    """What the staff pages are given."""
    return busy_house().services(exchange=Exchange(), join=taken_in)


def _goods() -> Any:
    return next(iter(busy_house().lockers.goods))


def _waiting() -> Any:
    return busy_house().queue_desk.state.waiting()[0].id


def _home_visit() -> Any:
    return next(iter(busy_house().queue_desk.state.visits))


def _to_tell() -> Any:
    return next(iter(busy_house().station.state(TELLING).refused))


GIVEN: Mapping[str, Callable[[], Mapping[str, Any]]] = {
    "staff.home": dict,
    "staff.to_tell": dict,
    "staff.to_tell_one": lambda: {"entry": _to_tell()},
    "staff.counter": dict,
    "staff.counter_list": dict,
    "staff.counter_number": dict,
    "staff.counter_ticket": lambda: {"ticket": _waiting()},
    "staff.counter_transfer": dict,
    "staff.counter_end": dict,
    "staff.counter_papers": dict,
    "staff.counter_pause": dict,
    "staff.home_visits": dict,
    "staff.home_visit": lambda: {"home_visit": _home_visit()},
    "staff.doors": dict,
    "staff.door_filter": dict,
    "staff.door": lambda: {"door": overdue(busy_house())},
    "staff.block_why": lambda: {"door": forced(busy_house())},
    "staff.open_why": lambda: {"door": overdue(busy_house())},
    "staff.open": lambda: {"door": overdue(busy_house()), "reason": OpenReason.LOST_CODE},
    "staff.clear_why": lambda: {"door": overdue(busy_house())},
    "staff.second": lambda: {"door": overdue(busy_house()), "note": "…"},
    "staff.clear_door": lambda: {
        "door": overdue(busy_house()),
        "note": "…",
        "second": StaffId("02"),
    },
    "staff.own_pin": dict,
    "staff.goods": dict,
    "staff.collect": lambda: {"rental": _goods(), "what": "A01"},
    "staff.handovers": dict,
    "staff.hand_over": dict,
    "staff.reservations": dict,
    "staff.extend": dict,
    "staff.cleaning": dict,
    "staff.settings": dict,
    "staff.setting_group": lambda: {"group": "lockers"},
    "staff.set_number": lambda: {"key": SettingKey("lockers.reserve_until_share")},
    "staff.set_hours": lambda: {"key": SettingKey("hours.sat")},
    "staff.set_choice": lambda: {"key": SettingKey("notice.counting")},
    "staff.set_permissions": lambda: {"key": SettingKey("roles.supervisor")},
    "staff.set_text": lambda: {"key": SettingKey("labels.welcome.en")},
    "staff.history": dict,
    "staff.calendar": dict,
    "staff.calendar_year": lambda: {"year": 2026},
    "staff.calendar_month": lambda: {"year": 2026, "month": 2},
    "staff.calendar_day": lambda: {"day": date(2026, 2, 14)},
    "staff.calendar_why": lambda: {"day": date(2026, 2, 12), "worked": False},
    "staff.calendar_sure": lambda: {"ask": "plain", "year": 2027},
    "staff.calendar_files": dict,
    "staff.calendar_offer": lambda: {"offer": offer_of_text(NOTICE_2026, "2026.txt")},
    "staff.calendar_history": dict,
    "staff.day_sheet": dict,
    "staff.members": dict,
    "staff.member": lambda: {"member": StaffId("02")},
    "staff.enrol": dict,
    "staff.give_role": lambda: {"member": StaffId("02")},
    "staff.leaves": lambda: {"member": StaffId("02")},
    "staff.bench": dict,
    "staff.bench_walk": dict,
    "staff.bench_contacts": dict,
    "staff.bench_line": dict,
    "staff.bench_tools": dict,
    "staff.bench_counts": dict,
    "staff.bench_ports": dict,
    "staff.bench_listen": lambda: {"bank": BANK},
    "staff.bench_console": lambda: {"bank": BANK},
    "staff.bench_send": lambda: {"bank": BANK, "typed": _question()},
    "staff.plan_change": lambda: {
        "change": PlanChange(2, "", ""),
        "sentence": "The doors A01, A02 get the locks that opened them.",
    },
    "staff.try_typing": dict,
    "staff.clock": dict,
    "staff.about": dict,
    "staff.hub": dict,
    "staff.hub_code": lambda: {"address": "https://192.168.1.5:8470"},
    "staff.hub_differs": dict,
}
"""What each page is handed, for somebody who is signed in."""


def _question() -> Typed:
    return busy_house().wires.talk.typed(BANK, "80010033")


def show_counts(stage: Any) -> None:
    """Show the counts of a cycle test."""
    show_signed_in("staff.home", stage)
    stage.navigator.visit.given[TALLIES] = COUNTED
    stage.navigator.go("staff.bench_counts")


def show_bench(stage: Any) -> None:
    """Show the doors after a cycle test."""
    show_signed_in("staff.home", stage)
    stage.navigator.visit.given[TALLIES] = COUNTED
    stage.navigator.go("staff.bench")


def show_listen(stage: Any) -> None:
    """Show a line while its bank reads all doors, opens one, and hears noise."""
    show_signed_in("staff.bench_listen", stage)
    wires = busy_house().wires
    bank, cabinet = wires.banks[BANK], wires.cabinets[BANK]
    bank.read()
    bank.open(DoorId("A03"))
    cabinet.shut(1, 3, bank.time.now())
    stage.advance(1.1)


def show_send(stage: Any) -> None:
    """Show a question with its answer."""
    show_signed_in("staff.bench_send", stage)
    stage.page.send()
    stage.settle()


def show_console(stage: Any) -> None:
    """Show some bytes while they are typed."""
    show_signed_in("staff.bench_console", stage)
    for digit in "80010033":
        stage.page.type(digit)
    stage.settle()


def _opened(*ms: int, failed: int = 0) -> DoorTally:
    tally = DoorTally()
    for each in ms:
        tally = tally.with_opening(Opening(Outcome.OPENED, elapsed_ms=each, pulses=1))
    for _ in range(failed):
        tally = tally.with_opening(Opening(Outcome.NOT_OPENED, elapsed_ms=3000, pulses=2))
    return tally


COUNTED = {
    DoorId("A01"): _opened(212, 208, 231),
    DoorId("A02"): _opened(219, 224, 240),
    DoorId("A03"): _opened(225, failed=2),
}
"""Three rounds over three doors, one of which sticks."""


def show_signed_in(page: str, stage: Any) -> None:
    """Go to ``page`` as the administrator, without building the pages on the way each time."""
    login = stage.services.login
    stage.navigator.visit.forget_task()
    stage.navigator.visit.given[SESSION] = login.sign_in(StaffId("01"), PINS["01"])
    stage.navigator.go(page, **GIVEN[page]())


SHOWINGS: Mapping[str, Callable[[Any], None]] = {
    **{page: partial(show_signed_in, page) for page in GIVEN},
    **{page: partial(venues.show, page, of=busy_hall) for page in venues.GIVEN},
    "staff.bench": show_bench,
    "staff.bench_counts": show_counts,
    "staff.bench_listen": show_listen,
    "staff.bench_console": show_console,
    "staff.bench_send": show_send,
}
