"""What the pages of the queue share: the desk, services in words, refusals."""

from __future__ import annotations

from kiosk.errors import Refused
from kiosk.ids import ServiceId
from kiosk.phrases import queue as phrases
from kiosk.queueing.desk import QR_PREFIX, QueueDesk
from kiosk.queueing.events import Promise
from kiosk.queueing.plan import Hall, Service
from kiosk.queueing.records import Queueing
from kiosk.queueing.slip import range_words
from kiosk.settings import Bilingual
from screens.confirming import ConfirmingScreen
from screens.icons import Icon
from screens.theme import Family


class QueueScreen(ConfirmingScreen):
    """A red page."""

    family = Family.SERVICES
    icon = Icon.CONFIRMATION_NUMBER

    # -- what the station knows ------------------------------------------------------------

    @property
    def desk(self) -> QueueDesk:
        """The one front of the queue."""
        desk: QueueDesk = self.services.queue
        return desk

    @property
    def hall(self) -> Hall:
        """Services and counters of the station."""
        return self.desk.hall

    @property
    def queue(self) -> Queueing:
        """What is true now."""
        return self.desk.state

    @property
    def station_name(self) -> Bilingual:
        """What the station is called, for slips."""
        return self.moment().settings.labels.name

    # -- words -----------------------------------------------------------------------------

    def in_words(self, words: Bilingual) -> str:
        """Return words of the station file in the language of the visit."""
        return words.in_language(self.visit.language)

    def name_of(self, service: ServiceId) -> str:
        """Return what a service is called."""
        return self.in_words(self.hall.service(service).name)

    def papers_of(self, service: Service) -> tuple[str, ...]:
        """Return what to bring for a service."""
        return tuple(self.in_words(each) for each in service.materials)

    def ahead_words(self, promise: Promise) -> str:
        """Return how many stand before somebody."""
        if not promise.ahead:
            return self._("Nobody is before you")
        return self.plural(
            "{count} person is before you", "{count} people are before you", promise.ahead
        ).format(count=promise.ahead)

    def range_words(self, promise: Promise) -> str | None:
        """Return the range of minutes, or ``None`` where too little is known."""
        return range_words(self._words, promise)

    def words(self, refused: Refused) -> str:
        """Return the one sentence for a refusal."""
        return phrases.refusal(self._, refused) or super().words(refused)

    # -- ways ------------------------------------------------------------------------------

    def on_scan(self, code: str) -> bool:
        """A code of the queue leads to what it belongs to, from every page that is free."""
        if not code.startswith(QR_PREFIX) or self.busy:
            return False
        self.goes.go("queue.find", scanned=code)
        return True
