"""The serial ports of the machine: what each is, whose it is, why one cannot be opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kiosk.errors import WhyUnavailable
from kiosk.serial_ports import Fitted, PortSeen
from screens.icons import Icon
from screens.staff.page import RowsPage
from screens.staff.rows import Row
from screens.widgets.button import BigButton


class PortsScreen(RowsPage):
    """Every port, by name. What a device of the station owns is not touched."""

    icon = Icon.APPS

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Ports")

    def on_pre_enter(self) -> None:
        """Look."""
        self._seen: Sequence[PortSeen] = ()
        super().on_pre_enter()
        self.look()

    def nothing(self) -> str:
        """Return the sentence for a machine without ports."""
        return self._("No serial port is there. Is the adapter plugged in?")

    def foot(self) -> None:
        """Put the button that looks again."""
        self.add_widget(
            BigButton(
                theme=self.theme,
                text=self._("Look again"),
                icon=Icon.REFRESH,
                tone="primary",
                size_hint_y=None,
                height=self.theme.button,
                on_release=lambda _: self.look(),
            )
        )

    def look(self) -> None:
        """Look anew; not on the station's lane, since a port may take its time."""
        self.do(self.services.ports.seen, then=self._found, lane=self.services.files)

    def rows(self) -> list[Row]:
        """Return a row for each port."""
        return [self._row(seen) for seen in self._seen]

    def _found(self, seen: Sequence[PortSeen]) -> None:
        self._seen = seen
        self.again()

    def _row(self, seen: PortSeen) -> Row:
        known = [seen.adapter, f"USB {seen.usb}" if seen.usb else "", seen.place]
        owner = self._owner(seen)
        lines = [" · ".join(filter(None, [owner, *known])), self._state(seen)]
        good = seen.why is None
        icon = Icon.CHECK_CIRCLE if good else Icon.WARNING
        return Row(
            seen.name,
            "\n".join(filter(None, lines)),
            icon=icon,
            tone="card" if good else "bad",
            wide=True,
        )

    def _owner(self, seen: PortSeen) -> str:
        if seen.owner is None:
            return ""
        words = {
            Fitted.BANK: self._("Cabinet {bank}"),
            Fitted.PRINTER: self._("Slip printer"),
            Fitted.SCANNER: self._("QR reader"),
        }
        return words[seen.owner.fitted].format(bank=seen.owner.bank)

    def _state(self, seen: PortSeen) -> str:
        if seen.why is None:
            if seen.tried:
                return self._("It can be opened; nobody uses it.")
            return self._("This terminal uses it.")
        if seen.why is WhyUnavailable.IN_USE and seen.used_by:
            return self._("The program {name} has it open.").format(name=seen.used_by)
        return self._reasons()[seen.why]

    def _reasons(self) -> Mapping[WhyUnavailable, str]:
        _ = self._
        return {
            WhyUnavailable.MISSING: _("There is no such port. Is the adapter plugged in?"),
            WhyUnavailable.NO_PERMISSION: _("No permission: the service is not in group dialout."),
            WhyUnavailable.IN_USE: _("Another program has it open."),
            WhyUnavailable.UNPLUGGED: _("It was there and is gone. Was the adapter pulled out?"),
            WhyUnavailable.REFUSED: _("It cannot be opened as a serial port."),
        }
