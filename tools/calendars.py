"""Write assets/calendars/cn.toml from the data of the package ``chinesecalendar``.

python tools/calendars.py            write the table
python tools/calendars.py --check    end with 1 if the table says something else
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

from chinese_calendar import constants

TABLE = Path(__file__).parents[1] / "assets" / "calendars" / "cn.toml"
HEAD = """\
# Public holidays and make-up working days of mainland China, as the State Council
# announced them. Made by tools/calendars.py; a station's own table goes over it.
"""
KEYS = {
    "New Year's Day": "new_year",
    "Spring Festival": "spring_festival",
    "Tomb-sweeping Day": "tomb_sweeping",
    "Labour Day": "labour_day",
    "Dragon Boat Festival": "dragon_boat",
    "Mid-autumn Festival": "mid_autumn",
    "National Day": "national_day",
    "Anti-Fascist 70th Day": "victory_70th",
}


def table() -> str:
    """Return the text of the table."""
    off = _by_year(constants.holidays)
    work = _by_year(constants.workdays)
    years = sorted(off)
    blocks = [
        HEAD,
        f'source = "chinesecalendar {version("chinesecalendar")} (MIT)"',
        f"covers = [{', '.join(map(str, years))}]",
    ]
    for year in years:
        for name in KEYS.values():
            days, worked = off[year].get(name, []), work[year].get(name, [])
            if days or worked:
                blocks.append(f"\n[{year}.{name}]\noff = {_list(_runs(days))}")
                blocks.extend([f"work = {_list(map(str, sorted(worked)))}"] if worked else [])
    return "\n".join(blocks) + "\n"


def _by_year(named: Mapping[date, str]) -> dict[int, dict[str, list[date]]]:
    years: dict[int, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    for day, name in named.items():
        years[day.year][KEYS[name]].append(day)
    return years


def _runs(days: Iterable[date]) -> list[str]:
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}/{run[-1]}" for run in runs]


def _list(words: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


def main() -> int:
    """Write or check the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        same = TABLE.read_text("utf-8") == table()
        print("the table is up to date" if same else "the table differs from the package's data")
        return 0 if same else 1
    TABLE.write_text(table(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
