"""What a station file says of venues becomes what the venues take."""

from __future__ import annotations

from datetime import time

import pytest

from kiosk.config import known_stations, load_station, read_station
from kiosk.config.venues import version_of
from kiosk.errors import ConfigError
from kiosk.hours import Hours, Span
from kiosk.ids import VenueId
from kiosk.venue_settings import ApplicantKind, OnHolidays
from kiosk.venues.plan import Site, VenuePlan

HEAD = """\
format = 1
id = "small"

[labels]
name = { zh = "小站", en = "Small station" }

[hours]
sun = "closed"

[[zones]]
id = "inside"
name = { zh = "室内", en = "Inside" }

[texts]
venue_rules = { zh = "爱护场地", en = "Treat it well" }
"""
ROOM = """
[[venues]]
id = "room"
name = { zh = "会议室", en = "Room" }
where = "indoor"
capacity = 9
"""


def site(more: str = "") -> Site:
    return read_station(HEAD + ROOM + more).site


def room(more: str = "") -> VenuePlan:
    found = site(more).venue(VenueId("room"))
    assert found is not None
    return found


def told(more: str) -> list[tuple[str, str]]:
    with pytest.raises(ConfigError) as raised:
        read_station(HEAD + ROOM + more)
    return [(problem.where, problem.what) for problem in raised.value.problems]


def test_a_venue_opens_as_the_station_where_it_says_nothing() -> None:
    plain = room()
    assert plain.hours.mon == (Span(time(8, 30), time(19, 30)),)
    assert plain.hours.sun == ()
    assert (plain.before_min, plain.after_min, plain.quiet) == (0, 0, ())
    assert (plain.applicants, plain.on_holidays) == (None, None)


def test_hours_of_its_own_go_over_those_of_the_station_and_single_days_over_both() -> None:
    own = room('hours = "09:00-21:00"\n[venues.week]\nsat = "10:00-12:00"\nmon = "closed"\n')
    assert own.hours.tue == own.hours.sun == (Span(time(9), time(21)),)
    assert own.hours.sat == (Span(time(10), time(12)),)
    assert own.hours.mon == ()


def test_everything_else_is_taken_over() -> None:
    given = room(
        'zone = "inside"\npicture = "room"\nslot_min = 30\nbefore_min = 5\nafter_min = 10\n'
        'quiet = "12:00-14:00"\non_holidays = "open"\napplicants = ["party", "residents"]\n'
        'equipment = [{ id = "projector", zh = "投影仪", en = "Projector" }]\n'
    )
    assert (given.zone, given.picture, given.slot_min) == ("inside", "room", 30)
    assert (given.before_min, given.after_min) == (5, 10)
    assert given.quiet == (Span(time(12), time(14)),)
    assert given.on_holidays is OnHolidays.OPEN
    assert given.applicants == (ApplicantKind.PARTY, ApplicantKind.RESIDENTS)
    assert given.equipment[0].name.zh == "投影仪"


@pytest.mark.parametrize(
    ("more", "where", "what"),
    [
        ('zone = "garden"\n', "venues[0].zone", 'there is no zone "garden"'),
        ('applicants = ["clubs"]\n', "venues[0].applicants[0]", "must be one of party"),
        ('quiet = "14:00-12:00"\n', "venues[0].quiet", "closes before it opens"),
        ("after_min = 500\n", "venues[0].after_min", "must be between 0 and 240"),
        (
            'equipment = [{ id = "a", zh = "甲", en = "A" }, { id = "a", zh = "乙", en = "B" }]\n',
            "venues[0].equipment[1].id",
            "is used twice",
        ),
        (ROOM, "venues[1].id", "is used twice"),
        (
            '[[organisations]]\nid = "club"\nname = { zh = "社", en = "Club" }\n',
            "organisations[0].kind",
            "is missing",
        ),
        ("[integrity]\nwarn_from = 2.5\n", "integrity.warn_from", "must not be more than"),
        ("[bookings]\noffer_day_min = 61\n", "bookings.offer_day_min", "must not be more than"),
    ],
)
def test_a_mistake_is_told_with_its_place(more: str, where: str, what: str) -> None:
    (problem,) = told(more)
    assert problem[0] == where
    assert what in problem[1]


def test_another_wording_is_another_version_of_the_rules() -> None:
    rules = site().rules
    assert rules == version_of("爱护场地")
    assert read_station(HEAD.replace("爱护场地", "爱护场地。")).site.rules != rules
    assert read_station(HEAD.replace("Treat it well", "Take care")).site.rules == rules
    assert read_station(HEAD.partition("[texts]")[0]).site.rules is None


@pytest.mark.parametrize("name", known_stations())
def test_every_station_that_comes_along_can_take_applications(name: str) -> None:
    file = load_station(name)
    found = file.site
    assert found.bookable()
    assert found.rules is not None
    assert found.organisations
    assert file.places
    for venue in found.bookable():
        assert any(getattr(venue.hours, day) for day in Hours.__struct_fields__)


def test_huaken_has_its_five_rooms_and_six_places_outside() -> None:
    found = load_station("huaken").site
    zones = [venue.zone for venue in found.venues]
    assert (zones.count("indoors"), zones.count("square")) == (5, 6)
    assert load_station("huaken").notice.days == 3
