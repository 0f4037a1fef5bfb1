"""Acts at a booking that say what they mean before they are done."""

from __future__ import annotations

from kiosk.phrases import venues as phrases
from kiosk.settings import Permission
from kiosk.venues import integrity, using
from kiosk.venues.proof import BY_STAFF
from kiosk.venues.upkeep_events import Fault
from screens.icons import Icon
from screens.staff.rows import Row
from screens.staff.venues.using import BookingPage


class SureScreen(BookingPage):
    """Says what an act means, with what was typed, and does it."""

    def rows(self) -> list[Row]:
        """Return what is meant, and the act."""
        text, hint = self.meaning()
        verb, icon, tone = self.verb()
        return [
            Row(text, hint, icon=Icon.INFO, wide=True),
            Row(verb, icon=icon, tone=tone, touched=self.act_now, wide=True),
        ]

    def meaning(self) -> tuple[str, str]:
        """Return what it means."""
        return self.slot_words(self.booking.slot), self.note

    def verb(self) -> tuple[str, Icon, str]:
        """Return what the button says, its pictogram and colour."""
        raise NotImplementedError

    def act_now(self) -> None:
        """Do it."""


class StaffCancelScreen(SureScreen):
    """Cancel for somebody at the counter."""

    def meaning(self) -> tuple[str, str]:
        """Return whether it counts in the record."""
        late = using.is_late(self.booking, self.moment())
        points = phrases.points_words(self.moment().settings.integrity.late_cancel)
        counts = self._("It counts {points} points: it is late.").format(points=points)
        free = self._("In good time: nothing goes into the record.")
        return self.slot_words(self.booking.slot), counts if late else free

    def verb(self) -> tuple[str, Icon, str]:
        """Return what the button says."""
        return self._("Cancel for the applicant"), Icon.CANCEL, "bad"

    def act_now(self) -> None:
        """Cancel."""
        self.decide(
            using.cancel,
            Permission.VIEW_VENUES,
            self._("Cancelled."),
            back=2,
            booking=self.booking.id,
            proof=BY_STAFF,
        )


class CallOffScreen(SureScreen):
    """Call it off for the station."""

    def verb(self) -> tuple[str, Icon, str]:
        """Return what the button says."""
        return self._("Call it off"), Icon.BLOCK, "bad"

    def act_now(self) -> None:
        """Call it off; nobody is marked."""
        self.decide(
            using.call_off,
            Permission.REVIEW_VENUES,
            self._("Called off. Nobody is marked for it."),
            note=self.note,
            explains=True,
            back=3,
            booking=self.booking.id,
        )


class MarkScreen(SureScreen):
    """Mark damage or misuse. Given: ``fault`` too."""

    def meaning(self) -> tuple[str, str]:
        """Return what is marked, and by how much."""
        fault: Fault = self.given["fault"]
        points = phrases.points_words(self.moment().settings.integrity.damage)
        text = self._("{what}: {points} points").format(
            what=phrases.faults(self._)[fault], points=points
        )
        return text, self.note

    def verb(self) -> tuple[str, Icon, str]:
        """Return what the button says."""
        return self._("Put it into the record"), Icon.REPORT, "bad"

    def act_now(self) -> None:
        """Mark it."""
        self.decide(
            integrity.mark,
            Permission.MANAGE_VENUES,
            self._("It stands in the record now."),
            note=self.note,
            explains=True,
            back=2,
            booking=self.booking.id,
            fault=self.given["fault"],
        )
