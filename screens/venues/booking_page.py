"""What the pages about one booking share: which it is, and how it was shown to be theirs."""

from __future__ import annotations

from kiosk.errors import Refused
from kiosk.ids import BookingId
from kiosk.venues.proof import Proof
from kiosk.venues.records import Application, Booking
from screens.confirming import Place
from screens.icons import Icon
from screens.venues.page import VenueScreen


class BookingPage(VenueScreen):
    """A page about one booking. Given: ``booking`` and ``proof``."""

    icon = Icon.EVENT
    personal = True

    @property
    def proof(self) -> Proof:
        """How it was shown that it is theirs."""
        proof: Proof = self.given["proof"]
        return proof

    @property
    def booking(self) -> Booking:
        """The booking as it is now.

        Raises:
            Refused: ``no_subject`` once it is forgotten.
        """
        booking: BookingId = self.given["booking"]
        found = self.venues.bookings.get(booking)
        if found is None:
            raise Refused("no_subject")
        return found

    @property
    def application(self) -> Application:
        """What it belongs to."""
        found = self.venues.application_of(self.booking.id)
        assert found is not None
        return found

    def after_news(self) -> Place:
        """Return the booking, as it stands then."""
        return "venues.booking", {"booking": self.booking.id, "proof": self.proof}

    def what(self) -> str:
        """Return place, day and time."""
        plan = self.site.venue(self.booking.venue)
        name = self.name_of(plan) if plan is not None else ""
        return f"{name}  {self.slot_words(self.booking.slot)}"
