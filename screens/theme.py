"""How everything looks: real millimetres, seven colours, type by the height of a capital.

One frozen ``Theme`` holds a panel and a mood (care, low); everything on a screen is measured by it.
Sources: WCAG 2.2 contrast (4.5 and 7); reach and sizes as in docs/screens.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

Colour = tuple[float, float, float, float]
"""Red, green, blue, alpha from 0 to 1, as the window wants them."""

CAPITAL = 0.733
"""Height of a capital over the size of the bundled text font."""
MIN_LOW_HALF = 120.0
"""Half a panel lower than this (mm) holds no page; such a panel is within reach as a whole."""


def rgb(code: str) -> Colour:
    """Return the colour of ``#rrggbb``."""
    return (int(code[1:3], 16) / 255, int(code[3:5], 16) / 255, int(code[5:7], 16) / 255, 1.0)


def luminance(colour: Colour) -> float:
    """Return the relative luminance of WCAG 2.2, 0 to 1."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3]
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of WCAG 2.2, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


class Screen(msgspec.Struct, frozen=True):
    """A panel: its visible area in mm and in pixels, as it hangs."""

    width_mm: float
    height_mm: float
    width_px: int
    height_px: int

    @property
    def px_per_mm(self) -> float:
        """Pixels in a millimetre, the same both ways."""
        return self.width_px / self.width_mm

    @property
    def portrait(self) -> bool:
        """True when it hangs upright."""
        return self.height_px > self.width_px

    @classmethod
    def window(cls, width_px: int, height_px: int, px_per_mm: float = 5.88) -> Screen:
        """Return a window for development; the default is a 10.1 inch panel of 1280 x 800."""
        return cls(width_px / px_per_mm, height_px / px_per_mm, width_px, height_px)


class Family(StrEnum):
    """The seven colours, one for each family of services, and the plain one of the shell."""

    SERVICES = "services"
    LIBRARY = "library"
    LOCKERS = "lockers"
    ACTIVITIES = "activities"
    MATTERS = "matters"
    VENUES = "venues"
    CIRCLE = "circle"
    SHELL = "shell"


class Ground(msgspec.Struct, frozen=True):
    """A surface and the colour of what stands on it."""

    fill: Colour
    ink: Colour


class Palette(msgspec.Struct, frozen=True):
    """Every colour there is. Text stands on a ``Ground``, in its ink and no other."""

    families: Mapping[Family, Ground]
    page: Ground
    card: Ground
    quiet: Ground
    primary: Ground
    pressed: Ground
    idle: Ground
    good: Ground
    care: Ground
    bad: Ground
    staff: Ground
    line: Colour
    muted: Colour


class Tone(StrEnum):
    """What a button or a notice means: the name of a ground in the palette."""

    PRIMARY = "primary"
    CARD = "card"
    QUIET = "quiet"
    GOOD = "good"
    CARE = "care"
    BAD = "bad"
    IDLE = "idle"


class Role(StrEnum):
    """What a text is for; its size follows."""

    BODY = "body"
    LEAD = "lead"
    TITLE = "title"
    DISPLAY = "display"
    CODE = "code"


def _ground(fill: str, ink: str) -> Ground:
    return Ground(rgb(fill), rgb(ink))


def _seven(**codes: tuple[str, str]) -> Mapping[Family, Ground]:
    return MappingProxyType({Family(name): _ground(*code) for name, code in codes.items()})


NORMAL = Palette(
    families=_seven(
        services=("#B3261E", "#FFFFFF"),
        library=("#B34A00", "#FFFFFF"),
        lockers=("#F6BC2F", "#2A2118"),
        activities=("#2B7A3B", "#FFFFFF"),
        matters=("#0A7280", "#FFFFFF"),
        venues=("#1F5FAE", "#FFFFFF"),
        circle=("#6B429E", "#FFFFFF"),
        shell=("#23415F", "#FFFFFF"),
    ),
    page=_ground("#F5F2EC", "#20242A"),
    card=_ground("#FFFFFF", "#20242A"),
    quiet=_ground("#E9E4DA", "#20242A"),
    primary=_ground("#1C4E80", "#FFFFFF"),
    pressed=_ground("#0F3154", "#FFFFFF"),
    idle=_ground("#E4E1DB", "#565B61"),
    good=_ground("#DDF0DF", "#14532D"),
    care=_ground("#FFEFC9", "#5A3A00"),
    bad=_ground("#FBE3E0", "#8C1D18"),
    staff=_ground("#22262C", "#FFFFFF"),
    line=rgb("#D5CFC3"),
    muted=rgb("#565D66"),
)
STRONG = Palette(
    families=_seven(
        services=("#8C1510", "#FFFFFF"),
        library=("#7D3300", "#FFFFFF"),
        lockers=("#FFC933", "#000000"),
        activities=("#1B5528", "#FFFFFF"),
        matters=("#05525C", "#FFFFFF"),
        venues=("#14427C", "#FFFFFF"),
        circle=("#502E7A", "#FFFFFF"),
        shell=("#142A40", "#FFFFFF"),
    ),
    page=_ground("#FFFFFF", "#000000"),
    card=_ground("#FFFFFF", "#000000"),
    quiet=_ground("#EAEAEA", "#000000"),
    primary=_ground("#0C3560", "#FFFFFF"),
    pressed=_ground("#001B38", "#FFFFFF"),
    idle=_ground("#E2E2E2", "#3F3F3F"),
    good=_ground("#DDF0DF", "#0B3D1E"),
    care=_ground("#FFEFC9", "#402900"),
    bad=_ground("#FBE3E0", "#6B110D"),
    staff=_ground("#111418", "#FFFFFF"),
    line=rgb("#4A4A4A"),
    muted=rgb("#333333"),
)

_CAPS: Mapping[Role, tuple[float, float]] = MappingProxyType(
    {
        Role.BODY: (4.8, 7.3),
        Role.LEAD: (5.8, 8.2),
        Role.TITLE: (7.2, 9.0),
        Role.DISPLAY: (11.0, 12.5),
        Role.CODE: (15.0, 18.0),
    }
)
"""Height of a capital in mm: at first, and in care mode."""


class Theme(msgspec.Struct, frozen=True):
    """Panel and mood. Everything a widget needs to be the right size and colour.

    Attributes:
        care: 关怀模式: larger type, stronger contrast.
        low: every control in the lower half, for people who sit or are small.
    """

    screen: Screen
    care: bool = False
    low: bool = False

    @property
    def palette(self) -> Palette:
        """The colours of this mood."""
        return STRONG if self.care else NORMAL

    @property
    def portrait(self) -> bool:
        """True when the *page* is higher than wide (a lowered page lies)."""
        return self.page_height_mm > self.screen.width_mm

    @property
    def lowered(self) -> bool:
        """True when pages take the lower half of the panel only."""
        return self.low and self.screen.height_mm / 2 >= MIN_LOW_HALF

    @property
    def page_height_mm(self) -> float:
        """Height of what a page may use, header and footer included."""
        return self.screen.height_mm / (2 if self.lowered else 1)

    @property
    def tight(self) -> bool:
        """True when a page is lower than 150 mm: header and footer shrink to their least."""
        return self.page_height_mm < 150

    def mm(self, length: float) -> int:
        """Return ``length`` in pixels, rounded up so that a least size stays one."""
        return -int(-length * self.screen.px_per_mm // 1)

    def font(self, role: str = Role.BODY) -> int:
        """Return the font size in pixels for a role."""
        capital = _CAPS[Role(role)][1 if self.care else 0]
        if self.tight and role in (Role.TITLE, Role.DISPLAY, Role.CODE):
            capital = max(capital * 0.8, _CAPS[Role.BODY][1 if self.care else 0])
        return self.mm(capital / CAPITAL)

    def ground(self, tone: str) -> Ground:
        """Return surface and ink for a tone or a family."""
        if tone in Family.__members__.values():
            return self.palette.families[Family(tone)]
        found: Ground = getattr(self.palette, tone)
        return found

    @property
    def least_contrast(self) -> float:
        """What every text must reach in this mood."""
        return 7.0 if self.care else 4.5

    @property
    def least_capital(self) -> float:
        """Height in mm that no capital may be below in this mood."""
        return _CAPS[Role.BODY][1 if self.care else 0]

    @property
    def gap(self) -> int:
        """Space between neighbours, px."""
        return self.mm(3.5 if self.tight else 5)

    @property
    def margin(self) -> int:
        """Space between the page and its edge, px."""
        return self.mm(6 if self.tight else 10)

    @property
    def button(self) -> int:
        """Height of a primary button, px."""
        return self.mm(20 if self.tight else 24)

    @property
    def key(self) -> int:
        """Least side of a digit key, px: 20 mm."""
        return self.mm(20)

    @property
    def target(self) -> int:
        """Least side of anything to touch, px: 16 mm."""
        return self.mm(16)

    @property
    def header(self) -> int:
        """Height of the header, px."""
        return self.mm(17 if self.tight else 26)

    @property
    def footer(self) -> int:
        """Height of the footer with home, back and help, px."""
        return self.mm(20 + 2 * 2.5 if self.tight else 24 + 2 * 4)

    @property
    def radius(self) -> int:
        """Radius of a card's corner, px."""
        return self.mm(4)
