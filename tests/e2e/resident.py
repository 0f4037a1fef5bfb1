"""A resident at the terminal: what they touch, in which order, and what they are told."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any

from kiosk.words import Words
from tests.e2e.kiosk import Kiosk, Reader, until

PERSON = "1.2"
"""Seconds after which the person at the simulated cabinet shuts a door."""

READ_EVERY = 6.0
"""Seconds after which a reader reads a code again that is still held to it."""


@dataclass(frozen=True)
class Stored:
    """What somebody was told on the page that said "stored"."""

    door: str
    qr: str

    @property
    def lock(self) -> int:
        """Return the lock of the door in the station ``huaken``."""
        return int(self.door[1:])


class Resident:
    """Goes through the pages in one language.

    Args:
        language: ``zh`` or ``en``; the words of the buttons are looked up in the catalogue.
    """

    def __init__(self, kiosk: Kiosk, reader: Reader, language: str = "zh") -> None:
        self.kiosk = kiosk
        self.reader = reader
        self.words = Words(language).gettext
        self.language = language

    def touch(self, message: str) -> None:
        """Touch the button with this message, in the language of the visit."""
        self.kiosk.touch(self.words(message))

    def says(self, *messages: str) -> str:
        """Wait until the page says one of these; return the sentence."""
        return self.kiosk.says(*(self._pattern(message) for message in messages))

    def _pattern(self, message: str) -> str:
        """Return what fits the message in the language of the visit, whatever is filled in."""
        return re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(self.words(message)))

    # -- ways ------------------------------------------------------------------------------

    def begin(self) -> None:
        """Wake the waiting screen."""
        self.kiosk.at("attract")
        self.touch("Touch to begin" if self.language == "zh" else "English")
        self.kiosk.at("home")

    def pass_first_pins(self) -> None:
        """The first run shows PINs; somebody writes them down."""
        self.kiosk.at("staff.first_pins")
        self.touch("Written down")
        self.kiosk.at("staff.pin")
        self.touch("Home")
        self.kiosk.at("home")

    def take_number(self, service: str, number: str) -> None:
        """From home to a number for a service."""
        self.touch("Take a number")
        self.kiosk.at("queue")
        self.kiosk.touch(service)
        self.kiosk.at("queue.service")
        self.touch("I have everything")
        self.kiosk.at("queue.ticket")
        self.kiosk.says(number)

    def choose_store(self) -> None:
        """From home to the sizes."""
        self.touch("Lockers")
        self.kiosk.at("lockers")
        self.touch("Store things")
        self.kiosk.at("lockers.size")

    def choose_size(self, size: str = "Medium") -> None:
        """Order a door."""
        self.touch(size)
        self.kiosk.at("lockers.door")

    def told_stored(self, headline: str = "Stored in door {door}") -> Stored:
        """Wait for this headline; return the door in it and what the QR says."""
        told = self.says(headline)
        return Stored(self._door_in(told, headline), self.kiosk.qr())

    def _door_in(self, words: str, message: str) -> str:
        found = re.fullmatch(self._pattern(message), words)
        assert found is not None, words
        return found["door"]

    def store(self, size: str = "Medium") -> Stored:
        """From home to a stored bag."""
        self.choose_store()
        self.choose_size(size)
        return self.told_stored()

    def scan(self, qr: str) -> Stored | None:
        """Hold a QR to the reader; return what is asked about, or None if it is used up.

        A code that is held is read again and again until something happens.
        """
        used_up = self.words("This QR code is used up: its door was given back.")
        read_at = -READ_EVERY

        def answer() -> dict[str, Any] | None:
            nonlocal read_at
            if time.monotonic() - read_at >= READ_EVERY:
                self.reader.read(qr)
                read_at = time.monotonic()
            screen = self.kiosk.screen()
            answered = screen["page"] == "lockers.ask" or used_up in screen["says"]
            return screen if answered else None

        screen = until(answer, "an answer to the QR code")
        if screen["page"] != "lockers.ask":
            return None
        return Stored(self._door_in(screen["title"], "Your door {door}"), qr)

    def show_qr(self, stored: Stored) -> None:
        """Hold the QR to the reader; the terminal asks what is wanted with that very door."""
        assert self.scan(stored.qr) == stored

    def take_something(self, stored: Stored) -> None:
        """Open the door and keep it."""
        self.show_qr(stored)
        self.touch("Take something, keep the door")
        self.kiosk.at("lockers.door")
        self.says("Your things are still in door {door}")

    def give_back(self, stored: Stored) -> None:
        """Open the door and give it back."""
        self.show_qr(stored)
        self.touch("Take everything, give back")
        self.kiosk.at("lockers.door")
        self.says("Given back, thank you")

    def done(self) -> None:
        """The visit is over."""
        self.touch("Done")
        self.kiosk.at("attract")
