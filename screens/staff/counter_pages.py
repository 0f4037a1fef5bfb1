"""The pages of the counter, one line each; the staff pages take them over."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from screens.base import KioskScreen
from screens.staff.counter import CounterScreen
from screens.staff.counter_acts import (
    EndScreen,
    MissingPapersScreen,
    PauseScreen,
    TransferScreen,
)
from screens.staff.counter_list import CounterListScreen, CounterNumberScreen
from screens.staff.counter_ticket import CounterTicketScreen
from screens.staff.home_visits import HomeVisitScreen, HomeVisitsScreen

COUNTER_PAGES: Mapping[str, type[KioskScreen]] = MappingProxyType(
    {
        "staff.counter": CounterScreen,
        "staff.counter_list": CounterListScreen,
        "staff.counter_number": CounterNumberScreen,
        "staff.counter_ticket": CounterTicketScreen,
        "staff.counter_transfer": TransferScreen,
        "staff.counter_end": EndScreen,
        "staff.counter_papers": MissingPapersScreen,
        "staff.counter_pause": PauseScreen,
        "staff.home_visits": HomeVisitsScreen,
        "staff.home_visit": HomeVisitScreen,
    }
)
