"""The same halls in ``ciw``, a queueing simulator that shares no code with the station."""

from __future__ import annotations

from typing import Any

import ciw


def ciw_waits(
    *, per_hour: float, service: Any, counters: int, customers: int, seed: int
) -> list[float]:
    """Return the minutes each customer waited, in the order they came.

    Args:
        service: a ``ciw`` distribution of minutes.
    """
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(per_hour / 60)],
        service_distributions=[service],
        number_of_servers=[counters],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(customers, method="Finish")
    records = sorted(simulation.get_all_records(), key=lambda each: each.arrival_date)
    return [each.waiting_time for each in records]
