"""One door: everything that is known of it, and what staff may do with it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kiosk.ids import DoorId
from kiosk.lockers import LOCKERS, rules, service
from kiosk.lockers.events import Mark, MarkReason
from kiosk.lockers.records import DoorState
from kiosk.lockers.steps import Seen
from kiosk.phrases import staff as phrases
from kiosk.ports import Reading
from kiosk.settings import Permission
from kiosk.tap import Done
from screens import symbols
from screens.icons import Icon
from screens.staff.doors import LOOK_EVERY, differs
from screens.staff.page import RowsPage
from screens.staff.rows import Row

_MARK_ICONS = {
    Mark.IN_SERVICE: Icon.CHECK_CIRCLE,
    Mark.CLEANING: Icon.CLEANING_SERVICES,
    Mark.TO_CHECK: Icon.FACT_CHECK,
    Mark.OUT_OF_SERVICE: Icon.BLOCK,
}


class DoorPage(RowsPage):
    """A page about one door. Given: ``door``."""

    icon = Icon.DOOR_FRONT

    @property
    def door(self) -> DoorId:
        """The door this page is about."""
        door: DoorId = self.given["door"]
        return door

    def heading(self) -> str:
        """Return which door this is."""
        return self._("Door {door}").format(door=self.door)


class StaffDoorScreen(DoorPage):
    """State, contact, rental and orders of a door, live, with the verbs the role may use."""

    def on_pre_enter(self) -> None:
        """Show the door and go on looking."""
        super().on_pre_enter()
        self.keep_looking(LOOK_EVERY)

    def rows(self) -> list[Row]:
        """Return what is known, then what may be done."""
        return [*self._facts(), *self._verbs()]

    # -- what is known ---------------------------------------------------------------------

    def _facts(self) -> Iterator[Row]:
        moment = self.station.moment()
        record = self.lockers.door(self.door)
        state = self.lockers.state_of(self.door, moment.at)
        plan = self.desk.cabinet.door(self.door)
        yield Row(
            phrases.door_states(self._)[state],
            phrases.mark_reasons(self._).get(record.reason, ""),
            icon=symbols.STATE_ICONS[state],
            tone=phrases.STATE_TONES[state],
        )
        yield self._contact()
        if record.alarm is not None and record.alarm_at is not None:
            since = self._("since {since}").format(since=self.time_of(record.alarm_at))
            alarm = phrases.alarms(self._)[record.alarm]
            yield Row(alarm, since, icon=Icon.WARNING, tone="bad")
        yield from self._rental()
        yield from self._order()
        size = self._("Size {size}, handle at {height} mm, board {board} lock {lock}").format(
            size=plan.size, height=plan.handle_mm, board=plan.board, lock=plan.lock
        )
        used = self.plural("Used {count} time", "Used {count} times", record.cycles)
        yield Row(size, used.format(count=record.cycles), icon=Icon.INFO)
        yield self._fared()

    def _contact(self) -> Row:
        record = self.lockers.door(self.door)
        seen = self.desk.state.seen.get(self.door, Seen())
        believed = phrases.readings(self._)[record.believed]
        hint = self._("Believed: {reading}").format(reading=believed)
        if record.believed is not Reading.UNKNOWN and record.believed_at is not None:
            hint += self._(", since {since}").format(since=self.time_of(record.believed_at))
        return Row(
            phrases.sensed(self._, seen, self.services.clock.monotonic()),
            hint,
            icon=Icon.SENSOR_DOOR,
            tone="bad" if differs(record, seen) else "card",
        )

    def _fared(self) -> Row:
        health = self.lockers.door(self.door).health
        text = self._("Opened {opens}, not opened {missed}, late {late}").format(
            opens=health.opens, missed=health.not_opened, late=health.late
        )
        usual = health.median_ms
        hint = self._("Usually opens in {ms} ms").format(ms=usual) if usual is not None else ""
        return Row(text, hint, icon=Icon.BUILD, tone="card" if not health.not_opened else "care")

    def _rental(self) -> Iterator[Row]:
        rental = self.lockers.rental_of(self.door)
        if rental is None:
            return
        text = self._("Given out {began}, until {until}").format(
            began=self.time_of(rental.began), until=self.time_of(rental.until)
        )
        overdue = self._("Overdue from {since}").format(since=self.time_of(rental.overdue_from))
        late = rental.is_overdue(self.station.moment().at)
        yield Row(text, overdue, icon=Icon.SCHEDULE, tone="care" if late else "card")

    def _order(self) -> Iterator[Row]:
        order = self.lockers.order_of(self.door)
        if order is None:
            return
        at = self.time_of(order.at)
        if order.opened:
            text = self._("Opened by an order of {at}; not shut yet").format(at=at)
        elif order.ended:
            text = self._("Ordered at {at}; it is not known to have opened").format(at=at)
        else:
            text = self._("Ordered to open at {at}").format(at=at)
        yield Row(text, icon=Icon.HOURGLASS_TOP, tone="care")

    # -- what may be done ------------------------------------------------------------------

    def _verbs(self) -> Iterator[Row]:
        door, go = self.door, self.goes.go
        record = self.lockers.door(door)
        state = self.lockers.state_of(door, self.station.moment().at)
        if self.may(Permission.OPEN_DOORS):
            yield Row(
                self._("Open with a reason"),
                icon=Icon.DOOR_OPEN,
                touched=partial(go, "staff.open_why", door=door),
            )
        if state is DoorState.OVERDUE and self.may(Permission.CLEAR_DOORS):
            yield Row(
                self._("Clear this overdue door"),
                icon=Icon.SHELVES,
                touched=partial(go, "staff.clear_why", door=door),
            )
        if record.alarm is not None and self.may(Permission.OPEN_DOORS):
            yield Row(self._("Alarm was looked at"), icon=Icon.VISIBILITY, touched=self.see_alarm)
        if not self.may(Permission.BLOCK_DOORS):
            return
        if record.cycles > record.health.serviced_cycles:
            yield Row(self._("Lock was serviced"), icon=Icon.BUILD, touched=self.serviced)
        for mark, text in phrases.marks(self._).items():
            if mark is record.mark:
                continue
            act = partial(go, "staff.block_why", door=door)
            if mark is not Mark.OUT_OF_SERVICE:
                act = partial(self.mark, mark)
            yield Row(text, icon=_MARK_ICONS[mark], touched=act)

    def see_alarm(self) -> None:
        """Take note of the alarm."""
        self.act(
            LOCKERS,
            rules.see_alarm,
            needs=Permission.OPEN_DOORS,
            door=self.door,
            then=self._noted,
        )

    def serviced(self) -> None:
        """Note that the lock was looked after."""
        self.act(
            LOCKERS,
            service.serviced,
            needs=Permission.BLOCK_DOORS,
            cabinet=self.desk.cabinet,
            door=self.door,
            then=self._noted,
        )

    def mark(self, mark: Mark) -> None:
        """Put the door into, or out of, this state."""
        self.act(
            LOCKERS,
            rules.mark,
            needs=Permission.BLOCK_DOORS,
            cabinet=self.desk.cabinet,
            door=self.door,
            mark=mark,
            then=self._noted,
        )

    def _noted(self, _: Done) -> None:
        self.again()
        self.say_notice(self._("Noted."), tone="good")


class BlockWhyScreen(DoorPage):
    """Why a door is taken out of service."""

    icon = Icon.BLOCK

    def fill(self) -> None:
        """Say what is asked."""
        self.ask(self._("Why is it out of service?"))

    def rows(self) -> list[Row]:
        """Return the reasons a person may give."""
        words = phrases.mark_reasons(self._)
        return [
            Row(words[reason], icon=Icon.BLOCK, touched=partial(self._block, reason))
            for reason in (
                MarkReason.BROKEN,
                MarkReason.DID_NOT_OPEN,
                MarkReason.FORCED,
                MarkReason.DIRTY,
                MarkReason.OTHER,
            )
        ]

    def _block(self, reason: MarkReason) -> None:
        self.act(
            LOCKERS,
            rules.mark,
            needs=Permission.BLOCK_DOORS,
            cabinet=self.desk.cabinet,
            door=self.door,
            mark=Mark.OUT_OF_SERVICE,
            reason=reason,
            then=lambda _: self.goes.back(),
        )
