"""The queue against the theory and against another simulator.

For M/M/c with 18 arrivals an hour, 8 minutes of service and 3 counters, Erlang's formula gives
P(wait) = 0.6472 and a mean wait of 8.63 min; 90 % wait at most 24.90 min. With three people ahead
at two busy counters the wait is a sum of four exponential times of 4 min: mean 16.00, median 14.69,
80 % within 22.06 min.

Bands are four standard errors of batch means wide, so that a right queue fails once in many
thousand seeds, and the seeds stand still. The long runs are in ``tests/soak``.
"""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Sequence

import ciw
import pytest

from kiosk.queueing.simulate import Desk, Person, draw_waits
from tests.ciw_hall import ciw_waits
from tests.poisson import Poisson, batch_error

CUSTOMERS = 12_000
WARM = 200
P_WAIT, MEAN, P90 = 0.6472, 8.63, 24.90
BAND = 4.0


def exponential(chance: random.Random) -> float:
    return chance.expovariate(1 / 8)


def lognormal(chance: random.Random) -> float:
    return chance.lognormvariate(1.8, 0.7)


def near(values: Sequence[float], expected: float) -> bool:
    return abs(statistics.fmean(values) - expected) <= BAND * batch_error(values)


def test_waits_by_the_stations_rules_are_those_of_erlang() -> None:
    waits = Poisson(per_hour=18, minutes=exponential, counters=3).waits(CUSTOMERS, 1)[WARM:]
    assert near([wait > 1e-9 for wait in waits], P_WAIT)
    assert near(waits, MEAN)
    assert near([wait <= P90 for wait in waits], 0.9)
    assert batch_error(waits) < 0.1 * MEAN  # the band is narrow enough to say something


@pytest.mark.parametrize("counters", [1, 3])
def test_waits_are_those_of_another_simulator(counters: int) -> None:
    mean = math.exp(1.8 + 0.7**2 / 2)
    per_hour = 0.7 * counters * 60 / mean
    ours = Poisson(per_hour=per_hour, minutes=lognormal, counters=counters).waits(CUSTOMERS, 2)
    theirs = ciw_waits(
        per_hour=per_hour,
        service=ciw.dists.Lognormal(1.8, 0.7),
        counters=counters,
        customers=CUSTOMERS,
        seed=3,
    )
    apart = abs(statistics.fmean(ours[WARM:]) - statistics.fmean(theirs[WARM:]))
    assert apart <= BAND * math.hypot(batch_error(ours[WARM:]), batch_error(theirs[WARM:]))


EIGHT_MIN = [-8 * math.log(1 - (each + 0.5) / 4000) for each in range(4000)]
"""An exponential service of 8 min, as equally likely values."""


@pytest.mark.parametrize("idle", [(), ((1e9,),)])
def test_the_wait_behind_three_people_is_that_of_the_theory(idle: Sequence[tuple[float]]) -> None:
    """Within 2 %, by both ways through the counters."""
    desks = [Desk(EIGHT_MIN), Desk(EIGHT_MIN), *[Desk(each) for each in idle]]
    ahead = [Person(EIGHT_MIN, (0, 1))] * 3
    waits = draw_waits(desks, ahead, (0, 1), runs=40_000, seed="three ahead")
    assert statistics.fmean(waits) == pytest.approx(16.00, rel=0.02)
    assert waits[20_000] == pytest.approx(14.69, rel=0.02)
    assert waits[32_000] == pytest.approx(22.06, rel=0.02)


def test_the_same_seed_draws_the_same_waits() -> None:
    ahead = [Person(EIGHT_MIN, (0,))] * 5
    one, other = (
        draw_waits([Desk(EIGHT_MIN)], ahead, (0,), runs=50, seed=seed) for seed in ("a", "a")
    )
    assert one == other
    assert one != draw_waits([Desk(EIGHT_MIN)], ahead, (0,), runs=50, seed="b")


def test_people_wait_only_for_counters_that_can_serve_them() -> None:
    desks = [Desk((600.0,)), Desk((60.0,))]
    ahead = [Person((300.0,), (1,))]
    assert draw_waits(desks, ahead, (0,), runs=3, seed="x") == [600.0] * 3
    assert draw_waits(desks, ahead, (1,), runs=3, seed="x") == [360.0] * 3
    assert draw_waits(desks, ahead, (0, 1), runs=3, seed="x") == [360.0] * 3
