"""Build assets/pinyin: which hanzi sound how, and how common they are.

    python tools/pinyin.py DICT_PINYIN_DAT

From two packages of the development environment and a file of a Debian package
(``apt-get download libgooglepinyin0`` and ``dpkg -x`` give it):

    jieba            0.42.1    words and how often they were counted (dict.txt)       (MIT)
    pypinyin         0.55.0    how words and single hanzi are read                    (MIT)
    libgooglepinyin  0.1.2-8   shares of 65,000 words and hanzi (dict_pinyin.dat)     (Apache-2.0)

jieba's counts come from older newspapers and books, so 亿元 stands far before 医院; a word that
both know has the share of libgooglepinyin. What jieba alone knows counts a tenth.

Three files of UTF-8 text, read by kiosk/typing/lexicon.py. A cost is -10 ln of a share, rounded.

    words.txt      a line for each row of first letters: ``kj`` tab ``ken jia=垦家 112;…``,
                   all hanzi of GBK (the text font shows them) and the commoner words
    names.txt      surnames, single hanzi of given names, pairs of them: three such lines
    polyphones.txt words that are not read as their hanzi are by themselves: ``银行 yin hang``

Entries that jieba marks as persons are not words here. From them only counts are taken: which
hanzi, and which pairs of them, given names are made of. No surname stands beside a given name.
"""

from __future__ import annotations

import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import jieba
from pypinyin import Style, pinyin

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kiosk.typing.draft import NEWER  # noqa: E402  what the text font has beyond GBK
from tools.googlepinyin import Shares, shares  # noqa: E402  beside this file
from tools.names import COMPOUND, FIRST_TEN, GIVEN, RARE, READ_AS, SURNAMES  # noqa: E402

TARGET = ROOT / "assets" / "pinyin"
LEAST = {2: 4, 3: 12, 4: 10, 5: 25, 6: 25}
"""How often a word of so many hanzi must have been counted."""
PERSONS = ("nr", "nrt", "nrfg")
IDIOMS, LEAST_IDIOM = ("i", "l"), 3
NO_SYLLABLES = ("hm", "hng", "m", "n", "ng", "ê")
"""Sounds that are no syllables to be typed."""
KNOWN_TO_JIEBA_ALONE = 0.1
RARE_READING, RAREST = 0.004, 1e-8
"""Share of a reading beside the commonest one; share of a hanzi nobody counted."""
_NAMED, _LAST = 1e-7, 1e-10
"""Share of a hanzi beyond GB2312 that names are made of, and of any other."""
SPELT = {"lue": "lve", "nue": "nve", "lu:": "lv", "nu:": "nv"}
LEAST_PAIR, LEAST_GIVEN = 3, 4

GIVEN_MORE, RARE_MORE = 300, 8
"""What a hanzi of ``GIVEN`` or ``RARE`` counts on top: the persons of jieba are mostly men of
public life."""


class Word(NamedTuple):
    """A word, its reading, its share (of any whole: only the ratios count)."""

    text: str
    reading: str
    share: float


def is_plain(text: str) -> bool:
    """Tell whether all of ``text`` is hanzi of GB2312: words are written with them."""
    return all("\u4e00" <= sign <= "\u9fff" for sign in text) and _in_gb2312(text)


def _in_gb2312(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def hanzi() -> list[str]:
    """Return the 6,763 hanzi of GB2312."""
    found = []
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.append(bytes((row, cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def counted() -> Iterator[tuple[str, int, str]]:
    """Yield word, count and kind of each line of jieba's dictionary."""
    source = Path(jieba.__file__).with_name("dict.txt")
    for line in source.read_text("utf-8").splitlines():
        text, count, kind = line.split(" ")
        yield text, int(count), kind


def reading(text: str) -> str:
    """Return how a word is read: ``yin hang``; ü is v."""
    syllables = (part[0] for part in pinyin(text, style=Style.NORMAL))
    return " ".join("en" if each in NO_SYLLABLES else each for each in syllables)


def words(known: Shares) -> list[Word]:
    """Return the words of two and more hanzi, and the share of each."""
    total = sum(count for _, count, _ in counted())
    found = {
        text: KNOWN_TO_JIEBA_ALONE * count / total
        for text, count, kind in counted()
        if count >= _least(text, kind) and kind not in PERSONS
    }
    persons = {text for text, _, kind in counted() if kind in PERSONS and _is_name(text)}
    found |= {text: share for text, share in known.words.items() if text not in persons}
    return [Word(text, reading(text), share) for text, share in found.items() if is_plain(text)]


def _least(text: str, kind: str) -> float:
    if kind in IDIOMS and len(text) == 4:
        return LEAST_IDIOM
    return LEAST.get(len(text), math.inf)


def _is_name(text: str) -> bool:
    return text[0] in FIRST_TEN or text[0] in SURNAMES or text[:2] in COMPOUND


def singles(known: Shares) -> list[Word]:
    """Return every hanzi with each of its readings; those beyond GB2312 come last."""
    plain = [
        Word(sign, each, share) for sign in hanzi() for each, share in _shares(sign, known).items()
    ]
    syllables = {word.reading for word in plain}
    return plain + [
        Word(sign, each, _NAMED if sign in RARE else _LAST)
        for sign in beyond()
        for each in _shares(sign, known)
        if each in syllables
    ]


def beyond() -> list[str]:
    """Return the hanzi of GBK that GB2312 lacks, and those of names that came later."""
    return [sign for sign in (*map(chr, range(0x4E00, 0x9FA6)), *NEWER) if not _in_gb2312(sign)]


def _shares(sign: str, known: Shares) -> dict[str, float]:
    readings = [
        each
        for each in dict.fromkeys(pinyin(sign, style=Style.NORMAL, heteronym=True)[0])
        if each not in NO_SYLLABLES
    ]
    told = {SPELT.get(each, each): share for each, share in known.hanzi.get(sign, {}).items()}
    most = max(told.values(), default=RAREST)
    return {
        each: told.get(each, most * (RARE_READING if told or place else 1))
        for place, each in enumerate(readings or ["en"])  # 嗯
    }


def cost(count: float, total: float) -> int:
    """Return -10 ln of the share."""
    return round(-10 * math.log(count / total))


def lines(entries: Iterable[Word], total: float) -> Iterator[str]:
    """Yield a line for each row of first letters, commonest words first."""
    rows: dict[str, dict[str, list[Word]]] = defaultdict(lambda: defaultdict(list))
    for word in entries:
        first = "".join(syllable[0] for syllable in word.reading.split())
        rows[first][word.reading].append(word)
    for first in sorted(rows):
        yield f"{first}\t{_groups(rows[first], total)}"


def _groups(groups: Mapping[str, list[Word]], total: float) -> str:
    return ";".join(
        f"{each}="
        + ",".join(
            f"{word.text} {cost(word.share, total)}"
            for word in sorted(groups[each], key=lambda one: (-one.share, one.text))
        )
        for each in sorted(groups)
    )


def surnames() -> list[Word]:
    """Return surnames with their shares in percent."""
    found = [
        Word(text, READ_AS.get(text, reading(text)), share) for text, share in FIRST_TEN.items()
    ]
    for rank, text in enumerate(dict.fromkeys(SURNAMES), start=len(FIRST_TEN) + 1):
        found.append(Word(text, READ_AS.get(text, reading(text)), 19 / rank))
    for rank, text in enumerate(COMPOUND, start=1):
        found.append(Word(text, READ_AS.get(text, reading(text)), 0.06 / rank))
    return found


def given_names(known: Iterable[Word]) -> tuple[list[Word], list[Word]]:
    """Return single hanzi of given names and pairs of them, counted in the persons of jieba."""
    family = {word.text for word in known}
    alone: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for text, _, kind in counted():
        if kind != "nr" or len(text) not in (2, 3) or text[0] not in family or not is_plain(text):
            continue
        alone.update(text[1:])
        if len(text) == 3:
            pairs[text[1:]] += 1
    alone.update(dict.fromkeys(GIVEN, GIVEN_MORE))
    alone.update(dict.fromkeys(RARE, RARE_MORE))
    return (
        [Word(each, reading(each), count) for each, count in alone.items() if count >= LEAST_GIVEN],
        [Word(each, reading(each), count) for each, count in pairs.items() if count >= LEAST_PAIR],
    )


def polyphones(longer: Iterable[Word], single: Iterable[Word]) -> Iterator[str]:
    """Yield words that are not read as their parts are, shorter ones first."""
    usual: dict[str, Word] = {}
    for word in single:
        if word.text not in usual or word.share > usual[word.text].share:
            usual[word.text] = word
    told = {text: word.reading for text, word in usual.items()}
    for word in sorted(longer, key=lambda one: (len(one.text), one.text)):
        if word.reading != _read_by(told, word.text):
            told[word.text] = word.reading
            yield f"{word.text} {word.reading}"


def _read_by(told: Mapping[str, str], text: str) -> str:
    """Read as kiosk/typing/lexicon.py does: the longest known piece first."""
    found, at = [], 0
    while at < len(text):
        size = next(n for n in range(len(text) - at, 0, -1) if text[at : at + n] in told)
        found.append(told[text[at : at + size]])
        at += size
    return " ".join(found)


def main(dictionary: Path) -> None:
    """Write the three files."""
    TARGET.mkdir(parents=True, exist_ok=True)
    counted_there = shares(dictionary)
    longer = words(counted_there)
    single = singles(counted_there)
    total = sum(word.share for word in (*longer, *single))
    known = surnames()
    alone, pairs = given_names(known)
    rows = [f"{_groups(_by_reading(each), _whole(each))}" for each in (known, alone, pairs)]
    _write("words.txt", lines([*single, *longer], total))
    _write("names.txt", rows)
    _write("polyphones.txt", polyphones(longer, single))
    print(f"{len(longer)} words, {len(single)} readings of hanzi, {len(known)} surnames, ", end="")
    print(f"{len(alone)} hanzi and {len(pairs)} pairs of given names")


def _by_reading(entries: Iterable[Word]) -> dict[str, list[Word]]:
    found: dict[str, list[Word]] = defaultdict(list)
    for word in entries:
        found[word.reading].append(word)
    return found


def _whole(entries: Iterable[Word]) -> float:
    return sum(word.share for word in entries)


def _write(name: str, rows: Iterable[str]) -> None:
    (TARGET / name).write_text("".join(f"{row}\n" for row in rows), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
