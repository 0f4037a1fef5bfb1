"""Plays samples through ``aplay`` (Debian package alsa-utils): a child process for each sentence.

A sound card that is missing, busy or pulled out is an error of the child, never of this program,
and is found again by the next sentence. Measured beside the alternatives: docs/decisions/0019.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Protocol

from kiosk.errors import DeviceError
from kiosk.sounds.wav import RATE

APLAY = "aplay"
_PATIENCE = 5.0
"""Seconds a sentence may take longer than its samples last, before the card counts as hung."""
_LOOK_AGAIN = 0.05
"""Seconds after which is looked again whether the voice of another process has ended."""
_WORDS = (
    ("no such file", "there is no sound card of this name"),
    ("cannot find card", "there is no sound card of this name"),
    ("unknown pcm", "there is no sound card of this name"),
    ("busy", "the sound card is in use by another program"),
    ("permission denied", "no permission; the user must be in the group audio"),
    ("no such device", "the sound card was unplugged"),
)


class SoundUnavailable(DeviceError):
    """Nothing can be heard now; ``why`` says it in a few words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Playback(Protocol):
    """One sentence on its way to the loudspeaker."""

    def run(self, pcm: bytes) -> None:
        """Play to the end; blocks.

        Raises:
            SoundUnavailable: it could not be played.
        """
        ...

    def stop(self) -> None:
        """End it at once, or before it begins. From any thread."""
        ...


Player = Callable[[], Playback]
"""Makes a playback for the next sentence."""


class Aplay:
    """A playback by a child process.

    Args:
        device: sound card as ALSA names it.
        turn: a file that is locked while it speaks; whoever shares it never speaks meanwhile.
    """

    def __init__(self, device: str, program: str = APLAY, *, turn: Path | None = None) -> None:
        self._command = [program, "-q", "-D", device, "-t", "raw"]
        self._command += ["-f", "S16_LE", "-r", str(RATE), "-c", "1"]
        self._guard = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._turn = turn
        self._stopped = threading.Event()

    def run(self, pcm: bytes) -> None:
        with self._alone():
            self._play(pcm)

    def _play(self, pcm: bytes) -> None:
        child = self._start()
        if child is None:
            return
        try:
            _, said = child.communicate(pcm, timeout=len(pcm) / 2 / RATE + _PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            raise SoundUnavailable("the sound card takes no sound") from None
        finally:
            _release(child)
        if child.returncode and not self._stopped.is_set():
            raise SoundUnavailable(_why(said.decode(errors="replace")))

    def stop(self) -> None:
        with self._guard:
            self._stopped.set()
            if self._child is not None:
                self._child.kill()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Wait for the voices of other processes, or until this sentence is not wanted any more."""
        held = _opened(self._turn)
        if held is None:
            yield
            return
        with held:
            while not (_locked(held) or self._stopped.wait(_LOOK_AGAIN)):
                continue
            yield

    def _start(self) -> subprocess.Popen[bytes] | None:
        with self._guard:
            if self._stopped.is_set():
                return None
            try:
                self._child = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                    env=os.environ | {"LC_ALL": "C"},
                )
            except OSError as error:
                raise SoundUnavailable("aplay cannot be started; install alsa-utils") from error
            return self._child


def _opened(turn: Path | None) -> BinaryIO | None:
    if turn is not None:
        with suppress(OSError):  # a disk that takes no file must not silence the station
            return turn.open("ab")
    return None


def _locked(held: BinaryIO) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _release(child: subprocess.Popen[bytes]) -> None:
    """Close our ends of the pipes; a child that the kernel holds fast is left to it."""
    for pipe in (child.stdin, child.stderr):
        if pipe is not None and not pipe.closed:
            pipe.close()
    try:
        child.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()


def _why(said: str) -> str:
    text = said.lower()
    return next((words for sign, words in _WORDS if sign in text), "the sound card says no")
