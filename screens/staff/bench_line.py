"""Searching the line of a cabinet: which boards answer there, at which speed, and if none, why."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.commissioning import LineFound, LineSays
from kiosk.ids import BankId
from screens.icons import Icon
from screens.staff.page import RowsPage
from screens.staff.rows import Row


class LineScreen(RowsPage):
    """Every cabinet with a button; what was found stands below its name. Nothing is opened."""

    icon = Icon.SEARCH

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Search the line")

    def fill(self) -> None:
        """Say what a search does."""
        self._found: dict[BankId, LineFound] = {}
        self._searching: BankId | None = None
        self.ask(self._("A search asks questions only. Meanwhile no door of that cabinet opens."))

    def rows(self) -> list[Row]:
        """Return the cabinets, and below each what was found."""
        rows = []
        for bank in self.desk.cabinet.banks:
            rows.append(self._cabinet(bank))
            if bank in self._found:
                rows += self._told(self._found[bank])
        return rows

    def _cabinet(self, bank: BankId) -> Row:
        name = self._("Cabinet {bank}").format(bank=bank)
        if bank == self._searching:
            hint = self._("Being searched, for up to a minute and a half …")
            return Row(name, hint, icon=Icon.TIMER, tone="care", wide=True)
        hint = self._("Touch here to search its line.")
        return Row(name, hint, icon=Icon.SEARCH, touched=lambda: self._search(bank), wide=True)

    def _search(self, bank: BankId) -> None:
        if self._searching is not None:
            return
        self._searching = bank
        self.holds_idle = True
        self._found.pop(bank, None)
        self.again()
        self.services.line_search.search(bank, lambda found: self._take(bank, found))

    def _take(self, bank: BankId, found: LineFound) -> None:
        if not self.current:
            return
        self._found[bank] = found
        self._searching = None
        self.holds_idle = False
        self.again()

    def _told(self, found: LineFound) -> list[Row]:
        words = self._("{family}, address {address}, {baud} baud")
        boards = [
            Row(
                words.format(family=it.family, address=it.address, baud=it.baud),
                icon=Icon.CHECK_CIRCLE,
                tone="good",
            )
            for it in found.boards
        ]
        sentences = self._sentences()
        odd = [Row(sentences[it], icon=Icon.WARNING, tone="bad", wide=True) for it in found.says]
        return boards + odd

    def _sentences(self) -> Mapping[LineSays, str]:
        _ = self._
        return {
            LineSays.SILENT: _("Silence: look at the power of the boards, the address, the wires."),
            LineSays.HEARS_ITSELF: _("The adapter hears itself, so it works; no board answers."),
            LineSays.NO_FRAME: _("Bytes, but no answer: another speed, or wires A and B swapped."),
            LineSays.TALKS: _("The line talks although nobody asks: another master?"),
            LineSays.REFUSES: _("A board is there, but of another kind than those that are known."),
            LineSays.SHARED: _("Two boards share an address: set the switch of one anew."),
            LineSays.MIXED: _("Two families on one line: give each a line of its own."),
            LineSays.UNFINISHED: _("The time was up before every address was asked."),
            LineSays.NO_PORT: _("The port cannot be opened. Is the adapter plugged in?"),
        }
