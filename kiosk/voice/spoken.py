"""Which clips say a call, and which a door. Pure: knows neither files nor who speaks."""

from __future__ import annotations

from kiosk.voice.clips import count_clip, digit_clip, letter_clip

MOST_COUNTERS = 99
"""Counters are numbered from 1 to this."""


def spoken_number(number: str) -> tuple[str, ...]:
    """Return the clips of ``A1-017`` or ``A03``: signs one by one, no hyphen."""
    return tuple(
        digit_clip(sign) if sign.isdigit() else letter_clip(sign) for sign in number if sign != "-"
    )


def spoken_count(count: int, language: str) -> tuple[str, ...]:
    """Return the clips of a number as people count to 99; larger ones are read digit by digit."""
    if not 1 <= count <= MOST_COUNTERS:
        return spoken_number(str(count))
    tens, ones = divmod(count, 10)
    last = (count_clip(ones),) if ones else ()
    if language == "en":
        return (count_clip(count),) if tens < 2 else (count_clip(tens * 10), *last)
    # 十七, 二十, 二十三: ten itself is said without a one before it.
    many = (count_clip(tens),) if tens > 1 else ()
    return (*many, *((count_clip(10),) if tens else ()), *last)


def spoken_call(number: str, counter: int, language: str) -> tuple[str, ...]:
    """Return the clips of "number A 1 0 1 7, please go to counter 3"."""
    where = spoken_count(counter, language)
    end = () if language == "en" else ("counter",)
    return ("please", *spoken_number(number), "go_to", *where, *end)


def spoken_door(door: str, language: str) -> tuple[str, ...]:
    """Return the clips that name a door: "door A 0 3", in Chinese the number first."""
    number = spoken_number(door)
    return ("door", *number) if language == "en" else (*number, "door")
