"""A terminal and its own hub: taken in once the hub is there, whatever goes wrong meanwhile."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kiosk.ids import OriginId, StationId
from kiosk.sync import own
from kiosk.sync.belonging import OWN, Belonging, belonging_in, keep_belonging
from kiosk.sync.line import HubAway, HubDenied
from kiosk.sync.own import OwnPairing
from kiosk.sync.pairing import Self
from tests.fakes import FakeClock, HandLane

STATION = StationId("huaken")
GIVEN = Belonging(STATION, OWN, "t1", OriginId("t1.0"), key=b"k", certificate="")
ELSEWHERE = msgspec.structs.replace(GIVEN, url="https://hub:8470", terminal="t2")


class Pairing:
    """One that is asked by hand. ``faults`` are met one by one before the hub takes it in."""

    def __init__(self, data: Path, monkeypatch: pytest.MonkeyPatch, *faults: Exception) -> None:
        self.faults = list(faults)
        self.clock = FakeClock()
        self.lane = HandLane(self.clock)
        self.taken_in: list[Belonging] = []
        self.denied: list[HubDenied] = []
        self.asked = 0
        monkeypatch.setattr(own, "paired_with", self._paired)
        OwnPairing(
            None,  # type: ignore[arg-type]
            data,
            self.lane,
            lambda: Self(STATION, "hall", "1"),
            before=None,
            taken_in=self.taken_in.append,
            denied=self.denied.append,
        ).begin()

    def _paired(self, *_: object) -> Belonging:
        self.asked += 1
        if self.faults:
            raise self.faults.pop(0)
        return GIVEN

    def run(self, seconds: float) -> None:
        self.lane.run()
        for _ in range(int(seconds * 8)):
            self.clock.advance(0.125)
            self.lane.run()


def test_it_is_taken_in_once_the_hub_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Pairing(tmp_path, monkeypatch, *[HubAway("starts")] * 10)
    one.run(20)
    assert one.taken_in == [GIVEN]
    assert belonging_in(tmp_path) == GIVEN
    assert one.asked == 11


def test_it_belongs_to_no_hub_before_that_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [OSError(28, "No space left on device")]

    def keep(data: Path, belonging: Belonging) -> None:
        if left:
            raise left.pop()
        keep_belonging(data, belonging)

    monkeypatch.setattr(own, "keep_belonging", keep)
    one = Pairing(tmp_path, monkeypatch)
    one.lane.run()
    assert one.taken_in == []
    one.run(2)
    assert one.taken_in == [GIVEN]


def test_a_hub_that_has_taken_it_in_meanwhile_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Pairing(tmp_path, monkeypatch, HubAway("starts"))
    one.lane.run()

    def paired_too_late(*_: object) -> Belonging:
        keep_belonging(tmp_path, ELSEWHERE)
        return GIVEN

    monkeypatch.setattr(own, "paired_with", paired_too_late)
    one.run(5)
    assert one.taken_in == []
    assert belonging_in(tmp_path) == ELSEWHERE


def test_a_hub_that_says_no_is_not_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Pairing(tmp_path, monkeypatch, HubDenied("has_history", "No."))
    one.run(20)
    assert [each.reason for each in one.denied] == ["has_history"]
    assert one.asked == 1
