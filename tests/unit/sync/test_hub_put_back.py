"""A terminal that was paired after the copy to which its hub was put back comes in again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.config import StationFile
from kiosk.ids import EntryId
from kiosk.lockers.events import Mark
from kiosk.sync.line import HubDenied
from kiosk.terminal import Terminal
from kiosk.wire import Fault
from tests.contract.hub.test_put_back import copied, put_back
from tests.hubs import served
from tests.unit.sync.test_membership import (
    HUAKEN,
    City,
    Opened,
    call_help,
    calls,
    in_step,
    joined,
    marks,
    reason,
    store,
    with_bank,
)


@contextmanager
def city_in(directory: Path, at: int = 0) -> Iterator[tuple[City, Opened]]:
    """A hub, and terminals that are closed before it ends."""
    city, terminals = City(directory), list[Terminal]()

    def opened(data: Path, file: StationFile = HUAKEN) -> Terminal:
        terminals.append(Terminal(file, data))
        return terminals[-1]

    with served(city.hub, tls=True, at=at) as client:
        city.url = str(client.base_url)
        yield city, opened
        for each in terminals:
            each.close()


def last_made(terminal: Terminal) -> EntryId:
    head = terminal.station.journal.head.position
    (last,) = terminal.station.journal.read(head - 1)
    return last.id


def again(terminal: Terminal, city: City, opened: Opened) -> Terminal:
    """The terminal paired once more and started anew."""
    file, data = terminal.file, terminal.data
    city.take_in(terminal)
    terminal.close()
    return in_step(opened(data, file))


def agree(city: City, *terminals: Terminal) -> None:
    for each in terminals * 2:
        in_step(each)
    head = city.hub.station(terminals[0].file.id).journal.verify()
    assert [each.station.journal.verify() for each in terminals] == [head] * len(terminals)


@pytest.mark.parametrize("name_is_gone", [False, True])
def test_what_it_made_is_there_again_and_its_name_stands_for_nobody_else(
    tmp_path: Path, *, name_is_gone: bool
) -> None:
    home = tmp_path / "hub"
    with city_in(home) as (city, opened):
        one = joined(city, tmp_path / "one", opened)
        copy = copied(city.hub, tmp_path)
        two = joined(city, tmp_path / "two", opened, with_bank("B"))
        port = int(city.url.rpartition(":")[2])
        store(two)
        in_step(two)
        promised = last_made(two)
    put_back(copy, home)
    with city_in(home, port) as (city, opened):
        others = [opened(one.data)]
        if name_is_gone:
            others.append(joined(city, tmp_path / "three", opened, with_bank("C")))
            call_help(others[-1])
        two = again(opened(two.data, two.file), city, opened)
        assert two.exchange is not None
        assert two.exchange.belonging is not None
        assert two.exchange.belonging.terminal == ("t3" if name_is_gone else "t2")
        agree(city, *others, two)
        for each in (two, *others):
            found = each.station.journal.find(promised)
            assert found is not None
            assert found.refused is None
            assert calls(each) == len(others) - 1
        assert marks(two) == {Mark.TO_CHECK}  # as they were: nobody has looked yet


def test_a_name_another_terminal_got_later_is_not_taken_for_its_own(
    tmp_path: Path,
) -> None:
    home = tmp_path / "hub"
    with city_in(home) as (city, opened):
        joined(city, tmp_path / "one", opened)
        first = copied(city.hub, tmp_path)
        two = joined(city, tmp_path / "two", opened, with_bank("B"))
        store(two)
        in_step(two)
        port = int(city.url.rpartition(":")[2])
    put_back(first, home)
    first.rename(tmp_path / "first.db")
    with city_in(home, port) as (city, opened):
        three = joined(city, tmp_path / "three", opened, with_bank("C"))
        two = again(opened(two.data, two.file), city, opened)
        agree(city, two, three)
        store(three)
        agree(city, two, three)
        of_three = last_made(three)
    put_back(tmp_path / "first.db", home)
    with city_in(home, port) as (city, opened):
        two = again(opened(two.data, two.file), city, opened)
        waits = [each.was.id for each in two.station.decided_differently()]  # type: ignore[attr-defined]
        assert of_three in waits
        assert two.station.journal.find(of_three) is None
        three = again(opened(three.data, three.file), city, opened)
        agree(city, two, three)
        found = two.station.journal.find(of_three)
        assert found is not None
        assert found.refused is None


def test_a_record_made_under_another_key_is_not_let_in(tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "hub", tmp_path / "elsewhere"
    with city_in(elsewhere) as (city, opened):
        stranger = joined(city, tmp_path / "stranger", opened, with_bank("B"))
        store(stranger)
        in_step(stranger)
    with city_in(home) as (city, opened):
        joined(city, tmp_path / "one", opened)
        stranger = opened(stranger.data, stranger.file)
        assert reason(stranger, city, city.code()) == Fault.HAS_HISTORY
        with pytest.raises(HubDenied):
            city.take_in(stranger)
