"""Sound files: what is read is what was written, and nothing in a file can do harm."""

from __future__ import annotations

import struct
from array import array
from math import pi, sin, sqrt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.sounds import adpcm
from kiosk.sounds.wav import (
    FROM_MU_LAW,
    RATE,
    ClipUnreadable,
    closer,
    louder,
    read_wav,
    silence,
)
from tools.voice import BLOCK, encoded, packed, wav

TONE = array("h", (round(9000 * sin(2 * pi * 440 * at / RATE)) for at in range(RATE // 2)))


def pcm(
    samples: bytes, rate: int = RATE, channels: int = 1, bits: int = 16, kind: int = 1
) -> bytes:
    form = struct.pack("<HHIIHH", kind, channels, rate, rate * 2, 2, bits)
    chunks = b"LIST\x03\0\0\0abc\0" + b"fmt " + struct.pack("<I", len(form)) + form
    chunks += b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def written(folder: Path, data: bytes) -> Path:
    path = folder / "clip.wav"
    path.write_bytes(data)
    return path


def test_a_recording_of_16_bits_is_read_as_it_is(tmp_path: Path) -> None:
    assert read_wav(written(tmp_path, pcm(TONE.tobytes()))) == TONE


def test_a_packed_clip_is_nearly_what_was_spoken(tmp_path: Path) -> None:
    read = read_wav(written(tmp_path, wav(TONE)))
    assert len(read) - len(TONE) in (0, 1)
    noise = sqrt(sum((a - b) ** 2 for a, b in zip(read, TONE, strict=False)) / len(TONE))
    assert noise < 300  # of 9000: more than 25 dB below


def test_a_clip_of_a_byte_a_sample_is_closer_still(tmp_path: Path) -> None:
    read = read_wav(written(tmp_path, packed("digit_1", TONE)))
    noise = sqrt(sum((a - b) ** 2 for a, b in zip(read, TONE, strict=True)) / len(TONE))
    assert noise < 100


def test_bytes_of_mu_law_are_read_as_the_standard_says() -> None:
    """Ends of the segments, ITU-T G.711 table 2."""
    table = {0xFF: 0, 0x7F: 0, 0x80: 32124, 0x00: -32124, 0xEF: 132, 0xF0: 120, 0x8F: 16764}
    assert {byte: FROM_MU_LAW[byte] for byte in table} == table


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is no WAV file"),
        (b"RIFF\0\0\0\0WAVE", "has no samples"),
        (pcm(b"\0\0", rate=44_100), "is not one channel of 16000 Hz"),
        (pcm(b"\0\0\0\0", channels=2), "is not one channel of 16000 Hz"),
        (pcm(b"\0", bits=8), "is neither of 16 bits, mu-law nor IMA ADPCM"),
        (pcm(b"\0\0\xff\0", kind=0x11), "the last block is cut"),
        (b"RIFF\x20\0\0\0WAVEfmt \x02\0\0\0\x01\0data\0\0\0\0", "unpack"),
    ],
)
def test_a_file_of_another_kind_is_told(tmp_path: Path, data: bytes, why: str) -> None:
    with pytest.raises(ClipUnreadable) as raised:
        read_wav(written(tmp_path, data))
    assert why in raised.value.why


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ClipUnreadable, match="no such file"):
        read_wav(tmp_path / "nothing.wav")


@given(st.binary(max_size=400))
def test_noise_in_a_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    form = struct.pack("<HHIIHH", 0x11, 1, RATE, RATE, 64, 4)
    head = b"RIFF\0\0\0\0WAVEfmt " + struct.pack("<I", len(form)) + form
    path = tmp_path_factory.mktemp("noise") / "clip.wav"
    path.write_bytes(head + b"data" + struct.pack("<I", len(data)) + data)
    try:
        read = read_wav(path)
    except ClipUnreadable:
        return
    assert len(read) <= 2 * len(data)


@given(st.lists(st.integers(-32768, 32767), min_size=1, max_size=1200))
def test_packing_keeps_the_number_of_samples_and_never_overflows(samples: list[int]) -> None:
    read = adpcm.decoded(encoded(samples), BLOCK)
    assert len(samples) <= len(read) <= len(samples) + 1
    assert read[0] == samples[0]


@pytest.mark.parametrize(
    ("first", "index", "samples"),
    [
        (100, 5, [78, 124, 23, -197, 276, 1296, 3481, 8165, 18210, *[32767] * 5]),
        (-30000, 86, [-32768, 28668, -32768, -32768, 28668, *[32767] * 9]),
    ],
)
def test_a_block_is_read_as_other_decoders_do(first: int, index: int, samples: list[int]) -> None:
    """Worked out with ``audioop.adpcm2lin`` of Python 3.11, steps at their ends included."""
    nibbles = bytes.fromhex("7fff7777777701 8a903c")
    after = [15839, 12762, 15560, 7930, -12882, 6704]
    block = adpcm.HEAD.pack(first, index) + nibbles
    assert adpcm.decoded(block, len(block)).tolist() == [first, *samples, *after]


def test_volume_scales_samples() -> None:
    assert array("h", louder(array("h", [1000, -1000]), 0.25)).tolist() == [250, -250]
    assert louder(TONE, 1.0) == TONE.tobytes()
    assert len(silence(0.5)) == RATE // 2


def test_a_clip_that_is_joined_keeps_all_that_is_heard_and_little_silence() -> None:
    quiet = silence(0.2)
    words = array("h", [9000, -9000] * RATE)
    assert closer(quiet + words + quiet) == silence(0.01) + words + silence(0.03)
    assert closer(words) == words
    assert closer(silence(0.1)) == silence(0.1)
    assert closer(array("h")) == array("h")
