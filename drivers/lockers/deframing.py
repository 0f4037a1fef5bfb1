"""Finds frames that tell their own length in a stream of bytes. No port and no clock.

A family brings one pure function, its look at the head of the buffer; skipping, counting and the
bound of the buffer are the same for all of them.
"""

from __future__ import annotations

from collections.abc import Callable

from drivers.lockers.frames import Frame, Request

Found = tuple[int, Frame | None]
"""Bytes to remove from the head, and the frame they were; ``None``: they were none."""
Look = Callable[[bytes, Request | None], Found]
"""What stands at the head of these bytes (at least one), given the pending request."""

WAIT: Found = (0, None)
"""It may be the beginning of a frame."""
SKIP: Found = (1, None)
"""The first byte begins no frame."""


class StreamDeframer:
    """See :class:`drivers.lockers.frames.Deframer`.

    Args:
        longest: bytes of the longest frame; ``look`` sees no more, and no more are ever kept.
    """

    def __init__(self, look: Look, *, longest: int) -> None:
        self.skipped = 0
        self._look = look
        self._longest = longest
        self._buffer = bytearray()
        self._pending: Request | None = None

    @property
    def midway(self) -> bool:
        """Whether it holds what may be the beginning of a frame."""
        return bool(self._buffer)

    def expect(self, request: Request | None) -> None:
        """Say which request is pending."""
        self._pending = request

    def feed(self, data: bytes) -> list[Frame]:
        """Take bytes; return the frames that are whole now."""
        self._buffer += data
        return self._take(WAIT)

    def quiet(self) -> list[Frame]:
        """Return nothing: silence ends no frame here, half a frame may be a slow line."""
        return []

    def flush(self) -> list[Frame]:
        """Return good frames hidden behind a false start and drop the rest."""
        return self._take(SKIP)

    def _take(self, unfinished: Found) -> list[Frame]:
        frames = []
        while self._buffer:
            length, frame = self._look(bytes(self._buffer[: self._longest]), self._pending)
            if not length:
                length, frame = unfinished
            if not length:
                break
            del self._buffer[:length]
            if frame is None:
                self.skipped += length
            else:
                frames.append(frame)
        return frames
