"""Build assets/fonts from two npm packages, and copy their licences.

    python tools/fonts.py DIRECTORY

``DIRECTORY`` holds the unpacked packages, as ``npm pack NAME@VERSION`` and ``tar xzf`` give them:

    noto/package/…      @expo-google-fonts/noto-sans-sc 0.4.3   (OFL-1.1)
    symbols/package/…   material-symbols 0.47.5                 (Apache-2.0)

Needs fonttools, brotli (to read the packed symbols) and skia-pathops (to join their outlines:
overlapping ones show hairlines). The text fonts keep GB2312, punctuation and Latin: what a screen
says; and all hanzi of GBK: what people are called. The pictograms are one weight, filled, moved to
the code points of ``screens/icons.py``.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import OverlapMode, instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from screens.icons import Icon  # noqa: E402  the table lives with the screens

TEXT = {
    "Text-Regular.ttf": "400Regular/NotoSansSC_400Regular.ttf",
    "Text-Bold.ttf": "700Bold/NotoSansSC_700Bold.ttf",
}
DRAWN = {"FILL": 1.0, "GRAD": 0.0, "opsz": 24.0, "wght": 500.0}
"""Larger optical sizes leave hairlines between outline and filling at this weight."""


def gb2312() -> set[int]:
    """Return the code points of GB2312, hanzi and signs."""
    found = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((row, cell)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def wanted() -> set[int]:
    """Return what a screen may say: ASCII, Latin-1, arrows, dashes, quotes, GB2312, names."""
    return gb2312() | {
        *range(0x4E00, 0x9FA6),  # the hanzi of GBK; kiosk/typing/draft.py knows them too
        *map(ord, "䶮"),
        *range(0x20, 0x7F),
        *range(0xA0, 0x100),
        *range(0x2010, 0x2027),
        *range(0x2190, 0x2194),
        *map(ord, "￥¥…·•✓×−≤≥①②③④⑤⑥⑦⑧⑨℃"),
    }


def cut(
    font: TTFont, *, code_points: set[int] | None = None, glyphs: set[str] | None = None
) -> None:
    """Throw away everything else; layout features go too, since the window cannot use them."""
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=code_points or set(), glyphs=glyphs or set())
    subsetter.subset(font)


def symbols_by_name(font: TTFont) -> dict[str, str]:
    """Return glyph names by symbol name: the font spells its symbols as ligatures."""
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    found: dict[str, str] = {}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            subtable = getattr(subtable, "ExtSubTable", subtable)
            for first, ligatures in getattr(subtable, "ligatures", {}).items():
                for ligature in ligatures:
                    name = "".join(letters[glyph] for glyph in (first, *ligature.Component))
                    found[name] = ligature.LigGlyph
    return found


def build_text(source: Path, target: Path) -> None:
    """Cut one text font."""
    font = TTFont(source, recalcTimestamp=False)
    cut(font, code_points=wanted())
    font.save(target)


def build_icons(source: Path, target: Path) -> None:
    """Draw the table of pictograms out of the variable font."""
    font = TTFont(source, recalcTimestamp=False)
    font.flavor = None  # the window reads plain fonts only
    by_name = symbols_by_name(font)
    missing = [icon.name for icon in Icon if icon.name.lower() not in by_name]
    if missing:
        sys.exit(f"no such symbols: {', '.join(missing)}")
    glyphs = {ord(icon.value): by_name[icon.name.lower()] for icon in Icon}
    for table in font["cmap"].tables:
        table.cmap = dict(glyphs) if table.isUnicode() else {}
    font = instantiateVariableFont(font, DRAWN, overlap=OverlapMode.REMOVE)
    cut(font, code_points=set(glyphs))
    box = font["head"].unitsPerEm  # symbols fill the square on the base line, and so does the line
    font["hhea"].ascent = font["OS/2"].sTypoAscender = font["OS/2"].usWinAscent = box
    font["hhea"].descent = font["OS/2"].sTypoDescender = font["OS/2"].usWinDescent = 0
    font["hhea"].lineGap = font["OS/2"].sTypoLineGap = 0
    font.save(target)


def main(packages: Path) -> None:
    """Build everything."""
    fonts, licences = ROOT / "assets/fonts", ROOT / "assets/licences"
    fonts.mkdir(parents=True, exist_ok=True)
    licences.mkdir(parents=True, exist_ok=True)
    noto, symbols = packages / "noto/package", packages / "symbols/package"
    for name, source in TEXT.items():
        build_text(noto / source, fonts / name)
    build_icons(symbols / "material-symbols-rounded.woff2", fonts / "Icons.ttf")
    shutil.copy(noto / "LICENSE_FONT", licences / "NotoSansSC-OFL.txt")
    shutil.copy(symbols / "LICENSE", licences / "MaterialSymbols-Apache-2.0.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
