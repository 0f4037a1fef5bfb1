"""Where a sentence is broken."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from screens.widgets.lines import broken, is_chinese, parts

SIGNS = "存包取物请在柜门，。！？（）《》“”A03 12:30 8"


def wide(text: str) -> float:
    """Hanzi are two wide, everything else one."""
    return sum(2 if ord(sign) > 0x2FFF or sign in "“”" else 1 for sign in text)


def test_a_full_stop_stays_with_its_sentence() -> None:
    assert broken("请取走物品。", 10, wide) == "请取走物\n品。"


def test_a_number_is_never_read_in_two_halves() -> None:
    assert broken("开放时间08:30–19:30", 12, wide) == "开放时间\n08:30–19:30"
    assert broken("请打0898-65990000。", 10, wide) == "请打\n0898-65990000。"


def test_what_opens_goes_with_what_follows() -> None:
    assert broken("请看（门上）", 6, wide) == "请看\n（门\n上）"


def test_words_with_spaces_are_broken_at_the_spaces() -> None:
    assert broken("门 A03 已开", 7, wide) == "门 A03\n已开"


def test_only_text_with_chinese_signs_needs_the_rules() -> None:
    assert is_chinese("门 A03")
    assert is_chinese("。")
    assert not is_chinese("Door A03 – open")


@given(st.text(SIGNS, max_size=60))
def test_nothing_is_lost_but_spaces_at_line_ends(text: str) -> None:
    assert "".join(parts(text)) == text
    assert broken(text, 8, wide).replace("\n", "").replace(" ", "") == text.replace(" ", "")


@given(st.text(SIGNS, max_size=60), st.integers(4, 30))
def test_no_line_is_too_wide_unless_it_is_one_piece(text: str, width: int) -> None:
    for line in broken(text, width, wide).split("\n"):
        assert wide(line) <= width or len(list(parts(line))) == 1


@given(st.text(SIGNS, max_size=60), st.integers(4, 30))
def test_no_line_begins_with_a_sign_that_closes(text: str, width: int) -> None:
    lines = broken(text, width, wide).split("\n")
    for line, before in zip(lines[1:], lines, strict=False):
        first = line[:1]
        if before.strip() and not text.replace(" ", "").startswith(first):
            assert first not in "，。！？）》”" or " " in text
