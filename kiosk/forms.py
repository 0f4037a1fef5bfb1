"""Forms a text must have, each with the words that tell a person what is wanted. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

NAME = r"^[a-z][a-z0-9_-]{0,31}$"
NAME_OR_EMPTY = r"^$|^[a-z][a-z0-9_-]{0,31}$"
LETTER = r"^[A-Z]$"
BANK = r"^[A-Z][A-Z0-9]{0,7}$"
DOOR = r"^[A-Z][0-9]{2,3}$"
PHONE = r"^$|^[0-9+][0-9 -]{2,18}$"
UPS = r"^$|^[A-Za-z0-9_.-]+@([A-Za-z0-9_.-]+|\[[0-9a-fA-F:]+\])(:[0-9]{1,5})?$"
ADDRESS = r"^$|^https?://([A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\])(:[0-9]{1,5})?$"
SOUND = r"^[A-Za-z0-9_.,:=-]{1,60}$"
HUB_URL = r"^$|^https://([A-Za-z0-9_.-]+|\[[0-9a-fA-F:]+\])(:[0-9]{1,5})?/?$"
HOST = r"^[A-Za-z0-9_.:-]{1,100}$"
HOST_OR_NONE = r"^[A-Za-z0-9_.:-]{0,100}$"
CUT_OFF = r"^$|^([01][0-9]|2[0-3]):[0-5][0-9]$"

WORDS: Mapping[str, str] = MappingProxyType(
    {
        NAME: "a short name of small letters, digits, - and _, beginning with a letter",
        NAME_OR_EMPTY: "a short name of small letters, digits, - and _, or nothing",
        LETTER: "one capital letter",
        BANK: "one to eight capital letters and digits, beginning with a letter",
        DOOR: "a capital letter and two or three digits, like A01",
        PHONE: "a telephone number of digits, spaces and hyphens",
        UPS: "a battery as Network UPS Tools names it, like ups@localhost:3493",
        ADDRESS: "an address without a path, like https://hub.example.cn:8470",
        SOUND: "a sound card as ALSA names it, like default or plughw:1,0",
        HUB_URL: "the address of a hub, like https://192.168.1.5:8470",
        HOST: "a name or address, like 127.0.0.1",
        HOST_OR_NONE: "a name or address, like 192.168.1.5, or nothing",
        CUT_OFF: "a time of day like 18:00",
    }
)
