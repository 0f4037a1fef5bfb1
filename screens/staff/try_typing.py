"""Try the keyboard: for who sets the machine up. What is typed here is shown once and not kept."""

from __future__ import annotations

from functools import partial

from kiosk.typing.draft import legible
from kiosk.typing.fields import Field, Kind
from screens.icons import Icon
from screens.staff.page import RowsPage
from screens.staff.rows import Row

TRIED = "staff.tried."
"""So begin the names under which what was typed stands in ``Visit.given``."""


class TryTypingScreen(RowsPage):
    """One row for each kind of field."""

    icon = Icon.EDIT

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Try the keyboard")

    def on_pre_enter(self) -> None:
        """Say what was typed, and forget it."""
        super().on_pre_enter()
        for kind in Kind:
            typed = self.visit.given.pop(TRIED + kind, "")
            if typed:
                said = self._("You typed: {text}").format(text=legible(typed))
                self.say_notice(said, tone="good")

    def rows(self) -> list[Row]:
        """Return the kinds of fields."""
        _ = self._
        kinds = (
            (Kind.TEXT, _("An organisation"), _("Which organisation?")),
            (Kind.NAME, _("A name"), _("What is the name?")),
            (Kind.PHONE, _("A mobile number"), _("Which mobile number?")),
            (Kind.DIGITS, _("A number"), _("Which number?")),
            (Kind.LATIN, _("Latin letters"), _("What is it in Latin letters?")),
        )
        return [
            Row(
                text,
                icon=Icon.PIN if kind in (Kind.PHONE, Kind.DIGITS) else Icon.EDIT,
                touched=partial(
                    self.goes.go, "typing", field=Field(name=TRIED + kind, label=label, kind=kind)
                ),
            )
            for kind, text, label in kinds
        ]
