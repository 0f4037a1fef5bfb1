"""What can be wrong with a line, as settings, and what each does to a frame on its way.

A chance is a number from 0 (never) to 1 (always). Every random choice comes from one seeded source.
"""

from __future__ import annotations

from random import Random

import msgspec


class Faults(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Faults that are on. The default is a perfect line.

    Attributes:
        echo: the adapter hears what it sends.
        noise_before: chance of 1..6 stray bytes before a frame.
        noise_inside: chance of one byte of a frame being changed.
        drop: chance of an answer being lost; ``drop_next`` loses exactly that many.
        drop_byte: chance of one byte of a frame being lost.
        deaf: chance of a request not reaching the boards; ``deaf_next`` exactly that many.
        mute: kinds of answers that never come: ``open``, ``one``, ``all``.
        late: seconds added before an answer; ``late_chance`` of that happening.
        split: bytes in a burst, with ``split_gap`` seconds between bursts; 0 is whole.
        glue: a report is glued to each answer: ``""``, ``before``, ``after`` or ``inside``;
            ``glue_next`` does it to that many only.
        ghost: address of a board that answers as well, just before the right one; 0 is none.
        wrong_address: the answer carries this address instead of its own; 0 is right.
        dead: addresses of boards without power.
        garble: every byte is replaced, as with a wrong baud rate or A and B swapped.
        storm: unasked reports a second; ``storm_lies`` makes their state random.
        min_gap: seconds of silence before a request without which the boards miss it.
    """

    echo: bool = False
    noise_before: float = 0.0
    noise_inside: float = 0.0
    drop: float = 0.0
    drop_next: int = 0
    drop_byte: float = 0.0
    deaf: float = 0.0
    deaf_next: int = 0
    mute: tuple[str, ...] = ()
    late: float = 0.0
    late_chance: float = 1.0
    split: int = 0
    split_gap: float = 0.0
    glue: str = ""
    glue_next: int = 0
    ghost: int = 0
    wrong_address: int = 0
    dead: tuple[int, ...] = ()
    garble: bool = False
    storm: float = 0.0
    storm_lies: bool = False
    min_gap: float = 0.0


def damaged(wire: bytes, faults: Faults, chance: Random) -> bytes:
    """Return ``wire`` as it comes out of the line."""
    data = bytearray(wire)
    if faults.noise_inside and chance.random() < faults.noise_inside:
        data[chance.randrange(len(data))] = chance.randrange(256)
    if faults.drop_byte and chance.random() < faults.drop_byte:
        del data[chance.randrange(len(data))]
    if faults.noise_before and chance.random() < faults.noise_before:
        data = bytearray(chance.randbytes(chance.randint(1, 6))) + data
    if faults.garble:
        data = bytearray(b | 0x41 if b & 1 else (b >> 1) ^ 0x5C for b in data)
    return bytes(data)


def bursts(data: bytes, faults: Faults) -> list[bytes]:
    """Return the pieces in which ``data`` comes."""
    if not faults.split:
        return [data]
    return [data[i : i + faults.split] for i in range(0, len(data), faults.split)]
