"""The long runs of the queue: Erlang's values within 2 %, and months of a hall nobody knows.

``SOAK_CUSTOMERS`` and ``SOAK_DAYS`` set the numbers.
"""

from __future__ import annotations

import os
import statistics

import ciw
import pytest

from tests.ciw_hall import ciw_waits
from tests.poisson import Poisson, batch_error
from tests.unit.queueing.test_oracles import MEAN, P90, P_WAIT, WARM, exponential
from tests.unit.queueing.test_weeks import SCENES, must_be_good, pooled

CUSTOMERS = int(os.environ.get("SOAK_CUSTOMERS", "2000000"))
CIW_CUSTOMERS = CUSTOMERS // 2
DAYS = int(os.environ.get("SOAK_DAYS", "60"))

pytestmark = pytest.mark.soak


def must_be_erlangs(waits: list[float]) -> None:
    ordered = sorted(waits)
    found = {
        "P(wait)": (statistics.fmean(wait > 1e-9 for wait in waits), P_WAIT),
        "mean": (statistics.fmean(waits), MEAN),
        "p90": (ordered[int(0.9 * len(ordered))], P90),
    }
    print(found, "standard error of the mean", batch_error(waits))
    for came, expected in found.values():
        assert came == pytest.approx(expected, rel=0.02)


def test_a_long_run_by_the_stations_rules_is_erlangs_within_two_percent() -> None:
    hall = Poisson(per_hour=18, minutes=exponential, counters=3)
    must_be_erlangs(hall.waits(CUSTOMERS, 4)[WARM:])


def test_a_long_run_of_the_other_simulator_is_too() -> None:
    waits = ciw_waits(
        per_hour=18,
        service=ciw.dists.Exponential(1 / 8),
        counters=3,
        customers=CIW_CUSTOMERS,
        seed=5,
    )
    must_be_erlangs(waits[WARM:])


@pytest.mark.parametrize("name", SCENES)
def test_months_of_every_hall_keep_their_promises(name: str) -> None:
    must_be_good(pooled({name: SCENES[name]}, seeds=range(11, 15), days=DAYS))
