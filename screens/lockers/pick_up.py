"""Door number, then code; or the QR code before the scanner."""

from __future__ import annotations

from collections.abc import Callable

from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.errors import Refused
from kiosk.ids import DoorId
from kiosk.lockers.steps import Failed, Found, ReservationFound, Said, Step
from kiosk.secrets import CODE_DIGITS
from screens.base import layout_beside
from screens.icons import Icon
from screens.lockers.labels import Labels
from screens.lockers.page import LockerScreen
from screens.lockers.picture import can_be_touched, shown_doors
from screens.widgets.button import BigButton
from screens.widgets.cabinet import CabinetPicture
from screens.widgets.keypad import CodeField, DigitKey, Keypad
from screens.widgets.rows import Fact
from screens.widgets.text import Say

NOTICE_MM = 22.0
"""Room for one sentence under the header, so that the doors can be touched beside it too."""
ABOVE_PICTURE_MM = 75.0
"""Room that the question and the hint take above the picture of an upright page."""


class PickUpScreen(LockerScreen):
    """Two steps on one page: which door, which code. The door is kept when the code is wrong."""

    layout = layout_beside(__file__)
    icon = Icon.KEY
    personal = True
    clips = ("door_and_code",)

    door = StringProperty("")
    letter = StringProperty("")
    number = StringProperty("")
    code = StringProperty("")

    @property
    def upright(self) -> bool:
        """The keys stand below the question, not beside it."""
        return bool(self.theme.portrait or self.theme.tight)

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Pick up")

    def on_pre_enter(self) -> None:
        """Ask for the door; or follow a scan at once."""
        self._labels = Labels.of(plan.id for plan in self.desk.cabinet.doors)
        self.letter = self._labels.letters[0] if len(self._labels.letters) == 1 else ""
        self._show_step()
        if "scanned" in self.given:
            self.on_scan(self.given["scanned"])

    # -- verbs -----------------------------------------------------------------------------

    def on_scan(self, code: str) -> bool:
        """Follow any code that is held to the scanner here; what it is not is said."""
        if self.wait():
            self._scanned = code
            self.desk.scan(self._told, text=code)
        return True

    def choose_letter(self, letter: str) -> None:
        """Take the letter of the cabinet."""
        self.letter = letter
        self._show_step()

    def type_number(self, digit: str) -> None:
        """Add a digit of the door number; the last one goes on to the code."""
        self.notice = ""
        self.number += digit
        if self._labels.is_whole(self.number):
            self.choose_door(self._labels.find(self.letter, self.number))

    def choose_door(self, door: DoorId | None) -> None:
        """Go on to the code of ``door``."""
        if door is None:
            self.refuse(Refused("no_such_door", door=self.letter + self.number))
            self.number = ""
            return
        self.notice = ""
        self.door = door
        self.code = ""
        self._show_step()

    def other_door(self) -> None:
        """Ask for the door again."""
        self.door = self.number = self.code = ""
        self.notice = ""
        self._show_step()

    def type_code(self, digit: str) -> None:
        """Add a digit of the code; the sixth one asks."""
        if self.busy or len(self.code) >= CODE_DIGITS:
            return
        self.code += digit
        if len(self.code) == CODE_DIGITS and self.wait():
            self.desk.enter_code(self._told, door=DoorId(self.door), code=self.code)

    def erase(self) -> None:
        """Take the last digit back."""
        if self.busy:
            return
        if self.door:
            self.code = self.code[:-1]
        else:
            self.number = self.number[:-1]

    def clear(self) -> None:
        """Take all digits back."""
        if not self.busy:
            self.code = ""
            self.number = "" if not self.door else self.number

    def on_back(self) -> None:
        """From the code back to the door, from the door back to the lockers."""
        if self.door:
            self.other_door()
        else:
            super().on_back()

    # -- answers ---------------------------------------------------------------------------

    def _told(self, step: Step) -> None:
        if not self.answered():
            return
        match step:
            case Found():
                self.follow(step)
            case ReservationFound():
                self.goes.replace("lockers.reservation", found=step)
            case Said(refused=refused):
                shown, self.code = self.code or self._scanned, ""
                self.refuse_unless_news(refused, shown)
            case Failed():
                self.failed()

    # -- showing ---------------------------------------------------------------------------

    def _show_step(self) -> None:
        for side in (self.ids.left, self.ids.right):
            side.clear_widgets()
        if self.cramped and not self.upright:
            self.ids.right.size_hint_x = 0.75
        if self.upright:
            self.ids.left.size_hint_y, self.ids.right.size_hint_y = None, 1
        question = self._("Please type your six-digit code.")
        if not self.door:
            question = self._("Which door is yours?")
        if self.theme.tight:  # no room for it on the page
            self.title = question
        else:
            self.ids.left.add_widget(Say(theme=self.theme, role="title", bold=True, text=question))
        if self.door:
            self._show_code(self.ids.left, self.ids.right)
        else:
            self._show_doors(self.ids.left, self.ids.right)
        if not self.upright:  # the left column begins at the top
            self.ids.left.add_widget(Widget())

    def _show_doors(self, left: BoxLayout, right: BoxLayout) -> None:
        if self._picture_fits():
            if self.services.scanner:
                left.add_widget(self._scan_hint())
            right.add_widget(
                CabinetPicture(
                    theme=self.theme,
                    doors=shown_doors(self.desk.cabinet, named=True),
                    chosen=self._touched,
                )
            )
            return
        field = CodeField(theme=self.theme, length=self._labels.digits, typed=self.number)
        self.bind(number=field.setter("typed"))
        row = self._number_row(field)
        scanner = self.services.scanner
        if scanner and self.theme.tight and not self.cramped:
            row = self._beside(row, self._scan_hint())
        left.add_widget(row)
        if scanner and not self.theme.tight:
            left.add_widget(self._scan_hint())
        right.add_widget(self._keypad(self.type_number))

    def _show_code(self, left: BoxLayout, right: BoxLayout) -> None:
        field = CodeField(theme=self.theme, length=CODE_DIGITS, typed=self.code)
        self.bind(code=field.setter("typed"))
        left.add_widget(self._beside(self._door_words(), self._other_door_button()))
        keypad = self._keypad(self.type_code)
        if self.theme.portrait:
            left.add_widget(
                CabinetPicture(
                    theme=self.theme,
                    doors=shown_doors(self.desk.cabinet, marked=DoorId(self.door)),
                )
            )
            # The picture takes what room the keys leave.
            left.size_hint_y, right.size_hint_y = 1, None
            right.height = keypad.size_hint_max_y
        left.add_widget(field)
        right.add_widget(keypad)

    def _beside(self, one: Widget, other: Widget) -> BoxLayout:
        """Two things in a row as high as the higher one."""
        row = BoxLayout(size_hint_y=None, spacing=self.theme.gap)
        for part in (one, other):
            part.pos_hint = {"center_y": 0.5}
            row.add_widget(part)
            part.bind(height=lambda *_: setattr(row, "height", max(one.height, other.height)))
        row.height = max(one.height, other.height)
        return row

    def _door_words(self) -> Say:
        return Say(
            theme=self.theme,
            role="title",
            bold=True,
            halign="left",
            text=self._("Door {door}").format(door=self.door),
        )

    def _other_door_button(self) -> BigButton:
        return BigButton(
            theme=self.theme,
            icon=Icon.EDIT,
            text=self._("Other door"),
            size_hint_y=None,
            height=self.theme.button,
            on_release=lambda _: self.other_door(),
        )

    def _number_row(self, field: CodeField) -> BoxLayout:
        """The letters of the cabinet as keys where there are several, then the digits."""
        row = BoxLayout(size_hint_y=None, height=field.height, spacing=self.theme.gap)
        several = len(self._labels.letters) > 1
        for letter in self._labels.letters:
            if several:
                row.add_widget(self._letter_key(letter))
            elif letter:
                row.add_widget(
                    Say(theme=self.theme, role="display", bold=True, wrap="line", text=letter)
                )
        row.add_widget(field)
        return row

    def _letter_key(self, letter: str) -> DigitKey:
        return DigitKey(
            theme=self.theme,
            text=letter,
            role="title",
            tone="lockers" if letter == self.letter else "card",
            size_hint_min=(self.theme.key, self.theme.key),
            on_release=lambda _: self.choose_letter(letter),
        )

    def _scan_hint(self) -> Fact:
        return Fact(
            theme=self.theme,
            icon=Icon.QR_CODE_SCANNER,
            label=self._("You have a QR code?"),
            text=self._("Hold it to the scanner."),
        )

    def _keypad(self, typed: Callable[[str], None]) -> Keypad:
        keypad = Keypad(
            theme=self.theme,
            clear=self.clear_key(),
            rows_of_six=self.theme.tight,
            pos_hint={"center_x": 0.5},
        )
        keypad.bind(
            on_digit=lambda _, digit: typed(digit),
            on_erase=lambda _: self.erase(),
            on_clear=lambda _: self.clear(),
        )
        return keypad

    def _touched(self, label: str) -> None:
        self.choose_door(DoorId(label))

    def _picture_fits(self) -> bool:
        """True where every door of the picture is large enough for a finger."""
        theme = self.theme
        margin, px = 2 * theme.margin, theme.screen.px_per_mm
        width = theme.screen.width_mm - margin / px
        frame = theme.header + theme.footer + 2 * theme.gap
        height = theme.page_height_mm - frame / px
        height -= NOTICE_MM
        if theme.portrait:
            height -= ABOVE_PICTURE_MM
        else:
            width = (width - theme.gap / px) / 2
        return can_be_touched(self.desk.cabinet, theme, width_mm=width, height_mm=height)
