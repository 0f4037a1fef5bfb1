"""Fold histories that are the same each time and print what the states look like, packed.

python -m tests.programs.station_states SEED
"""

from __future__ import annotations

import random
import sys
from hashlib import blake2b

from hypothesis import HealthCheck, Phase, given, seed
from hypothesis.strategies import SearchStrategy

from tests.builders import FAMILIES, station
from tests.examples import examples
from tests.fakes import MemoryJournal
from tests.histories import Line, histories, write


def main() -> None:
    digest = blake2b()
    random.seed(0)
    fold_some(digest, histories())
    for family in FAMILIES:
        fold_some(digest, histories(*family.events))
    print(digest.hexdigest())


def fold_some(digest: blake2b, drawn: SearchStrategy[list[Line]]) -> None:
    """Put the states of some histories into ``digest``."""

    @seed(int(sys.argv[1]))
    @examples(
        20,
        database=None,
        phases=[Phase.generate],
        derandomize=False,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(drawn)
    def fold(history: list[Line]) -> None:
        journal = MemoryJournal()
        write(history, journal)
        folded = station(journal)
        for family in FAMILIES:
            digest.update(family.pack(folded.state(family)))

    fold()


if __name__ == "__main__":
    main()
