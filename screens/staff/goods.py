"""Goods taken out of cleared doors, until somebody fetches them."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from kiosk.ids import RentalId
from kiosk.lockers import LOCKERS, rules
from kiosk.lockers.records import Goods
from kiosk.phrases.dates import short_day
from kiosk.settings import Permission
from screens.icons import Icon
from screens.staff.page import RowsPage
from screens.staff.rows import Row


class GoodsScreen(RowsPage):
    """What is kept, the oldest first; a touch leads on to handing it out."""

    icon = Icon.SHELVES

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Goods from cleared doors")

    def nothing(self) -> str:
        """Return the sentence for an empty shelf."""
        return self._("No goods are kept here.")

    def rows(self) -> list[Row]:
        """Return a row for each door that was cleared."""
        goods = sorted(self.lockers.goods.values(), key=lambda one: (one.cleared_on, one.door))
        return [self._row(each) for each in goods]

    def _row(self, goods: Goods) -> Row:
        moment = self.station.moment()
        kept = goods.cleared_on + timedelta(days=moment.settings.lockers.keep_goods_days)
        over = moment.business_date > kept
        text = self._("Door {door}, cleared on {day}").format(
            door=goods.door, day=short_day(self._, goods.cleared_on)
        )
        hint = self._("Kept until {day}").format(day=short_day(self._, kept))
        return Row(
            text,
            hint,
            icon=Icon.SHELVES,
            tone="care" if over else "card",
            touched=partial(self.goes.go, "staff.collect", rental=goods.rental, what=text),
        )


class CollectScreen(RowsPage):
    """Ask once more before goods are off the list. Given: ``rental``, ``what``."""

    icon = Icon.SHELVES

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Goods")

    def fill(self) -> None:
        """Say what it is about."""
        self.ask(self.given["what"])

    def rows(self) -> list[Row]:
        """Return the two ways goods leave the shelf, and none."""
        return [
            Row(
                self._("The owner has them now"),
                icon=Icon.CHECK_CIRCLE,
                tone="good",
                touched=partial(self._collected, self._("The owner has them now")),
            ),
            Row(
                self._("Disposed of after the time"),
                icon=Icon.DELETE,
                touched=partial(self._collected, self._("Disposed of after the time")),
            ),
            Row(self._("Keep them"), icon=Icon.UNDO, touched=self.goes.back),
        ]

    def _collected(self, note: str) -> None:
        rental: RentalId = self.given["rental"]
        self.act(
            LOCKERS,
            rules.collect_goods,
            needs=Permission.CLEAR_DOORS,
            note=note,
            rental=rental,
            then=lambda _: self.goes.back(),
        )
