"""The day of a booking as a QR that a phone puts into its calendar."""

from __future__ import annotations

from datetime import UTC, datetime

from kivy.uix.anchorlayout import AnchorLayout

from kiosk.venues.records import Booking
from screens.icons import Icon
from screens.venues.page import VenueScreen
from screens.widgets.qr import QrCode
from screens.widgets.text import Say


def event_text(name: str, where: str, starts: datetime, ends: datetime) -> str:
    """Return an event as phones read it out of a QR code (RFC 5545, the least of it)."""
    lines = (
        "BEGIN:VEVENT",
        f"SUMMARY:{_escaped(name)}",
        f"LOCATION:{_escaped(where)}",
        f"DTSTART:{starts.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTEND:{ends.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        "END:VEVENT",
    )
    return "\n".join(lines)


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", " ")


class PhoneScreen(VenueScreen):
    """Given: ``booking``."""

    icon = Icon.CALENDAR_MONTH

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Into my phone's calendar")

    def on_pre_enter(self) -> None:
        """Show the code as large as there is room."""
        booking: Booking = self.given["booking"]
        theme = self.theme
        plan = self.site.venue(booking.venue)
        assert plan is not None
        names = self.services.about.names
        station = names.get(self.visit.language, next(iter(names.values()), ""))
        name = self.name_of(plan)
        if not theme.tight:
            how = self._("Point the camera of your phone at it.")
            self.add(
                Say(theme=theme, role="title", bold=True, halign="center", text=how),
                Say(
                    theme=theme,
                    role="lead",
                    halign="center",
                    text=f"{name}  {self.slot_words(booking.slot)}",
                ),
            )
        middle = AnchorLayout()
        side = 84 if theme.tight else 110 if theme.lowered else 150
        text = event_text(name, station, booking.slot.starts, booking.slot.ends)
        middle.add_widget(QrCode(theme=theme, data=text, side=side))
        self.add(middle)
