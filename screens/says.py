"""Sentences in one language, as everything that shows words asks for them."""

from __future__ import annotations

from typing import Protocol


class SaysWords(Protocol):
    """Sentences in one language."""

    @property
    def language(self) -> str: ...

    def gettext(self, message: str) -> str: ...

    def ngettext(self, singular: str, plural: str, n: int) -> str: ...
