"""What a hub does not take, said with a code and a sentence, logged without anything personal."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from kiosk.hub.core import Hub
from kiosk.ids import ActorId, OriginId, StationId
from kiosk.journal.entry import Event, Head
from kiosk.packing import MOST_BYTES, packed
from kiosk.signatures import NONCE_BYTES
from kiosk.wire import (
    JOURNAL,
    PAIR,
    PROTOCOL,
    Answer,
    Fault,
    Forked,
    Gap,
    Pair,
    Push,
    Pushed,
    Unlike,
    Wrong,
    encode,
)
from tests.hubs import Desk, hub_in, served
from tests.journals import STATION, private
from tests.places import PlaceId, Taken

PHONE = "13812345678"


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    return hub_in(tmp_path)


@pytest.fixture
def client(hub: Hub) -> Iterator[httpx.Client]:
    with served(hub) as client:
        yield client


@pytest.fixture
def desk(hub: Hub, client: httpx.Client) -> Desk:
    return Desk.pair(hub, client)


def a_place(name: str = "a") -> Taken:
    return Taken(place=PlaceId(name))


def fault(answer: Answer) -> Fault:
    assert isinstance(answer, Wrong), answer
    assert answer.sentence.endswith(".")
    return answer.fault


def stored(hub: Hub) -> int:
    return hub.station(STATION).journal.head.position


def test_a_gap_says_which_number_is_expected_and_nothing_is_taken(hub: Hub, desk: Desk) -> None:
    first = desk.draft(a_place())
    desk.push(first)
    desk.seq += 1
    assert desk.push(desk.draft(a_place("b"))) == Gap(expected=2)
    assert stored(hub) == 1


def test_a_hole_within_a_push_takes_nothing_of_it(hub: Hub, desk: Desk) -> None:
    one, _, three = (desk.draft(a_place(name)) for name in "abc")
    assert desk.push(one, three) == Gap(expected=2)
    assert stored(hub) == 0


def test_a_known_number_with_another_id_is_a_fork(hub: Hub, desk: Desk) -> None:
    desk.push(desk.draft(a_place()))
    desk.seq = 0
    assert desk.push(desk.draft(a_place("b"))) == Forked(expected=2)
    assert stored(hub) == 1
    desk.origin, desk.seq = OriginId("t1.1"), 0
    assert isinstance(desk.push(desk.draft(a_place("b"))), Pushed)


def test_a_replayed_batch_changes_nothing_and_gets_the_same_answer(hub: Hub, desk: Desk) -> None:
    batch = [desk.draft(a_place(name), private=private()) for name in "aab"]
    first = desk.push(*batch)
    assert isinstance(first, Pushed)
    assert [placed.entry.refused for placed in first.page] == [None, "taken", None]
    assert desk.push(*batch) == first
    assert desk.push(*batch[1:]) == first
    assert stored(hub) == 3


def test_a_repeated_nonce_is_refused(hub: Hub, desk: Desk) -> None:
    desk.nonce = os.urandom(NONCE_BYTES)
    desk.push(desk.draft(a_place()))
    assert fault(desk.push(desk.draft(a_place("b")))) is Fault.REPEATED
    assert stored(hub) == 1


def test_a_nonce_that_another_process_has_seen_is_refused(
    hub: Hub, client: httpx.Client, tmp_path: Path
) -> None:
    other = hub_in(tmp_path)
    with served(other) as there:
        desk = Desk.pair(hub, client)
        desk.nonce = os.urandom(NONCE_BYTES)
        draft = desk.draft(a_place())
        assert isinstance(desk.push(draft), Pushed)
        desk.client = there
        assert fault(desk.push(draft)) is Fault.REPEATED


def test_a_wrong_key_an_unknown_terminal_and_another_station_are_refused(desk: Desk) -> None:
    draft = desk.draft(a_place())
    assert fault(desk.push(draft, key=bytes(32))) is Fault.WRONG_KEY
    assert fault(desk.push(draft, terminal="t9")) is Fault.UNKNOWN_TERMINAL
    assert fault(desk.push(draft, station=StationId("pingdi"))) is Fault.UNKNOWN_TERMINAL


def test_a_changed_body_is_refused(hub: Hub, desk: Desk, client: httpx.Client) -> None:
    body = encode(Push(PROTOCOL, desk.origin, (desk.draft(a_place()),)))
    request = desk.send("POST", JOURNAL, body).request
    headers = dict(request.headers)
    changed = client.request("POST", JOURNAL, content=body[:-1] + b"\x01", headers=headers)
    assert fault(Desk.answered(changed)) is Fault.WRONG_KEY
    assert stored(hub) == 1


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_an_hour_off_is_refused_and_told_the_time(desk: Desk, hours: int) -> None:
    right = desk.at
    desk.at += timedelta(hours=hours)
    answer = desk.push(desk.draft(a_place()))
    assert fault(answer) is Fault.CLOCK_OFF
    assert isinstance(answer, Wrong)
    assert answer.now == right


def test_a_terminal_that_was_ended_is_believed_no_more(hub: Hub, desk: Desk) -> None:
    hub.terminals.end(STATION, desk.paired.terminal, at=desk.at)
    assert fault(desk.pull()) is Fault.UNKNOWN_TERMINAL


@pytest.mark.parametrize("protocol", [PROTOCOL - 1, PROTOCOL + 1, 99])
def test_another_protocol_is_refused(hub: Hub, desk: Desk, protocol: int) -> None:
    answer = desk.push(desk.draft(a_place()), protocol=protocol)
    assert fault(answer) is Fault.PROTOCOL
    assert stored(hub) == 0


def test_entries_numbered_by_another_terminal_are_refused(desk: Desk) -> None:
    desk.origin = OriginId("t2.0")
    assert fault(desk.push(desk.draft(a_place()))) is Fault.WRONG_ORIGIN
    mixed = desk.draft(a_place())
    desk.origin = OriginId("t1.0")
    assert fault(desk.push(mixed)) is Fault.WRONG_ORIGIN


@pytest.mark.parametrize("actor", ["staff:1", "staff:001", "somebody", "hub", ""])
def test_an_actor_nobody_can_speak_for_is_refused(hub: Hub, desk: Desk, actor: str) -> None:
    draft = desk.draft(a_place(), actor=ActorId(actor))
    assert fault(desk.push(draft)) is Fault.WRONG_ACTOR
    assert stored(hub) == 0


@pytest.mark.parametrize(
    ("tag", "actor"),
    [
        ("venues.offered", "terminal"),
        ("queueing.day_closed", "staff:01"),
        ("venues.approved", "resident"),
        ("staff.role_given", "terminal"),
        ("privacy.erased", "resident"),
        ("no dot", "terminal"),
        ("Venues.Applied", "resident"),
    ],
)
def test_a_tag_its_actor_may_not_write_is_refused(
    hub: Hub, desk: Desk, tag: str, actor: str
) -> None:
    event = msgspec.json.encode({"tag": tag})
    for post in (desk.push, desk.decide):
        draft = desk.draft(a_place(), actor=ActorId(actor))
        assert fault(post(msgspec.structs.replace(draft, event=event))) is Fault.FOREIGN_TAG
    assert stored(hub) == 0


@pytest.mark.parametrize("event", [b"", b"\xff", b"[]", b'{"tag":1}', b"[" * 100_000])
def test_an_event_that_is_none_is_refused(desk: Desk, event: bytes) -> None:
    draft = msgspec.structs.replace(desk.draft(a_place()), event=event)
    assert fault(desk.push(draft)) is Fault.UNREADABLE


def test_a_tag_of_a_newer_program_is_kept_and_passed_on(desk: Desk) -> None:
    event = b'{"tag":"library.lent","copy":"c1"}'
    answer = desk.push(msgspec.structs.replace(desk.draft(a_place()), event=event))
    assert isinstance(answer, Pushed)
    assert [placed.entry.event for placed in answer.page] == [event]


@pytest.mark.parametrize("body", [b"", b"\xc1", b"{}", b"\x81\xa1a\x01" * 50, b"\x91" * 100_000])
def test_bytes_that_are_no_request_are_refused(desk: Desk, body: bytes) -> None:
    assert fault(desk.post(JOURNAL, body)) is Fault.UNREADABLE


def test_fifty_megabytes_are_refused_however_they_are_packed(
    hub: Hub, desk: Desk, client: httpx.Client
) -> None:
    body = bytes(50_000_000)
    assert len(packed(body)[0]) < MOST_BYTES
    assert fault(desk.post(JOURNAL, body)) is Fault.TOO_LARGE
    plain = client.post(PAIR, content=body)
    assert fault(Desk.answered(plain)) is Fault.TOO_LARGE
    assert stored(hub) == 0


def test_more_entries_than_a_push_may_have_are_refused(desk: Desk) -> None:
    assert fault(desk.push(*(desk.draft(a_place()) for _ in range(501)))) is Fault.TOO_LARGE


def test_another_history_gets_marks_to_find_the_common_part_by(hub: Hub, desk: Desk) -> None:
    for start in range(0, 40, 10):
        desk.push(*(desk.draft(a_place(f"{start + number}")) for number in range(10)))
    entries = list(hub.station(STATION).journal.read())
    for answer in (
        desk.pull(Head(30, bytes(31) + b"\x01")),
        desk.push(desk.draft(a_place("z")), head=Head(90, bytes(31) + b"\x01")),
    ):
        assert isinstance(answer, Unlike)
        assert answer.marks[-1] == Head()
        for mark in answer.marks[:-1]:
            assert entries[mark.position - 1].digest == mark.digest
    assert stored(hub) == 40


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "wait=99", "digest=zz", f"after={2**70}", "wait=nan"]
)
def test_a_question_that_is_none_is_refused(desk: Desk, query: str) -> None:
    assert fault(desk.answered(desk.send("GET", f"{JOURNAL}?{query}"))) is Fault.UNREADABLE


def test_a_request_that_nobody_signed_is_refused(client: httpx.Client) -> None:
    for response in (client.get(JOURNAL), client.post(JOURNAL, content=b"x")):
        assert response.status_code == 400
        assert fault(Desk.answered(response)) is Fault.UNREADABLE


def test_nothing_personal_is_logged(
    hub: Hub, desk: Desk, client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    class Secret(Event, frozen=True, tag="venues.offered"):
        words: str

    with caplog.at_level(logging.DEBUG):
        desk.push(desk.draft(Secret(words=PHONE), private=private(phone=PHONE)))
        desk.push(desk.draft(a_place(), private=private(phone=PHONE)), key=bytes(32))
        asked: Any = Pair(PROTOCOL, STATION, "123456", PHONE)
        client.post(PAIR, content=encode(asked))
        client.get(f"/{PHONE}?phone={PHONE}")
    said = [record.getMessage() for record in caplog.records if "denied" in record.getMessage()]
    assert len(said) >= 3
    assert not [line for line in said if PHONE in line]
