"""Simulated Modbus RTU relay boards, written from their papers and from nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from drivers.lockers.simulator.lock import Lock
from drivers.lockers.simulator.saying import Saying

REQUEST_BYTES = 8
ILLEGAL_FUNCTION, ILLEGAL_PLACE = 1, 2
INPUTS = 8
EVERY_RELAY = 0x00FF


def _table() -> list[int]:
    """Return the remainder of each byte, for the reflected polynomial 8005."""
    remainders = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            low, value = value & 1, value >> 1
            if low:
                value ^= 0xA001
        remainders.append(value)
    return remainders


_REMAINDERS = _table()


def _closed(*body: int) -> bytes:
    crc = 0xFFFF
    for byte in body:
        crc = (crc >> 8) ^ _REMAINDERS[(crc ^ byte) & 0xFF]
    return bytes([*body, crc & 0xFF, crc >> 8])


class Did(NamedTuple):
    """What a board did with a request.

    Attributes:
        kind: what the request was, so that faults can pick.
        pulses: places of the relays that were pulsed, counted from 0.
        data: what the answer carries; ``None``: it repeats the request.
        refused: the exception code, 0 where it was obeyed.
    """

    kind: str
    pulses: Sequence[int] = ()
    data: Sequence[int] | None = None
    refused: int = 0


class _RelayBoard:
    """Finds requests, which all have eight bytes; the two boards below say what they mean."""

    def __init__(
        self,
        address: int,
        locks: Sequence[Lock],
        *,
        reply_seconds: float = 0.01,
        acknowledges: bool = True,
    ) -> None:
        self.address = address
        self.locks = locks
        self._reply_seconds = reply_seconds
        self._acknowledges = acknowledges
        self._heard = bytearray()

    def hear(self, data: bytes, now: float) -> tuple[list[int], list[Saying]]:
        """Take bytes; return the locks whose coil is driven now and what the board will say."""
        self._heard += data
        pulsed: list[int] = []
        said: list[Saying] = []
        while len(self._heard) >= REQUEST_BYTES:
            frame = bytes(self._heard[:REQUEST_BYTES])
            if _closed(*frame[:-2]) != frame:
                del self._heard[0]
                continue
            del self._heard[:REQUEST_BYTES]
            if frame[0] == self.address:
                did = self.obey(frame[1], frame[2] << 8 | frame[3], frame[4] << 8 | frame[5], now)
                pulsed += [self.locks[at].number for at in did.pulses if at < len(self.locks)]
                if did.kind != "open" or self._acknowledges:
                    said.append(Saying(self._reply_seconds, self._told(frame, did), did.kind))
        return pulsed, said

    def report(self, lock: int, bit: int) -> Saying | None:
        """Return nothing: a Modbus board speaks when it is asked."""
        return None

    def readdressed(self, wire: bytes, address: int) -> bytes:
        """Return the same frame as if another board had sent it."""
        return _closed(address, *wire[1:-2])

    def obey(self, function: int, place: int, value: int, now: float) -> Did:
        """Do what a checked request says."""
        raise NotImplementedError

    def _told(self, frame: bytes, did: Did) -> bytes:
        if did.refused:
            return _closed(self.address, 0x80 + frame[1], did.refused)
        if did.data is None:
            return frame
        return _closed(self.address, frame[1], len(did.data), *did.data)


class WaveshareBoard(_RelayBoard):
    """Obeys ``05`` (pulse, all off), answers ``02`` (inputs) and refuses the rest."""

    def obey(self, function: int, place: int, value: int, now: float) -> Did:
        """Do what a checked request says."""
        if function == 0x02:
            return self._inputs(place, value, now)
        if function != 0x05:
            return Did("refusal", refused=ILLEGAL_FUNCTION)
        if place == EVERY_RELAY and value in (0x0000, 0xFF00):
            return Did("open", pulses=range(len(self.locks))) if value else Did("off")
        if 0x0200 <= place < 0x0200 + INPUTS and value:
            return Did("open", pulses=[place - 0x0200])
        return Did("refusal", refused=ILLEGAL_PLACE)

    def _inputs(self, first: int, count: int, now: float) -> Did:
        if not 0 < count <= INPUTS - first:
            return Did("refusal", refused=ILLEGAL_PLACE)
        wired = [lock.contact(now) for lock in self.locks] + [0] * INPUTS
        bits = sum(bit << at for at, bit in enumerate(wired[first : first + count]))
        return Did("all", data=[bits])


class R421A08Board(_RelayBoard):
    """Obeys ``06`` (momentary, off), answers ``03`` (state of a relay); feels no door."""

    def obey(self, function: int, place: int, value: int, now: float) -> Did:
        """Do what a checked request says."""
        if function == 0x03:
            return Did("all", data=[0, 0])  # whoever asks meets no relay in its second of being on
        if function != 0x06:
            return Did("refusal", refused=ILLEGAL_FUNCTION)
        if place == 0 and value == 0x0700:
            return Did("open", pulses=range(len(self.locks)))
        if not 1 <= place <= INPUTS:
            return Did("refusal", refused=ILLEGAL_PLACE)
        return Did("open", pulses=[place - 1]) if value == 0x0500 else Did("off")
