"""What is to be told to whoever stands at the screen, by what they show or ask about."""

from __future__ import annotations

from kiosk.ids import RESIDENT, CodeTag, PersonId
from kiosk.secrets import token_tag
from kiosk.station import Station
from kiosk.telling import TELLING
from kiosk.telling.records import ToTell


def news_about(station: Station, *things: str) -> tuple[ToTell, ...]:
    """Return what residents do not know yet about these things."""
    return _of_residents(station.state(TELLING).about(*things))


def news_of_scan(station: Station, scanned: str) -> tuple[ToTell, ...]:
    """Return what whoever shows this QR does not know yet; its prefix says whose it is."""
    token = token_tag(scanned.partition(":")[2])
    return _of_residents(station.state(TELLING).by_token(token))


def news_of_code(station: Station, code: CodeTag) -> tuple[ToTell, ...]:
    """Return what whoever types this code does not know yet."""
    return _of_residents(station.state(TELLING).by_code(code))


def news_of_person(station: Station, person: PersonId) -> tuple[ToTell, ...]:
    """Return what whoever gave this phone does not know yet; for a hint, not for telling."""
    return _of_residents(station.state(TELLING).of_person(person))


def _of_residents(news: tuple[ToTell, ...]) -> tuple[ToTell, ...]:
    return tuple(each for each in news if each.actor == RESIDENT)
