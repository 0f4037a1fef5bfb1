"""Pictures of the screen, kept small: looked at by people, shown in the documentation."""

from __future__ import annotations

import os
from pathlib import Path

from PIL import Image

from tests.e2e.kiosk import ROOT

_MOST_BYTES = 300_000


def keep(picture: Image.Image, name: str) -> Path:
    """Write a picture to ``build/shots``, or to the directory ``YIZHAN_SHOTS`` names."""
    directory = ROOT / os.environ.get("YIZHAN_SHOTS", "build/shots")
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{name}.png"
    picture.quantize(colors=128, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size <= _MOST_BYTES, path
    return path
