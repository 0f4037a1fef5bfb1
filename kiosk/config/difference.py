"""What a station file says differently from what holds now."""

from __future__ import annotations

from kiosk.config.schema import StationFile, settings
from kiosk.setting_keys import Change, changes
from kiosk.settings import Settings


def difference(now: Settings, file: StationFile) -> tuple[Change, ...]:
    """Return the changes that would bring ``now`` to what ``file`` says, setting by setting."""
    return changes(now, settings(file))
