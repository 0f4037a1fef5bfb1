"""What a keystroke costs beside a lookup in a plain dict, and how often the first guess is right.

python -m tests.bench.bench_typing [--quick] [--peer DIRECTORY]

Each sentence, word and name of tests/data/typing.txt is typed letter by letter; every letter asks
for candidates. ``DIRECTORY`` holds the unpacked Debian package libgooglepinyin0 (``dpkg -x``),
which is then asked for the same lists. Milliseconds are those of the processor.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kiosk.typing.engine import Engine
from kiosk.typing.lexicon import Lexicon
from tests.unit.typing.lists import WORDS, Meant, meant

KINDS = ("sentence", "word", "name")
GOAL_MS = 10.0
FEW = 4
"""Candidates that are seen at a glance."""


def measure(*, quick: bool, peer: Path | None = None) -> dict[str, Any]:
    """Type the lists."""
    began = time.thread_time()
    lexicon = Lexicon()
    reading = time.thread_time() - began
    engine = Engine(lexicon, WORDS)
    typed = [each for kind in KINDS for each in meant(kind)][:: 10 if quick else 1]
    cold = list(_keystrokes(engine, typed))
    warm = list(_keystrokes(engine, typed))
    plain = _plain(typed)
    figures: dict[str, Any] = {
        "reading_s": round(reading, 3),
        "keystrokes": len(cold),
        "first_time_ms": _spread(cold),
        "again_ms": _spread(warm),
        "goal_ms": GOAL_MS,
        "share_of_goal_p99": round(_at(cold, 99) / GOAL_MS, 3),
        "times_a_dict_lookup": round(statistics.median(warm) / plain),
        "memory_mb": _memory(),
        "first_guess": _guesses(lambda each: _texts(engine, each)),
    }
    if peer is not None:
        figures["libgooglepinyin"] = {"first_guess": _guesses(_google(peer))}
    return figures


def _keystrokes(engine: Engine, typed: list[Meant]) -> Iterator[float]:
    for each in typed:
        for end in range(1, len(each.letters) + 1):
            began = time.thread_time()
            engine.candidates(each.letters[:end], kind=each.field)
            yield (time.thread_time() - began) * 1000


def _plain(typed: list[Meant]) -> float:
    """Return the ms of a lookup of the same letters in a dict."""
    known = {each.letters: each.text for each in typed}
    began = time.thread_time()
    for _ in range(1000):
        for letters in known:
            known[letters]
    return (time.thread_time() - began) * 1000 / (1000 * len(known))


def _spread(times: list[float]) -> dict[str, float]:
    return {f"p{part}": round(_at(times, part), 2) for part in (50, 90, 99)} | {
        "max": round(max(times), 2)
    }


def _at(times: list[float], part: int) -> float:
    return sorted(times)[min(len(times) - 1, len(times) * part // 100)]


def _memory() -> float:
    """Return what a lexicon holds when every list was typed once."""
    tracemalloc.start()
    engine = Engine(Lexicon(), WORDS)
    for kind in KINDS:
        for each in meant(kind):
            engine.candidates(each.letters, kind=each.field)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return round(held / 1e6, 1)


def _texts(engine: Engine, each: Meant) -> list[str]:
    return [one.text for one in engine.candidates(each.letters, kind=each.field)]


def _guesses(ask: Callable[[Meant], list[str]]) -> dict[str, str]:
    found = {}
    for kind in KINDS:
        rows = [(each.text, ask(each)) for each in meant(kind)]
        first = sum(texts[:1] == [text] for text, texts in rows)
        few = sum(text in texts[:FEW] for text, texts in rows)
        found[kind] = f"{first} first, {few} of the first {FEW}, of {len(rows)}"
    return found


def _google(directory: Path) -> Callable[[Meant], list[str]]:
    library = next(directory.rglob("libgooglepinyin.so.*"))
    dictionary = next(directory.rglob("dict_pinyin.dat"))
    google = ctypes.CDLL(str(library))
    google.im_search.restype = ctypes.c_size_t
    google.im_search.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
    google.im_get_candidate.argtypes = [ctypes.c_size_t, ctypes.c_void_p, ctypes.c_size_t]
    own = Path(tempfile.mkdtemp(prefix="pinyin-")) / "user.dat"
    google.im_open_decoder(str(dictionary).encode(), str(own).encode())

    def ask(each: Meant) -> list[str]:
        google.im_reset_search()
        count = google.im_search(each.letters.encode(), len(each.letters))
        text = ctypes.create_string_buffer(400)
        found = []
        for number in range(min(count, FEW)):
            google.im_get_candidate(number, text, 199)
            found.append(text.raw.decode("utf-16-le").split("\0")[0])
        return found

    return ask


def main() -> int:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the lists")
    parser.add_argument("--peer", type=Path, metavar="DIRECTORY")
    args = parser.parse_args()
    figures = measure(quick=args.quick, peer=args.peer)
    print(json.dumps(figures, indent=2, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
