"""Answers that a hub gave before it was put back, and that arrive after the terminal knows it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.converging.hubs import Fault
from tests.converging.world import World


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.close()


def test_a_page_of_the_lost_time_is_left_alone(world: World) -> None:
    one, two, _ = world.terminals
    world.settle()
    world.hubs.copy()
    for pick in range(2):
        world.tap(two, "take a place", pick)
    two.round()
    world.tap(one, "take a place", 3)
    one.round([Fault.PUT_BACK])  # its own is positioned anew before the page comes
    world.settle()


def test_a_decision_of_the_lost_time_is_not_taken_for_one(world: World) -> None:
    one, two, _ = world.terminals
    world.settle()
    world.hubs.copy()
    world.tap(two, "take a place", 0)
    two.round()
    one.round()
    world.tap(one, "call a place", 0, [Fault.PUT_BACK])
    world.settle()
    world.tap(one, "call a place", 0)
    world.settle()
    assert {entry.id for entry in world.hubs.entries()} >= world.owed
