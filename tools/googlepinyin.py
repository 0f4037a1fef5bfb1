"""Read the word list out of dict_pinyin.dat of libgooglepinyin (Apache-2.0).

The file as its sources lay it down (Android Open Source Project, PinyinIME: ``spellingtrie.cpp``,
``dictlist.cpp``, ``ngram.cpp``), little-endian, sizes of eight bytes:

    spellings   size u64, number u64, amplifier f32, average u8, number x size letters
    hanzi       number u64, 9 places u64, 9 ids u64, hanzi u16 each, spelling ids u16 each,
                then all words one after the other, by length: places tell where a length begins
    …           the tree of spellings, not needed here
    scores      number u64, code book 256 x u16, one byte for each word: its place in the book

A score is -800 ln of the word's share.
"""

from __future__ import annotations

import math
import struct
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

_LENGTHS = 9
_FIRST_SPELLING = 30
"""Ids below stand for first letters."""
_AMPLIFIER = 800


class Shares(NamedTuple):
    """Shares of words, and of hanzi by reading."""

    words: dict[str, float]
    hanzi: dict[str, dict[str, float]]


def shares(file: Path) -> Shares:
    """Return what the file knows."""
    data = file.read_bytes()
    size, number = struct.unpack_from("<QQ", data)
    at = 21
    spellings = [
        data[place : place + size].split(b"\0")[0].decode().lower()
        for place in range(at, at + number * size, size)
    ]
    at += number * size
    (singles,) = struct.unpack_from("<Q", data, at)
    places = struct.unpack_from(f"<{_LENGTHS}Q", data, at + 8)
    ids = struct.unpack_from(f"<{_LENGTHS}Q", data, at + 80)
    at += 152
    signs = data[at : at + 2 * singles].decode("utf-16-le")
    sounds = struct.unpack_from(f"<{singles}H", data, at + 2 * singles)
    at += 4 * singles
    text = data[at : at + 2 * places[-1]].decode("utf-16-le")
    score = _scores(data, ids[-1] + 1)
    words = {
        _word(text, places[length - 1], number - ids[length - 1], length): score[number]
        for length in (2, 3, 4)
        for number in range(ids[length - 1], ids[length])
    }
    heard = defaultdict(list)
    for sign, sound in zip(signs, sounds, strict=True):
        heard[sign].append(sound >> 5)
    counted = defaultdict(list)
    for number in range(ids[0], ids[1]):
        counted[text[number - 1]].append(score[number])
    hanzi = {
        sign: {
            spellings[sound - _FIRST_SPELLING]: share
            for sound, share in zip(heard[sign], counted[sign], strict=True)
        }
        for sign in counted
        if len(heard[sign]) == len(counted[sign]) and min(heard[sign]) >= _FIRST_SPELLING
    }
    return Shares(words, hanzi)


def _word(text: str, begin: int, number: int, length: int) -> str:
    return text[begin + number * length : begin + (number + 1) * length]


def _scores(data: bytes, number: int) -> list[float]:
    at = len(data) - number
    (told,) = struct.unpack_from("<Q", data, at - 520)
    if told != number:
        raise ValueError(f"{told} scores instead of {number}")
    book = struct.unpack_from("<256H", data, at - 512)
    return [math.exp(-book[place] / _AMPLIFIER) for place in data[at:]]
