"""Typing on the keyboard: pinyin with candidates, latin letters, digits, signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kivy.clock import Clock
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.typing.draft import Draft
from kiosk.typing.engine import Candidate, Engine
from kiosk.typing.fields import Kind
from screens.typing.board import Board
from screens.visit import Language
from screens.widgets.candidates import CandidateBar
from screens.widgets.field import TextField
from screens.widgets.keyboard import Keyboard
from screens.widgets.layers import Act, Layer

if TYPE_CHECKING:
    from screens.typing.typing import TypingScreen

FIELD_SHARE = 0.4
"""Of the width, beside the candidates of a low page."""
_LARGEST_KEYS = 24.0


class KeysBoard(Board):
    """Field, candidates, keys; side by side above the keys where the page is low."""

    def __init__(self, page: TypingScreen) -> None:
        super().__init__(page)
        self._engine: Engine | None = None
        self._offered: tuple[Candidate, ...] = ()
        theme = page.theme
        self.field = TextField(theme=theme)
        self.bar = CandidateBar(
            theme=theme,
            rows=1 if theme.tight or theme.page_height_mm < 300 else 2,
            before=page._("Prev."),
            after=page._("Next"),
        )
        self.bar.bind(on_chosen=self._choose)
        self.keyboard = self._keyboard()
        self._lay_out()
        if page.services.pinyin is not None:
            self._ready = self._take_engine  # Kivy is not asked; the lane keeps it
            page.services.pinyin.ask(self._ready)

    def show(self) -> None:
        """Show the draft and what its letters may mean."""
        super().show()
        draft = self.page.draft
        self.field.text = draft.text
        self.field.letters = self._engine.spelled(draft.letters) if self._engine else draft.letters
        self._offered = self._candidates(draft)
        self.bar.candidates = tuple(each.text for each in self._offered)
        if self.page.theme.tight:
            said = bool(self.note.text) and self.note.bold
            self._strip_shows_note(said=said)

    def leave(self) -> None:
        """Let go of a held key."""
        self.keyboard.stop_repeating()

    # -- laying out ------------------------------------------------------------------------

    def _keyboard(self) -> Keyboard:
        page = self.page
        pinyin = page.services.pinyin is not None and page.field.kind is not Kind.LATIN
        chinese = page.visit.language is Language.ZH or bool(page.draft.letters)
        layer = Layer.PINYIN if pinyin and chinese else Layer.LATIN
        keyboard = Keyboard(
            theme=page.theme,
            layer=layer,
            layers=tuple(each for each in Layer if pinyin or each is not Layer.PINYIN),
            names={
                Layer.PINYIN: page._("Pinyin"),
                Layer.LATIN: "abc",
                Layer.DIGITS: "123",
                Layer.SIGNS: "，。",
                Act.SPACE: page._("Space"),
                Act.CLEAR: page._("Clear"),
                Act.DONE: page._("Done"),
            },
            capital=layer is Layer.LATIN and page.field.kind is Kind.NAME,
            size_hint_y=None,
        )
        keyboard.bind(
            on_letter=lambda _, letter: page.change(page.draft.lettered(letter)),
            on_sign=self._sign,
            on_erase=lambda _: page.change(page.draft.erased()),
            on_clear=lambda _: page.change(Draft()),
            on_done=lambda _: page.done(),
            layer=lambda *_: self._drop_letters(),
        )
        return keyboard

    def _lay_out(self) -> None:
        theme = self.page.theme
        if theme.tight:
            assert self.page.body is not None
            self.page.body.padding = [theme.margin, theme.mm(0.5)]
            self._strip = BoxLayout(spacing=theme.mm(3))
            self.field.size_hint_x = FIELD_SHARE
            self.add_widget(self._strip)
            self.keyboard.height = Keyboard.least_height(theme)
        else:
            self.add_widget(Widget())
            field_height = 36.0 if theme.portrait else 22.0
            for part, high in ((self.field, field_height), (self.bar, self._bar_height)):
                part.size_hint_y = None
                part.height = theme.mm(high)
                self.add_widget(part)
        self.add_widget(self.keyboard)
        if not theme.tight:
            self._shared = Clock.create_trigger(self._share_out, -1)
            self.bind(height=self._shared)
            for child in self.children:
                child.bind(height=self._shared)

    @property
    def _bar_height(self) -> float:
        return 20.0 if self.bar.rows == 1 else 47.0

    def _share_out(self, *_: object) -> None:
        """Give the keys what the rest leaves them."""
        theme = self.page.theme
        others = sum(child.height for child in self.children if child.size_hint_y is None)
        others += self.spacing * (len(self.children) - 1) - self.keyboard.height
        most = 4 * theme.mm(_LARGEST_KEYS) + 3 * theme.mm(3)
        self.keyboard.height = max(Keyboard.least_height(theme), min(most, self.height - others))

    def _strip_shows_note(self, *, said: bool) -> None:
        shown = [self.field, self.note if said else self.bar]
        if self._strip.children[::-1] != shown:
            self._strip.clear_widgets()
            for part in shown:
                self._strip.add_widget(part)

    # -- typing ----------------------------------------------------------------------------

    def _take_engine(self, engine: Engine) -> None:
        self._engine = engine.with_words(self.page.field.words)
        self.show()

    def _candidates(self, draft: Draft) -> tuple[Candidate, ...]:
        if draft.letters and self._engine is not None:
            return self._engine.candidates(
                draft.letters, before=draft.text, kind=self.page.field.kind
            )
        if not draft.letters and not draft.text:
            return tuple(Candidate(text, 0) for text in self.page.field.words)
        return ()

    def _choose(self, _: CandidateBar, place: int) -> None:
        self.page.change(self.page.draft.chosen(self._offered[place]))

    def _sign(self, _: Keyboard, sign: str) -> None:
        draft = self.page.draft
        if draft.letters and self._offered:  # only the space can be typed now: it takes the first
            self._choose(self.bar, 0)
        elif sign != " " or (draft.text and not draft.text.endswith(" ")):
            self.page.change(draft.signed(sign))
            self.keyboard.capital = sign == " " and self.page.field.kind is Kind.NAME

    def _drop_letters(self) -> None:
        """Other keys were asked for: letters that wait stay only for pinyin."""
        if self.keyboard.layer is not Layer.PINYIN and self.page.draft.letters:
            self.page.change(Draft(text=self.page.draft.text))
