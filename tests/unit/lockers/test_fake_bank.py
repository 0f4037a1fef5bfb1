"""The fake bank keeps the same promises as the real one over a simulated line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.errors import PortUnavailable
from kiosk.ids import DoorId
from kiosk.ports import LockerBank, Outcome, Reading
from tests.contract.lockers.lines import door as door_of_rig
from tests.contract.lockers.lines import memory_rig
from tests.fakes import FakeBank

THREE = door_of_rig(1, 3)


class Fake:
    """The fake, ordered about in the words of a rig."""

    def __init__(self) -> None:
        self.fake = FakeBank([door_of_rig(1, lock) for lock in range(1, 25)])
        self.bank: LockerBank = self.fake

    def jam(self) -> None:
        self.fake.jammed = {THREE}

    def unplug(self) -> None:
        self.fake.gone = True

    def mute(self) -> None:
        self.fake.mute = True

    def pulses(self) -> int:
        return self.fake.pulses.count(THREE)


class Simulated:
    """The real bank over a cabinet in memory."""

    def __init__(self) -> None:
        self.rig = memory_rig()
        self.bank: LockerBank = self.rig.bank

    def jam(self) -> None:
        self.rig.order("jam", lock=3)

    def unplug(self) -> None:
        self.rig.order("unplug", seconds=600)

    def mute(self) -> None:
        self.rig.faults(mute=("open", "one", "all"))

    def pulses(self) -> int:
        return self.rig.pulses(3)


@pytest.fixture(params=[Fake, Simulated])
def one(request: pytest.FixtureRequest) -> Fake | Simulated:
    make: Callable[[], Fake | Simulated] = request.param
    return make()


def opens(one: Fake | Simulated) -> tuple[Outcome, int, int]:
    opening = one.bank.open(THREE)
    return opening.outcome, opening.pulses, one.pulses()


def test_a_door_opens_with_one_pulse_and_is_not_pulsed_again(one: Fake | Simulated) -> None:
    assert opens(one) == (Outcome.OPENED, 1, 1)
    readings = one.bank.read()
    assert one.bank.answering
    assert {at for at, seen in readings.items() if seen is Reading.OPEN} == {THREE}
    assert set(readings) == set(one.bank.doors)
    assert opens(one) == (Outcome.ALREADY_OPEN, 0, 1)


def test_a_jammed_door_gets_two_pulses(one: Fake | Simulated) -> None:
    one.jam()
    assert opens(one) == (Outcome.NOT_OPENED, 2, 2)


def test_a_bank_that_is_gone_sends_nothing_and_says_so(one: Fake | Simulated) -> None:
    one.bank.read()
    one.unplug()
    assert opens(one) == (Outcome.NOT_SENT, 0, 0)
    with pytest.raises(PortUnavailable):
        one.bank.read()
    assert not one.bank.health().connected


def test_a_mute_bank_gets_one_pulse_and_knows_nothing(one: Fake | Simulated) -> None:
    one.mute()
    assert opens(one) == (Outcome.UNCONFIRMED, 1, 1)
    unknown: dict[DoorId, Reading] = dict.fromkeys(one.bank.doors, Reading.UNKNOWN)
    assert dict(one.bank.read()) == unknown
    assert not one.bank.answering


def test_outputs_off_and_close_may_be_called_at_any_time(one: Fake | Simulated) -> None:
    one.bank.outputs_off()
    one.bank.close()
    one.bank.close()
