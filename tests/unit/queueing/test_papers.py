"""The slip that says what to bring: all of it, or only what is missing."""

from __future__ import annotations

import pytest

from kiosk.config import load_station
from kiosk.ids import ServiceId
from kiosk.queueing.papers import papers_slip
from kiosk.queueing.plan import Service
from kiosk.settings import Bilingual
from kiosk.slips import List, Slip, Text
from kiosk.words import Words

STATION = Bilingual(zh="驿站", en="Station")


def pension() -> Service:
    return load_station("huaken").hall.service(ServiceId("pension"))


def items(slip: Slip) -> tuple[str, ...]:
    (found,) = (each for each in slip.blocks if isinstance(each, List))
    return found.items


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_whole_list_stands_on_the_slip_in_the_language_of_the_visit(language: str) -> None:
    slip = papers_slip(Words(language), pension(), station=STATION)
    assert items(slip) == tuple(each.in_language(language) for each in pension().materials)
    assert slip.language == language


def test_only_what_is_missing_stands_on_the_slip_after_the_counter() -> None:
    missing = pension().materials[2:3]
    slip = papers_slip(Words("en"), pension(), station=STATION, missing=missing, hours="Today 8-12")
    assert items(slip) == ("Social-security card",)
    assert [each.text for each in slip.blocks if isinstance(each, Text)][-1] == "Today 8-12"


def test_the_four_proxy_services_of_huaken_have_whole_lists_in_both_languages() -> None:
    hall = load_station("huaken").hall
    proxy = [each for each in hall.offered() if each.id != "ask"]
    assert [each.id for each in proxy] == [
        "membership",
        "medical-insurance",
        "pension",
        "old-age-allowance",
    ]
    for service in proxy:
        assert len(service.materials) >= 5
        assert all(each.zh and each.en and each.zh != each.en for each in service.materials)
