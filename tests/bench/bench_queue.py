"""How long a tap waits to be told the time: people in the hall against the limit of a tap.

python -m tests.bench.bench_queue [--quick]
"""

from __future__ import annotations

import statistics
import time
from datetime import date
from typing import Any

from kiosk.ids import TicketId, TokenTag
from kiosk.queueing import calls, estimate, rules
from kiosk.queueing.plan import Priority
from tests.bench.alone import alone
from tests.weeks import Scene, Week, staff_of, when

LIMIT_MS = 50.0
"""An answer to a tap."""
WAITING = 40
_SKILLS = {
    "counters_alike": ((), (), ()),
    "counters_by_skill": ((0, 1), (1, 2), (0, 1, 2)),
}


def measure(*, quick: bool) -> dict[str, Any]:
    """Fill a hall that has seen some days and time the promise to one more person."""
    figures = {name: _milliseconds(skills, quick=quick) for name, skills in _SKILLS.items()}
    slowest = max(figures.values())
    return {
        "waiting": WAITING,
        **{f"{name}_ms": round(each, 2) for name, each in figures.items()},
        "limit_ms": LIMIT_MS,
        "share_of_limit": round(slowest / LIMIT_MS, 3),
    }


def _milliseconds(skills: tuple[tuple[int, ...], ...], *, quick: bool) -> float:
    week = Week(Scene(skills=skills), 1)
    week.run(2 if quick else 5)
    week.at = when(date(2026, 3, 9), 9)
    for plan in week.hall.counters:
        week.do(calls.open_counter, counter=plan.number, by=staff_of(plan.number), hall=week.hall)
    services = week.hall.services
    for number in range(WAITING):
        priority = Priority.AGED if number % 4 == 0 else Priority.NONE
        week.do(
            rules.take_ticket,
            ticket=TicketId(f"more {number}"),
            hall=week.hall,
            service=services[number % len(services)].id,
            token=TokenTag(f"more {number}"),
            priority=priority,
        )
    newcomer = estimate.Newcomer(services[0].id)
    times = []
    for _ in range(5 if quick else 30):
        began = time.perf_counter()
        estimate.promise(week.queue, week.moment(), hall=week.hall, newcomer=newcomer)
        times.append(time.perf_counter() - began)
    return 1000 * statistics.median(times)


if __name__ == "__main__":
    alone(measure, __doc__)
