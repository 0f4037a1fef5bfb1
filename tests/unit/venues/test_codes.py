"""Finding an application by code or QR, and what happens to whoever guesses."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.ids import CodeTag
from kiosk.tap import Tap
from kiosk.venues.proof import BY_STAFF, Proof
from kiosk.venues.records import Status
from tests.builders import refusal
from tests.unit.venues.world import FRIDAY, Hall, slot


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_code_and_qr_find_the_same_application_and_everything_of_it() -> None:
    hall = Hall()
    hall.apply()
    made = hall.apply(slot(FRIDAY), slot(FRIDAY, 15))
    by_code, by_qr = hall.desk.by_code(made.code), hall.desk.by_qr(made.qr)
    assert by_code.application == by_qr.application == made.application
    assert by_code.bookings == by_qr.bookings == made.bookings


@pytest.mark.parametrize("by", ["code", "qr"])
def test_a_resident_cancels_with_either_and_with_nothing_else(by: str) -> None:
    hall = Hall()
    made, other = hall.apply(), hall.apply(slot(FRIDAY))
    proof = hall.desk.by_code(made.code).proof if by == "code" else hall.proof(made)
    theirs, not_theirs = made.bookings[0].id, other.bookings[0].id
    assert refusal(hall.desk.cancel, Tap.fresh(), booking=not_theirs, proof=proof) == "not_yours"
    made_up = Proof.of_code(CodeTag("0" * 64))
    assert refusal(hall.desk.cancel, Tap.fresh(), booking=theirs, proof=made_up) == "not_yours"
    as_staff = Proof(BY_STAFF.via, proof.tag)
    assert refusal(hall.desk.cancel, Tap.fresh(), booking=theirs, proof=as_staff) == "not_yours"
    hall.desk.cancel(Tap.fresh(), booking=theirs, proof=proof)
    assert hall.status(made) is Status.CANCELLED


def test_the_fifth_wrong_code_rests_code_entry_alone() -> None:
    hall = Hall()
    made = hall.apply()
    guess = wrong(made.code)
    for _ in range(4):
        assert refusal(hall.desk.by_code, guess) == "wrong_code"
    assert refusal(hall.desk.by_code, guess) == "codes_resting"
    assert refusal(hall.desk.by_code, made.code) == "codes_resting"
    hall.desk.by_qr(made.qr)
    hall.apply(slot(FRIDAY))
    hall.clock.advance(minutes=1)
    hall.desk.by_code(made.code)


def test_each_rest_is_twice_as_long_until_a_right_code_comes() -> None:
    hall = Hall()
    made = hall.apply()
    rests = []
    for _ in range(6):
        for _ in range(5):
            refusal(hall.desk.by_code, wrong(made.code))
        rest = hall.venues.rest
        assert rest is not None
        rests.append(rest.until - hall.clock.now())
        hall.clock.jump_to(rest.until)
    assert [each // timedelta(minutes=1) for each in rests] == [1, 2, 4, 8, 16, 16]
    hall.desk.by_code(made.code)
    assert hall.venues.rest is None
    assert hall.tags()[-1] == "CodeAccepted"


def test_a_right_code_in_between_begins_the_count_anew() -> None:
    hall = Hall()
    made = hall.apply()
    for _ in range(3):
        for _ in range(4):
            assert refusal(hall.desk.by_code, wrong(made.code)) == "wrong_code"
        hall.desk.by_code(made.code)
    assert hall.venues.rest is None


@pytest.mark.parametrize("text", ["", "YZL1:abc", "YZV1:", "YZV1:abc", "http://example.org"])
def test_a_qr_of_something_else_is_not_taken_for_a_booking(text: str) -> None:
    hall = Hall()
    hall.apply()
    assert refusal(hall.desk.by_qr, text) == "qr_unknown"


def test_a_code_is_explained_for_a_month_after_the_day_and_then_unknown() -> None:
    hall = Hall()
    made = hall.booked()
    hall.go(slot().starts + timedelta(minutes=15))
    hall.pass_(days=30)
    hall.apply(slot(FRIDAY + timedelta(days=63)))
    assert hall.desk.by_code(made.code).bookings[0].status is Status.NO_SHOW
    hall.pass_(days=1)
    hall.apply(slot(FRIDAY + timedelta(days=64)))
    assert refusal(hall.desk.by_code, made.code) == "wrong_code"
    assert refusal(hall.desk.by_qr, made.qr) == "qr_unknown"
    assert made.application.id not in hall.venues.applications
    assert not hall.venues.code_taken(made.application.asked.code)
    assert not hall.venues.token_taken(made.application.asked.token)
    assert len(hall.venues.marks) == 1


def test_no_code_is_in_the_journal() -> None:
    hall = Hall()
    made = hall.apply()
    written = b"".join(entry.event for entry in hall.journal.read())
    for secret in (made.code, made.qr, made.qr[5:]):
        assert secret.encode() not in written
