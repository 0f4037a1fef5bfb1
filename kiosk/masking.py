"""What is shown or logged of a person: enough to recognise oneself, not to be recognised. Pure."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from kiosk.slips import Slip

STARS = "****"

_COMPOUND_SURNAMES = (
    " 欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 夏侯 司徒 司空 端木 长孙 宇文"
    " 轩辕 独孤 南宫 拓跋 呼延 澹台 申屠 公冶 太史 闻人 赫连 百里 西门 "
)

_KEPT = (
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"  # ids of entries
    r"|\b\d{4}-\d{2}-\d{2}(?!\d)(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?"  # times
)
_HIDDEN = (
    r"\d{7,}[0-9Xx]?"  # telephone and identity numbers
    r"|(?<!\d)1\d{2}[ -]\d{4}[ -]\d{4}(?!\d)"  # 138 1234 5678
    r"|(?<!\d)\d{3}[ -]\d{3}(?!\d)"  # a door code as the screen groups it
    r"|(?<!\d)\d{6}(?!\d)"  # a door or query code
)
_NO_WORDS = ("type", "data", "icon", "size", "language")
_MOBILE_DIGITS = 11
_PEOPLE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")
_NUMBERS = re.compile(rf"({_KEPT})|{_HIDDEN}")


def mask_phone(phone: str) -> str:
    """Return ``138****5678``; of a shorter number only the last two digits, of less nothing."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    digits = digits.removeprefix("86") if len(digits) == 13 else digits
    if len(digits) == 11:
        return f"{digits[:3]}{STARS}{digits[-4:]}"
    return STARS + (digits[-2:] if len(digits) >= 7 else "")


def mask_name(name: str) -> str:
    """Return the surname and one star: ``王*``, ``欧阳*``; of a Latin name the first letter."""
    name = name.strip()
    length = 2 if len(name) > 2 and f" {name[:2]} " in _COMPOUND_SURNAMES else 1
    return f"{name[:length]}*"


def mask_slip(slip: Slip, spared: str = "") -> Slip:
    """Return ``slip`` without mobile and identity numbers in its words; codes to scan stay.

    Args:
        spared: the station's own number, however it is grouped.
    """
    own = "".join(sign for sign in spared if sign.isdigit())

    def masked(found: re.Match[str]) -> str:
        if found[0] == own:
            return own
        return mask_phone(found[0]) if len(found[0]) == _MOBILE_DIGITS else STARS

    def walk(part: Any) -> Any:
        match part:
            case dict():
                return {key: one if key in _NO_WORDS else walk(one) for key, one in part.items()}
            case list() | tuple():
                return [walk(one) for one in part]
            case str():
                return _PEOPLE.sub(masked, part)
            case _:
                return part

    return msgspec.convert(walk(msgspec.to_builtins(slip)), Slip)


def mask_numbers(text: str) -> str:
    """Return ``text`` with everything that may be a telephone number or a code starred.

    Dates, times and ids of entries stay readable.
    """
    return _NUMBERS.sub(lambda found: found.group(1) or STARS, text)
