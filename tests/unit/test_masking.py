"""What is shown of a person does not find the person."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.masking import mask_name, mask_numbers, mask_phone


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138****5678"),
        ("+86 138-1234-5678", "138****5678"),
        ("65551234", "****34"),
        ("5678", "****"),
        ("", "****"),
    ],
)
def test_a_phone_shows_its_ends(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [("王小明", "王*"), ("王明", "王*"), ("欧阳小明", "欧阳*"), ("Zhang", "Z*"), ("", "*")],
)
def test_a_name_shows_the_surname(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("tel 13812345678.", "tel ****."),
        ("tel13812345678x", "tel****"),
        ("138 1234 5678 and 138-1234-5678", "**** and ****"),
        ("id 11010519491231002X", "id ****"),
        ("code 483920", "code ****"),
        ("code 483 920", "code ****"),
        ("全角１３８１２３４５６７８", "全角****"),
    ],
)
def test_numbers_and_codes_are_starred(text: str, shown: str) -> None:
    assert mask_numbers(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-11",
        "2026-02-11T08:30:00.123456+00:00",
        "entry 0190f3b2-7a41-7123-8123-456789012345",
        "8A 01 01 11 9B",
        "door A03 opened in 1234 ms, position 12345",
        "port 10000, 9600 baud",
    ],
)
def test_what_a_technician_needs_stays_readable(text: str) -> None:
    assert mask_numbers(text) == text


@given(st.text(max_size=10), st.from_regex(r"[0-9]{7,18}", fullmatch=True), st.text(max_size=10))
def test_no_long_number_gets_through(before: str, number: str, after: str) -> None:
    assert number not in mask_numbers(f"{before}{number}{after}")


@given(st.from_regex(r"1[0-9]{10}", fullmatch=True))
def test_a_masked_phone_cannot_be_dialled(phone: str) -> None:
    assert not re.search(r"\d{5}", mask_phone(phone))
