"""Voices. Until there is a sound card with clips, the station is silent, which is a valid voice."""

from __future__ import annotations


class SilentVoice:
    """Says nothing. Satisfies :class:`kiosk.ports.Voice`."""

    def say(self, *clips: str) -> None:
        """Keep silent."""

    def hush(self) -> None:
        """Stay silent."""
