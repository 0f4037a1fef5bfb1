"""Every sentence is there in Chinese; the tool finds what is missing."""

from __future__ import annotations

import gettext
import importlib.util
import io
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.words import LANGUAGES, LOCALES, Words, mark

TOOL = Path(__file__).parents[2] / "tools" / "words.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("words_tool", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["words_tool"] = module
    spec.loader.exec_module(module)
    return module


def test_chinese_is_read_from_the_catalogue_and_english_is_what_stands_in_the_code() -> None:
    assert Words("zh").gettext("Home") == "首页"
    assert Words("en").gettext("Home") == "Home"
    assert Words("en").ngettext("{count} door", "{count} doors", 1) == "{count} door"
    assert Words("en").ngettext("{count} door", "{count} doors", 2) == "{count} doors"
    assert Words("zh").gettext("nobody says this") == "nobody says this"


def test_no_words_are_no_header() -> None:
    assert [Words(language).gettext("") for language in LANGUAGES] == ["", ""]


def test_a_language_nobody_knows_is_an_error() -> None:
    with pytest.raises(ValueError, match="fr"):
        Words("fr")


def test_the_compiled_catalogue_is_the_written_one(tool: ModuleType) -> None:
    entries = tool.read_po(tool.CATALOGUE.read_text("utf-8"))
    assert tool.CATALOGUE.is_relative_to(LOCALES)
    assert tool.CATALOGUE.with_suffix(".mo").read_bytes() == tool.compile_mo(entries)


def test_sentences_are_found_in_code_and_layouts(tool: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "screens").mkdir()
    (tmp_path / "screens" / "x.py").write_text(
        'self._("one " "two")\nmark("later")\nself.plural("{n} a", "{n} b", 3)\nself._(name)\n'
        "words.gettext('it\\'s')\nother('no')\n"
    )
    (tmp_path / "screens" / "x.kv").write_text(
        '    text: root._("Say \\"A\\"") + root._(\'b\')\n    n: root.plural("{n} c", "{n} d", 2)\n'
        '    t: root.x_("no")\n    u: root._("with {day}").format(day=1)\n'
    )
    said = tool.collect(tmp_path)
    assert set(said) == {
        tool.Sentence("one two"),
        tool.Sentence("later"),
        tool.Sentence("{n} a", "{n} b"),
        tool.Sentence("it's"),
        tool.Sentence('Say "A"'),
        tool.Sentence("b"),
        tool.Sentence("{n} c", "{n} d"),
        tool.Sentence("with {day}"),
    }
    assert said[tool.Sentence("b")] == {"screens/x.kv"}


def test_missing_stale_changed_and_uncompiled_words_are_complained_of(tool: ModuleType) -> None:
    said = {
        tool.Sentence("new"): {"a.py"},
        tool.Sentence("day {day}"): {"a.py"},
        tool.Sentence("good {n}"): {"a.py"},
    }
    entries = {
        tool.Sentence("day {day}"): "日",
        tool.Sentence("old"): "旧",
        tool.Sentence("good {n}"): "好 {n}",
    }
    told = list(tool.complaints(said, entries, b""))
    assert [words.split(":")[0] for words in told] == [
        "the translation of 'day {day}' has other {fields}",
        "not translated",
        "nobody says this any more",
        "the .mo file is not compiled from the .po file",
    ]
    good = {tool.Sentence("good {n}"): "好 {n}"}
    assert not list(
        tool.complaints({tool.Sentence("good {n}"): set()}, good, tool.compile_mo(good))
    )


_PRINTABLE = st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"])
_TEXT = st.text(_PRINTABLE | st.just("\n"), min_size=1, max_size=12)


@given(st.dictionaries(_TEXT, st.tuples(_TEXT, st.none() | _TEXT), max_size=6))
def test_a_catalogue_survives_writing_and_compiling(
    tool: ModuleType, words: dict[str, tuple[str, str | None]]
) -> None:
    entries = {tool.Sentence(one, many): zh for one, (zh, many) in words.items()}
    assert tool.read_po(tool.write_po(entries, {})) == entries
    compiled = gettext.GNUTranslations(io.BytesIO(tool.compile_mo(entries)))
    for sentence, translation in entries.items():
        if sentence.many is None:
            assert compiled.gettext(sentence.one) == translation
        else:
            assert compiled.ngettext(sentence.one, sentence.many, 5) == translation


def test_a_mark_changes_nothing() -> None:
    assert mark("Lockers") == "Lockers"
