"""Links for phones: only what the station made is followed, and only until its time is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from drivers.printer.picture import picture
from kiosk.ids import StationId
from kiosk.links import (
    Kind,
    Link,
    NotFollowed,
    Why,
    bare,
    is_link,
    path_of,
    qr_texts,
    read,
    scanned,
    station_in,
    subject_of,
    tail_of,
)
from kiosk.lockers.finding import QR_PREFIX as LOCKER_PREFIX
from kiosk.qr import matrix
from kiosk.queueing.desk import QR_PREFIX as TICKET_PREFIX
from kiosk.secrets import StationKey, draw_token
from kiosk.slips import Qr, Slip
from kiosk.venues.finder import QR_PREFIX as VENUE_PREFIX
from tests.builders import key
from tests.examples import examples

HERE = StationId("huaken")
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
OTHER_KEY = StationKey(bytes(31) + b"x")
HUB = "https://192.168.1.20:8470"

kinds = st.sampled_from(Kind)
on_slips = st.sampled_from((Kind.TICKET, Kind.VENUE, Kind.LOCKER))
subjects = st.binary(min_size=16, max_size=16)
ends = st.integers(1, 1_500_000).map(lambda hours: NOW + timedelta(hours=hours, minutes=7))


def refused(kind: Kind, station: StationId, tail: str, at: datetime = NOW) -> Why:
    with pytest.raises(NotFollowed) as found:
        read(kind, station, tail, key(), at)
    return found.value.why


@examples(60)
@given(kind=kinds, subject=subjects, until=ends)
def test_a_link_that_was_made_here_leads_where_it_was_made_for(
    kind: Kind, subject: bytes, until: datetime
) -> None:
    tail = tail_of(Link(kind, HERE, subject, until), key())
    found = read(kind, HERE, tail, key(), until - timedelta(hours=1))
    assert (found.kind, found.station, found.subject) == (kind, HERE, subject)
    assert timedelta(0) <= found.until - until < timedelta(hours=1)


@examples(60)
@given(kind=kinds, subject=subjects, until=ends)
def test_a_link_is_over_once_its_time_is(kind: Kind, subject: bytes, until: datetime) -> None:
    tail = tail_of(Link(kind, HERE, subject, until), key())
    assert refused(kind, HERE, tail, until + timedelta(hours=1)) is Why.OVER


@examples(60)
@given(kind=kinds, tail=st.text(max_size=60))
def test_whatever_is_written_into_an_address_is_only_not_known(kind: Kind, tail: str) -> None:
    assert refused(kind, HERE, tail) is Why.UNKNOWN


@examples(60)
@given(kind=kinds, subject=subjects, bit=st.integers(0, 27 * 8 - 1))
def test_a_link_with_one_bit_changed_is_not_followed(kind: Kind, subject: bytes, bit: int) -> None:
    tail = tail_of(Link(kind, HERE, subject, LATER), key())
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    at, within = divmod(bit, 5)
    changed = signs[signs.index(tail[at]) ^ (16 >> within)]
    assert refused(kind, HERE, tail[:at] + changed + tail[at + 1 :]) is Why.UNKNOWN


@examples(40)
@given(kind=kinds, other=kinds, subject=subjects)
def test_a_link_of_one_kind_or_station_or_key_is_none_of_another(
    kind: Kind, other: Kind, subject: bytes
) -> None:
    made = Link(kind, HERE, subject, LATER)
    if other is not kind:
        assert refused(other, HERE, tail_of(made, key())) is Why.UNKNOWN
    assert refused(kind, StationId("pingdi"), tail_of(made, key())) is Why.UNKNOWN
    assert refused(kind, HERE, tail_of(made, OTHER_KEY)) is Why.UNKNOWN


def test_a_link_cut_short_is_not_followed() -> None:
    tail = tail_of(Link(Kind.TICKET, HERE, bytes(16), LATER), key())
    assert {refused(Kind.TICKET, HERE, tail[:length]) for length in range(44)} == {Why.UNKNOWN}


@examples(60)
@given(kind=on_slips, subject=subjects)
def test_a_scanner_reads_a_link_as_the_token_in_it(kind: Kind, subject: bytes) -> None:
    link = Link(kind, HERE, subject, LATER)
    made = qr_texts(HUB, HERE, key())(kind, link.token, LATER)
    assert is_link(made)
    assert scanned(made) == bare(kind, link.token, LATER)
    assert scanned(made.lower()) == scanned(made)
    assert subject_of(link.token) == subject


@examples(60)
@given(text=st.text(max_size=90))
def test_what_is_no_link_is_scanned_as_it_stands(text: str) -> None:
    assert scanned(text) == text


def test_a_link_that_is_over_or_of_an_old_address_still_opens_a_door() -> None:
    token = draw_token()
    made = qr_texts("http://old.example", HERE, key())(Kind.LOCKER, token, NOW - timedelta(days=9))
    assert scanned(made) == LOCKER_PREFIX + token


def test_without_an_address_codes_stay_as_they_are() -> None:
    token = draw_token()
    texts = qr_texts("", HERE, key())
    assert [texts(kind, token, NOW) for kind in (Kind.TICKET, Kind.VENUE, Kind.LOCKER)] == [
        prefix + token for prefix in (TICKET_PREFIX, VENUE_PREFIX, LOCKER_PREFIX)
    ]
    assert (TICKET_PREFIX, VENUE_PREFIX, LOCKER_PREFIX) == ("YZQ1:", "YZV1:", "YZL1:")


@pytest.mark.parametrize("address", [HUB, "https://yizhan.huaken.example.cn"])
def test_a_code_is_coarse_enough_for_an_old_phone(address: str) -> None:
    made = qr_texts(address, HERE, key())(Kind.TICKET, draw_token(), LATER)
    quiet = 2 * 4
    assert len(matrix(made)) - quiet <= 37


@pytest.mark.parametrize("width", [384, 576])
def test_the_code_on_paper_is_read_by_another_decoder(width: int) -> None:
    made = qr_texts(HUB, HERE, key())(Kind.VENUE, draw_token(), LATER)
    paper = picture(Slip((Qr(made, "scan"),)), width)
    found = zxingcpp.read_barcodes(paper.convert("L"))
    assert [each.text for each in found] == [made]


def test_the_code_on_paper_is_read_from_a_small_and_blurred_picture() -> None:
    made = qr_texts(HUB, HERE, key())(Kind.VENUE, draw_token(), LATER)
    paper = picture(Slip((Qr(made, "scan"),)), 384).convert("L")
    small = paper.resize((paper.width * 5 // 12, paper.height * 5 // 12), Image.Resampling.BILINEAR)
    file = BytesIO()
    small.save(file, "JPEG", quality=40)
    assert [each.text for each in zxingcpp.read_barcodes(Image.open(file))] == [made]


def test_a_path_names_its_station() -> None:
    path = path_of(Link(Kind.TICKET, HERE, bytes(16), LATER), key())
    _, kind, station, tail = path.split("/")
    assert (kind, station_in(station)) == ("Q", HERE)
    assert len(tail) == 44


@pytest.mark.parametrize("text", ["", "..", "a" * 40, "HUA KEN", "9a", "驿站", "a/b"])
def test_what_is_no_name_of_a_station_is_not_known(text: str) -> None:
    with pytest.raises(NotFollowed):
        station_in(text)
