"""What stands in a field, and the letters that wait for a choice. Pure."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from kiosk.typing.engine import MOST_LETTERS, Candidate
from kiosk.typing.split import MARK

NEWER = "䶮"
"""Hanzi of names that came after GBK."""
MISSING = "□"
"""Stands for a sign the text font does not have."""


class Draft(msgspec.Struct, frozen=True):
    """A text being typed."""

    text: str = ""
    letters: str = ""

    def lettered(self, letter: str) -> Draft:
        """Return it with one more letter; a mark needs a letter before it."""
        if len(self.letters) >= MOST_LETTERS or (
            letter == MARK and self.letters[-1:] in ("", MARK)
        ):
            return self
        return replace(self, letters=self.letters + letter)

    def chosen(self, candidate: Candidate) -> Draft:
        """Return it with a candidate in the text; letters it did not take keep waiting."""
        rest = self.letters[candidate.letters :].lstrip(MARK)
        return Draft(self.text + candidate.text, rest)

    def signed(self, signs: str) -> Draft:
        """Return it with signs at the end of the text."""
        return replace(self, text=self.text + signs)

    def erased(self) -> Draft:
        """Return it without the last letter or, where none waits, the last sign."""
        if self.letters:
            return replace(self, letters=self.letters[:-1].rstrip(MARK))
        return replace(self, text=self.text[:-1])


def legible(text: str) -> str:
    """Return ``text`` as the screen can show it: a box for each sign its font lacks.

    The font holds GB2312, Latin-1 and the hanzi of GBK; ``text`` itself keeps what was scanned
    or pasted.
    """
    return "".join(sign if _is_shown(sign) else MISSING for sign in text)


def _is_shown(sign: str) -> bool:
    if " " <= sign <= "~" or "\xa0" <= sign <= "\xff":
        return True
    if "\u4e00" <= sign <= "\u9fa5" or sign in NEWER:
        return True
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return ord(sign) > 0xFF
