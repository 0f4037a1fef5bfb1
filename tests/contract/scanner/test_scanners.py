"""What every scanner promises, serial or keyboard: good codes once each, never anything else.

There is no uinput here: the records of the kernel (``struct input_event``) come out of a pipe,
behind the one call that opens and grabs a device. All behind that call is the real thing.
"""

from __future__ import annotations

import errno
import os
import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import Protocol

import pytest
from evdev import ecodes
from hypothesis import example, given
from hypothesis import strategies as st

from drivers.line import Line
from drivers.scanner import SerialScanner
from drivers.wedge import ENDS, KEYS, OTHER_MODIFIERS, SHIFTS, InputDevice, Keys, WedgePort
from kiosk.errors import PortUnavailable, WhyUnavailable
from tests.fakes import FakeClock, HandLane
from tests.memory_line import VirtualTime

CAP = 512
KEY, SYN = ecodes.EV_KEY, ecodes.EV_SYN
SHIFT, CTRL, ENTER = ecodes.KEY_LEFTSHIFT, ecodes.KEY_LEFTCTRL, ecodes.KEY_ENTER
PRINTED_BY = {signs[shift]: (key, shift) for key, signs in KEYS.items() for shift in (1, 0)}

Events = list[tuple[int, int, int]]
good_codes = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=60
).filter(lambda code: code == code.strip())


def record(kind: int, code: int, value: int) -> bytes:
    return struct.pack("llHHi", 1, 2, kind, code, value)


def press(code: int) -> Events:
    return [(KEY, code, 1), (SYN, 0, 0), (KEY, code, 0), (SYN, 0, 0)]


def typing(text: str) -> Events:
    events: Events = []
    for sign in text:
        key, shifted = PRINTED_BY[sign]
        shift = [(KEY, SHIFT, 1)] if shifted else []
        events += [*shift, *press(key), *[(KEY, SHIFT, 0) for _ in shift]]
    return events


def wire(events: Events) -> bytes:
    return b"".join(record(*event) for event in events)


class Pipe:
    """A device whose bytes the test writes."""

    def __init__(self, *, grabbed_by_another: bool = False) -> None:
        self.fd, self._write = os.pipe()
        self.grabs = 0
        self.closed = False
        self._refuses = grabbed_by_another

    def grab(self) -> None:
        if self._refuses:
            raise OSError(errno.EBUSY, "busy")
        self.grabs += 1

    def close(self) -> None:
        if not self.closed:
            os.close(self.fd)
        self.closed = True

    def put(self, data: bytes) -> None:
        os.write(self._write, data)

    def pull(self) -> None:
        os.close(self._write)


class Rig(Protocol):
    scanner: SerialScanner
    time: VirtualTime

    def scan(self, code: str) -> None: ...

    def noise(self, data: bytes) -> None: ...

    def end(self) -> None: ...


class SerialRig:
    """A serial scanner on a line in memory."""

    url = "memory"

    def __init__(self) -> None:
        self.time = VirtualTime()
        self.scanner = SerialScanner(self, HandLane(FakeClock()), time=self.time)
        self._waiting = b""

    def open(self) -> Line:
        return self

    def read(self, wait: float) -> bytes:
        data, self._waiting = self._waiting[:40], self._waiting[40:]
        return data

    def write(self, data: bytes) -> None:
        raise AssertionError("nothing is said to a scanner")

    def close(self) -> None:
        pass

    def scan(self, code: str) -> None:
        self._waiting += code.encode() + b"\r\n"

    def noise(self, data: bytes) -> None:
        self._waiting += data + b"\r"

    def end(self) -> None:
        pass


class WedgeRig:
    """A keyboard on a pipe."""

    def __init__(self) -> None:
        self.time = VirtualTime()
        self.pipe = Pipe()
        port = WedgePort("wedge:/dev/input/event7", device=lambda path: self.pipe)
        self.scanner = SerialScanner(port, HandLane(FakeClock()), time=self.time)

    def scan(self, code: str) -> None:
        self.pipe.put(wire(typing(code) + press(ENTER)))

    def noise(self, data: bytes) -> None:
        """Any events at all, made of the bytes."""
        kinds = (KEY, KEY, KEY, SYN, 4)
        self.pipe.put(
            wire([(kinds[a % 5], a, b % 3) for a, b in pairwise(data)]) + wire(press(ENTER))
        )

    def end(self) -> None:
        self.pipe.pull()
        self.pipe.close()


RIGS = (SerialRig, WedgeRig)


def heard(rig: Rig) -> list[str]:
    """Poll until nothing more comes; the time of one code is over between polls of two."""
    codes: list[str] = []
    for _ in range(60):
        codes += rig.scanner.poll(0.0)
    return codes


@pytest.fixture(params=RIGS)
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    made: Rig = request.param()
    yield made
    made.end()


@pytest.mark.parametrize("make", RIGS)
@given(code=good_codes, noise=st.binary(max_size=120))
@example(code="a", noise=bytes((CTRL, 1)))
def test_a_good_code_is_given_once_whatever_came_before(
    make: type[SerialRig] | type[WedgeRig], code: str, noise: bytes
) -> None:
    rig = make()
    rig.noise(noise)
    heard(rig)
    rig.time.wait(10)
    rig.scan(code)
    assert heard(rig) == [code]
    rig.end()


@pytest.mark.parametrize("make", RIGS)
@given(noise=st.lists(st.binary(max_size=300), max_size=6))
def test_nothing_but_printable_signs_and_never_more_than_the_cap(
    make: type[SerialRig] | type[WedgeRig], noise: list[bytes]
) -> None:
    rig = make()
    for data in noise:
        rig.noise(data)
    for code in heard(rig):
        assert code.isprintable()
        assert 0 < len(code) <= CAP
    rig.end()


def test_a_code_without_end_is_dropped_and_the_next_one_read(rig: Rig) -> None:
    rig.scan("x" * (CAP + 1))
    assert heard(rig) == []
    rig.scan("good")
    assert heard(rig) == ["good"]
    assert rig.scanner.dropped == 1


def test_the_same_code_within_three_seconds_is_given_once(rig: Rig) -> None:
    rig.scan("yz:1")
    rig.scan("yz:1")
    assert heard(rig) == ["yz:1"]
    rig.time.wait(3.1)
    rig.scan("yz:1")
    assert heard(rig) == ["yz:1"]


# -- the keyboard alone ------------------------------------------------------------------------


def test_every_printable_sign_can_be_typed() -> None:
    every = "".join(map(chr, range(0x20, 0x7F)))
    assert Keys().feed(wire(typing(every))) == every.encode()


def test_a_record_may_come_in_pieces() -> None:
    keys = Keys()
    data = wire(typing("aB-1"))
    assert b"".join(keys.feed(data[n : n + 7]) for n in range(0, len(data), 7)) == b"aB-1"


def test_a_key_that_is_held_down_types_once() -> None:
    held = [(KEY, ecodes.KEY_A, 1), *[(KEY, ecodes.KEY_A, 2)] * 20, (KEY, ecodes.KEY_A, 0)]
    assert Keys().feed(wire(held)) == b"a"


@pytest.mark.parametrize("modifier", sorted(OTHER_MODIFIERS))
def test_with_a_control_key_held_nothing_is_typed(modifier: int) -> None:
    events = [(KEY, modifier, 1), *press(ecodes.KEY_C), (KEY, modifier, 0), *press(ecodes.KEY_D)]
    assert Keys().feed(wire(events)) == b"d"


def test_keys_that_print_nothing_type_nothing() -> None:
    known = {*KEYS, *ENDS, *SHIFTS, *OTHER_MODIFIERS}
    for code in range(0x300):
        if code not in known:
            assert Keys().feed(wire(press(code))) == b""


def test_what_the_kernel_dropped_is_no_code() -> None:
    rig = WedgeRig()
    rig.pipe.put(wire([*typing("12"), (SYN, ecodes.SYN_DROPPED, 0), *typing("56"), *press(ENTER)]))
    assert heard(rig) == []
    rig.scan("123456")
    assert heard(rig) == ["123456"]
    rig.end()


def test_a_keyboard_another_program_holds_is_not_used() -> None:
    pipe = Pipe(grabbed_by_another=True)
    with pytest.raises(PortUnavailable) as caught:
        WedgePort("wedge:/dev/input/event7", device=lambda path: pipe).open()
    assert caught.value.why is WhyUnavailable.IN_USE
    assert pipe.closed
    pipe.pull()


def test_it_is_grabbed_before_the_first_key_is_read() -> None:
    rig = WedgeRig()
    rig.scan("1")
    assert rig.pipe.grabs == 0
    assert heard(rig) == ["1"]
    assert rig.pipe.grabs == 1
    rig.end()


def test_a_keyboard_that_was_pulled_is_found_again_by_its_ids() -> None:
    pipes = [Pipe(), Pipe()]
    plugged = {"/dev/input/event3": "0000:0001", "/dev/input/event4": "1eab:8003"}
    opened: list[str] = []

    def open_device(path: str) -> InputDevice:
        opened.append(path)
        return pipes[len(opened) - 1]

    port = WedgePort(
        "wedge:1EAB:8003",
        devices=lambda: list(plugged),
        device=open_device,
        ids=lambda path: plugged[path],
    )
    time = VirtualTime()
    scanner = SerialScanner(port, HandLane(FakeClock()), time=time)
    pipes[0].put(wire(typing("one") + press(ENTER) + typing("tw")))
    assert [code for _ in range(3) for code in scanner.poll(0.0)] == ["one"]
    del plugged["/dev/input/event4"]
    pipes[0].pull()
    assert [code for _ in range(5) for code in scanner.poll(0.0)] == []
    assert not scanner.connected
    plugged["/dev/input/event9"] = "1eab:8003"
    time.wait(10)
    pipes[1].put(wire(typing("three") + press(ENTER)))
    assert [code for _ in range(3) for code in scanner.poll(0.0)] == ["three"]
    assert opened == ["/dev/input/event4", "/dev/input/event9"]
    pipes[1].pull()
    pipes[1].close()


def test_a_device_that_is_not_there_says_so() -> None:
    for url in ("wedge:1eab:8003", "wedge:/dev/input/by-id/none"):
        with pytest.raises(PortUnavailable) as caught:
            WedgePort(url, devices=list).open()
        assert caught.value.why is WhyUnavailable.MISSING
