"""Sizes of panels and windows on the command line."""

from __future__ import annotations

import argparse
import re


def pixels(text: str) -> tuple[int, int]:
    """Read ``1080x1920``.

    Raises:
        ArgumentTypeError: it is not of that form.
    """
    found = re.fullmatch(r"(\d{3,4})x(\d{3,4})", text)
    if found is None:
        raise argparse.ArgumentTypeError(f'"{text}" is not of the form 1080x1920')
    return int(found[1]), int(found[2])
