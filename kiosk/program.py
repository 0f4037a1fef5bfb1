"""Which program this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """Return the version of this program, or a dash where it runs from its sources."""
    try:
        return version("yizhan")
    except PackageNotFoundError:
        return "–"
