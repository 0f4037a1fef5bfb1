"""What travels: bytes come back as they went, and nothing that is not ours is read."""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ids import OriginId
from kiosk.journal.entry import Head, Placed
from kiosk.packing import MOST_BYTES, MOST_UNPACKED, packed, unpacked
from kiosk.signatures import NONCE_BYTES, Signed, sign, signed_of, verify
from kiosk.wire import (
    ACCEPTED,
    JOURNAL,
    PROTOCOL,
    Forked,
    Gap,
    Garbled,
    Page,
    Push,
    Unlike,
    accepted_at,
    decode,
    decode_answer,
    encode,
)
from tests.fakes import MemoryJournal
from tests.journals import NOON, STATION, draft, private

KEY = bytes(range(32))
NOW = datetime(2026, 2, 11, 4, 0, tzinfo=UTC)


def placed() -> Placed:
    one = draft(private=private(note="帮我拿一下"))
    return Placed(MemoryJournal().append(one, position_time=NOON, refused="taken"), one.private)


def signed(body: bytes = b"body", at: datetime = NOW) -> Signed:
    nonce = os.urandom(NONCE_BYTES)
    return sign(KEY, "POST", JOURNAL, body, station=STATION, terminal="t1", at=at, nonce=nonce)


def test_a_hub_understands_the_protocol_before_its_own_and_none_later() -> None:
    assert [sorted(accepted_at(each)) for each in (1, 2, 7)] == [[1], [1, 2], [6, 7]]
    assert accepted_at(PROTOCOL) == ACCEPTED


def test_a_push_comes_back_as_it_went() -> None:
    push = Push(1, OriginId("t1.0"), (draft(private=private()), draft()), Head(3, b"d" * 32))
    assert decode(encode(push), Push) == push


@pytest.mark.parametrize(
    "answer", [Page((placed(),), Head(1, b"d" * 32)), Gap(7), Forked(7), Unlike((Head(),))]
)
def test_an_answer_comes_back_as_it_went(answer: Page | Gap | Forked | Unlike) -> None:
    assert decode_answer(encode(answer)) == answer


@given(st.binary(max_size=200))
def test_bytes_that_are_not_ours_are_garbled_and_nothing_else(body: bytes) -> None:
    for read in (decode_answer, lambda each: decode(each, Push)):
        with suppress(Garbled):
            read(body)


@given(st.binary(max_size=5_000))
def test_what_is_packed_is_unpacked(body: bytes) -> None:
    sent, headers = packed(body)
    assert unpacked(sent, headers.get("content-encoding")) == body


@pytest.mark.parametrize("cut", [1, 10, 40])
def test_a_packed_body_that_is_cut_off_is_garbled(cut: int) -> None:
    sent, _ = packed(os.urandom(2_000))
    with pytest.raises(Garbled, match="unreadable"):
        unpacked(sent[:-cut], "gzip")


@pytest.mark.parametrize("encoding", ["br", "deflate", "gzip, gzip"])
def test_another_packing_is_not_read(encoding: str) -> None:
    with pytest.raises(Garbled, match="unreadable"):
        unpacked(b"x", encoding)


def test_a_small_body_that_unpacks_without_end_is_not_unpacked() -> None:
    packer = zlib.compressobj(wbits=16 + zlib.MAX_WBITS)
    bomb = packer.compress(bytes(MOST_UNPACKED + 1)) + packer.flush()
    assert len(bomb) < MOST_BYTES
    with pytest.raises(Garbled, match="too_large"):
        unpacked(bomb, "gzip")


def test_who_has_the_key_is_believed_for_five_minutes() -> None:
    for off in (timedelta(0), timedelta(minutes=5), -timedelta(minutes=5)):
        verify(KEY, "POST", JOURNAL, b"body", signed(), now=NOW + off)
    for off in (timedelta(minutes=5, seconds=1), -timedelta(hours=1)):
        with pytest.raises(Garbled, match="clock_off"):
            verify(KEY, "POST", JOURNAL, b"body", signed(), now=NOW + off)


@pytest.mark.parametrize("field", Signed.__struct_fields__)
def test_a_change_in_any_field_is_not_believed(field: str) -> None:
    changed = msgspec.structs.replace(signed(), **{field: "0" * 32})
    with pytest.raises(Garbled, match="wrong_key"):
        verify(KEY, "POST", JOURNAL, b"body", changed, now=NOW)


@pytest.mark.parametrize(
    ("key", "method", "path", "body"),
    [
        (bytes(32), "POST", JOURNAL, b"body"),
        (KEY, "GET", JOURNAL, b"body"),
        (KEY, "POST", JOURNAL + "?after=1", b"body"),
        (KEY, "POST", JOURNAL, b"other"),
    ],
)
def test_another_request_is_not_believed(key: bytes, method: str, path: str, body: bytes) -> None:
    with pytest.raises(Garbled, match="wrong_key"):
        verify(key, method, path, body, signed(), now=NOW)


def test_the_headers_carry_the_signature() -> None:
    one = signed()
    assert signed_of(one.headers()) == one
    for name in one.headers():
        with pytest.raises(Garbled, match="unreadable"):
            signed_of({**one.headers(), name: ""})
        with pytest.raises(Garbled, match="unreadable"):
            signed_of({**one.headers(), name: "x" * 101})
