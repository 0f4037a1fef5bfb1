"""What somebody takes along: a number, its code, what to have ready; on paper too, if it prints."""

from __future__ import annotations

from functools import partial

from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.phrases import printed as print_words
from kiosk.ports import Printed, PrintOutcome
from kiosk.slips import Slip
from screens.frame import Notice
from screens.icons import Icon
from screens.queue.cards import NumberCard
from screens.queue.page import QueueScreen
from screens.theme import Role
from screens.widgets.button import BigButton
from screens.widgets.qr import QrCode
from screens.widgets.text import Say

PRINTED = "queue.printed"
"""Under this name stands in ``Visit.given`` what was printed, so that Back prints nothing again."""


class PaperNotice(Notice):
    """How the slip stands; told to whoever asks from outside what is on the screen."""

    @property
    def says(self) -> str:
        """Return the sentence."""
        return str(self.text)


class SlipScreen(QueueScreen):
    """The screen is the truth: number and code stand here before anything is printed, and stay."""

    def number(self) -> str:
        """Return what is to be remembered."""
        raise NotImplementedError

    def lines(self) -> list[str]:
        """Return what is said below it, the most important first."""
        return []

    def code(self) -> str:
        """Return the text of the QR code."""
        raise NotImplementedError

    def papers(self) -> tuple[str, ...]:
        """Return what to have ready."""
        return ()

    def slip(self, *, reprint: bool) -> Slip:
        """Return the paper."""
        raise NotImplementedError

    # -- layout ----------------------------------------------------------------------------

    def on_pre_enter(self) -> None:
        """Lay the page out; print, if it is new."""
        theme = self.theme
        upright = theme.portrait
        card = NumberCard(theme=theme, number=self.number(), lines="\n".join(self._shown_lines()))
        self._card = card
        self._said = BoxLayout(orientation="vertical", size_hint_y=None, height=0)
        self._said.bind(minimum_height=self._said.setter("height"))
        beside = BoxLayout(spacing=theme.gap)
        if upright:
            beside.size_hint_y = None
            beside.height = theme.mm(70)
            self.add(card, beside)
        else:
            card.size_hint_x = 1.5
            beside.add_widget(card)
            self.add(beside)
        self._fill_beside(beside)
        self.add(self._said, self._foot())
        printed: set[str] = self.visit.given.setdefault(PRINTED, set())
        if self.given.get("fresh") and self.services.printing.fitted and self.code() not in printed:
            printed.add(self.code())
            self._print(reprint=False)

    def print_again(self) -> None:
        """Print once more, because somebody asked."""
        self._print(reprint=True)

    def finish(self) -> None:
        """The visit is over."""
        self.goes.finish()

    def _shown_lines(self) -> list[str]:
        lines = [line for line in self.lines() if line]
        return lines[:1] if self.cramped else lines[:2] if self.theme.tight else lines

    def _fill_beside(self, beside: BoxLayout) -> None:
        theme = self.theme
        side = 70 if theme.portrait else 46 if theme.tight else 62
        column = BoxLayout(orientation="vertical", spacing=theme.mm(2))
        if theme.portrait:
            column.orientation = "horizontal"
            column.spacing = theme.gap
        column.add_widget(QrCode(theme=theme, data=self.code(), side=side))
        words = self._beside_words()
        if words:
            column.add_widget(self._column_of(words, beside))
        elif not theme.portrait:
            column.add_widget(Widget())
        beside.add_widget(column)

    def _column_of(self, words: list[Say], beside: BoxLayout) -> BoxLayout:
        """Return the words below each other; upright, the number gives them the room they need."""
        ready = BoxLayout(orientation="vertical", spacing=self.theme.mm(1))
        for say in words:
            ready.add_widget(say)
        ready.add_widget(Widget())
        if self.theme.portrait:

            def grow(_: BoxLayout, needed: float) -> None:
                beside.height = max(self.theme.mm(70), needed)

            ready.bind(minimum_height=grow)
        return ready

    def _beside_words(self) -> list[Say]:
        theme = self.theme
        papers = self.papers()
        if not papers or theme.tight or theme.lowered or theme.care:
            return [self._take_along()] if not theme.tight else []
        head = Say(theme=theme, bold=True, text=self._("Please have ready"))
        return [head, *(Say(theme=theme, text=f"· {each}") for each in papers[:6])]

    def _take_along(self) -> Say:
        words = self._("Photograph this code: it tells how far the queue is.")
        return Say(theme=self.theme, text=words)

    def _foot(self) -> Widget:
        theme = self.theme
        done = BigButton(
            theme=theme,
            tone="primary",
            icon=Icon.DONE,
            text=self._("Done"),
            on_release=lambda _: self.finish(),
        )
        parts = [done]
        if self.services.printing.fitted:
            again = BigButton(
                theme=theme,
                icon=Icon.PRINT,
                role=Role.BODY if theme.tight or theme.care else Role.LEAD,
                text=self._("Print it again") if self.given.get("fresh") else self._("Print it"),
                on_release=lambda _: self.print_again(),
            )
            parts = [again, done]
        return self.row(*parts, high=theme.button)

    # -- paper -----------------------------------------------------------------------------

    def _print(self, *, reprint: bool) -> None:
        printing = self.services.printing
        self._say(self._("Your slip is being printed …"), "quiet")
        name = printing.print(self.slip(reprint=reprint), self._told)
        self.visit.at_end(partial(self._forget, name))

    def _forget(self, name: object, _gone: object) -> None:
        self.services.printing.forget(name)  # type: ignore[arg-type]

    def _told(self, printed: Printed) -> None:
        if self.current:
            self._say(print_words.sentence(printed, self._), print_words.tone(printed))
            clip = print_words.clip(printed)
            if clip and (self.visit.care or printed.outcome is not PrintOutcome.PRINTED):
                self.say(clip)

    def _say(self, sentence: str, tone: str) -> None:
        if self.theme.tight:  # no room for a card of its own
            self._card.lines = "\n".join([*self._shown_lines(), sentence])
            return
        self._said.clear_widgets()
        self._said.add_widget(PaperNotice(theme=self.theme, text=sentence, tone=tone))
