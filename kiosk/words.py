"""Sentences in the languages of the station.

Code and layouts hold the English sentence; Chinese stands in ``assets/locales``. A sentence is
marked by the verb that says it, which ``tools/words.py`` collects:

    self._("Which size do you need?")          root._("…") in a layout
    self.plural("{count} door", "{count} doors", count)
    LABEL = mark("Lockers")                    said later: self._(LABEL)
"""

from __future__ import annotations

from gettext import GNUTranslations, NullTranslations
from pathlib import Path

LOCALES = Path(__file__).parents[1] / "assets" / "locales"
LANGUAGES = ("zh", "en")
"""Language codes of the screen, the default first."""

_CATALOGUES = {"zh": "zh_CN"}


class Words:
    """Sentences in one language. English needs no catalogue.

    Args:
        language: ``zh`` or ``en``.
    """

    def __init__(self, language: str, locales: Path = LOCALES) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"no words in {language!r}")
        self.language = language
        self._catalogue = _catalogue(language, locales)

    def gettext(self, message: str) -> str:
        """Return ``message`` in this language; unchanged if there is no translation."""
        return self._catalogue.gettext(message) if message else ""

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the sentence for ``n`` things."""
        return self._catalogue.ngettext(singular, plural, n)


def mark(message: str) -> str:
    """Return ``message`` as it is; marks a sentence that is said later."""
    return message


def _catalogue(language: str, locales: Path) -> NullTranslations:
    if language not in _CATALOGUES:
        return NullTranslations()
    path = locales / _CATALOGUES[language] / "LC_MESSAGES" / "yizhan.mo"
    with path.open("rb") as file:
        return GNUTranslations(file)
