"""Sessions and wrong PINs on either database, with two hub processes that share it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.hub.core import Hub
from kiosk.hub.database import Database
from kiosk.settings import Role
from tests.builders import refusal
from tests.fakes import FakeClock
from tests.filled import MORNING, PINS, Filled, open_hub

MEMBER, RIGHT = PINS[Role.ADMINISTRATOR]


@pytest.fixture(params=["sqlite", "postgresql"])
def hubs(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_database: Callable[[], str]
) -> Iterator[tuple[Hub, Hub]]:
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    if request.param == "postgresql":
        url = postgres_database()
    clock = FakeClock(MORNING)
    both = tuple(open_hub(tmp_path / "keys", clock, Database(url)) for _ in "12")
    yield both[0], both[1]
    for hub in both:
        hub.close()


def test_a_session_of_one_process_is_known_to_the_other_until_it_ends(
    hubs: tuple[Hub, Hub],
) -> None:
    one, two = hubs
    name = Filled(one, fill=False).name
    token = one.signing_in.sign_in(name, MEMBER, RIGHT)
    known = two.sessions.find(token)
    assert known is not None
    assert known.member == MEMBER
    two.sessions.end(token)
    assert one.sessions.find(token) is None


def test_wrong_pins_are_counted_together(hubs: tuple[Hub, Hub]) -> None:
    one, two = hubs
    name = Filled(one, fill=False).name
    said = [
        refusal(hub.signing_in.sign_in, name, MEMBER, "000111") for hub in (one, two, one, two, one)
    ]
    assert said == ["wrong_pin"] * 4 + ["pin_resting"]
    assert refusal(two.signing_in.sign_in, name, MEMBER, RIGHT) == "pin_resting"
