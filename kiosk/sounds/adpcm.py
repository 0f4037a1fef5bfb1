"""IMA ADPCM in WAV (format 0x11, mono): four bits a sample, which players and editors know. Pure.

    block: first sample s16 | step index u8 | 0 | nibbles, low one first

Source: IMA Digital Audio Focus and Technical Working Groups, Recommended Practices 3.00 (1992).
"""

from __future__ import annotations

import struct
from array import array

STEPS = (
    *(7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66),
    *(73, 80, 88, 97, 107, 118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408),
    *(449, 494, 544, 598, 658, 724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066),
    *(2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630),
    *(9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794),
    32767,
)
MOVES = (-1, -1, -1, -1, 2, 4, 6, 8) * 2
"""What a nibble does to the step index."""
HEAD = struct.Struct("<hBx")


def _difference(step: int, nibble: int) -> int:
    size = (step >> 3) + (step >> 2) * (nibble & 1) + (step >> 1) * (nibble >> 1 & 1)
    size += step * (nibble >> 2 & 1)
    return -size if nibble & 8 else size


DIFFERENCES = tuple(tuple(_difference(step, nibble) for nibble in range(16)) for step in STEPS)
NEXT = tuple(
    tuple(min(88, max(0, index + MOVES[nibble])) for nibble in range(16)) for index in range(89)
)


def decoded(data: bytes, block: int) -> array[int]:
    """Return the samples of ``data``, which is made of blocks of ``block`` bytes.

    Raises:
        ValueError: a block is cut in its head, or begins with a step there is not.
    """
    samples = array("h")
    for start in range(0, len(data), block):
        _decode(data[start : start + block], samples)
    return samples


def _decode(block: bytes, samples: array[int]) -> None:
    if len(block) < HEAD.size:
        raise ValueError("the last block is cut")
    sample, index = HEAD.unpack_from(block)
    if index >= len(STEPS):
        raise ValueError("a block begins with an unknown step")
    samples.append(sample)
    for byte in block[HEAD.size :]:
        for nibble in (byte & 15, byte >> 4):
            sample = min(32767, max(-32768, sample + DIFFERENCES[index][nibble]))
            index = NEXT[index][nibble]
            samples.append(sample)
