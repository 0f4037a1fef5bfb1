"""Clips as samples: WAV of 16,000 Hz, one channel: 16 bits, mu-law or IMA ADPCM. No player."""

from __future__ import annotations

import struct
import sys
from array import array
from pathlib import Path

import msgspec

from kiosk.errors import DeviceError
from kiosk.sounds import adpcm

RATE = 16_000
"""Samples in a second of everything that is played."""
_PCM, MU_LAW, _IMA = 1, 7, 0x11
_FORMAT = struct.Struct("<HHIIHH")
_UNHEARD = 0.01
"""Share of the loudest sample below which nothing is heard (-40 dB)."""
_BEFORE, _AFTER = RATE // 100, 3 * RATE // 100
"""Samples of silence that stay: 10 ms before the words, 30 ms after them."""
_LONGEST = 60 * RATE * 2
"""Bytes of the longest file that is read; no clip lasts a minute."""


def _from_mu_law(byte: int) -> int:
    """Return the sample of a byte (ITU-T G.711)."""
    byte = ~byte & 0xFF
    size = (((byte & 0x0F) << 3) + 0x84 << ((byte & 0x70) >> 4)) - 0x84
    return -size if byte & 0x80 else size


FROM_MU_LAW = tuple(map(_from_mu_law, range(256)))


class ClipUnreadable(DeviceError):
    """A sound file is missing or of another kind; ``why`` says which in a few words."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}")
        self.why = why


class _Format(msgspec.Struct, frozen=True):
    kind: int
    channels: int
    rate: int
    block: int
    bits: int


def read_wav(path: Path) -> array[int]:
    """Return the samples of a clip.

    Raises:
        ClipUnreadable: there is no such file, or not of the kind that is played.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST)
        return _samples(data)
    except OSError as error:
        raise ClipUnreadable(path.name, (error.strerror or "cannot be read").lower()) from error
    except (ValueError, struct.error) as error:
        raise ClipUnreadable(path.name, str(error)) from error


def silence(seconds: float) -> array[int]:
    """Return samples that say nothing."""
    return array("h", bytes(2 * round(seconds * RATE)))


def closer(samples: array[int]) -> array[int]:
    """Return a clip without the silence at both ends, so that the next one joins as in speech."""
    least = _UNHEARD * max(map(abs, samples), default=0)
    heard = (at for at, each in enumerate(samples) if abs(each) > least)
    first = next(heard, None)
    if first is None:
        return samples
    last = next(at for at in range(len(samples) - 1, -1, -1) if abs(samples[at]) > least)
    return samples[max(0, first - _BEFORE) : last + 1 + _AFTER]


def louder(samples: array[int], volume: float) -> bytes:
    """Return samples as a player wants them (s16, little end first), ``volume`` from 0 to 1."""
    scaled = samples if volume >= 1.0 else array("h", (int(each * volume) for each in samples))
    if sys.byteorder == "big":
        scaled = array("h", scaled)
        scaled.byteswap()
    return scaled.tobytes()


def as_wav(samples: array[int]) -> bytes:
    """Return a WAV file of 16 bits, which every browser plays."""
    body = louder(samples, 1.0)
    form = _FORMAT.pack(_PCM, 1, RATE, RATE * 2, 2, 16)
    chunks = b"fmt " + struct.pack("<I", len(form)) + form
    chunks += b"data" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def _samples(data: bytes) -> array[int]:
    form, body = _chunks(data)
    if form.channels != 1 or form.rate != RATE:
        raise ValueError(f"is not one channel of {RATE} Hz")
    if form.kind == _IMA:
        return adpcm.decoded(body, form.block)
    if form.kind == MU_LAW:
        return array("h", (FROM_MU_LAW[byte] for byte in body))
    if form.kind != _PCM or form.bits != 16:
        raise ValueError("is neither of 16 bits, mu-law nor IMA ADPCM")
    samples = array("h", body[: len(body) & ~1])
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _chunks(data: bytes) -> tuple[_Format, bytes]:
    """Return format and samples of a RIFF file; other chunks are passed over."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ValueError("is no WAV file")
    form, at = None, 12
    while at + 8 <= len(data):
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + length]
        if name == b"fmt ":
            kind, channels, rate, _, block, bits = _FORMAT.unpack_from(body)
            form = _Format(kind, channels, rate, max(block, 1), bits)
        if name == b"data" and form is not None:
            return form, body
        at += 8 + length + length % 2
    raise ValueError("has no samples")
