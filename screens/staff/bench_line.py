"""Searching the line of a cabinet: which boards answer there, at which speed, and if none, why."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.commissioning import LineFound, LineSays, PlanChange
from kiosk.errors import Refused
from kiosk.ids import BankId
from screens.icons import Icon
from screens.staff.page import RowsPage
from screens.staff.plan_change import ask_to_write
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
        self._compared: dict[BankId, PlanChange | Refused] = {}
        self.ask(self._("A search asks questions only. Meanwhile no door of that cabinet opens."))

    def rows(self) -> list[Row]:
        """Return the cabinets, and below each what was found."""
        rows = []
        for bank in self.desk.cabinet.banks:
            rows.append(self._cabinet(bank))
            if bank in self._found:
                rows += self._told(self._found[bank])
            if bank in self._compared:
                rows.append(self._beside_file(bank, self._compared[bank]))
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
        self._compared.pop(bank, None)
        self.again()
        self.services.line_search.search(bank, lambda found: self._take(bank, found))

    def _take(self, bank: BankId, found: LineFound) -> None:
        if not self.current:
            return
        self._found[bank] = found
        self._searching = None
        self.holds_idle = False
        self.again()
        if found.boards and not found.says and self.services.plan_file is not None:
            self._compare(bank, found)

    def _compare(self, bank: BankId, found: LineFound) -> None:
        def compared(result: PlanChange | Refused) -> None:
            self._compared[bank] = result
            self.again()

        self.do(
            self.services.plan_file.answering, bank, found.boards, then=compared, refused=compared
        )

    def _beside_file(self, bank: BankId, change: PlanChange | Refused) -> Row:
        if isinstance(change, Refused):
            return Row(self.words(change), icon=Icon.WARNING, tone="care", wide=True)
        if not change.lines:
            sentence = self._("The station file says the same.")
            return Row(sentence, icon=Icon.CHECK_CIRCLE, tone="good", wide=True)
        return Row(
            self._("The station file says something else."),
            self._("Touch here to write what was found into it."),
            icon=Icon.BUILD,
            tone="care",
            touched=lambda: self._ask_to_write(bank, change),
            wide=True,
        )

    def _ask_to_write(self, bank: BankId, change: PlanChange) -> None:
        first = self._found[bank].boards[0]
        sentence = self._(
            "Cabinet {bank} is driven as {family} at {baud} baud, boards {addresses}. "
            "Walk along the doors afterwards."
        )
        addresses = ", ".join(str(it.address) for it in self._found[bank].boards)
        facts = {"bank": bank, "family": first.family, "baud": first.baud}
        ask_to_write(self, change, sentence.format(**facts, addresses=addresses))

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
