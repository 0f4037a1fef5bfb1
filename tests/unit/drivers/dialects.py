"""What hypothesis needs to know of each family to build its frames; one row a family.

Checks are computed here on their own, never by the driver.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from operator import xor

import msgspec
from hypothesis import strategies as st

from drivers.lockers.dc import Dc
from drivers.lockers.frames import Family, Frame, Kind, Request
from drivers.lockers.kerong import CU16, CU48, Kerong
from drivers.lockers.modbus import R421A08, WAVESHARE, Relays
from drivers.lockers.wiring import Board
from drivers.lockers.wkly import Wkly
from drivers.lockers.xor8a import Xor8a

Heard = tuple[bytes, Frame]
Answered = tuple[Request, bytes, Frame]


class Dialect(msgspec.Struct, frozen=True):
    """A family as the properties of its framing see it.

    Attributes:
        heads: the first byte of everything a board says.
        longest: bytes of the longest frame.
        boards: what the deframer is told.
        others: other things it may be told, for garbage.
        frames: frames that are certain as soon as they are whole, whatever is pending.
        answers: a request, the bytes that answer it, and what they mean.
        raw: every byte string a frame may have been.
        example: frames of the paper, for the other families to leave alone.
    """

    family: Family
    heads: bytes
    longest: int
    boards: tuple[Board, ...]
    others: tuple[tuple[Board, ...], ...]
    frames: st.SearchStrategy[Heard]
    answers: st.SearchStrategy[Answered]
    raw: Callable[[Frame], Sequence[bytes]]
    example: str

    def __repr__(self) -> str:
        return self.family.name


def xored(*body: int) -> bytes:
    return bytes((*body, reduce(xor, body)))


def crced(*body: int) -> bytes:
    """Close a Modbus frame: the remainder of the bits, low first, by the polynomial 18005."""
    remainder = 0xFFFF
    for bit in (byte >> place & 1 for byte in body for place in range(8)):
        out, remainder = remainder & 1 ^ bit, remainder >> 1
        remainder ^= 0xA001 * out
    return bytes((*body, *remainder.to_bytes(2, "little")))


def summed(*body: int) -> bytes:
    return bytes((*body, sum(body) & 0xFF))


# --- xor8a ----------------------------------------------------------------------------------

_XOR8A = Xor8a()
_XOR8A_HEADS = {0x80: Kind.ONE, 0x81: Kind.REPORT, 0x82: Kind.REPORT, 0x8A: Kind.OPEN}


@st.composite
def _xor8a_frames(draw: st.DrawFn) -> Heard:
    head = draw(st.sampled_from(sorted(_XOR8A_HEADS)))
    address, lock = draw(st.integers(1, 32)), draw(st.integers(1, 50))
    state = draw(st.sampled_from([0x00, 0x11]))
    frame = Frame(_XOR8A_HEADS[head], address, lock, bytes((state,)))
    return xored(head, address, lock, state), frame


@st.composite
def _xor8a_answers(draw: st.DrawFn) -> Answered:
    address, status = draw(st.integers(1, 32)), draw(st.binary(min_size=3, max_size=7))
    asked = _XOR8A.query_all(address)
    return asked, xored(0x80, address, *status, 0x33), Frame(Kind.ALL, address, 0, status)


def _xor8a_raw(frame: Frame) -> Sequence[bytes]:
    if frame.kind is Kind.ALL:
        return [xored(0x80, frame.address, *frame.data, 0x33)]
    heads = [head for head, kind in _XOR8A_HEADS.items() if kind is frame.kind]
    return [xored(head, frame.address, frame.lock, *frame.data) for head in heads]


# --- wkly -----------------------------------------------------------------------------------

_WKLY = Wkly()
_WKLY_CHANNEL_COMMANDS = {Kind.OPEN: 0x82, Kind.ONE: 0x83, Kind.REPORT: 0x85}
_wkly_doors = st.sampled_from([0x00, 0x01, 0xFF])
_wkly_status = st.sampled_from([0x00, 0xFF])


def _wkly_raw(frame: Frame) -> Sequence[bytes]:
    if frame.kind is Kind.ALL:
        status, *doors = frame.data
        command, data = 0x84, (status, len(doors), *doors)
    else:
        command = _WKLY_CHANNEL_COMMANDS[frame.kind]
        data = (*frame.data[:-1], frame.lock, frame.data[-1])
    return [xored(*b"WKLY", 8 + len(data), frame.address, command, *data)]


@st.composite
def _wkly_frames(draw: st.DrawFn) -> Heard:
    kinds = sorted({*_WKLY_CHANNEL_COMMANDS, Kind.ALL})
    kind, address = draw(st.sampled_from(kinds)), draw(st.integers(0, 31))
    if kind is Kind.ALL:
        doors = draw(st.lists(_wkly_doors, min_size=1, max_size=24))
        frame = Frame(kind, address, 0, bytes((draw(_wkly_status), *doors)))
    else:
        status = () if kind is Kind.REPORT else (draw(_wkly_status),)
        data = bytes((*status, draw(_wkly_doors)))
        frame = Frame(kind, address, draw(st.integers(1, 24)), data)
    return _wkly_raw(frame)[0], frame


@st.composite
def _wkly_answers(draw: st.DrawFn) -> Answered:
    wire, frame = draw(_wkly_frames().filter(lambda heard: heard[1].kind is not Kind.REPORT))
    if frame.kind is Kind.ALL:
        return _WKLY.query_all(frame.address), wire, frame
    ask = _WKLY.query_one if frame.kind is Kind.ONE else _WKLY.open_one
    return ask(frame.address, frame.lock), wire, frame


# --- dc -------------------------------------------------------------------------------------

_DC = Dc()
_dc_addresses, _dc_locks = st.integers(1, 99), st.integers(1, 24)
_DC_COMMANDS = {Kind.OPEN: 0x10, Kind.ONE: 0x11}


def _dc_raw(frame: Frame) -> Sequence[bytes]:
    if frame.kind is Kind.ALL:
        bodies: list[tuple[int, ...]] = [(0x12, len(frame.data), *frame.data)]
    elif frame.data:
        bodies = [(_DC_COMMANDS[frame.kind], 2, frame.lock, *frame.data)]
    else:
        bodies = [(_DC_COMMANDS[frame.kind], 1, byte) for byte in (0, 1, frame.lock)]
    return [b"\xdc\xfe" + summed(frame.address, *body) for body in bodies]


@st.composite
def _dc_frames(draw: st.DrawFn) -> Heard:
    kind, address = draw(st.sampled_from([Kind.OPEN, Kind.ONE, Kind.ALL])), draw(_dc_addresses)
    if kind is Kind.ALL:
        frame = Frame(kind, address, 0, draw(st.binary(min_size=2, max_size=2)))
    else:
        state = draw(st.sampled_from([b"\x00", b"\x01"]))
        frame = Frame(kind, address, draw(_dc_locks), state)
    return _dc_raw(frame)[0], frame


@st.composite
def _dc_answers(draw: st.DrawFn) -> Answered:
    kind, address = draw(st.sampled_from([Kind.OPEN, Kind.ONE, Kind.ALL])), draw(_dc_addresses)
    if kind is Kind.ALL:
        frame = Frame(kind, address, 0, draw(st.binary(min_size=2, max_size=8)))
        return _DC.query_all(address), _dc_raw(frame)[0], frame
    frame = Frame(kind, address, draw(_dc_locks), draw(st.sampled_from([b"", b"\x00", b"\x01"])))
    ask = _DC.query_one if kind is Kind.ONE else _DC.open_one
    return ask(address, frame.lock), draw(st.sampled_from(_dc_raw(frame))), frame


# --- kerong ---------------------------------------------------------------------------------


def _kerong_raw(frame: Frame) -> Sequence[bytes]:
    large = len(frame.data) == 6
    head = (0x02, frame.address, 0x00, 0x65) if large else (0x02, frame.address << 4, 0x35)
    return [summed(*head, *frame.data, 0x03)]


def _kerong(family: Kerong, *, boards: int, data: int, longest: int, example: str) -> Dialect:
    def raw(frame: Frame) -> bytes:
        return _kerong_raw(frame)[0]

    told = st.tuples(st.integers(0, boards - 1), st.binary(min_size=data, max_size=data))
    frames = told.map(lambda it: Frame(Kind.ALL, it[0], 0, it[1]))
    return Dialect(
        family=family,
        heads=b"\x02",
        longest=longest,
        boards=(Board(0, 16),),
        others=(),
        frames=frames.map(lambda frame: (raw(frame), frame)),
        answers=frames.map(lambda it: (family.query_all(it.address), raw(it), it)),
        raw=_kerong_raw,
        example=example,
    )


# --- modbus ---------------------------------------------------------------------------------

_WRITTEN = {
    "waveshare": {
        (Kind.OFF, 0): (0x05, 0x00, 0xFF, 0x00, 0x00),
        **{(Kind.OPEN, n + 1): (0x05, 0x02, n, 0x00, 0x07) for n in range(8)},
    },
    "r421a08": {
        **{(Kind.OFF, n): (0x06, 0x00, n, 0x02, 0x00) for n in range(1, 9)},
        **{(Kind.OPEN, n): (0x06, 0x00, n, 0x05, 0x00) for n in range(1, 9)},
    },
}


def _relays(family: Relays, *, data: st.SearchStrategy[bytes], example: str) -> Dialect:
    written, write, read = _WRITTEN[family.name], family.write, family.read

    def raw(frame: Frame) -> bytes:
        if frame.kind is Kind.REFUSED:
            return crced(frame.address, *frame.data)
        if frame.kind is Kind.ALL:
            return crced(frame.address, read, len(frame.data), *frame.data)
        return crced(frame.address, *written[frame.kind, frame.lock])

    address = st.integers(1, 247)
    told = st.builds(lambda at, it: Frame(Kind.ALL, at, 0, it), address, data)
    done = st.builds(
        lambda at, it: Frame(it[0], at, it[1], b""), address, st.sampled_from([*written])
    )
    refused = st.builds(
        lambda at, function, why: Frame(Kind.REFUSED, at, 0, bytes((0x80 | function, why))),
        address,
        st.sampled_from([write, read]),
        st.integers(1, 11),
    )

    def asked(frame: Frame) -> Request:
        if frame.kind is Kind.OPEN:
            return family.open_one(frame.address, frame.lock)
        if frame.kind is Kind.ALL:
            return family.probes(frame.address)[0]
        return next(it for it in family.outputs_off(frame.address) if it.lock == frame.lock)

    return Dialect(
        family=family,
        heads=bytes(range(1, 248)),
        longest=8,
        boards=(Board(1, 8),),
        others=(),
        frames=(told | done | refused).map(lambda frame: (raw(frame), frame)),
        answers=(told | done).map(lambda frame: (asked(frame), raw(frame), frame)),
        raw=lambda frame: [raw(frame)],
        example=example,
    )


DIALECTS = (
    Dialect(
        family=_XOR8A,
        heads=bytes(_XOR8A_HEADS),
        longest=11,
        boards=(Board(1, 24),),
        others=((), (Board(1, 24, status_bytes=3),), (Board(1, 50, status_bytes=7),)),
        frames=_xor8a_frames(),
        answers=_xor8a_answers(),
        raw=_xor8a_raw,
        example="8A 01 01 00 8A 80 01 01 11 91 81 01 01 00 81",
    ),
    Dialect(
        family=_WKLY,
        heads=b"W",
        longest=60,
        boards=(Board(1, 24),),
        others=(),
        frames=_wkly_frames(),
        answers=_wkly_answers(),
        raw=_wkly_raw,
        example="57 4B 4C 59 0B 00 82 00 01 00 81 57 4B 4C 59 0A 00 85 01 01 86",
    ),
    Dialect(
        family=_DC,
        heads=b"\xdc",
        longest=14,
        boards=(Board(1, 12),),
        others=((Board(1, 24, status_bytes=3),),),
        frames=_dc_frames(),
        answers=_dc_answers(),
        raw=_dc_raw,
        example="DC FE 01 10 02 01 01 15 DC FE 01 12 02 00 00 15",
    ),
    _kerong(CU48, boards=10, data=6, longest=12, example="02 00 00 65 07 00 00 00 00 C0 03 31"),
    _kerong(CU16, boards=16, data=4, longest=9, example="02 00 35 02 03 00 00 03 3F"),
    _relays(
        WAVESHARE,
        data=st.binary(min_size=1, max_size=1),
        example="01 05 02 00 00 07 8D B0 01 02 01 00 A1 88",
    ),
    _relays(
        R421A08,
        data=st.sampled_from([b"\x00\x00", b"\x00\x01"]),
        example="01 06 00 01 05 00 DB 5A",
    ),
)
