"""What the zones of a station look like, drawn: one small scene for each kind of place.

A venue names its scene by ``picture`` in the station file; one without gets a room or a square.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from screens.venues.drawn_indoors import ACTIVITY, CLASSROOM, MEETING, READING, ROOM, STAGE
from screens.venues.drawn_outdoors import (
    BANYAN,
    BASKETBALL,
    DISPLAY,
    FITNESS,
    GATEBALL,
    SQUARE,
)
from screens.widgets.drawing import Drawing

DRAWINGS: Mapping[str, Drawing] = MappingProxyType(
    {
        "room": ROOM,
        "activity-area": ACTIVITY,
        "meeting-room": MEETING,
        "council-room": MEETING,
        "joint-council": MEETING,
        "reading-area": READING,
        "classroom": CLASSROOM,
        "stage": STAGE,
        "park-stage": STAGE,
        "banyan-classroom": BANYAN,
        "culture-display": DISPLAY,
        "fitness": FITNESS,
        "basketball": BASKETBALL,
        "gateball": GATEBALL,
        "open-square": SQUARE,
    }
)
"""By the name a station file calls it (docs/station-file.md)."""


def drawing_of(picture: str, *, indoor: bool) -> Drawing:
    """Return the scene of a venue; one without a known picture looks like a room or a square."""
    return DRAWINGS.get(picture, ROOM if indoor else SQUARE)
