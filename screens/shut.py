"""An application nobody can leave: no settings page, no configuration file, no closing."""

from __future__ import annotations

import logging
import signal

from kivy.app import App

_log = logging.getLogger(__name__)


class ShutApp(App):
    """Base of the terminal's screen and the hall display."""

    title = "驿站"
    use_kivy_settings = False
    exit_code = 0

    def leave(self, exit_code: int = 0) -> None:
        """End the program; ``exit_code`` is what it returns."""
        self.exit_code = exit_code
        self.stop()

    def run_until_asked(self) -> int:
        """Run until the service manager or Ctrl-C asks to end; return the exit code."""
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, lambda *_: self.leave(0))
        self.run()
        return self.exit_code

    def load_config(self) -> None:
        """Read no configuration file: all of it comes from the station file."""

    def load_kv(self, filename: str | None = None) -> bool:
        """Load no layout by the name of the class."""
        return False

    def open_settings(self, *_: object) -> bool:
        """F1 and the like: there is no such page."""
        return False

    def stay(self, *_: object, **__: object) -> bool:
        """The window manager asks to close the window: no."""
        _log.warning("asked to close the window; staying")
        return True
