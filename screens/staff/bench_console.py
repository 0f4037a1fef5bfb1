"""A question of one's own: typed as bytes, explained, sent by a second touch, its answer explained.

Given: ``bank``, and what was ``typed``.
"""

from __future__ import annotations

from functools import partial

from kivy.properties import StringProperty

from kiosk.ids import BankId
from kiosk.line_talk import LineTalk, NoAnswer, Reply, Typed, Verdict
from kiosk.settings import Permission
from screens.icons import Icon
from screens.staff import line_words
from screens.staff.page import RowsPage, SignedInPage
from screens.staff.rows import Row
from screens.widgets.button import BigButton
from screens.widgets.field import TextField
from screens.widgets.keypad import HexKeypad, grouped

MOST_BYTES = 16
"""Longer than any question of any family."""
DRAFT = "bench bytes"
"""Name under which a session remembers what was typed."""


class ConsoleScreen(SignedInPage):
    """The bytes are typed here; the checksum is added when they are read."""

    icon = Icon.DIALPAD

    digits = StringProperty("")

    def heading(self) -> str:
        """Return whom it asks."""
        return self._("Ask cabinet {bank}").format(bank=self.given["bank"])

    def on_pre_enter(self) -> None:
        """Show what was typed before, and the keys."""
        self.digits = self.visit.given.get(DRAFT, "")
        high = self.theme.mm((17 if self.theme.care else 13) if self.theme.tight else 22)
        self.field = TextField(theme=self.theme, size_hint_y=None, height=high)
        self.keys = HexKeypad(theme=self.theme, clear="", pos_hint={"center_x": 0.5})
        self.keys.bind(
            on_digit=lambda _, digit: self.type(digit),
            on_erase=lambda _: self.erase(),
            on_clear=lambda _: self.clear(),
        )
        self.button = BigButton(
            theme=self.theme,
            text=self._("What does it say?"),
            icon=Icon.SEARCH,
            tone="primary",
            size_hint_y=None,
            height=self.theme.button,
            on_release=lambda _: self.read(),
        )
        for part in (self.field, self.keys, self.button):
            self.add_widget(part)
        self.fbind("digits", self._show)
        self._show()

    # -- verbs -----------------------------------------------------------------------------

    def type(self, digit: str) -> None:
        """Take a digit."""
        if len(self.digits) < 2 * MOST_BYTES:
            self.digits += digit

    def erase(self) -> None:
        """Take the last digit back."""
        self.digits = self.digits[:-1]

    def clear(self) -> None:
        """Begin again."""
        self.digits = ""

    def read(self) -> None:
        """Have it explained before anything is sent."""
        talk: LineTalk = self.services.line_talk
        bank: BankId = self.given["bank"]
        self.do(
            partial(talk.typed, bank, self.digits),
            then=lambda typed: self.goes.go("staff.bench_send", bank=bank, typed=typed),
            lane=self.services.files,
        )

    def _show(self, *_: object) -> None:
        self.visit.given[DRAFT] = self.digits
        self.field.text = grouped(self.digits, 2)
        self.button.disabled = not self.digits or len(self.digits) % 2 == 1


class ConsoleSendScreen(RowsPage):
    """Says what was typed means; sends it if it is a question; shows what comes back."""

    icon = Icon.DIALPAD

    def heading(self) -> str:
        """Return whom it asks."""
        return self._("Ask cabinet {bank}").format(bank=self.given["bank"])

    def fill(self) -> None:
        """Nothing was asked yet."""
        self._reply: Reply | None = None

    @property
    def typed(self) -> Typed:
        """What was typed, with its checksum."""
        typed: Typed = self.given["typed"]
        return typed

    def foot(self) -> None:
        """Put the second touch, where it may be sent."""
        if self.typed.verdict is not Verdict.MAY_GO:
            return
        self.button = BigButton(
            theme=self.theme,
            text=self._("Send it"),
            icon=Icon.ARROW_FORWARD,
            tone="primary",
            size_hint_y=None,
            height=self.theme.button,
            on_release=lambda _: self.send(),
        )
        self.add_widget(self.button)

    def rows(self) -> list[Row]:
        """Return what came back, and the frame with what it says."""
        verdict = self.typed.verdict
        may_go = verdict is Verdict.MAY_GO
        said = [line_words.clause(self._, each) for each in self.typed.says]
        rows = [
            Row(
                self.typed.wire,
                "\n".join([*said, line_words.verdicts(self._)[verdict]]),
                icon=Icon.CHECK_CIRCLE if may_go else Icon.BLOCK,
                tone="card" if may_go else "bad",
                wide=True,
            )
        ]
        return [*self._answered(self._reply), *rows] if self._reply is not None else rows

    def _answered(self, reply: Reply) -> list[Row]:
        """Return what came back; it stands first, since a low page shows little at a time."""
        rows = [line_words.row(self._, said) for said in reply.spoken if not said.sent]
        if reply.why is not None:
            rows.append(self._unanswered(reply.why))
        return rows

    def _unanswered(self, why: NoAnswer) -> Row:
        sentence = line_words.no_answers(self._)[why]
        return Row(sentence, icon=Icon.WARNING, tone="bad", wide=True)

    def send(self) -> None:
        """Ask, in the lane of the cabinet."""
        self.button.disabled = True
        self.do(
            self.login.must,
            self.session,
            Permission.TEST_DEVICES,
            then=lambda _: self.services.line_talk.send(self.given["bank"], self.typed, self._take),
        )

    def _take(self, reply: Reply) -> None:
        if not self.current:
            return
        self._reply = reply
        self.button.disabled = False
        self.listing.leaf = 0
        self.again()
