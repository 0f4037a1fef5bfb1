"""Whatever happens on the way, in the end all know the same, and nobody won twice."""

from __future__ import annotations

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from kiosk.errors import KioskError
from tests.converging.machine import Storm
from tests.converging.planted import PLANTED
from tests.converging.world import World
from tests.examples import examples

STEPS = 12
UNTIL_SEEN = 200


def test_after_every_storm_all_know_the_same() -> None:
    run_state_machine_as_test(Storm, settings=examples(40, stateful_step_count=STEPS))


@pytest.mark.parametrize("world", PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_does_not_outlive_the_storms(world: type[World]) -> None:
    """Shows that the test above would see it."""

    class Planted(Storm):
        worlds = world

    once = settings(
        derandomize=True,
        database=None,
        max_examples=UNTIL_SEEN,
        stateful_step_count=STEPS,
        phases=[Phase.generate],
    )
    with pytest.raises((AssertionError, KioskError)):
        run_state_machine_as_test(Planted, settings=once)
