"""Help: who helps, by which number, and one button that calls them."""

from __future__ import annotations

from kivy.properties import BooleanProperty, StringProperty

from screens.base import KioskScreen, layout_beside
from screens.icons import Icon
from screens.theme import Family


class HelpScreen(KioskScreen):
    """Says who helps. A call for staff wipes what was given: they will look at the screen."""

    family = Family.SHELL
    icon = Icon.SUPPORT_AGENT
    layout = layout_beside(__file__)
    clips = ("help",)

    phone = StringProperty("")
    hours = StringProperty("")
    where = StringProperty("")
    about_buttons = StringProperty("")
    called = BooleanProperty(False)

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Help")

    def on_pre_enter(self) -> None:
        """Show who is there."""
        if not self.theme.tight:
            self.about_buttons = self._(
                "The buttons below are at the same place on every page. "
                "Home begins again, Back goes one page back."
            )
        self.where = self.services.about.help.get(
            self.visit.language, self._("Please ask at the counter.")
        )
        self.phone = self.services.about.phone
        self.hours = self.services.about.hours.get(self.visit.language, "")

    def call_staff(self) -> None:
        """Ring whoever is on duty."""
        self.do(self.services.call_staff, then=self._coming)

    def _coming(self, _: object) -> None:
        self.called = True
        self.visit.forget_task()
        self.say_notice(self._("The staff have been called. Please wait here."), tone="good")
        self.say("staff_called")
