"""The place of every key of a TOML text is found, whatever the style it is written in."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.config.lines import line_of, lines
from kiosk.config.load import STATIONS

_KEYS = st.sampled_from(["a", "b-c", '"d e"', "'f#'", "g1", '"[x]"'])
_SCALARS = st.sampled_from(
    [
        "1",
        "-2.5",
        "true",
        "1979-05-27",
        '"x # ] } , ="',
        "'a\\'",
        '"q\\"="',
        '"""\nz ]\n"""',
        "'''#\n'''",
    ]
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(_KEYS, inner, max_size=3),
    ),
    max_leaves=8,
)
_GAPS = st.sampled_from(["", "\n", '  # a = [ { "\n', "\n\n# [b]\n"])
_BLOCKS = st.lists(
    st.tuples(
        st.sampled_from(["[t{n}]", "[[list]]", "[[list.deep]]", "[ t{n} . u ]"]),
        st.dictionaries(_KEYS, _VALUES, max_size=3),
        _GAPS,
    ),
    max_size=5,
)


def _unquoted(key: str) -> str:
    return key.strip("\"'")


class _Writer:
    """Writes TOML and notes on which line it wrote what."""

    def __init__(self) -> None:
        self.text = ""
        self.noted: dict[tuple[str | int, ...], int] = {}

    def line(self) -> int:
        return self.text.count("\n") + 1

    def pair(self, path: tuple[str | int, ...], key: str, value: Any) -> None:
        path = (*path, _unquoted(key))
        self.noted[path] = self.line()
        self.text += f"{key} = "
        self.value(path, value)

    def value(self, path: tuple[str | int, ...], value: Any) -> None:
        if isinstance(value, str):
            self.text += value
        elif isinstance(value, list):
            self.text += "[ # ] not yet\n"
            for index, item in enumerate(value):
                self.noted[*path, index] = self.line()
                self.value((*path, index), item)
                self.text += " , # ,\n"
            self.text += "]"
        else:
            self.text += "{ "
            for index, (key, item) in enumerate(value.items()):
                self.text += ", " if index else ""
                self.pair(path, key, item)
            self.text += " }"


@given(_BLOCKS)
def test_every_key_is_found_on_its_line(blocks: list[tuple[str, dict[str, Any], str]]) -> None:
    writer, lists, deep = _Writer(), 0, 0
    for number, (header, pairs, gap) in enumerate(blocks):
        if header == "[[list.deep]]" and not lists:
            continue
        writer.text += gap
        path: tuple[str | int, ...] = (f"t{number}",)
        if header == "[[list]]":
            path, lists, deep = ("list", lists), lists + 1, 0
        elif header == "[[list.deep]]":
            path, deep = ("list", lists - 1, "deep", deep), deep + 1
        elif ". u" in header:
            path = (f"t{number}", "u")
        writer.noted[path] = writer.line()
        writer.text += header.format(n=number) + "\n"
        for key, value in pairs.items():
            writer.pair(path, key, value)
            writer.text += "\n"
    tomllib.loads(writer.text)
    found = lines(writer.text)
    assert {path: found.get(path) for path in writer.noted} == writer.noted


@given(st.text(alphabet="ab=[]{}.\"'#,\n\\ 1", max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    last = text.count("\n") + 1
    assert all(1 <= line <= last for line in lines(text).values())


@pytest.mark.parametrize("path", sorted(STATIONS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_key_of_our_own_files_is_found(path: Any) -> None:
    text = path.read_text("utf-8")
    rows, found = text.split("\n"), lines(text)

    def walk(value: Any, place: tuple[str | int, ...]) -> None:
        if place:
            assert place in found, place
        parts = (
            value.items()
            if isinstance(value, dict)
            else enumerate(value)
            if isinstance(value, list)
            else ()
        )
        for key, part in parts:
            walk(part, (*place, key))
            if isinstance(key, str):
                assert key in rows[found[*place, key] - 1]

    walk(tomllib.loads(text), ())


def test_what_is_not_there_has_the_line_of_the_table_around_it() -> None:
    found = lines("a = 1\n[b]\nc = {}\n")
    assert line_of(found, ("b", "c", "d", 3)) == 3
    assert line_of(found, ("b", "x")) == 2
    assert line_of(found, ("x",)) is None
