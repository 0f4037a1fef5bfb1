"""What holds for every test: properties are the same in each run, and no clock decides.

``HYPOTHESIS_PROFILE=soak`` draws anew each time and looks at ten times as many examples.
"""

import gc
import os
from typing import Any

from hypothesis import HealthCheck, settings

_ALWAYS: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("same", derandomize=True, **_ALWAYS)
settings.register_profile("soak", max_examples=1_000, **_ALWAYS)
gc.set_threshold(20_000, 10, 10)  # reading the tests makes little garbage and much that stays
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what every test has: modules, fonts, the tests."""
    gc.collect()
    gc.freeze()
