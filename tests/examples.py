"""How many examples a property is looked at with: few in every run, the full count when soaking."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import settings


def soaking() -> bool:
    """Tell whether the full counts are wanted."""
    return os.environ.get("HYPOTHESIS_PROFILE") == "soak"


def examples(count: int, **more: Any) -> settings:
    """Look at ``count`` examples, or at as many as ``HYPOTHESIS_PROFILE=soak`` says."""
    if soaking():
        return settings(**more)
    return settings(max_examples=count, **more)
