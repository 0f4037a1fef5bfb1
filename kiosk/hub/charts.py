"""Charts as SVG, drawn on the server. Pure: numbers and words in, markup out.

A chart is a picture of a table that stands beneath it, so it says in ``title`` and ``desc`` what it
shows and hides nothing from anybody. Colours are classes of the style sheet, and each series has a
form of its own too: filled, hatched, pale with a rim, or a line with dots.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from html import escape

import msgspec

WIDTH, HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 12, 16, 34
_TICKS = 4
_MOST_LABELS = 14
_BAR = 13
_WIDEST = 48
_NAME = 190


class Form(StrEnum):
    """How a series is drawn."""

    FILLED = "filled"
    HATCHED = "hatched"
    PALE = "pale"
    STRONG = "strong"
    LINE = "line"


class Series(msgspec.Struct, frozen=True):
    """Numbers under one name, one for each label; ``None`` where there is none."""

    name: str
    values: tuple[float | None, ...]
    form: Form = Form.FILLED


class Chart(msgspec.Struct, frozen=True):
    """What is drawn.

    Attributes:
        id: unique on its page.
        title: what it is; ``summary``: what it shows, in a sentence or two.
        labels: what stands under each place.
        unit: written at the top of the axis.
    """

    id: str
    title: str
    summary: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""


def columns(chart: Chart) -> str:
    """Return columns side by side for each label, lines over them."""
    top = ceiling(_most(chart.series))
    parts = [*_grid(top, chart.unit), *_labels(chart.labels)]
    standing = [each for each in chart.series if each.form is not Form.LINE]
    for number, each in enumerate(standing):
        parts += _columns_of(each, number, len(standing), top)
    for each in chart.series:
        if each.form is Form.LINE:
            parts += _line_of(each, top)
    return _svg(chart, parts, HEIGHT)


def bars(chart: Chart) -> str:
    """Return lying bars, one under the other for each label; for long names."""
    top = ceiling(_most(chart.series))
    high = _TOP + _row(chart) * max(1, len(chart.labels))
    parts = list[str]()
    for row, label in enumerate(chart.labels):
        parts += _bars_of(chart, row, label, top)
    return _svg(chart, parts, high)


def ceiling(most: float) -> float:
    """Return the end of an axis: the next 1, 2 or 5 with noughts that four steps reach well."""
    step = most / _TICKS
    scale = 1.0
    while scale < step:
        for factor in (1, 2, 2.5, 5, 10):
            if scale * factor >= step and (scale * factor) % 1 == 0:
                return scale * factor * _TICKS
        scale *= 10
    return scale * _TICKS


def _most(series: Sequence[Series]) -> float:
    return max((value for each in series for value in each.values if value is not None), default=0)


def _svg(chart: Chart, parts: Sequence[str], high: float) -> str:
    name = escape(chart.id)
    return "".join(
        [
            f'<svg class="chart" viewBox="0 0 {WIDTH} {high:g}" role="img" ',
            f'aria-labelledby="{name}-title {name}-desc">',
            f'<title id="{name}-title">{escape(chart.title)}</title>',
            f'<desc id="{name}-desc">{escape(chart.summary)}</desc>',
            f'<defs><pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" ',
            'patternTransform="rotate(45)"><rect class="chart-hatch" width="3" height="6"/>',
            "</pattern></defs>",
            *(each.replace("url(#hatch)", f"url(#{name}-hatch)") for each in parts),
            "</svg>",
        ]
    )


def _grid(top: float, unit: str) -> Iterator[str]:
    for number in range(_TICKS + 1):
        y = _y(top * number / _TICKS, top)
        yield f'<line class="chart-grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>'
        said = f"{top * number / _TICKS:g}"
        if number == _TICKS and unit:
            said = f"{said} {unit}"
        yield _text("chart-tick", _LEFT - 6, y, said, "end", lower=4)


def _labels(labels: Sequence[str]) -> Iterator[str]:
    every = -(-len(labels) // _MOST_LABELS) or 1
    wide = _step(labels)
    for place, label in enumerate(labels):
        if place % every == 0:
            x = _LEFT + wide * (place + 0.5)
            yield _text("chart-label", x, HEIGHT - _BOTTOM, label, "middle", lower=20)


def _columns_of(series: Series, number: int, of: int, top: float) -> Iterator[str]:
    wide = _step(series.values)
    room = min(wide * 0.76, _WIDEST * of)
    each = room / of
    for place, value in enumerate(series.values):
        if value is None:
            continue
        x = _LEFT + wide * place + (wide - room) / 2 + each * number
        y = _y(value, top)
        base = _y(0, top)
        yield _rect(series, x, y, max(each - 1, 0.8), base - y)


def _line_of(series: Series, top: float) -> Iterator[str]:
    wide = _step(series.values)
    run = list[tuple[float, float]]()
    for place, value in enumerate([*series.values, None]):
        if value is not None:
            run.append((round(_LEFT + wide * (place + 0.5), 1), _y(value, top)))
            continue
        if run:
            points = " ".join(f"{x:g},{y:g}" for x, y in run)
            yield f'<polyline class="chart-line" points="{points}"/>'
            yield from (f'<circle class="chart-dot" cx="{x:g}" cy="{y:g}" r="3"/>' for x, y in run)
        run = []


def _bars_of(chart: Chart, row: int, label: str, top: float) -> Iterator[str]:
    y = _TOP + _row(chart) * row
    middle = y + _BAR * len(chart.series) / 2
    yield _text("chart-name", _NAME - 8, middle, label, "end", lower=5)
    for number, series in enumerate(chart.series):
        value = series.values[row]
        if value is None:
            continue
        wide = (WIDTH - _RIGHT - 40 - _NAME) * value / top
        at = y + _BAR * number
        yield _rect(series, _NAME, at, wide, _BAR - 2)
        yield _text("chart-value", _NAME + wide + 6, at + _BAR / 2, f"{value:g}", "start", lower=3)


def _row(chart: Chart) -> float:
    return _BAR * len(chart.series) + 12


def _rect(series: Series, x: float, y: float, wide: float, high: float) -> str:
    where = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"'
    if series.form is Form.HATCHED:
        return f'<rect class="chart-outline" fill="url(#hatch)" {where}/>'
    return f'<rect class="chart-{series.form}" {where}/>'


def _text(kind: str, x: float, y: float, said: str, anchor: str, *, lower: float) -> str:
    where = f'x="{x:.1f}" y="{y + lower:.1f}" text-anchor="{anchor}"'
    return f'<text class="{kind}" {where}>{escape(said)}</text>'


def _step(places: Sequence[object]) -> float:
    return (WIDTH - _LEFT - _RIGHT) / max(1, len(places))


def _y(value: float, top: float) -> float:
    return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * value / top, 1)
