"""``bank report``: one printable HTML page about a cabinet, with its picture and its letters.

Reads the station file and what ``bank soak --json`` printed.
"""

from __future__ import annotations

import argparse
import base64
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from pathlib import Path

import msgspec

from drivers.lockers.bench.cabinets import bank_of
from drivers.lockers.bench.report_words import WORDS
from drivers.lockers.bench.telling import complain
from drivers.lockers.bench.verdicts import WRONG_OPTION
from kiosk.clock import STATION_ZONE
from kiosk.config import load_station
from kiosk.config.schema import BankDevice, DoorDevice, StationFile
from kiosk.errors import ConfigError

_HEALTH = ("requests", "timeouts", "skipped_bytes", "wrong_address")
_MARKS = {"good": "✓", "bad": "✗", "untested": "–"}
_FILLS = {"good": "#d7efd9", "bad": "#f6c9c4", "untested": "#ececec"}
_WIDE, _HIGH, _GAP = 110, 560, 6
"""Of the picture, in its own units: a column, all columns, between doors."""

_FONT = Path(__file__).parents[3] / "assets" / "fonts" / "Text-Regular.ttf"
_FACE = "@font-face{font-family:Report;src:url(data:font/ttf;base64,%s)}"
"""The page carries its letters along: a machine at a cabinet may have no Chinese ones."""
_STYLE = """
body{font:15px/1.5 Report,"Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC",sans-serif;
color:#111;max-width:190mm;margin:8mm auto;padding:0 6mm}
h1{font-size:26px;margin:0 0 4mm}h2{font-size:18px;margin:8mm 0 2mm}
dl{display:grid;grid-template-columns:max-content 1fr;gap:1mm 6mm;margin:0}
dt{color:#444}dd{margin:0}
.verdict{font-size:19px;font-weight:bold;padding:3mm 4mm;border:1mm solid;margin:5mm 0}
.verdict.good{border-color:#1c7a2b}.verdict.bad{border-color:#b3261e}
.verdict.untested{border-color:#777}
table{border-collapse:collapse;width:100%;font-size:13px;white-space:nowrap;font-variant-numeric:tabular-nums}
th,td{border:1px solid #888;padding:1mm 2mm;text-align:right}
th{background:#eee;font-weight:bold}th:first-child,td:first-child{text-align:left}
thead{display:table-header-group}tr{break-inside:avoid}
tr.bad td{background:#f6c9c4}svg{width:100%;height:auto;max-height:120mm}
.sign{margin-top:14mm;border-top:1px solid #111;width:80mm;padding-top:1mm}
@media print{body{margin:0;max-width:none}@page{size:A4;margin:14mm}}
"""


class Ms(msgspec.Struct, frozen=True):
    """Milliseconds of a door."""

    least: int
    median: int
    p99: int
    most: int


class DoorFigures(msgspec.Struct, frozen=True):
    """What ``bank soak`` counted for a door."""

    cycles: int = 0
    opened: int = 0
    not_opened: int = 0
    unconfirmed: int = 0
    not_sent: int = 0
    already_open: int = 0
    left_open: int = 0
    pulses: int = 0
    ms: Ms | None = None

    @property
    def verdict(self) -> str:
        """``good``, ``bad`` or ``untested``."""
        if not self.cycles:
            return "untested"
        fine = self.opened == self.cycles == self.pulses and not self.left_open
        return "good" if fine else "bad"


class Soak(msgspec.Struct, frozen=True):
    """The object that ``bank soak --json`` prints, as far as it is shown."""

    doors: dict[str, DoorFigures]
    port: str = ""
    seconds: float = 0.0
    health: dict[str, bool | int | str] = {}


def run(args: argparse.Namespace) -> int:
    """Write the report; return the exit code."""
    try:
        file, bank = load_station(args.station), bank_of(args.station, args.bank)
    except ConfigError as error:
        for problem in error.problems:
            complain(str(problem))
        return WRONG_OPTION
    try:
        soak = msgspec.json.decode(args.soak.read_bytes(), type=Soak) if args.soak else Soak({})
        made = datetime.now(STATION_ZONE)
        args.out.write_text(page(file, bank, soak, made=made, language=args.language), "utf-8")
    except OSError as error:
        complain(f"{error.filename}: {(error.strerror or 'cannot be used').lower()}")
        return WRONG_OPTION
    except msgspec.DecodeError as error:
        complain(f"{args.soak}: is not what bank soak --json prints ({error})")
        return WRONG_OPTION
    print(args.out)
    return 0


def page(file: StationFile, bank: BankDevice, soak: Soak, *, made: datetime, language: str) -> str:
    """Return the whole report.

    Args:
        language: ``zh`` or ``en``.
    """
    words = WORDS[language]
    name = file.labels.name.zh if language == "zh" else file.labels.name.en
    figures = {str(door.id): soak.doors.get(door.id, DoorFigures()) for door in bank.doors}
    verdicts = [each.verdict for each in figures.values()]
    whole = next((one for one in ("bad", "untested") if one in verdicts), "good")
    sentence = words[{"bad": "verdict_bad", "untested": "verdict_part"}.get(whole, "verdict_good")]
    boards = ", ".join(f"{board.address} ({board.locks})" for board in bank.boards)
    facts = {
        "station": name,
        "bank": bank.name,
        "board": f"{bank.family} · {boards}",
        "line": f"{soak.port or bank.port} · {bank.baud or ''}",
        "made": f"{made:%Y-%m-%d %H:%M}",
        "doors": " · ".join(f"{words[kind]} {verdicts.count(kind)}" for kind in _MARKS),
        "seconds": f"{soak.seconds:.0f}",
    }
    health = {key: str(soak.health[key]) for key in _HEALTH if key in soak.health}
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">'
        f"<title>{escape(words['title'])} {escape(bank.name)}</title>"
        f"<style>{_face()}{_STYLE}</style></head>\n<body>\n<h1>{escape(words['title'])}</h1>\n"
        f'{_list(facts, words)}\n<p class="verdict {whole}">{escape(sentence)}</p>\n'
        f"<h2>{escape(words['picture'])}</h2>\n{picture(bank, figures, words)}\n"
        f"<h2>{escape(words['figures'])}</h2>\n{_table(bank, figures, words)}\n"
        f"<h2>{escape(words['health'])}</h2>\n{_list(health, words)}\n"
        f'<p class="sign">{escape(words["signed"])}</p>\n</body>\n</html>\n'
    )


def picture(bank: BankDevice, figures: Mapping[str, DoorFigures], words: Mapping[str, str]) -> str:
    """Return the cabinet from the front as an SVG element."""
    columns = sorted({door.column for door in bank.doors})
    width = len(columns) * _WIDE + (len(columns) + 1) * _GAP
    cells = "".join(
        _column(
            [door for door in bank.doors if door.column == column],
            _GAP + place * (_WIDE + _GAP),
            figures,
        )
        for place, column in enumerate(columns)
    )
    frame = f'<rect width="{width}" height="{_HIGH + 2 * _GAP}" fill="#555"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} '
        f'{_HIGH + 2 * _GAP}"><title>{escape(words["picture"])}</title>{frame}{cells}</svg>'
    )


def _column(doors: Sequence[DoorDevice], left: float, figures: Mapping[str, DoorFigures]) -> str:
    ranked = sorted(doors, key=lambda door: door.row)
    room = _HIGH - _GAP * (len(ranked) - 1)
    unit = room / sum(door.size.share for door in ranked)
    top, cells = float(_GAP), []
    for door in ranked:
        high = unit * door.size.share
        cells.append(_cell(door, left, top, high, figures[door.id]))
        top += high + _GAP
    return "".join(cells)


def _cell(door: DoorDevice, left: float, top: float, high: float, figures: DoorFigures) -> str:
    verdict = figures.verdict
    middle, line = left + _WIDE / 2, top + high / 2
    ms = f"{figures.ms.median} ms" if figures.ms else ""
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{_WIDE}" height="{high:.1f}" rx="3"'
        f' fill="{_FILLS[verdict]}"/>'
        f'<text x="{middle:.1f}" y="{line:.1f}" text-anchor="middle" font-size="22"'
        f' font-weight="bold">{escape(door.id)} {_MARKS[verdict]}</text>'
        f'<text x="{middle:.1f}" y="{line + 20:.1f}" text-anchor="middle" font-size="15">'
        f"{ms}</text>"
    )


def _table(bank: BankDevice, figures: Mapping[str, DoorFigures], words: Mapping[str, str]) -> str:
    heads = ("door", "wire", "size", "contact", "cycles", "opened", "not_opened", "unsure", "ms")
    head = "".join(f"<th>{escape(words[name])}</th>" for name in (*heads, "result"))
    rows = "".join(_row(door, figures[door.id], bank, words) for door in bank.doors)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(door: DoorDevice, figures: DoorFigures, bank: BankDevice, words: Mapping[str, str]) -> str:
    board = next(board for board in bank.boards if board.address == door.board)
    ms = figures.ms
    unsure = figures.unconfirmed + figures.not_sent + figures.already_open + figures.left_open
    cells = (
        door.id,
        f"{door.board} / {door.lock}",
        str(door.size),
        words[door.contact or board.contact or "usual"],
        str(figures.cycles),
        str(figures.opened),
        str(figures.not_opened),
        str(unsure),
        "–" if ms is None else f"{ms.least} / {ms.median} / {ms.p99} / {ms.most}",
        f"{_MARKS[figures.verdict]} {words[figures.verdict]}",
    )
    told = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr class="{figures.verdict}">{told}</tr>'


def _face() -> str:
    return _FACE % base64.b64encode(_FONT.read_bytes()).decode() if _FONT.is_file() else ""


def _list(facts: Mapping[str, str], words: Mapping[str, str]) -> str:
    rows = "".join(
        f"<dt>{escape(words[name])}</dt><dd>{escape(value)}</dd>" for name, value in facts.items()
    )
    return f"<dl>{rows}</dl>"
