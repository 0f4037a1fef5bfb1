"""Which program this is."""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_SOURCES = Path(__file__).parents[1] / "pyproject.toml"


def program_version() -> str:
    """Return the version of this program, also where it runs from its sources."""
    try:
        return version("yizhan")
    except PackageNotFoundError:
        pass
    try:
        return str(tomllib.loads(_SOURCES.read_text("utf-8"))["project"]["version"])
    except (OSError, ValueError, KeyError):
        return "–"
