"""Every word of the station that staff meet has its sentence."""

from __future__ import annotations

from kiosk.errors import WhyUnavailable
from kiosk.lockers.events import Alarm, Mark, MarkReason, OpenReason
from kiosk.lockers.records import DoorState
from kiosk.lockers.steps import Seen
from kiosk.phrases import staff as phrases
from kiosk.ports import Reading
from kiosk.settings import Permission, Role
from screens import symbols


def test_every_word_of_the_station_has_its_sentence() -> None:
    assert set(phrases.door_states(str)) == set(DoorState)
    assert set(symbols.STATE_ICONS) == set(DoorState)
    assert set(phrases.STATE_TONES) == set(DoorState)
    assert set(phrases.readings(str)) == set(Reading)
    assert set(phrases.alarms(str)) == set(Alarm)
    assert set(phrases.unavailable(str)) == set(WhyUnavailable)
    assert set(phrases.marks(str)) == set(Mark)
    assert set(phrases.roles(str)) == set(Role)
    assert set(phrases.permissions(str)) == set(Permission)


def test_reasons_that_a_person_gives_have_words() -> None:
    assert set(phrases.open_reasons(str)) == set(OpenReason) - {OpenReason.OVERDUE}
    assert set(phrases.mark_reasons(str)) == set(MarkReason) - {MarkReason.NONE}


def test_the_age_of_a_reading_is_said_in_the_unit_that_fits() -> None:
    said = [phrases.age(str, seconds) for seconds in (0.5, 7, 99, 100, 5_999, 7_200)]
    assert said == ["just now", "7 s ago", "99 s ago", "1 min ago", "99 min ago", "2 h ago"]


def test_a_contact_that_was_never_read_has_no_age() -> None:
    assert phrases.sensed(str, Seen(), 12.0) == "Sensed: unknown"
    assert phrases.sensed(str, Seen(Reading.OPEN, 10.0), 13.0) == "Sensed: open, 3 s ago"
