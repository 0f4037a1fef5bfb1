"""How the locker pages are brought onto the screen when all pages of the program are walked."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path

from screens.services import Services
from tests.ui.lockers.states import ERRANDS, Face, ask, at_the_door
from tests.ui.lockers.world import World

SHOWINGS: Mapping[str, Face] = {
    "lockers.ask": ask,
    "lockers.door": at_the_door(ERRANDS["stored"]),
}


def services() -> Services:
    """What the pages are given: a station that ends with the last page that holds its desk."""
    folder = Path(tempfile.mkdtemp(prefix="lockers-"))
    world = World(folder)
    weakref.finalize(world.desk, _end, world.bank.close, world.journal.close, folder)
    return world.services()


def _end(release: Callable[[], None], close: Callable[[], None], folder: Path) -> None:
    release()
    close()
    shutil.rmtree(folder, ignore_errors=True)
