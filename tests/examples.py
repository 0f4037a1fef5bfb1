"""How many examples a property is looked at with: few in every run, the full count when soaking."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import settings


def examples(count: int, **more: Any) -> settings:
    """Look at ``count`` examples, or at as many as ``HYPOTHESIS_PROFILE=soak`` says."""
    if os.environ.get("HYPOTHESIS_PROFILE") == "soak":
        return settings(**more)
    return settings(max_examples=count, **more)
