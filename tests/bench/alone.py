"""One measurement by itself, as its module is run."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from typing import Any


def alone(measure: Callable[..., dict[str, Any]], about: str | None) -> None:
    """Measure as the command line asks, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--quick", action="store_true")
    print(json.dumps(measure(quick=parser.parse_args().quick), indent=2))
