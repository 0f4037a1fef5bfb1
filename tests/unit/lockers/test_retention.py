"""What people gave is erased in its time, not before, and no byte of it is left in any file."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from kiosk.errors import NotDurable
from kiosk.ids import PersonId, StaffId
from kiosk.journal.entry import Private
from kiosk.lockers import LOCKERS, rules
from kiosk.lockers.events import Mark, MarkReason, OpenReason
from kiosk.lockers.plan import Size
from kiosk.log import logging_to
from kiosk.tap import Tap
from tests.builders import Site, door, note, set_to
from tests.journals import opened, traces

PHONE = "13912345678"
TAIL = "5678"


def typed(text: str = f"call {PHONE}") -> Tap:
    body = {"note": text, "phone_tail": f"tail={TAIL}"}
    return Tap.fresh(private=Private(body=body, salt=os.urandom(16), person=PersonId("p" * 64)))


def day(site: Site, days: float) -> None:
    site.clock.advance(days=days)
    site.station.tend()


def test_a_rental_keeps_its_notes_until_thirty_days_after_its_end() -> None:
    site = Site().serve()
    tap = typed()
    promised = site.rent(tap=tap)
    site.shut(promised.door)
    day(site, 200)
    assert site.journal.private(tap.id) is not None
    site.give_back(promised.rental)
    day(site, 29)
    assert site.journal.private(tap.id) is not None
    day(site, 1)
    assert site.journal.private(tap.id) is None
    assert site.lockers.ended_notes == type(site.lockers.ended_notes)()
    assert site.station.tend() == 0


def test_the_days_of_keeping_are_a_setting() -> None:
    site = Site().serve()
    set_to(site.station, "retention.locker_days", "2")
    tap = typed()
    promised = site.rent(tap=tap)
    site.shut(promised.door)
    site.give_back(promised.rental)
    day(site, 1)
    assert site.journal.private(tap.id) is not None
    day(site, 1)
    assert site.journal.private(tap.id) is None


def test_every_act_that_may_carry_a_note_has_it_erased() -> None:
    site = Site().serve()
    taps = {name: Tap.fresh(private=note(f"{name} {PHONE}")) for name in "abcdefgh"}
    promised = site.store()
    site.desk.staff_open(taps["a"], site.hears, door=promised.door, reason=OpenReason.LOST_CODE)
    site.settle()
    site.shut(promised.door)
    site.clock.advance(hours=6)
    one, two = StaffId("01"), StaffId("02")
    site.desk.clear(taps["b"], site.hears, door=promised.door, first=one, second=two)
    site.settle()
    site.shut(promised.door)
    do = site.station.do
    do(taps["c"], LOCKERS, rules.collect_goods, rental=promised.rental)
    dirty = {"mark": Mark.CLEANING, "reason": MarkReason.DIRTY}
    do(taps["d"], LOCKERS, rules.mark, cabinet=site.cabinet, door=door(9), **dirty)  # type: ignore[arg-type]
    site.wait(11)
    site.bank.open_doors.add(door(8))
    site.wait(3)
    do(taps["e"], LOCKERS, rules.see_alarm, door=door(8))
    site.bank.mute = True
    unsure = site.rent(tap=taps["f"])
    site.desk.give_up(taps["g"], site.hears, rental=unsure.rental)
    site.settle()
    do(taps["h"], LOCKERS, rules.rest_codes)
    assert all(site.journal.private(tap.id) is not None for tap in taps.values())
    day(site, 31)
    assert [name for name, tap in taps.items() if site.journal.private(tap.id)] == []


def left(directory: Path, needles: Sequence[str]) -> dict[str, list[str]]:
    found = {needle: traces(directory, needle.encode()) for needle in needles}
    return {needle: files for needle, files in found.items() if files}


def test_no_byte_of_a_phone_number_is_left_in_any_file(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Over restarts, checkpoints, a log that heard of it, and an erasure cut short."""
    with logging_to(tmp_path, console=None) as log:
        site = Site(journal=opened(tmp_path)).serve()
        promised = site.rent(Size.M, tap=typed())
        site.shut(promised.door)
        site.station.checkpoint()
        tap = typed(f"lost the code, {PHONE}")
        site.desk.staff_open(tap, site.hears, door=promised.door, reason=OpenReason.LOST_CODE)
        site.settle()
        site.shut(promised.door)
        logging.getLogger("tests").error("somebody typed %s into %s", PHONE, promised.code)
        site.station.close()
        assert traces(tmp_path, PHONE.encode()) != []
        site = Site(journal=opened(tmp_path), bank=site.bank, clock=site.clock).serve()
        site.give_back(promised.rental)
        day(site, 29)
        assert traces(tmp_path, PHONE.encode()) != []
        day(site, 2)
        needles = [PHONE, f"tail={TAIL}", promised.code, promised.qr[5:], "lost the code"]
        assert left(tmp_path, needles) == {}
        site.station.close()
        assert left(tmp_path, needles) == {}
        assert log.stat().st_size > 0
    again = opened(tmp_path)
    again.verify()
    again.close()


def test_what_could_not_be_erased_today_is_erased_when_it_can_be() -> None:
    site = Site().serve()
    tap = typed()
    promised = site.rent(tap=tap)
    site.shut(promised.door)
    site.give_back(promised.rental)
    site.clock.advance(days=31)
    site.journal.refuses = True  # type: ignore[attr-defined]
    with pytest.raises(NotDurable):
        site.station.tend()
    site.journal.refuses = False  # type: ignore[attr-defined]
    later = site.again()
    later.station.tend()
    assert later.journal.private(tap.id) is None
