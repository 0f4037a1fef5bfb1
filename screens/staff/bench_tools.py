"""The technician's tools, one row each; those for a line have a row for every cabinet."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kiosk.ids import BankId
from screens.icons import Icon
from screens.staff.page import RowsPage
from screens.staff.rows import Row


class ToolsScreen(RowsPage):
    """Ways to everything a technician does beyond opening a door."""

    icon = Icon.BUILD

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Tools")

    def rows(self) -> list[Row]:
        """Return the tools."""
        rows = [*self._of_the_doors(), *self._of_the_machine()]
        for bank in self.desk.cabinet.banks:
            rows += self._of_a_line(bank)
        return rows

    def _of_the_doors(self) -> Iterator[Row]:
        yield self._way(
            "staff.bench_walk",
            self._("Walk along"),
            self._("Which lock opens which door?"),
            Icon.DOOR_OPEN,
        )
        yield self._way(
            "staff.bench_contacts",
            self._("Contacts"),
            self._("Which contact does not say shut?"),
            Icon.SENSOR_DOOR,
        )

    def _of_the_machine(self) -> Iterator[Row]:
        yield self._way(
            "staff.bench_ports",
            self._("Ports"),
            self._("What is plugged in, and why does one not open?"),
            Icon.APPS,
        )
        yield self._way(
            "staff.bench_line",
            self._("Line"),
            self._("Which boards answer, at which speed?"),
            Icon.SEARCH,
        )

    def _of_a_line(self, bank: BankId) -> Iterator[Row]:
        yield self._way(
            "staff.bench_listen",
            self._("Listen to cabinet {bank}").format(bank=bank),
            self._("What is said on its line?"),
            Icon.FORUM,
            bank=bank,
        )
        yield self._way(
            "staff.bench_console",
            self._("Ask cabinet {bank}").format(bank=bank),
            self._("Type the bytes of a question."),
            Icon.DIALPAD,
            bank=bank,
        )

    def _way(self, page: str, text: str, hint: str, icon: Icon, **given: object) -> Row:
        return Row(text, hint, icon=icon, touched=partial(self.goes.go, page, **given))
