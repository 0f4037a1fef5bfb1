"""Terminals with real directories and a real hub over TLS: joining, moving, clones, old images."""

from __future__ import annotations

import os
import queue
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import delete, update

from kiosk.condition import present_settings
from kiosk.config import StationFile, load_station
from kiosk.errors import JournalBusy, Refused
from kiosk.hub.certificate import public_part
from kiosk.hub.core import Hub
from kiosk.hub.database import Database
from kiosk.hub.tables import (
    BANKS,
    CHECKPOINTS,
    ENTRIES,
    HEADS,
    METADATA,
    PRIVATE,
    TERMINALS,
)
from kiosk.ids import TERMINAL, BankId, OriginId, RentalId, ReservationId, ServiceId, StationId
from kiosk.journal.entry import Head, Private
from kiosk.journal.local.following import FollowingJournal
from kiosk.lockers import LOCKERS
from kiosk.lockers.booked import Booked
from kiosk.lockers.events import Mark, MarkReason, OpenAsked, Purpose, Rented, Via
from kiosk.lockers.finding import QR_PREFIX
from kiosk.lockers.reservation_events import Reserved
from kiosk.lockers.steps import Said, Step
from kiosk.membership import Joined, belonging_of, last_time
from kiosk.queueing import QUEUEING
from kiosk.secrets import KEY_FILE, token_tag
from kiosk.staff import STAFF
from kiosk.staff import rules as staff_rules
from kiosk.sync import pairing
from kiosk.sync.belonging import Belonging, belonging_in, keep_belonging
from kiosk.sync.line import HubAway, HubDenied
from kiosk.sync.pairing import ASIDE, NoAddress, address
from kiosk.tap import Tap
from kiosk.terminal import FAMILIES, Terminal
from kiosk.wire import Fault
from tests.fakes import FakeBank, FakeClock
from tests.hubs import listening, served

HUAKEN = load_station("huaken")
PENSION = ServiceId("pension")


class City:
    """A hub for whole stations, and where it is reached."""

    def __init__(self, directory: Path) -> None:
        self.hub = Hub(
            Database.in_directory(directory),
            directory,
            FAMILIES,
            FakeClock(),
            present_settings,
        )
        self.url = ""

    def code(self, station: str = "huaken") -> str:
        return self.hub.pairing.show_code(StationId(station))

    def forget_after(self, end: Head) -> None:
        """Be as if put back to ``end``, before the second terminal was paired."""
        station = StationId("huaken")
        with self.hub.database.changing() as connection:
            for table in (ENTRIES, PRIVATE):
                later = (table.c.station == station) & (table.c.position > end.position)
                connection.execute(delete(table).where(later))
            connection.execute(delete(CHECKPOINTS))
            for table in (TERMINALS, BANKS):
                connection.execute(delete(table).where(table.c.terminal == "t2"))
            there = {"position": end.position, "digest": end.digest}
            connection.execute(update(HEADS).where(HEADS.c.station == station).values(**there))
        self.hub.terminals._keys.clear()
        self.hub._turns.clear()

    def forget_everything(self) -> None:
        """Be as if put back to nothing; key and certificate are kept."""
        with self.hub.database.changing() as connection:
            for table in reversed(METADATA.sorted_tables):
                connection.execute(delete(table))
        self.hub.terminals._keys.clear()
        self.hub._turns.clear()
        self.hub._adopted.clear()

    def take_in(self, terminal: Terminal) -> Joined:
        return terminal.join(self.url, self.code())


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    city = City(tmp_path / "hub")
    with served(city.hub, tls=True) as client:
        city.url = str(client.base_url)
        yield city


@pytest.fixture
def opened() -> Iterator[Callable[..., Terminal]]:
    """Open terminals that are closed with the test."""
    terminals: list[Terminal] = []

    def one(data: Path, file: StationFile = HUAKEN) -> Terminal:
        terminals.append(Terminal(file, data))
        return terminals[-1]

    yield one
    for each in terminals:
        each.close()


Opened = Callable[..., Terminal]


def with_bank(name: str) -> StationFile:
    (bank,) = HUAKEN.device.banks
    doors = tuple(
        msgspec.structs.replace(door, id=door.id.replace("A", name)) for door in bank.doors
    )
    renamed = msgspec.structs.replace(bank, name=BankId(name), doors=doors)
    device = msgspec.structs.replace(HUAKEN.device, banks=(renamed,))
    return msgspec.structs.replace(HUAKEN, device=device)


def joined(city: City, data: Path, opened: Opened, file: StationFile = HUAKEN) -> Terminal:
    """A terminal that nobody has used, taken in and started anew."""
    first = opened(data, file)
    city.take_in(first)
    first.close()
    return in_step(opened(data, file))


def in_step(terminal: Terminal) -> Terminal:
    assert terminal.exchange is not None
    terminal.exchange.catch_up()
    terminal.exchange.catch_up()  # what the first round asked for
    return terminal


def calls(terminal: Terminal) -> int:
    return len(terminal.station.state(STAFF).help_calls)


def call_help(terminal: Terminal) -> None:
    terminal.station.do(Tap.fresh(), STAFF, staff_rules.call_help)


def marks(terminal: Terminal) -> set[Mark]:
    lockers = terminal.station.state(LOCKERS)
    return {lockers.door(plan.id).mark for plan in terminal.file.cabinet.doors}


def test_a_terminal_nobody_has_used_takes_the_record_of_the_station(
    tmp_path: Path, city: City, opened: Opened
) -> None:
    one = joined(city, tmp_path / "one", opened)
    call_help(one)
    in_step(one)
    two = joined(city, tmp_path / "two", opened, with_bank("B"))
    assert (tmp_path / "two" / ASIDE / "journal.db").exists()
    assert calls(two) == 1
    assert two.station.journal.verify() == in_step(one).station.journal.head
    assert (tmp_path / "one" / "station.key").read_bytes() == (
        tmp_path / "two" / "station.key"
    ).read_bytes()
    assert one.queue.hall.terminal == 1
    assert two.queue.hall.terminal == 2


def test_what_gives_way_takes_no_entry_any_more(tmp_path: Path, city: City, opened: Opened) -> None:
    joined(city, tmp_path / "one", opened)
    two = opened(tmp_path / "two", with_bank("B"))
    assert reason(two, city, "000000") == Fault.NO_CODE
    two.station.do(Tap.fresh(TERMINAL), STAFF, staff_rules.call_help)  # it goes on as it was
    city.take_in(two)
    with pytest.raises(Refused, match="read_only"):
        two.queue.take(Tap.fresh(), service=PENSION, visit="somebody")


def test_no_hub_takes_in_a_terminal_whose_disk_is_full(
    tmp_path: Path, city: City, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = opened(tmp_path / "one")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(pairing, "create_private_file", full)
        with pytest.raises(OSError, match="No space"):
            city.take_in(one)
    assert city.hub.terminals.of(StationId("huaken")) == []
    one.queue.take(Tap.fresh(), service=PENSION, visit="somebody")  # it goes on as it was


def test_a_second_start_lays_nothing_aside_under_the_hands_of_the_first(
    tmp_path: Path, city: City, opened: Opened
) -> None:
    joined(city, tmp_path / "one", opened)
    two = opened(tmp_path / "two", with_bank("B"))
    city.take_in(two)
    with pytest.raises(JournalBusy):
        opened(tmp_path / "two", with_bank("B"))
    assert not (tmp_path / "two" / ASIDE).exists()
    two.close()
    assert in_step(opened(tmp_path / "two", with_bank("B"))).queue.hall.terminal == 2


def test_a_start_that_is_cut_off_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = Belonging(
        StationId("huaken"),
        "https://hub:8470",
        "t2",
        OriginId("t2.0"),
        key=b"k",
        certificate="",
        key_to_take=b"theirs",
        anew=True,
    )
    replace, cuts = os.replace, 0
    for last in range(5):
        data = tmp_path / str(last)
        data.mkdir()
        keep_belonging(data, given)
        for name in ("journal.db", "journal.db-wal", KEY_FILE):
            (data / name).write_bytes(b"own")
        left = [last]

        def until_it_is_cut(*paths: Any, left: list[int] = left) -> None:
            if not left[0]:
                raise InterruptedError
            left[0] -= 1
            replace(*paths)

        with monkeypatch.context() as cut, suppress(InterruptedError):
            cut.setattr(os, "replace", until_it_is_cut)
            belonging_of(data)
            cuts -= 1
        cuts += 1
        assert belonging_of(data) == msgspec.structs.replace(given, key_to_take=b"", anew=False)
        assert not (data / "journal.db").exists()
        assert (data / KEY_FILE).read_bytes() == b"theirs"
        for name in ("journal.db", "journal.db-wal", KEY_FILE):
            assert (data / ASIDE / name).read_bytes() == b"own"
    assert cuts == 5


def test_the_doors_of_a_terminal_that_comes_to_a_station_are_looked_into_first(
    tmp_path: Path, city: City, opened: Opened
) -> None:
    one = joined(city, tmp_path / "one", opened)
    two = joined(city, tmp_path / "two", opened, with_bank("B"))
    assert marks(one) == {Mark.IN_SERVICE}  # with the first one the station begins
    assert marks(two) == {Mark.TO_CHECK}
    plan = two.file.cabinet.doors[0]
    assert two.station.state(LOCKERS).door(plan.id).reason is MarkReason.NEW_BANK


def test_a_cabinet_that_moves_under_its_old_name_is_not_taken_in(
    tmp_path: Path, city: City, opened: Opened
) -> None:
    joined(city, tmp_path / "one", opened)
    other = opened(tmp_path / "two")
    with pytest.raises(HubDenied) as raised:
        city.take_in(other)
    assert raised.value.reason == Fault.BANK_TAKEN
    assert belonging_in(tmp_path / "two") is None


def test_an_empty_hub_takes_over_the_record_of_a_terminal_that_was_used(
    tmp_path: Path, city: City, opened: Opened
) -> None:
    one = opened(tmp_path / "one")
    store(one)
    said = city.take_in(one)
    assert (said.adopts, said.anew) == (True, False)
    head = one.station.journal.head
    one.close()
    one = in_step(opened(tmp_path / "one"))
    found = belonging_in(tmp_path / "one")
    assert found is not None
    assert not found.adopt
    assert city.hub.station(StationId("huaken")).journal.head == head
    assert marks(one) == {Mark.IN_SERVICE}


def test_a_second_terminal_with_a_record_of_its_own_is_not_taken_in(
    tmp_path: Path, city: City, opened: Opened
) -> None:
    joined(city, tmp_path / "one", opened)
    two = opened(tmp_path / "two", with_bank("B"))
    store(two)
    assert reason(two, city, city.code()) == Fault.HAS_HISTORY
    assert belonging_in(tmp_path / "two") is None


def test_a_terminal_the_hub_has_forgotten_is_taken_in_again_with_what_it_made(
    tmp_path: Path, city: City, opened: Opened
) -> None:
    one = joined(city, tmp_path / "one", opened)
    before = city.hub.station(StationId("huaken")).journal.head
    two = joined(city, tmp_path / "two", opened, with_bank("B"))
    call_help(two)
    in_step(two)
    in_step(one)
    city.forget_after(before)
    assert reason_to_stop(two) == Fault.UNKNOWN_TERMINAL
    assert not city.take_in(two).anew
    two.close()
    two = in_step(opened(tmp_path / "two", with_bank("B")))
    for each in (one, two):
        in_step(each)
    assert two.queue.hall.terminal == 2
    assert calls(one) == calls(two) == 1
    assert one.station.journal.head == two.station.journal.head
    assert marks(two) == {Mark.TO_CHECK}  # as it was: nobody has looked into them yet
    assert one.exchange is not None
    assert not one.exchange.differences  # what it had of the other came again from there


class OwnCity:
    """The hub of a city as the own one of a terminal."""

    trouble = ""

    def __init__(self, city: City) -> None:
        self.url = city.url
        self.certificate = public_part(city.hub.certificate)
        self.code = city.code

    def start(self) -> None:
        return

    def close(self) -> None:
        return


def test_a_terminal_comes_back_by_itself_to_its_own_hub_that_lost_everything(
    tmp_path: Path, city: City
) -> None:
    own = OwnCity(city)
    head = lived(tmp_path / "one", own)
    city.forget_everything()
    assert lived(tmp_path / "one", own).position > head.position
    (terminal,) = city.hub.terminals.of(StationId("huaken"))
    assert terminal.terminal == "t1"
    again = city.hub.turns(StationId("huaken")).journal
    assert again.digest_at(head.position) == head.digest


def lived(data: Path, own: OwnCity) -> Head:
    """A terminal with its own hub is used once, and ends when that has its position."""
    one = Terminal(HUAKEN, data, following=True)
    exchange, journal = one.exchange, one.station.journal
    assert exchange is not None
    try:
        store(one)
        exchange.begin(own)
        ends = time.monotonic() + 20
        while not exchange.standing.connected or exchange.situation.waiting:
            assert time.monotonic() < ends, exchange.standing
            threading.Event().wait(0.02)
        return journal.head
    finally:
        one.close()


def reason_to_stop(terminal: Terminal) -> str:
    assert terminal.exchange is not None
    with pytest.raises(HubDenied) as raised:
        terminal.exchange.catch_up()
    return raised.value.reason


def store(terminal: Terminal) -> None:
    """A resident does something that is promised to them."""
    private = Private(body={"note": "x"}, salt=bytes(16))
    event = OpenAsked(door=terminal.file.cabinet.doors[0].id, purpose=Purpose.STORE)
    terminal.station.do(Tap.fresh(private=private), LOCKERS, lambda _state, _moment: event)


def test_each_reason_not_to_be_taken_in_has_its_name(
    tmp_path: Path, city: City, opened: Opened
) -> None:
    one = opened(tmp_path / "one")
    with listening() as found:
        nobody = f"127.0.0.1:{found.getsockname()[1]}"
    with pytest.raises(HubAway):
        one.join(nobody, "000000")
    for wrong in ("", "http://127.0.0.1:8470", "a b", "hub:99999999"):
        with pytest.raises(NoAddress):
            one.join(wrong, "000000")
    assert reason(one, city, "000000") == Fault.WRONG_STATION
    code = city.code()
    wrong_code = f"{(int(code) + 1) % 1_000_000:06}"
    assert reason(one, city, wrong_code) == Fault.WRONG_CODE
    one.join(city.url, code)
    assert reason(one, city, code) == Fault.NO_CODE


def reason(terminal: Terminal, city: City, code: str) -> str:
    with pytest.raises(HubDenied) as raised:
        terminal.join(city.url, code)
    return raised.value.reason


def test_a_qr_of_a_door_at_another_terminal_opens_nothing_and_says_where_it_is(
    tmp_path: Path, city: City, opened: Opened
) -> None:
    one = joined(city, tmp_path / "one", opened)
    token, door = "a-token", one.file.cabinet.doors[0].id
    rented = Rented(
        rental=RentalId("r"),
        door=door,
        size=one.file.cabinet.doors[0].size,
        until=one.clock.now() + timedelta(hours=4),
        overdue_from=one.clock.now() + timedelta(hours=5),
        code=one.key.code_tag("123456"),
        token=token_tag(token),
    )
    one.station.do(Tap.fresh(), LOCKERS, lambda _state, _moment: rented)
    in_step(one)
    two = joined(city, tmp_path / "two", opened, with_bank("B"))
    told: queue.Queue[Step] = queue.Queue()
    two.desk.scan(told.put, text=QR_PREFIX + token)
    step = told.get(timeout=60)
    assert isinstance(step, Said)
    assert step.refused.reason == "elsewhere"


def test_the_clock_is_not_behind_what_still_waits(
    tmp_path: Path, city: City, opened: Opened
) -> None:
    one = joined(city, tmp_path / "one", opened)
    call_help(one)
    journal = one.station.journal
    assert isinstance(journal, FollowingJournal)
    made = journal.last_made()
    assert made is not None
    assert last_time(journal) == made.at
    in_step(one)
    assert journal.last_made() is None
    assert last_time(journal) == made.at


def test_a_reservation_is_held_and_opened_where_its_door_is(
    tmp_path: Path, city: City, opened: Opened
) -> None:
    one = joined(city, tmp_path / "one", opened)
    online(one)  # before there is anything to hold
    plan = one.file.cabinet.doors[0]
    now = one.clock.now()
    reserved = Reserved(
        reservation=ReservationId("r"),
        door=plan.id,
        size=plan.size,
        starts=now - timedelta(minutes=1),
        ends=now + timedelta(hours=2),
        grace_until=now + timedelta(minutes=30),
        overdue_from=now + timedelta(hours=3),
        code=one.key.code_tag("123456"),
        token=token_tag("a-token"),
    )
    one.station.do(Tap.fresh(), LOCKERS, lambda _state, _moment: reserved)
    in_step(one)
    two = joined(city, tmp_path / "two", opened, with_bank("B"))
    online(two)
    told: queue.Queue[Step] = queue.Queue()
    two.desk.reservations.arrive(
        Tap.fresh(), told.put, reservation=reserved.reservation, via=Via.CODE
    )
    step = told.get(timeout=60)
    assert isinstance(step, Said)
    assert step.refused.reason == "elsewhere"
    for terminal, booked in ((two, Booked.COMING), (one, Booked.HELD)):
        terminal.desk.reservations.hold_doors()
        found = terminal.station.state(LOCKERS).reservations[reserved.reservation]
        assert found.booked is booked


def online(terminal: Terminal) -> None:
    """Serve the cabinets and wait until their doors are sensed."""
    banks = terminal.file.device.banks
    terminal.serve({each.name: FakeBank([door.id for door in each.doors]) for each in banks})
    doors = {plan.id for plan in terminal.file.cabinet.doors}
    ends = time.monotonic() + 60
    while terminal.desk.usable() != doors:
        assert time.monotonic() < ends
        threading.Event().wait(0.02)


def test_a_clone_marks_its_doors_and_gives_no_number_before_it_is_another_self(
    tmp_path: Path, city: City, opened: Opened
) -> None:
    one = joined(city, tmp_path / "one", opened)
    one.close()
    shutil.copytree(tmp_path / "one", tmp_path / "clone")
    one = opened(tmp_path / "one")
    call_help(one)
    in_step(one)
    clone = opened(tmp_path / "clone")
    call_help(clone)
    journal = clone.station.journal
    assert isinstance(journal, FollowingJournal)
    journal.note_forked()
    with pytest.raises(Refused, match="put_back"):
        clone.queue.take(Tap.fresh(), service=PENSION, visit="a")
    in_step(clone)
    assert not journal.forked
    assert journal.origin == "t1.1"
    assert marks(clone) == {Mark.TO_CHECK}
    in_step(one)
    assert calls(one) == calls(clone) == 2
    assert one.station.journal.head == journal.head
    assert one.station.state(QUEUEING) == clone.station.state(QUEUEING)


def test_an_old_image_put_back_has_its_doors_looked_into(
    tmp_path: Path, city: City, opened: Opened
) -> None:
    one = joined(city, tmp_path / "one", opened)
    one.close()
    shutil.copytree(tmp_path / "one", tmp_path / "image")
    one = opened(tmp_path / "one")
    call_help(one)
    in_step(one)
    one.close()
    shutil.rmtree(tmp_path / "one")
    shutil.copytree(tmp_path / "image", tmp_path / "one")
    again = in_step(opened(tmp_path / "one"))
    assert calls(again) == 1
    assert marks(again) == {Mark.TO_CHECK}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("192.168.1.5", "https://192.168.1.5:8470"),
        (" https://hub.example:9000/ ", "https://hub.example:9000"),
        ("[fd00::5]", "https://[fd00::5]:8470"),
    ],
)
def test_an_address_is_read_as_people_write_it(written: str, read: str) -> None:
    assert address(written) == read
