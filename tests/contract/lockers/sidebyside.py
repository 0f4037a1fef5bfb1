"""Scenarios on real lines run side by side: they spend their time waiting, not working."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.contract.lockers.lines import Rig, Rigs, served_rig
from tests.contract.lockers.scenarios import Row

_AT_ONCE = 24
Running = Mapping[tuple[Row, str], Future[None]]


@contextmanager
def side_by_side(
    request: pytest.FixtureRequest, folders: pytest.TempPathFactory
) -> Iterator[Running]:
    """Begin every selected scenario on a real line."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield {
            (row, transport): pool.submit(_run, row, transport, folders.mktemp("line"))
            for row, transport in _selected(request.session.items)
        }


def _selected(items: list[pytest.Item]) -> Iterator[tuple[Row, str]]:
    for item in items:
        params: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
        if isinstance(params.get("row"), Row) and "transport" in params:
            yield params["row"], params["transport"]


def _run(row: Row, transport: str, folder: Path) -> None:
    rigs: list[Rig] = []
    build = partial(served_rig, folder, transport)

    def make(*plans: Any, **options: Any) -> Rig:
        rigs.append(build(*plans, **options))
        return rigs[-1]

    try:
        row.run(Rigs(row.traits, make))
    finally:
        for rig in rigs:
            rig.end()
