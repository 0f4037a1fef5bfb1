"""What holds for every test: properties are the same in each run, and no clock decides.

``HYPOTHESIS_PROFILE=soak`` draws anew each time and looks at ten times as many examples.
"""

import os
from typing import Any

from hypothesis import HealthCheck, settings

_ALWAYS: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("same", derandomize=True, **_ALWAYS)
settings.register_profile("soak", max_examples=1_000, **_ALWAYS)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
