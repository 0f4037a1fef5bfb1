"""A cleaning round: choose a column, then open, clean and tick one door after another."""

from __future__ import annotations

from functools import partial

from kiosk.ids import BankId, DoorId
from kiosk.lockers import LOCKERS, rounds
from kiosk.lockers.events import OpenReason
from kiosk.lockers.round_events import Tick
from kiosk.lockers.steps import Failed, IsShut, NotOpened, Opened, Said, StandsOpen, Step
from kiosk.settings import Permission
from screens.icons import Icon
from screens.staff.page import RowsPage
from screens.staff.rows import Row


class CleaningScreen(RowsPage):
    """The columns while no round is going on; else the next door of it."""

    icon = Icon.CLEANING_SERVICES

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Cleaning round")

    def on_leave(self) -> None:
        """Hear no more; the round can be gone on with."""
        self.desk.leave(self.told)
        super().on_leave()

    def rows(self) -> list[Row]:
        """Return the columns, or what to do with the next door."""
        if self.lockers.cleaning is None:
            return self._columns()
        left = rounds.left(self.lockers, cabinet=self.desk.cabinet)
        return self._door_rows(left[0], len(left)) if left else [self._end_row()]

    # -- verbs -----------------------------------------------------------------------------

    def begin_round(self, bank: BankId, column: int) -> None:
        """Begin with this column."""
        self.act(
            LOCKERS,
            rounds.begin_round,
            needs=Permission.OPEN_DOORS,
            cabinet=self.desk.cabinet,
            bank=bank,
            column=column,
            then=self.again,
        )

    def open(self, door: DoorId) -> None:
        """Open the next door."""
        self.do(
            self.login.must,
            self.session,
            Permission.OPEN_DOORS,
            then=lambda _: self.desk.staff_open(
                self.tap(), self.told, door=door, reason=OpenReason.CLEANING
            ),
        )

    def tick(self, door: DoorId, found: Tick) -> None:
        """Say what was found."""
        self.act(
            LOCKERS,
            rounds.tick,
            needs=Permission.OPEN_DOORS,
            cabinet=self.desk.cabinet,
            door=door,
            tick=found,
            then=self.again,
        )

    def end_round(self) -> None:
        """It is over."""
        self.act(LOCKERS, rounds.end_round, needs=Permission.OPEN_DOORS, then=self.again)

    def told(self, step: Step) -> None:
        """Say each step of an opening."""
        if not self.current:
            return
        match step:
            case Said(refused=refused):
                self.refuse(refused)
            case Failed():
                self.say_notice(self._("That did not work. Nothing was changed."), tone="bad")
            case Opened(door=door):
                sentence = self._("Door {door} is open. Clean it and shut it.")
                self.say_notice(sentence.format(door=door))
            case StandsOpen(door=door):
                self.say_notice(self._("Door {door} is still open.").format(door=door))
            case IsShut(door=door):
                sentence = self._("Door {door} is shut. What was there?")
                self.say_notice(sentence.format(door=door), tone="good")
            case NotOpened(door=door):
                sentence = self._("Door {door} did not open.")
                self.say_notice(sentence.format(door=door), tone="bad")
        self.again()

    # -- showing ---------------------------------------------------------------------------

    def _columns(self) -> list[Row]:
        found = rounds.columns(self.lockers, self.station.moment(), cabinet=self.desk.cabinet)
        return [
            Row(
                self._("Cabinet {bank}, column {column}").format(bank=bank, column=column),
                self.plural("{count} free door", "{count} free doors", count).format(count=count),
                icon=Icon.CLEANING_SERVICES,
                touched=partial(self.begin_round, bank, column) if count else None,
            )
            for bank, column, count in found
        ]

    def _door_rows(self, door: DoorId, left: int) -> list[Row]:
        to_go = self.plural("{count} door to go", "{count} doors to go", left).format(count=left)
        busy = self.lockers.order_of(door) is not None
        rows = [
            Row(
                self._("Open door {door}").format(door=door),
                to_go,
                icon=Icon.LOCK_OPEN,
                tone="idle" if busy else "primary",
                touched=None if busy else partial(self.open, door),
                wide=True,
            )
        ]
        if not busy:
            rows += [
                Row(text, icon=icon, tone=tone, touched=partial(self.tick, door, found))
                for found, text, icon, tone in (
                    (Tick.CLEAN, self._("Empty and clean"), Icon.CHECK_CIRCLE, "good"),
                    (Tick.GOODS, self._("Something was left: I took it out"), Icon.SHELVES, "card"),
                    (Tick.BROKEN, self._("Broken: out of service"), Icon.BLOCK, "card"),
                )
            ]
        return [*rows, self._end_row()]

    def _end_row(self) -> Row:
        return Row(self._("End the round"), icon=Icon.DONE, touched=self.end_round)
