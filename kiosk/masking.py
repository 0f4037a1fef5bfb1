"""What is shown or logged of a person: enough to recognise oneself, not to be recognised. Pure."""

from __future__ import annotations

import re

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


def mask_numbers(text: str) -> str:
    """Return ``text`` with everything that may be a telephone number or a code starred.

    Dates, times and ids of entries stay readable.
    """
    return _NUMBERS.sub(lambda found: found.group(1) or STARS, text)
