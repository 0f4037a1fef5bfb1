"""The station file: how a station says what it is made of and how it begins."""

from kiosk.config.difference import difference
from kiosk.config.hub import HubDevice
from kiosk.config.load import known_stations, load_station, read_station, station_path
from kiosk.config.printer import PrinterDevice
from kiosk.config.schema import (
    BankDevice,
    BoardDevice,
    Device,
    DoorDevice,
    ScannerDevice,
    ScreenDevice,
    StationFile,
    settings,
)

__all__ = [
    "BankDevice",
    "BoardDevice",
    "Device",
    "DoorDevice",
    "HubDevice",
    "PrinterDevice",
    "ScannerDevice",
    "ScreenDevice",
    "StationFile",
    "difference",
    "known_stations",
    "load_station",
    "read_station",
    "settings",
    "station_path",
]
