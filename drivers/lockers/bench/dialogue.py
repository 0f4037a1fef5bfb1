"""Dialogues: what went over a line and when, captured once and replayed for ever.

One JSON object a line. ``at`` counts seconds from the beginning; bytes are hex:

    {"at":0.0,"do":"open","hex":"","baud":9600}
    {"at":0.001,"do":"out","hex":"80 01 00 33 B2"}
    {"at":0.027,"do":"in","hex":"80 01 00 00 00 33 B2"}
    {"at":2.5,"do":"lost"}
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import IO

import msgspec
import serial

from drivers.connection import Port
from drivers.line import Line, Time
from drivers.overhearing import Do, OverheardPort
from kiosk.errors import DeviceError, PortUnavailable, WhyUnavailable

REPLAY = "replay://"
"""Begins a port name that means a recorded dialogue."""


class DialogueDiffers(DeviceError):
    """What is sent now is not what was sent when the dialogue was recorded."""


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that happened."""

    at: float
    do: Do
    hex: str = ""
    baud: int = 0

    @property
    def wire(self) -> bytes:
        """The bytes."""
        return bytes.fromhex(self.hex)


def spelled(data: bytes) -> str:
    """Return bytes as people write them: ``8A 01 01 11 9B``."""
    return data.hex(" ").upper()


def load_dialogue(path: Path) -> tuple[Said, ...]:
    """Read a dialogue.

    Raises:
        OSError: the file cannot be read.
        msgspec.DecodeError: a line is not of a dialogue.
    """
    rows = path.read_bytes().splitlines()
    return tuple(msgspec.json.decode(row, type=Said) for row in rows if row.strip())


class Tape:
    """Writes a dialogue, line by line, so that nothing is lost when the program is stopped."""

    def __init__(self, path: Path, time: Time) -> None:
        self._file: IO[bytes] = path.open("wb", buffering=0)
        self._time = time
        self._began = time.now()

    def note(self, do: Do, data: bytes = b"", *, baud: int = 0) -> None:
        """Write down what happens now."""
        at = round(self._time.now() - self._began, 4)
        self._file.write(msgspec.json.encode(Said(at, do, spelled(data), baud)) + b"\n")

    def port(self, port: Port, baud: int) -> Port:
        """Return a port of which everything is written down."""
        return OverheardPort(port, lambda do, data: self.note(do, data, baud=_baud(do, baud)))

    def close(self) -> None:
        """End the dialogue."""
        self._file.close()


def _baud(do: Do, baud: int) -> int:
    """Return the speed where it is to be written down: as the line is opened."""
    return baud if do is Do.OPEN else 0


class Replay:
    """A port and its time, both taken from a dialogue. No second passes really.

    What is written must be what was written then; the answers come after the same delays.
    """

    def __init__(self, dialogue: Iterable[Said], *, url: str = "replay") -> None:
        self.url = url
        self._left = list(dialogue)
        self._now = 0.0
        self._ahead = 0.0
        """By how much time here is ahead of the time in the dialogue."""

    @classmethod
    def of(cls, url: str) -> Replay:
        """Return the replay that ``replay://FILE`` names.

        Raises:
            PortUnavailable: there is no such file, or it is no dialogue.
        """
        try:
            return cls(load_dialogue(Path(url.removeprefix(REPLAY))), url=url)
        except OSError as error:
            raise PortUnavailable(url, WhyUnavailable.MISSING) from error
        except msgspec.DecodeError as error:
            raise PortUnavailable(url, WhyUnavailable.REFUSED) from error

    # --- time -------------------------------------------------------------------------------

    def now(self) -> float:
        """Return seconds since the replay began."""
        return self._now

    def wait(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        self._now += seconds

    # --- port -------------------------------------------------------------------------------

    def open(self) -> Line:
        """Return the line as it was opened then.

        Raises:
            PortUnavailable: it was not opened again.
        """
        while self._left:
            said = self._left.pop(0)
            if said.do is Do.OPEN:
                self._ahead = self._now - said.at
                return self
        raise PortUnavailable(self.url, WhyUnavailable.UNPLUGGED)

    # --- line -------------------------------------------------------------------------------

    def read(self, wait: float) -> bytes:
        """Return what came next, if it came within ``wait`` seconds."""
        until = self._now + max(0.0, wait)
        following = self._left[0] if self._left else None
        if following is None or following.do not in (Do.IN, Do.LOST):
            self._now = until
            return b""
        at = following.at + self._ahead
        if at > until:
            self._now = until
            return b""
        self._now = max(self._now, at)
        self._left.pop(0)
        if following.do is Do.LOST:
            raise serial.SerialException("the line was lost here")
        return following.wire

    def write(self, data: bytes) -> None:
        """Check that ``data`` was sent then too.

        Raises:
            DialogueDiffers: it was not.
        """
        while self._left and self._left[0].do is Do.IN:
            self._left.pop(0)
        said = self._left.pop(0) if self._left else None
        if said is None or said.do is not Do.OUT or said.wire != data:
            then = "nothing" if said is None else f"{said.do} {said.hex}"
            raise DialogueDiffers(f"sent {spelled(data)}, recorded was {then}")
        self._ahead = self._now - said.at

    def close(self) -> None:
        """Nothing is held."""
