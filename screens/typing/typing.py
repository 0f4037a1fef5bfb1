"""One field a page: a question, what is typed, the keys for it. Asked for as in docs/typing.md."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty

from kiosk.typing.draft import Draft
from kiosk.typing.fields import PHONE_DIGITS, Field, Lack, lacks
from screens.base import Goes, KioskScreen
from screens.icons import Icon
from screens.services import Services
from screens.theme import Family, Theme
from screens.typing.digits import DigitsBoard
from screens.typing.keys import KeysBoard
from screens.visit import Visit

DRAFTS = "typing.drafts"
"""Under this name what is half typed stands in ``Visit.given``, by field."""


class TypingScreen(KioskScreen):
    """Types one field and goes on.

    Given:
        field: what is asked for.
        then: the page that follows; empty: back to the one before.
        then_given: handed to that page.
        family: colour of the header.
    """

    icon = Icon.EDIT
    personal = True

    note = StringProperty("")

    def __init__(
        self, services: Services, visit: Visit, goes: Goes, theme: Theme, **given: Any
    ) -> None:
        self.field: Field = given["field"]
        self.family = given.get("family", Family.SHELL)
        self.draft = Draft()
        super().__init__(services, visit, goes, theme, **given)

    def heading(self) -> str:
        """Return what there is to do; a low page has the question here."""
        return self._("Please fill in")

    def on_pre_enter(self) -> None:
        """Go on with what stands in the field."""
        if self.theme.tight:
            self.title = self.field.label
        name = self.field.name
        kept = self._drafts.get(name)
        self.draft = kept or Draft(text=self.visit.given.get(name, ""))
        self.note = self.field.hint
        if self.services.pinyin is not None:
            pinyin = self.services.pinyin
            self.visit.at_end(lambda _: pinyin.forget())
        self.board = (DigitsBoard if self.field.by_digits else KeysBoard)(self)
        self.add_widget(self.board)
        self.board.show()

    def on_leave(self) -> None:
        """Let go of a held key."""
        self.board.leave()

    @property
    def _drafts(self) -> dict[str, Draft]:
        drafts: dict[str, Draft] = self.visit.given.setdefault(DRAFTS, {})
        return drafts

    # -- what the boards call --------------------------------------------------------------

    def change(self, draft: Draft) -> None:
        """Take what was typed, as far as the field holds it."""
        if len(draft.text) > self.field.most or (draft.letters and self._is_full):
            self.say_full()
            return
        self.note = self.field.hint
        self.draft = self._drafts[self.field.name] = draft
        self.board.show()

    def say_full(self) -> None:
        """Say how much the field holds."""
        count = self.field.most
        digits = self._("That is all: {count} digits.")
        signs = self._("Full ({count} characters).")
        self.note = (digits if self.field.by_digits else signs).format(count=count)
        self.board.show()

    def done(self) -> None:
        """Hand the text over and go on, or say what is missing."""
        if self.draft.letters:
            self.note = self._("Choose the characters.")
        elif (lack := lacks(self.field, self.draft.text)) is not None:
            self.note = self._lacking(lack)
        else:
            self._give()
            return
        self.board.show()

    @property
    def _is_full(self) -> bool:
        return len(self.draft.text) >= self.field.most

    def _give(self) -> None:
        self._drafts.pop(self.field.name, None)
        self.visit.given[self.field.name] = self.draft.text.strip()
        then: str = self.given.get("then", "")
        if then:
            self.goes.go(then, **self.given.get("then_given", {}))
        else:
            self.goes.back()

    def _lacking(self, lack: Lack) -> str:
        missing = self.field.most - len(self.draft.text)
        return {
            Lack.EMPTY: self._("Please fill this in."),
            Lack.LETTERS: self._("Only digits here, please."),
            Lack.TOO_LONG: self._("Full ({count} characters).").format(count=self.field.most),
            Lack.NO_PHONE: self._("A mobile number begins with 1."),
            Lack.TOO_SHORT: self.plural(
                "{count} digit is missing: a mobile number has {all}.",
                "{count} digits are missing: a mobile number has {all}.",
                missing,
            ).format(count=missing, all=PHONE_DIGITS),
        }[lack]

    # -- notices ---------------------------------------------------------------------------

    def _show_notice(self, *_: object) -> None:
        """Say it in the line above the field: a bar would push the keys together."""
        if self.notice:
            self.note = self.notice
            if self.body is not None and hasattr(self, "board"):
                self.board.show()
