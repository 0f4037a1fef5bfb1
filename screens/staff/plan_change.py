"""The last question before the station file is written at the screen, and starting anew with it."""

from __future__ import annotations

from kiosk.commissioning import PlanChange
from kiosk.settings import Permission
from screens.base import KioskScreen
from screens.icons import Icon
from screens.staff.page import SignedInPage
from screens.widgets.button import BigButton
from screens.widgets.text import Say

PAGE = "staff.plan_change"


def ask_to_write(page: KioskScreen, change: PlanChange, sentence: str) -> None:
    """Go to the question whether ``change`` is to be written."""
    page.goes.replace(PAGE, change=change, sentence=sentence)


class PlanChangeScreen(SignedInPage):
    """Says what would change; writes it when told; then the terminal starts anew with it."""

    icon = Icon.BUILD

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Change the station file")

    def on_pre_enter(self) -> None:
        """Ask."""
        self.question = Say(theme=self.theme, text=self.given["sentence"], role="lead", bold=True)
        self.hint = Say(theme=self.theme, text=self._lines(), muted=True)
        self.button = BigButton(
            theme=self.theme,
            text=self._("Yes, write it"),
            icon=Icon.CHECK_CIRCLE,
            tone="primary",
            size_hint_y=None,
            height=self.theme.button,
            on_release=lambda _: self.touched(),
        )
        self.written = False
        for part in (self.question, self.hint, self.button):
            self.add_widget(part)

    def touched(self) -> None:
        """Write; once that is done, start anew."""
        if self.written:
            self.services.leave(0)
            return
        self.do(self._write, then=lambda _: self._is_written())

    def _write(self) -> None:
        self.login.must(self.session, Permission.TEST_DEVICES)
        self.services.plan_file.write(self._change)

    @property
    def _change(self) -> PlanChange:
        change: PlanChange = self.given["change"]
        return change

    def _is_written(self) -> None:
        self.written = True
        self.can_go_back = False
        self.question.text = self._("The station file is written.")
        self.hint.text = self._("It holds when the terminal has started anew. Do that now.")
        self.button.text = self._("Start the terminal anew")
        self.button.icon = Icon.TIMER

    def _lines(self) -> str:
        lines = self._change.lines
        return self.plural(
            "{count} line of the station file changes. What is stored stays stored.",
            "{count} lines of the station file change. What is stored stays stored.",
            lines,
        ).format(count=lines)
