"""Collect the sentences of the program, keep their translations, compile them.

python tools/words.py            add new sentences to the .po file, compile the .mo file
python tools/words.py --prune    the same, and drop translations nobody says any more
python tools/words.py --check    end with 1 if a translation is missing, stale or not compiled
"""

from __future__ import annotations

import argparse
import ast
import re
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
SOURCES = ("main.py", "kiosk", "screens", "drivers")
CATALOGUE = ROOT / "assets" / "locales" / "zh_CN" / "LC_MESSAGES" / "yizhan.po"

ONE = ("_", "gettext", "mark")
TWO = ("ngettext", "plural")
HEADER = (
    "Project-Id-Version: yizhan\n"
    "Language: zh_CN\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Plural-Forms: nplurals=1; plural=0;\n"
)

_STRING = r"""(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')"""
_CALL = re.compile(
    rf"(?<!\w)({'|'.join((*ONE, *TWO))})\(\s*({_STRING})(?:\s*,\s*({_STRING}))?\s*[,)]"
)
_PO_LINE = re.compile(r'(msgid_plural|msgid|msgstr(?:\[0\])?)?\s*("(?:\\.|[^"\\])*")')
_FIELD = re.compile(r"{(\w*)[^{}]*}")


class Sentence(NamedTuple):
    """A sentence of the program; ``many`` is its plural, if it has one."""

    one: str
    many: str | None = None


def collect(root: Path = ROOT) -> dict[Sentence, set[str]]:
    """Return every marked sentence with the files that say it."""
    found: dict[Sentence, set[str]] = {}
    for path in _files(root):
        text = path.read_text("utf-8")
        sentences = _in_python(text) if path.suffix == ".py" else _in_layout(text)
        for sentence in sentences:
            found.setdefault(sentence, set()).add(path.relative_to(root).as_posix())
    return found


def read_po(text: str) -> dict[Sentence, str]:
    """Return the translations in a .po file, the header left out."""
    entries: dict[Sentence, str] = {}
    for block in re.split(r"\n\s*\n", text):
        parts: dict[str, str] = {}
        current = ""
        for line in block.splitlines():
            match = _PO_LINE.fullmatch(line.strip())
            if match is None:
                continue
            current = (match.group(1) or current).removesuffix("[0]")
            parts[current] = parts.get(current, "") + ast.literal_eval(match.group(2))
        if parts.get("msgid"):
            sentence = Sentence(parts["msgid"], parts.get("msgid_plural"))
            entries[sentence] = parts.get("msgstr", "")
    return entries


def write_po(entries: Mapping[Sentence, str], said: Mapping[Sentence, set[str]]) -> str:
    """Return the text of a .po file."""
    blocks = [f'msgid ""\nmsgstr ""\n{_lines(HEADER)}']
    for sentence in sorted(entries, key=lambda one: (one.one, one.many or "")):
        places = " ".join(sorted(said.get(sentence, ())))
        rows = [f"#: {places}"] if places else ["#. nobody says this any more"]
        rows.append(f"msgid {_quote(sentence.one)}")
        if sentence.many is not None:
            rows.append(f"msgid_plural {_quote(sentence.many)}")
        field = "msgstr" if sentence.many is None else "msgstr[0]"
        rows.append(f"{field} {_quote(entries[sentence])}")
        blocks.append("\n".join(rows))
    return "\n\n".join(blocks) + "\n"


def compile_mo(entries: Mapping[Sentence, str]) -> bytes:
    """Return the bytes of a .mo file: GNU gettext manual, 10.3 "The Format of GNU MO Files"."""
    pairs = {b"": HEADER.encode()}
    for sentence, translation in entries.items():
        if translation:
            key = sentence.one if sentence.many is None else f"{sentence.one}\0{sentence.many}"
            pairs[key.encode()] = translation.encode()
    ids = sorted(pairs)
    table = 7 * 4
    at = table + 2 * 8 * len(ids)
    rows, data = [], b""
    for strings in (ids, [pairs[key] for key in ids]):
        for string in strings:
            rows.append(struct.pack("<2I", len(string), at + len(data)))
            data += string + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(ids), table, table + 8 * len(ids), 0, 0)
    return head + b"".join(rows) + data


def complaints(
    said: Mapping[Sentence, set[str]], entries: Mapping[Sentence, str], compiled: bytes
) -> Iterator[str]:
    """Yield what is wrong with the translations, one sentence each."""
    for sentence in sorted(said):
        if not entries.get(sentence):
            yield f"not translated: {sentence.one!r} ({', '.join(sorted(said[sentence]))})"
        elif not _same_fields(sentence, entries[sentence]):
            yield f"the translation of {sentence.one!r} has other {{fields}}: {entries[sentence]!r}"
    for sentence in sorted(entries.keys() - said.keys()):
        yield f"nobody says this any more: {sentence.one!r}"
    if compiled != compile_mo(entries):
        yield "the .mo file is not compiled from the .po file"


def _same_fields(sentence: Sentence, translation: str) -> bool:
    wanted = set(_FIELD.findall(sentence.one + (sentence.many or "")))
    return set(_FIELD.findall(translation)) == wanted


def _files(root: Path) -> Iterator[Path]:
    for name in SOURCES:
        path = root / name
        found = [path] if path.is_file() else path.rglob("*")
        yield from sorted(one for one in found if one.suffix in (".py", ".kv", ".html"))


def _in_python(text: str) -> Iterator[Sentence]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            yield from _sentence(name, [_text(argument) for argument in node.args])


def _in_layout(text: str) -> Iterator[Sentence]:
    for name, *strings in _CALL.findall(text):
        yield from _sentence(name, [ast.literal_eval(string) for string in strings if string])


def _sentence(name: str, strings: list[str | None]) -> Iterator[Sentence]:
    if name in ONE and strings and strings[0]:
        yield Sentence(strings[0])
    elif name in TWO and len(strings) >= 2 and strings[0] and strings[1]:
        yield Sentence(strings[0], strings[1])


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _lines(text: str) -> str:
    return "\n".join(_quote(line) for line in text.splitlines(keepends=True))


def main(arguments: Iterable[str] | None = None) -> int:
    """Run the tool."""
    parser = argparse.ArgumentParser(description="Keep the translations of the program.")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--prune", action="store_true")
    given = parser.parse_args(list(arguments) if arguments is not None else None)
    said = collect()
    entries = read_po(CATALOGUE.read_text("utf-8")) if CATALOGUE.is_file() else {}
    compiled = CATALOGUE.with_suffix(".mo")
    if given.check:
        wrong = list(complaints(said, entries, compiled.read_bytes()))
        print("\n".join(wrong) if wrong else f"{len(said)} sentences, all translated")
        return 1 if wrong else 0
    kept = {key: text for key, text in entries.items() if key in said or not given.prune}
    kept = {**dict.fromkeys(said, ""), **kept}
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(write_po(kept, said), "utf-8")
    compiled.write_bytes(compile_mo(kept))
    for sentence in sorted(key for key, text in kept.items() if not text):
        print(f"to translate: {sentence.one!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
