"""From a text as it was copied to the sentences of each holiday. Pure; knows no calendar."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import msgspec

NAMES = {
    "元旦": "new_year",
    "春节": "spring_festival",
    "清明节": "tomb_sweeping",
    "劳动节": "labour_day",
    "端午节": "dragon_boat",
    "中秋节": "mid_autumn",
    "国庆节": "national_day",
}
"""The public holidays of a year, each with its key (State Council order 795, article 2)."""

_LONGEST = 20_000
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_TENS = re.compile(r"(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?")
_YEAR_IN_WORDS = re.compile(r"[〇○零一二三四五六七八九]{4}(?=年)")
_DATE_IN_WORDS = re.compile(r"([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日")
_TAG = re.compile(r"<[^<>]{0,200}>")
_LONE_DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")
_OWN_YEAR = re.compile(r"关于(?:做好|印发|公布)?(\d{4})年[^。]{0,12}(?:节假日|放假)|现将(\d{4})年")
_WORDS = "[一二三四五六七八九十]{1,3}"
_ORDINAL = rf"(?:{_WORDS}、|\((?:{_WORDS}|\d{{1,2}})\)[、。]?|\d{{1,2}}[、。])"
_NAME = rf"(?:{'|'.join(NAMES)}|清明|国际劳动节|端午|中秋|国庆)"
_HEAD = re.compile(
    rf"(?:{_ORDINAL}(?P<any>[\u4e00-\u9fff\d\"“”()、和与]{{2,40}}?)|(?P<known>{_NAME}(?:[、和与及]{_NAME})*)):"
)


class Section(msgspec.Struct, frozen=True):
    """One holiday: its name as written, and its sentences."""

    name: str
    sentences: tuple[str, ...]


def plain(text: str) -> str:
    """Return the text on one line: half-width signs and digits, dates in digits, no spaces."""
    text = unicodedata.normalize("NFKC", _TAG.sub("", text[:_LONGEST])).replace("｡", "。")
    text = "".join(text.split()).replace("\u200b", "").replace("\ufeff", "")
    text = _YEAR_IN_WORDS.sub(lambda found: found[0].translate(_DIGITS), text)
    text = _DATE_IN_WORDS.sub(
        lambda found: f"{_number(found[1]) or found[1]}月{_number(found[2]) or found[2]}日", text
    )
    return _LONE_DOT.sub("。", text)


def own_years(text: str) -> tuple[int, ...]:
    """Return every year the (plain) text gives as the year it is about."""
    found = (int(one or other) for one, other in _OWN_YEAR.findall(text))
    return tuple(dict.fromkeys(found))


def sections(text: str) -> Iterator[Section]:
    """Yield the holidays of a (plain) text in its order."""
    heads = list(_HEAD.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    for head, end in zip(heads, ends, strict=False):  # no head, no end
        yield Section(head["any"] or head["known"], _sentences(text[head.end() : end]))


def keys_of(name: str) -> tuple[str, ...]:
    """Return the keys of the holidays a heading names; the name itself for an unknown one."""
    parts = [part for part in re.split(r"[、和与及]", name) if part]
    known = [key for part in parts if (key := _key(part))]
    return tuple(known) if len(known) == len(parts) else (name,)


def clauses(sentence: str) -> list[str]:
    """Return what stands between the commas; a comma in brackets parts nothing."""
    parts, depth = [""], 0
    for sign in sentence:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part for part in parts if part]


def _key(part: str) -> str:
    part = part.removeprefix("国际")
    return NAMES.get(part) or NAMES.get(f"{part}节", "")


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(part for part in re.split("[。;!?]", text) if part)


def _number(words: str) -> int:
    """Return a number from 1 to 99 written in words; 0 if it is none."""
    found = _TENS.fullmatch(words)
    if found is None:
        return 0
    tens, ten, ones = found.groups()
    whole = (int((tens or "一").translate(_DIGITS)) if ten else 0) * 10
    return whole + (int(ones.translate(_DIGITS)) if ones else 0)
