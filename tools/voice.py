"""Make the clips of the voice with espeak-ng, one WAV file for each name and language.

    python tools/voice.py                 make every clip and the chime anew
    python tools/voice.py choose_size …   only these
    python tools/voice.py --words         print what a person has to read, name by name

Needs the Debian package espeak-ng, which the terminal itself does not. Mandarin is fed to it as
pinyin with tone numbers, since it misreads signs. What was spoken stands in
``assets/sounds/words.tsv``; a test finds clips whose words have changed since. A recording in a
station's own ``sounds`` directory is never touched (docs/voice.md).
"""

from __future__ import annotations

import argparse
import io
import struct
import subprocess
import sys
import wave
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from math import cos, exp, pi, sin, sqrt
from operator import mul
from pathlib import Path

from pypinyin import Style, lazy_pinyin, load_phrases_dict

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kiosk.sounds import adpcm  # noqa: E402
from kiosk.sounds.wav import FROM_MU_LAW, MU_LAW, RATE  # noqa: E402
from kiosk.voice.clips import CHIME, CLIPS, LANGUAGES, Said, spoken_in  # noqa: E402

SOUNDS = ROOT / "assets" / "sounds"
WORDS = SOUNDS / "words.tsv"
ESPEAK = {
    "zh": ("-v", "cmn-latn-pinyin+f2", "-s", "150", "-p", "50", "-a", "150"),
    "en": ("-v", "en-us+f2", "-s", "140", "-p", "50", "-a", "150"),
}
"""Voice (of the variants a recogniser of English understood this one best: docs/decisions/0019),
words a minute (slow, for old ears; the usual is 175), pitch, amplitude."""

LOUD, PEAK = 0.13, 0.89
"""Effective value of what is spoken (-17.7 dB), and what no sample may exceed (-1 dB)."""
QUIET = 0.01
"""Share of the loudest sample below which it is silence before and after the words (-40 dB)."""
BEFORE, AFTER, FADE = 0.02, 0.06, 0.005
"""Seconds kept before and after the words, and of the fades at both ends."""
BLOCK = 512
PIECES = ("letter_", "digit_", "count_")
"""Names of what calls are made of."""
TAPS = 16
_PUNCTUATION = str.maketrans("，。？！", ",.?!")

# Light second syllables that the dictionary of pypinyin gives their full tone.
load_phrases_dict({"东西": [["dōng"], ["xi"]], "谢谢": [["xiè"], ["xie"]]})

Samples = Sequence[float]


# -- speaking --------------------------------------------------------------------------------


def pinyin(said: Said) -> str:
    """Return how the Chinese words are spoken, with tone numbers."""
    if said.pinyin:
        return said.pinyin
    syllables = [lazy_pinyin(said.zh, style=Style.TONE3, neutral_tone_with_five=True, v_to_u=False)]
    signs = list(zip(said.zh, *syllables, strict=True))
    spoken = [
        _changed(sign, syllable, following)
        for (sign, syllable), (_, following) in zip(signs, [*signs[1:], ("", "")], strict=True)
    ]
    return " ".join(spoken).translate(_PUNCTUATION)


def _changed(sign: str, syllable: str, following: str) -> str:
    """Return 不 and 一 in the tone they take before the next syllable; espeak-ng sees to tone 3."""
    if sign == "不" and following[-1:] == "4":
        return "bu2"
    if sign == "一" and following[-1:] in tuple("1234"):
        return "yi2" if following[-1] == "4" else "yi4"
    return syllable


def speak(text: str, language: str) -> tuple[Samples, int]:
    """Return what espeak-ng says, from -1 to 1, and its rate."""
    command = ["espeak-ng", *ESPEAK[language], "--stdout", text]
    spoken = subprocess.run(command, check=True, capture_output=True).stdout
    with wave.open(io.BytesIO(spoken)) as file:
        rate = file.getframerate()
    samples = array("h", spoken[44 : len(spoken) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    return [each / 32768 for each in samples], rate


def chime() -> Samples:
    """Return two notes like a bell, a third apart, the second lower."""
    notes = ((0.0, 784.0), (0.45, 659.26))  # g'' and e''
    length = round(1.5 * RATE)
    return [sum(_bell(at / RATE - begins, tone) for begins, tone in notes) for at in range(length)]


def _bell(seconds: float, tone: float) -> float:
    if seconds < 0:
        return 0.0
    swell = min(1.0, seconds / 0.008) * exp(-seconds * 4.5)
    return swell * (sin(2 * pi * tone * seconds) + 0.25 * sin(4 * pi * tone * seconds))


# -- shaping ---------------------------------------------------------------------------------


def resampled(samples: Samples, rate: int) -> Samples:
    """Return the samples at 16,000 a second, by a windowed sinc."""
    padded = [*([0.0] * TAPS), *samples, *([0.0] * TAPS)]
    kernels: dict[int, Samples] = {}
    out = []
    for number in range(len(samples) * RATE // rate):
        whole, rest = divmod(number * rate, RATE)
        if rest not in kernels:
            kernels[rest] = _kernel(rest / RATE, min(1.0, RATE / rate))
        window = padded[whole + 1 : whole + 2 * TAPS + 1]
        out.append(sum(map(mul, kernels[rest], window)))
    return out


def _kernel(shift: float, cut: float) -> Samples:
    weights = []
    for tap in range(-TAPS + 1, TAPS + 1):
        x = tap - shift
        sinc = 1.0 if x == 0 else sin(pi * x * cut) / (pi * x * cut)
        weights.append(sinc * (0.5 + 0.5 * cos(pi * x / TAPS)) if abs(x) <= TAPS else 0.0)
    total = sum(weights)
    return [weight / total for weight in weights]


def trimmed(samples: Samples) -> Samples:
    """Return the words with a breath of silence before and after, faded at both ends."""
    least = QUIET * max(map(abs, samples))
    heard = [at for at, each in enumerate(samples) if abs(each) > least]
    first = max(0, heard[0] - round(BEFORE * RATE))
    cut = list(samples[first : heard[-1] + round(AFTER * RATE)])
    fade = round(FADE * RATE)
    for at in range(fade):
        cut[at] *= at / fade
        cut[-1 - at] *= at / fade
    return cut


def levelled(samples: Samples) -> array[int]:
    """Return all clips equally loud, none of them clipped."""
    peak = max(map(abs, samples))
    spoken = [each for each in samples if abs(each) > QUIET * peak]
    effective = sqrt(sum(each * each for each in spoken) / len(spoken))
    gain = min(LOUD / effective, PEAK / peak)
    return array("h", (round(each * gain * 32767) for each in samples))


# -- writing ---------------------------------------------------------------------------------


def encoded(samples: Sequence[int]) -> bytes:
    """Return the samples as blocks of IMA ADPCM."""
    in_block = (BLOCK - adpcm.HEAD.size) * 2 + 1
    index, blocks = 0, []
    for start in range(0, len(samples), in_block):
        block, index = _block(samples[start : start + in_block], index)
        blocks.append(block)
    return b"".join(blocks)


def _block(samples: Sequence[int], index: int) -> tuple[bytes, int]:
    head = adpcm.HEAD.pack(samples[0], index)
    sample, nibbles = samples[0], []
    for wanted in samples[1:]:
        nibble = _nibble(wanted - sample, adpcm.STEPS[index])
        sample = min(32767, max(-32768, sample + adpcm.DIFFERENCES[index][nibble]))
        index = adpcm.NEXT[index][nibble]
        nibbles.append(nibble)
    nibbles += [0] * (len(nibbles) % 2)
    pairs = zip(nibbles[::2], nibbles[1::2], strict=True)
    return head + bytes(low | high << 4 for low, high in pairs), index


def _nibble(difference: int, step: int) -> int:
    return (8 if difference < 0 else 0) | min(7, abs(difference) * 4 // step)


def mu_law(samples: Sequence[int]) -> bytes:
    """Return the samples as a byte each, the nearest there is."""
    known = sorted((sample, byte) for byte, sample in enumerate(FROM_MU_LAW))
    found = []
    for sample in samples:
        after = bisect_left(known, (sample, 0))
        near = known[max(0, after - 1) : after + 1]
        found.append(min(near, key=lambda each: abs(each[0] - sample))[1])
    return bytes(found)


def packed(name: str, samples: Sequence[int]) -> bytes:
    """Return a WAV file: mu-law for what calls are made of, where each sound counts."""
    if name.startswith(PIECES):
        form = struct.pack("<HHIIHHH", MU_LAW, 1, RATE, RATE, 1, 8, 0)
        return riff(form, mu_law(samples), len(samples))
    return wav(samples)


def wav(samples: Sequence[int]) -> bytes:
    """Return a WAV file of IMA ADPCM."""
    in_block = (BLOCK - adpcm.HEAD.size) * 2 + 1
    form = struct.pack("<HHIIHHHH", 0x11, 1, RATE, RATE * BLOCK // in_block, BLOCK, 4, 2, in_block)
    return riff(form, encoded(samples), len(samples))


def riff(form: bytes, body: bytes, samples: int) -> bytes:
    """Return a WAV file of this format."""
    chunks = (b"fmt ", form), (b"fact", struct.pack("<I", samples)), (b"data", body)
    inside = b"".join(
        name + struct.pack("<I", len(each)) + each + b"\0" * (len(each) % 2)
        for name, each in chunks
    )
    return b"RIFF" + struct.pack("<I", 4 + len(inside)) + b"WAVE" + inside


def make(name: str, language: str) -> Path:
    """Make one clip and return its file."""
    said = CLIPS[name]
    samples, rate = speak(pinyin(said) if language == "zh" else said.en, language)
    path = SOUNDS / language / f"{name}.wav"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed(name, levelled(trimmed(resampled(samples, rate)))))
    return path


def rows() -> Iterator[str]:
    """Yield what is spoken, a line a clip: language, name, words, and how they sound."""
    for language in LANGUAGES:
        for name in spoken_in(language):
            said = CLIPS[name]
            sounds = pinyin(said) if language == "zh" else ""
            yield "\t".join((language, name, said.words(language), sounds)).rstrip()


def main(arguments: list[str]) -> int:
    """Make what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *CLIPS], metavar="NAME")
    parser.add_argument("--words", action="store_true", help="print what is to be read")
    args = parser.parse_args(arguments)
    if args.words:
        print("\n".join(rows()))
        return 0
    for language in LANGUAGES:
        for name in _asked(args.names, language):
            print(make(name, language).relative_to(ROOT))
    if not args.names:
        (SOUNDS / f"{CHIME}.wav").write_bytes(wav(levelled(trimmed(chime()))))
    WORDS.write_text("\n".join(rows()) + "\n", "utf-8")
    return 0


def _asked(names: Sequence[str], language: str) -> Iterable[str]:
    there = spoken_in(language)
    return [name for name in there if name in names] if names else there


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
