"""How a terminal comes to belong to a station, and how an empty hub takes over a history."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from kiosk.errors import ConfigError
from kiosk.hub.core import Hub
from kiosk.hub.database import Database
from kiosk.hub.pairing import TRIES
from kiosk.hub.vault import Vault
from kiosk.ids import BankId, OriginId
from kiosk.journal.entry import Head, Placed
from kiosk.wire import (
    PAIR,
    PROTOCOL,
    Adopted,
    Answer,
    Fault,
    Page,
    Pair,
    Paired,
    Pushed,
    Wrong,
    encode,
)
from tests.fakes import FakeClock, MemoryJournal
from tests.hubs import NOW, Desk, hub_in, served
from tests.journals import STATION, draft, private
from tests.places import PLACES, PlaceId, Taken


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def hub(tmp_path: Path, clock: FakeClock) -> Hub:
    return hub_in(tmp_path, clock=clock)


@pytest.fixture
def client(hub: Hub) -> Iterator[httpx.Client]:
    with served(hub) as client:
        yield client


def ask(client: httpx.Client, code: str, **more: Any) -> Answer:
    asked = Pair(PROTOCOL, STATION, code, "hall", **more)
    return Desk.answered(client.post(PAIR, content=encode(asked)))


def fault(answer: Answer) -> Fault:
    assert isinstance(answer, Wrong), answer
    return answer.fault


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_each_terminal_gets_a_name_and_key_of_its_own_and_the_stations_key(
    hub: Hub, client: httpx.Client
) -> None:
    one, two = (ask(client, hub.pairing.show_code(STATION)) for _ in range(2))
    assert isinstance(one, Paired)
    assert isinstance(two, Paired)
    assert (one.terminal, two.terminal) == ("t1", "t2")
    assert one.key != two.key
    assert one.station_key == two.station_key
    assert len(one.station_key) == len(one.key) == 32
    assert [each.terminal for each in hub.terminals.of(STATION)] == ["t1", "t2"]


def test_a_code_is_good_once(hub: Hub, client: httpx.Client) -> None:
    code = hub.pairing.show_code(STATION)
    assert isinstance(ask(client, code), Paired)
    assert fault(ask(client, code)) is Fault.NO_CODE


def test_a_code_is_good_for_five_tries(hub: Hub, client: httpx.Client) -> None:
    code = hub.pairing.show_code(STATION)
    for _ in range(TRIES):
        assert fault(ask(client, other_than(code))) is Fault.WRONG_CODE
    assert fault(ask(client, code)) is Fault.NO_CODE


def test_a_code_is_good_for_ten_minutes(hub: Hub, client: httpx.Client, clock: FakeClock) -> None:
    code = hub.pairing.show_code(STATION)
    clock.advance(minutes=10, seconds=1)
    assert fault(ask(client, code)) is Fault.NO_CODE


def test_a_cabinet_belongs_to_one_terminal_for_ever(hub: Hub, client: httpx.Client) -> None:
    banks = (BankId("hall"), BankId("yard"))
    assert isinstance(ask(client, hub.pairing.show_code(STATION), banks=banks), Paired)
    taken = ask(client, hub.pairing.show_code(STATION), banks=(BankId("yard"),))
    assert fault(taken) is Fault.BANK_TAKEN
    moved = ask(client, hub.pairing.show_code(STATION), banks=(BankId("yard2"),))
    assert isinstance(moved, Paired)


def test_keys_are_not_to_be_read_in_the_database(
    hub: Hub, client: httpx.Client, tmp_path: Path
) -> None:
    paired = ask(client, hub.pairing.show_code(STATION))
    assert isinstance(paired, Paired)
    files = [each for each in tmp_path.iterdir() if each.name.startswith("hub.db")]
    stored = b"".join(each.read_bytes() for each in files)
    assert paired.terminal.encode() in stored
    assert paired.key not in stored
    assert paired.station_key not in stored
    assert Vault.open(tmp_path).seal(b"x", "a") != Vault.open(tmp_path).seal(b"x", "a")


def test_a_database_without_its_key_is_not_served(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    with served(hub) as client:
        ask(client, hub.pairing.show_code(STATION))
    (tmp_path / "hub.key").unlink()
    database = Database.in_directory(tmp_path)
    with pytest.raises(ConfigError) as raised:
        hub_in(tmp_path, database)
    assert [problem.where for problem in raised.value.problems] == ["hub.key"]
    database.close()


def test_the_certificate_that_is_handed_over_is_the_one_that_speaks(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    with served(hub, tls=True) as client:
        paired = ask(client, hub.pairing.show_code(STATION))
        assert isinstance(paired, Paired)
        pinned = ssl.create_default_context(cadata=paired.certificate)
        with httpx.Client(base_url=client.base_url, verify=pinned) as terminal:
            assert isinstance(Desk(terminal, paired).pull(), Page)
        other = ssl.create_default_context(cadata=certificate_elsewhere(tmp_path))
        with (
            httpx.Client(base_url=client.base_url, verify=other) as stranger,
            pytest.raises(httpx.ConnectError),
        ):
            stranger.get("/healthz")


def certificate_elsewhere(directory: Path) -> str:
    from kiosk.hub.certificate import certificate_in, public_part

    return public_part(certificate_in(directory / "elsewhere"))


# -- taking over a history -----------------------------------------------------------------


def history(length: int) -> list[Placed]:
    journal = MemoryJournal()
    made = []
    for number in range(length):
        event = msgspec.json.encode(Taken(place=PlaceId(f"p{number % 2}")))
        one = draft(event, private(phone="1") if number == 0 else None)
        entry = journal.append(one, position_time=NOW, refused=None if number < 2 else "taken")
        made.append(Placed(entry, one.private))
    return made


def adopting(hub: Hub, client: httpx.Client, page: list[Placed]) -> Desk:
    head = Head(page[-1].entry.position, page[-1].entry.digest)
    return Desk.pair(hub, client, head=head, station_key=bytes(range(32)))


def test_an_empty_hub_takes_over_the_history_of_the_first_terminal(
    hub: Hub, client: httpx.Client
) -> None:
    page = history(5)
    desk = adopting(hub, client, page)
    assert desk.paired.adopt
    assert desk.paired.station_key == bytes(range(32))
    assert desk.adopt(*page[:2]) == Adopted(Head(2, page[1].entry.digest))
    assert desk.adopt(*page[:2]) == Adopted(Head(2, page[1].entry.digest))
    assert desk.adopt(*page[1:]) == Adopted(Head(5, page[4].entry.digest))
    station = hub.station(STATION)
    assert set(station.state(PLACES).taken) == {"p0", "p1"}
    assert station.journal.private(page[0].entry.id) == page[0].private
    desk.seq = 5
    answer = desk.push(desk.draft(Taken(place=PlaceId("p1"))), head=Head(5, page[4].entry.digest))
    assert isinstance(answer, Pushed)
    assert [each.entry.refused for each in answer.page] == ["taken"]


def test_nobody_writes_before_the_history_is_there(hub: Hub, client: httpx.Client) -> None:
    page = history(3)
    desk = adopting(hub, client, page)
    second = Desk.pair(hub, client)
    for each in (second, desk):
        assert fault(each.push(each.draft(Taken(place=PlaceId("x"))))) is Fault.AWAY
    assert fault(second.adopt(*page)) is Fault.NOT_EMPTY
    desk.adopt(*page)
    second.seq = 0
    assert isinstance(second.push(second.draft(Taken(place=PlaceId("x")))), Pushed)


def test_a_history_with_a_hole_or_a_broken_chain_is_not_taken(
    hub: Hub, client: httpx.Client
) -> None:
    page = history(4)
    desk = adopting(hub, client, page)
    changed = Placed(msgspec.structs.replace(page[1].entry, actor=page[1].entry.origin))
    foreign = Placed(msgspec.structs.replace(page[1].entry, station=page[1].entry.origin))
    for wrong, why in (
        ([page[0], page[2]], Fault.HOLE),
        (page[1:], Fault.HOLE),
        ([page[0], changed], Fault.BROKEN_CHAIN),
        ([page[0], foreign], Fault.WRONG_STATION),
    ):
        assert fault(desk.adopt(*wrong)) is why
        assert hub.station(STATION).journal.head == Head()


def test_a_second_history_is_not_accepted(hub: Hub, client: httpx.Client) -> None:
    desk = adopting(hub, client, history(3))
    desk.adopt(*history(3))
    other = Head(2, bytes(31) + b"\x01")
    for key in (bytes(31) + b"\x01", b""):
        answer = ask(client, hub.pairing.show_code(STATION), head=other, station_key=key)
        assert fault(answer) is Fault.HAS_HISTORY


def test_a_name_in_a_history_that_comes_along_is_given_to_nobody_else(
    hub: Hub, client: httpx.Client
) -> None:
    """Whoever was paired after the copy to which this hub was put back."""
    desk = adopting(hub, client, history(3))
    desk.adopt(*history(3))

    def name(**more: Any) -> str:
        answer = ask(client, hub.pairing.show_code(STATION), **more)
        assert isinstance(answer, Paired), answer
        return answer.terminal

    of_the_station: dict[str, Any] = {"head": Head(5, bytes(32)), "station_key": bytes(range(32))}
    assert name(**of_the_station, origin=OriginId("t4.2"), highest=6) == "t4"
    assert name() == "t5"
    assert name(**of_the_station, origin=OriginId("t5.0"), highest=6) == "t7"
    assert name(origin=OriginId("t6.0")) == "t8"
    for odd in ({"highest": -1}, {"highest": 10**9}, {"origin": OriginId("t" + "9" * 60)}):
        answer = ask(client, hub.pairing.show_code(STATION), **of_the_station | odd)
        assert fault(answer) is Fault.UNREADABLE
