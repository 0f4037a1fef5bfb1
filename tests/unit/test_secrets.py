"""The station's key, and that what it makes gives nothing away and is found again."""

from __future__ import annotations

import hashlib
import itertools
import stat
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import ConfigError, KioskError
from kiosk.ids import CodeTag, PinHash
from kiosk.secrets import StationKey, draw_token, is_weak, token_tag

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
KEY = StationKey(bytes(range(32)), CHEAP)
OTHER = StationKey(bytes(32), CHEAP)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
CODES = st.integers(0, 999_999).map("{:06}".format)


# -- the file -------------------------------------------------------------------------------------


def test_the_key_is_made_once_and_read_ever_after(tmp_path: Path) -> None:
    path = tmp_path / "data" / "station.key"
    key = StationKey.open(path)
    content = path.read_bytes()
    assert len(content) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["station.key"]
    again = StationKey.open(path)
    assert path.read_bytes() == content
    assert again.code_tag("123987") == key.code_tag("123987")


def test_two_stations_never_have_the_same_key(tmp_path: Path) -> None:
    tags = {StationKey.open(tmp_path / str(n) / "k").code_tag("123987") for n in range(5)}
    assert len(tags) == 5


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o644])
def test_a_key_others_may_use_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "station.key"
    StationKey.open(path)
    path.chmod(mode)
    with pytest.raises(ConfigError) as raised:
        StationKey.open(path)
    assert [problem.where for problem in raised.value.problems] == [str(path)]


@pytest.mark.parametrize("content", [b"", b"short", bytes(31), bytes(33)])
def test_a_file_that_is_no_key_is_refused_and_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "station.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(ConfigError):
        StationKey.open(path)
    assert path.read_bytes() == content


def test_a_lost_key_is_not_replaced_where_its_tags_are_in_use(tmp_path: Path) -> None:
    path = tmp_path / "station.key"
    with pytest.raises(ConfigError):
        StationKey.open(path, may_create=False)
    assert not path.exists()
    StationKey.open(path)
    StationKey.open(path, may_create=False)


def test_a_key_has_256_bits_and_never_shows() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        StationKey(bytes(16))
    assert repr(KEY) == "StationKey(…)"


# -- tags -----------------------------------------------------------------------------------------


@given(CODES)
def test_a_tag_is_the_same_under_one_key_and_another_under_another(code: str) -> None:
    assert KEY.code_tag(code) == StationKey(bytes(range(32))).code_tag(code)
    assert KEY.code_tag(code) != OTHER.code_tag(code)
    assert code not in KEY.code_tag(code)


@given(st.lists(TEXT, min_size=2, max_size=20, unique=True))
def test_different_codes_have_different_tags(codes: list[str]) -> None:
    assert len({KEY.code_tag(code) for code in codes}) == len(codes)


@given(TEXT)
def test_tags_of_different_kinds_are_never_equal(value: str) -> None:
    assert len({KEY.code_tag(value), KEY.person_id(value), token_tag(value)}) == 3


def test_a_tag_is_not_just_a_hash_of_the_code() -> None:
    """Otherwise a million tries would give the code away."""
    plain = {hashlib.new(name, b"482913").hexdigest() for name in ("sha256", "blake2b", "sha1")}
    assert KEY.code_tag("482913") not in plain


@pytest.mark.parametrize(
    "phone",
    ["13800001111", "138 0000 1111", "138-0000-1111", "+86 13800001111", "008613800001111",
     "１３８００００１１１１", " 13800001111\n"],
)  # fmt: skip
def test_a_person_is_the_same_however_the_phone_is_written(phone: str) -> None:
    assert KEY.person_id(phone) == KEY.person_id("13800001111")


def test_different_people_stay_different() -> None:
    phones = ["13800001111", "13800001112", "+8613800001", "8613800001111", "1111", "02112345678"]
    assert len({KEY.person_id(phone) for phone in phones}) == len(phones)


# -- PINs -----------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(TEXT, TEXT)
def test_a_pin_matches_itself_only(pin: str, other: str) -> None:
    kept = KEY.pin_hash(pin)
    assert KEY.pin_matches(kept, pin)
    assert KEY.pin_matches(kept, other) is (pin == other)
    assert not OTHER.pin_matches(kept, pin)


def test_equal_pins_are_kept_differently() -> None:
    assert KEY.pin_hash("135790") != KEY.pin_hash("135790")


@pytest.mark.parametrize("kept", ["", "135790", "$argon2id$v=19$", "$2b$12$abc"])
def test_what_is_no_hash_matches_nothing(kept: str) -> None:
    assert not KEY.pin_matches(PinHash(kept), "135790")


def test_a_shipped_pin_hash_is_argon2id_with_real_costs() -> None:
    kept = StationKey(bytes(range(32))).pin_hash("135790")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert StationKey(bytes(range(32))).pin_matches(kept, "135790")


# -- codes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    ["000000", "111123", "123111", "151511", "123456", "345678", "654321", "987654", "567890",
     "789012", "098765", "210987"],
)  # fmt: skip
def test_codes_that_are_guessed_by_habit_are_weak(code: str) -> None:
    assert is_weak(code)


@pytest.mark.parametrize("code", ["111222", "123457", "135790", "112233", "012346", "121212"])
def test_other_codes_are_not(code: str) -> None:
    assert not is_weak(code)


@given(CODES)
def test_weak_is_exactly_four_equal_or_a_run(code: str) -> None:
    steps = {(int(b) - int(a)) % 10 for a, b in itertools.pairwise(code)}
    assert is_weak(code) is (max(map(code.count, code)) > 3 or steps in ({1}, {9}))


def test_few_codes_are_lost_to_the_rule() -> None:
    weak = sum(is_weak(f"{number:06}") for number in range(1_000_000))
    assert weak == 12_720


def test_drawn_codes_are_strong_and_spread_over_all_digits() -> None:
    codes = [KEY.draw_code(lambda _: False) for _ in range(2_000)]
    assert all(len(code) == 6 and code.isdecimal() and not is_weak(code) for code in codes)
    assert len(set(codes)) > 1_950
    for place in range(6):
        assert {code[place] for code in codes} == set("0123456789")


@settings(max_examples=20)
@given(st.integers(1, 60))
def test_a_live_code_is_never_drawn_again(count: int) -> None:
    live: set[CodeTag] = set()
    for _ in range(count):
        live.add(KEY.code_tag(KEY.draw_code(live.__contains__)))
    assert len(live) == count


def test_a_taken_code_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([111111, 482913, 123456, 7, 482914])
    monkeypatch.setattr("secrets.randbelow", lambda _: next(drawn))
    taken = {KEY.code_tag("482913"), KEY.code_tag("000007")}
    assert KEY.draw_code(taken.__contains__) == "482914"


def test_drawing_ends_when_every_code_is_taken() -> None:
    with pytest.raises(KioskError):
        KEY.draw_code(lambda _: True)


# -- tokens ---------------------------------------------------------------------------------------


def test_a_token_is_128_random_bits_that_fit_a_link() -> None:
    tokens = {draw_token() for _ in range(200)}
    assert len(tokens) == 200
    assert all(len(token) == 22 and token.replace("-", "a").replace("_", "a").isalnum()
               for token in tokens)  # fmt: skip
    assert len({token_tag(token) for token in tokens}) == 200


@given(TEXT)
def test_a_token_tag_is_the_same_each_time_and_hides_the_token(token: str) -> None:
    assert token_tag(token) == token_tag(token)
    assert len(token_tag(token)) == 64
