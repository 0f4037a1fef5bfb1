"""What every page is given. Put together once, by ``main.py``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from kiosk.jobs import Runs
from kiosk.ports import Voice
from kiosk.printing import PrintDesk
from kiosk.typing.source import PinyinSource
from screens.icons import Icon
from screens.says import SaysWords
from screens.theme import Family


class TellsTime(Protocol):
    """The part of the station's clock that a screen shows."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...

    def offered(self) -> datetime:
        """Return the time that staff are asked about."""
        ...


class SaysAbout(Protocol):
    """What the shell itself says about the station; read anew each time.

    Attributes:
        names: by language code.
        welcome: what the waiting screen greets with, by language code.
        help: where help is to be had, by language code.
        phone: who answers when somebody needs help; empty if nobody does.
        hours: opening hours of today by language code, as a sentence part.
        languages: what the screen offers; the first one is shown when nobody is there.
    """

    @property
    def names(self) -> Mapping[str, str]: ...

    @property
    def welcome(self) -> Mapping[str, str]: ...

    @property
    def help(self) -> Mapping[str, str]: ...

    @property
    def phone(self) -> str: ...

    @property
    def hours(self) -> Mapping[str, str]: ...

    @property
    def languages(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class About:
    """A station that says always the same about itself. Satisfies ``SaysAbout``."""

    names: Mapping[str, str]
    phone: str = ""
    hours: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ("zh", "en")
    welcome: Mapping[str, str] = field(default_factory=dict)
    help: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entrance:
    """A service on the home page: where it leads, its colour, its pictogram, what it is called.

    Attributes:
        title, hint: sentences to be translated.
        scans: what the codes of this service begin with; empty if it has none.
        scan_page: where such a code leads from the home page, as ``scanned``.
    """

    page: str
    family: Family
    icon: Icon
    title: str
    hint: str
    scans: str = ""
    scan_page: str = ""


@dataclass(frozen=True)
class Services:
    """Everything a page may ask, handed to its constructor.

    Attributes:
        words: sentences of a language code.
        lane: where rules are asked (the station lane); never the UI thread.
        decisions: where is asked what only the positioner may decide; waits for the network, so it
            is not ``lane``. ``None``: this station has its positioner inside.
        entrances: the services on the home page, in their order.
        call_staff: rings whoever is on duty; called on the lane.
        leave: ends the program with an exit code.
        queue: gives and finds tickets and appointments; ``None``: this station has no counters.
        files: where files outside the data directory are read and written; a stick may hang.
        desk, venues: the fronts of the lockers and of the venues.
        scanner: a QR reader is fitted, so pages may point to it.
        line_search: looks for boards on the line of a cabinet.
        line_talk: hears along on the line of a cabinet, and asks there.
        ports: lists the serial ports of the machine.
        exchange: how it stands with the hub; ``None``: this terminal follows none.
        join: has this terminal taken in by the hub at an address, by a code; may take long.
        data: the data directory of the station; ``None``: nothing is kept outside the journal.
        plan_file: the station file, where a technician may change it at the screen.
        printing: where slips are handed in.
        pinyin: what letters may mean; ``None``: no pinyin is typed here.
    """

    about: SaysAbout
    words: Callable[[str], SaysWords]
    lane: Runs
    clock: TellsTime
    voice: Voice
    leave: Callable[[int], None]
    call_staff: Callable[[], object]
    entrances: tuple[Entrance, ...] = ()
    station: Any = None
    desk: Any = None
    queue: Any = None
    venues: Any = None
    login: Any = None
    config: Any = None
    files: Runs | None = None
    decisions: Runs | None = None
    scanner: bool = True
    plan_file: Any = None
    printing: PrintDesk = field(default_factory=PrintDesk)
    pinyin: PinyinSource | None = None
    line_search: Any = None
    line_talk: Any = None
    ports: Any = None
    exchange: Any = None
    join: Callable[[str, str], Any] | None = None
    data: Path | None = None
