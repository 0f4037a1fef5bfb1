"""The pages of the queue, one line each; the registry takes them over."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from screens.base import KioskScreen
from screens.queue.appointments import AppointmentScreen, BookScreen, BookTimeScreen
from screens.queue.find import FindScreen
from screens.queue.mine import MineScreen
from screens.queue.papers import FirstScreen, PapersScreen
from screens.queue.service import ServiceScreen
from screens.queue.services import ServicesScreen
from screens.queue.ticket import BookedScreen, TicketScreen
from screens.queue.visits import VisitScreen, VisitWhereScreen

QUEUE_PAGES: Mapping[str, type[KioskScreen]] = MappingProxyType(
    {
        "queue": ServicesScreen,
        "queue.service": ServiceScreen,
        "queue.first": FirstScreen,
        "queue.papers": PapersScreen,
        "queue.ticket": TicketScreen,
        "queue.find": FindScreen,
        "queue.mine": MineScreen,
        "queue.book": BookScreen,
        "queue.book_time": BookTimeScreen,
        "queue.booked": BookedScreen,
        "queue.appointment": AppointmentScreen,
        "queue.visit": VisitScreen,
        "queue.visit_where": VisitWhereScreen,
    }
)
