"""The State Council's yearly notice of public holidays, read from its text."""

from kiosk.notices.reader import read_notice
from kiosk.notices.records import Doubt, HolidayRead, Notice, Remark, Trouble

__all__ = ["Doubt", "HolidayRead", "Notice", "Remark", "Trouble", "read_notice"]
