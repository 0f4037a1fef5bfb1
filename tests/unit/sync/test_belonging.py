"""Where a hub is: on this machine, or elsewhere."""

from __future__ import annotations

import pytest

from kiosk.ids import OriginId, StationId
from kiosk.sync.belonging import OWN, Belonging


def belonging(url: str) -> Belonging:
    return Belonging(StationId("huaken"), url, "t1", OriginId("t1.0"), b"key", "certificate")


@pytest.mark.parametrize(
    "url", [OWN, "https://127.0.0.1:8470", "https://localhost:8470", "https://[::1]:8470"]
)
def test_a_hub_on_this_machine_is_near_however_it_is_named(url: str) -> None:
    assert belonging(url).is_near


@pytest.mark.parametrize(
    "url", ["https://192.168.1.5:8470", "https://hub.station:8470", "https://[fe80::1]:8470"]
)
def test_a_hub_elsewhere_is_not(url: str) -> None:
    assert not belonging(url).is_near
