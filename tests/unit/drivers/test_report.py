"""The commissioning report: one file, parsed as a browser would."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from drivers.cli import main
from drivers.lockers.bench.report_words import WORDS

VOID = {"meta", "rect"}


class Page(HTMLParser):
    """Text by element; complains about elements that are not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts.setdefault(self.open[-1], []).append(data)


def figures(**changes: Any) -> dict[str, Any]:
    ms = {"least": 180, "median": 201, "p99": 260, "most": 261}
    return {"cycles": 5, "opened": 5, "pulses": 5, "ms": ms} | changes


def report(tmp_path: Path, doors: dict[str, Any], language: str = "en") -> tuple[Page, str]:
    soak = {"port": "/dev/ttyUSB0", "seconds": 61.0, "doors": doors, "health": {"requests": 9}}
    (tmp_path / "soak.json").write_text(json.dumps(soak))
    out = tmp_path / "report.html"
    options = ["--station", "huaken", "--soak", str(tmp_path / "soak.json"), "--out", str(out)]
    assert main(["bank", "report", *options, "--language", language]) == 0
    text = out.read_text(encoding="utf-8")
    return Page(text), text


ALL = {f"A{n:02}": figures() for n in range(1, 25)}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_has_every_door_in_picture_and_table(tmp_path: Path, language: str) -> None:
    page, _ = report(tmp_path, ALL, language)
    drawn = [text.split()[0] for text in page.texts["text"] if text.strip() and "ms" not in text]
    assert sorted(drawn) == sorted(ALL)
    assert {"A01", "A24", "180 / 201 / 260 / 261"} <= set(page.texts["td"])
    assert WORDS[language]["verdict_good"] in page.texts["p"]
    assert ("html", {"lang": language}) in page.elements


def test_doors_that_failed_or_were_not_tested_are_told_by_sign_and_word(tmp_path: Path) -> None:
    doors = ALL | {"A05": figures(opened=4, not_opened=1, pulses=6)}
    del doors["A06"]
    page, _ = report(tmp_path, doors)
    assert WORDS["en"]["verdict_bad"] in page.texts["p"]
    assert {"A05 ✗", "A06 –", "A07 ✓"} <= set(page.texts["text"])
    assert {"✗ not passed", "– not tested"} <= set(page.texts["td"])
    assert "passed 22 · not passed 1 · not tested 1" in page.texts["dd"]


def test_a_door_that_needed_two_pulses_has_not_passed(tmp_path: Path) -> None:
    page, _ = report(tmp_path, ALL | {"A01": figures(pulses=6)})
    assert "A01 ✗" in page.texts["text"]


def test_nothing_is_fetched_from_anywhere_and_nothing_runs(tmp_path: Path) -> None:
    page, text = report(tmp_path, ALL)
    for tag, attributes in page.elements:
        assert tag not in {"script", "link", "img", "iframe"}
        assert not {"href", "src", "onload"} & set(attributes)
    outside = text.replace("http://www.w3.org/2000/svg", "")
    assert "://" not in outside
    assert text.count("url(") == text.count("url(data:font/ttf;base64,") == 1


def test_what_stands_in_a_station_file_cannot_break_the_page(tmp_path: Path) -> None:
    from drivers.lockers.bench.cabinets import bank_of
    from kiosk.config.load import station_path

    text = station_path("huaken").read_text(encoding="utf-8")
    odd = text.replace("Huaken Community Service Station", "<b>Huaken & Co</b>")
    path = tmp_path / "odd.toml"
    path.write_text(odd, encoding="utf-8")
    assert len(bank_of(path, "A").doors) == 24
    out = tmp_path / "odd.html"
    options = ["--station", str(path), "--out", str(out), "--language", "en"]
    assert main(["bank", "report", *options]) == 0
    page = Page(out.read_text(encoding="utf-8"))
    assert "<b>Huaken & Co</b>" in page.texts["dd"]
    assert WORDS["en"]["verdict_part"] in page.texts["p"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--station", "huaken", "--bank", "Z"], "no bank Z"),
        (["--station", "/nothing.toml"], "cannot be read"),
        (["--station", "huaken", "--soak", "/nothing.json"], "no such file"),
        (["--station", "huaken", "--soak", "/etc/hostname"], "bank soak --json"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(
    options: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bank", "report", *options, "--out", str(tmp_path / "r.html")]) == 2
    said = capsys.readouterr().err.strip()
    assert says in said
    assert said.count("\n") == 0


def test_both_languages_say_the_same_things() -> None:
    assert set(WORDS["zh"]) == set(WORDS["en"])
