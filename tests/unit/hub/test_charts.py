"""Charts are sound markup, say what they show, and draw no number wrong."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hub.charts import HEIGHT, WIDTH, Chart, Form, Series, bars, ceiling, columns
from tests.examples import examples

SVG = "{http://www.w3.org/2000/svg}"
VALUES = st.lists(st.one_of(st.none(), st.floats(0, 1e6, allow_nan=False)), min_size=0, max_size=30)


def chart(*series: Series, labels: tuple[str, ...] = ("a", "b")) -> Chart:
    return Chart("c", "Tickets", "How many", labels, series, "min")


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1))


def heights(svg: str, kind: str = "chart-filled") -> list[float]:
    rects = parsed(svg).iter(f"{SVG}rect")
    return [float(each.attrib["height"]) for each in rects if each.attrib.get("class") == kind]


@given(VALUES, st.sampled_from(list(Form)))
@examples(100)
def test_any_numbers_give_sound_markup_within_the_picture(
    values: list[float | None], form: Form
) -> None:
    labels = tuple(f"<&{number}" for number in range(len(values)))
    drawn = chart(Series("n", tuple(values), form), labels=labels)
    for svg in (columns(drawn), bars(drawn)):
        for each in parsed(svg).iter(f"{SVG}rect"):
            if "x" not in each.attrib:
                continue  # of the hatching
            assert float(each.attrib["x"]) >= 0
            assert float(each.attrib["x"]) + float(each.attrib["width"]) <= WIDTH + 1
            assert float(each.attrib["height"]) >= 0


@given(st.floats(0, 1e9, allow_nan=False))
@examples(100)
def test_the_axis_ends_at_or_above_the_largest_number_in_whole_steps(most: float) -> None:
    top = ceiling(most)
    assert top >= most
    assert top <= max(4, most * 2.6)
    assert (top / 4) % 1 == 0


def test_a_column_is_as_high_as_its_number_says() -> None:
    one, two = heights(columns(chart(Series("n", (10.0, 20.0)))))
    assert two == pytest.approx(2 * one, abs=0.3)
    assert two < HEIGHT


def test_a_number_that_is_not_there_is_not_drawn_as_nought() -> None:
    assert len(heights(columns(chart(Series("n", (None, 3.0)))))) == 1
    broken = columns(chart(Series("n", (1.0, None), Form.LINE)))
    assert broken.count("<circle") == 1


def test_words_cannot_break_out_of_the_picture() -> None:
    evil = '"><script>alert(1)</script>'
    drawn = Chart(evil, evil, evil, (evil,), (Series(evil, (1.0,)),), evil)
    for svg in (columns(drawn), bars(drawn)):
        assert "<script" not in svg
        parsed(svg)


def test_a_chart_says_what_it_is_to_who_cannot_see_it() -> None:
    root = parsed(columns(chart(Series("n", (1.0, 2.0)))))
    assert root.attrib["role"] == "img"
    named = root.attrib["aria-labelledby"].split()
    texts = {each.attrib.get("id"): each.text for each in root.iter()}
    assert [texts[each] for each in named] == ["Tickets", "How many"]
