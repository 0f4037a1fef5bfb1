"""Scenarios on real lines run side by side: they spend their time waiting, not working."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.contract.lockers.lines import Rig, served_rig
from tests.contract.lockers.scenarios import SCENARIOS

_AT_ONCE = 12
Running = Mapping[tuple[str, str], Future[None]]


@pytest.fixture(scope="session")
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """Every selected scenario on a real line, begun."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield {
            (name, transport): pool.submit(_run, name, transport, tmp_path_factory.mktemp("line"))
            for name, transport in _selected(request.session.items)
        }


def _selected(items: list[pytest.Item]) -> Iterator[tuple[str, str]]:
    for item in items:
        params: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
        if "name" in params and "transport" in params and params["name"] in SCENARIOS:
            yield params["name"], params["transport"]


def _run(name: str, transport: str, folder: Path) -> None:
    rigs: list[Rig] = []
    build = partial(served_rig, folder, transport)

    def make(*plans: Any, **options: Any) -> Rig:
        rigs.append(build(*plans, **options))
        return rigs[-1]

    try:
        SCENARIOS[name](make)
    finally:
        for rig in rigs:
            rig.end()
