"""What applicants and staff wrote is erased in its time, not before, and stands nowhere else."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kiosk.ids import EntryId
from kiosk.log import logging_to
from kiosk.tap import Tap
from kiosk.venues import VENUES, integrity, review, rules
from kiosk.venues.events import RejectReason
from kiosk.venues.form import Details
from kiosk.venues.receipt import Receipt
from kiosk.venues.upkeep_events import ExcuseReason, Fault
from tests.journals import opened, traces
from tests.unit.venues.world import Hall, slot

PHONE = "13912345678"
WORDS: dict[str, Any] = {
    "contact": "林小满😀",
    "phone": PHONE,
    "purpose": "排练太极扇",
    "organisation_name": "晚霞太极队",
}
LATER = ("请补充名单", "名单在此处", "舞台灯碰坏", "当时停电了")
"""What was written about it afterwards, by staff and by the applicant."""


def a_whole_life(hall: Hall) -> Receipt:
    """Apply, bring what is missing, use, be marked and appeal: everything that can be written."""
    made = hall.apply(**WORDS)
    booking, application = made.bookings[0].id, made.application.id
    hall.noted(review.ask_supplement, LATER[0], application=application)
    proof = hall.proof(made)
    hall.desk.supplement(Tap.fresh(), application=application, proof=proof, text=LATER[1])
    hall.approve(made)
    hall.clock.jump_to(slot().starts)
    hall.desk.check_in(Tap.fresh(), booking=booking, proof=proof)
    hall.go(slot().ends)
    hall.noted(integrity.mark, LATER[2], booking=booking, fault=Fault.DAMAGE)
    (mark,) = hall.venues.marks
    hall.desk.appeal(Tap.fresh(), mark=mark, proof=proof, text=LATER[3])
    hall.do(integrity.excuse, mark=mark, reason=ExcuseReason.APPEAL)
    return made


def kept(hall: Hall, made: Receipt) -> bool:
    return hall.journal.private(EntryId(made.application.id)) is not None


def test_everything_is_there_for_a_year_after_the_day_and_gone_on_the_next() -> None:
    hall = Hall()
    made = a_whole_life(hall)
    assert hall.desk.details(made.application.id) == Details(
        WORDS["contact"], PHONE, WORDS["purpose"], WORDS["organisation_name"]
    )
    assert hall.desk.notes(made.application.id) == LATER
    hall.pass_(days=364)
    assert kept(hall, made)
    hall.pass_(days=1)
    assert not kept(hall, made)
    assert hall.desk.details(made.application.id) == Details()
    assert hall.venues.ended_notes == type(hall.venues.ended_notes)()
    assert hall.pass_(days=1) == 0


def test_a_series_is_kept_until_a_year_after_its_last_day() -> None:
    hall = Hall()
    made = hall.apply(*rules.weekly(slot(), 3))
    last = slot().day + timedelta(days=14)
    hall.go(slot(last).ends)
    hall.pass_(days=364)
    assert kept(hall, made)
    hall.pass_(days=1)
    assert not kept(hall, made)


def test_the_days_of_keeping_are_a_setting_and_count_from_the_decision_if_that_was_later() -> None:
    hall = Hall()
    hall.set("retention.booking_days", "2")
    made = hall.apply(slot(date(2026, 3, 5)))
    hall.do(review.reject, bookings=[made.bookings[0].id], reason=RejectReason.NOT_SUITABLE)
    hall.go(slot(date(2026, 3, 6)).starts)
    assert kept(hall, made)  # it would have been on the fifth
    hall.pass_(days=1)
    assert not kept(hall, made)
    assert made.application.id in hall.venues.applications
    assert hall.venues.applications[made.application.id].notes == ()


def test_what_ended_late_is_kept_from_then_on() -> None:
    hall = Hall()
    made = hall.booked()
    hall.clock.jump_to(slot().starts)
    hall.desk.check_in(Tap.fresh(), booking=made.bookings[0].id, proof=hall.proof(made))
    hall.pass_(days=10)  # the terminal was off
    hall.pass_(days=364)
    assert kept(hall, made)
    hall.pass_(days=1)
    assert not kept(hall, made)


def test_words_to_what_is_gone_already_are_erased_too() -> None:
    hall = Hall()
    made = hall.apply()
    hall.do(review.reject, bookings=[made.bookings[0].id], reason=RejectReason.NOT_SUITABLE)
    hall.pass_(days=60)
    who = made.application.asked.applicant
    exempt = {"applicant": who, "until": date(2026, 6, 1), "reason": ExcuseReason.OTHER}
    done = hall.noted(integrity.exempt, "熟人担保", **exempt)
    hall.pass_(days=364)
    assert hall.journal.private(done.entry.id) is not None
    hall.pass_(days=1)
    assert hall.journal.private(done.entry.id) is None


def spellings(text: str) -> set[bytes]:
    """Return how a text may stand in a file."""
    escaped = text.encode("unicode_escape")
    return {text.encode(), escaped, msgspec.json.encode(text)[1:-1], text.encode("utf-16-le")}


def left(directory: Path, words: Sequence[str]) -> dict[str, list[str]]:
    found = {
        word: [file for spelled in spellings(word) for file in traces(directory, spelled)]
        for word in words
    }
    return {word: files for word, files in found.items() if files}


def test_no_byte_of_what_was_typed_is_left_in_any_file(tmp_path: Path) -> None:
    """Over restarts and checkpoints, and a log that heard of it."""
    words = [*WORDS.values(), *LATER]
    with logging_to(tmp_path, console=None):
        hall = Hall(opened(tmp_path))
        made = a_whole_life(hall)
        hall.station.checkpoint()
        logging.getLogger("tests").error("somebody typed %s into %s", PHONE, made.code)
        hall.station.close()
        assert sorted(left(tmp_path, words)) == sorted(words)
        hall = Hall(opened(tmp_path), hall.clock)
        hall.pass_(days=364)
        assert sorted(left(tmp_path, words)) == sorted(words)
        hall.pass_(days=1)
        assert left(tmp_path, [*words, made.code, made.qr[5:]]) == {}
        hall.station.close()
        assert left(tmp_path, [*words, made.code, made.qr[5:]]) == {}
    again = opened(tmp_path)
    again.verify()
    again.close()


def test_nothing_typed_is_in_an_event_a_state_a_checkpoint_or_a_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    hall = Hall()
    made = a_whole_life(hall)
    hall.station.checkpoint()
    checkpoint = hall.journal.checkpoint(VENUES.name)
    assert checkpoint is not None
    written = b"".join(
        [
            *(entry.event for entry in hall.journal.read()),
            checkpoint.state,
            VENUES.pack(hall.venues),
            caplog.text.encode(),
        ]
    )
    for word in (*WORDS.values(), *LATER, made.code, made.qr[5:]):
        for spelled in (word, unicodedata.normalize("NFKD", word)):
            assert spelled.encode() not in written
