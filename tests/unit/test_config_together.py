"""A hub is told the files of all terminals of a station: it has their doors, each once."""

from __future__ import annotations

import pytest

from kiosk.config import read_station
from kiosk.config.load import STATIONS
from kiosk.config.together import stations
from kiosk.errors import ConfigError

HUAKEN = (STATIONS / "huaken.toml").read_text("utf-8")
OTHER = HUAKEN.replace('name = "A"', 'name = "B"').replace('id = "A', 'id = "B')
ONE, TWO = read_station(HUAKEN), read_station(OTHER)


def test_a_station_has_the_cabinets_of_all_its_terminals() -> None:
    (found,) = stations([ONE, TWO])
    assert found.cabinet.banks == ("A", "B")
    assert found.cabinet.doors == ONE.cabinet.doors + TWO.cabinet.doors
    assert found.site == ONE.site


def test_the_same_file_named_twice_is_one() -> None:
    assert stations([ONE, ONE]) == (ONE,)


def test_other_stations_stay_apart() -> None:
    away = read_station(OTHER.replace('id = "huaken"', 'id = "other"'))
    assert stations([ONE, away]) == (ONE, away)


def test_two_cabinets_of_one_name_are_refused() -> None:
    moved = read_station(OTHER.replace('name = "B"', 'name = "A"'))
    with pytest.raises(ConfigError, match="huaken: cabinet A: is used twice"):
        stations([ONE, moved])


def test_two_doors_of_one_label_are_all_named() -> None:
    moved = read_station(HUAKEN.replace('name = "A"', 'name = "B"'))
    with pytest.raises(ConfigError, match="huaken: door A01: is used twice") as refused:
        stations([ONE, moved])
    assert len(refused.value.problems) == len(ONE.cabinet.doors)
