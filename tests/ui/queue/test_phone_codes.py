"""Where the station has an address, codes are links that phones read, and scanners too."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp

from drivers.printer.picture import picture
from kiosk.links import is_link, qr_texts, scanned
from kiosk.queueing.desk import QueueDesk
from kiosk.secrets import token_tag
from screens.theme import Screen
from screens.widgets.qr import QrCode
from tests.builders import key
from tests.ui.harness import PANELS, PORTRAIT
from tests.ui.lockers.world import World
from tests.ui.lockers.world import visiting as at_lockers
from tests.ui.queue.resident import Resident, standing
from tests.ui.queue.world import Hall
from tests.ui.venues import hall as places

HUB = "https://192.168.1.20:8470"


@pytest.fixture
def linked() -> Hall:
    """The hall of a station whose hub has an address."""
    hall = Hall()
    texts = qr_texts(HUB, hall.file.id, key())
    hall.desk = QueueDesk(hall.station, hall.hall, key(), token_tag, texts)
    return hall


def take(resident: Resident) -> str:
    """Take a number; the text of the code that is shown."""
    resident.press("Take a number")
    resident.press("Pension insurance")
    resident.press("I have everything")
    (code,) = (each for each in resident.widgets() if isinstance(each, QrCode))
    return str(code.data)


@pytest.mark.parametrize("panel", PANELS.values(), ids=PANELS)
def test_a_phone_reads_the_link_from_every_panel(linked: Hall, panel: Screen) -> None:
    with standing(linked, panel) as resident:
        link = take(resident)
        assert is_link(link)
        found = zxingcpp.read_barcodes(resident.picture())
        assert [each.text for each in found] == [link]


@pytest.mark.parametrize("width", [384, 576])
def test_a_phone_reads_the_link_from_the_slip(linked: Hall, width: int) -> None:
    with standing(linked) as resident:
        link = take(resident)
        linked.paper.run()
        resident.settle()
    (slip,) = linked.printer.slips
    found = zxingcpp.read_barcodes(picture(slip, width).convert("L"))
    assert [each.text for each in found] == [link]


def test_the_scanner_takes_the_link_of_a_ticket(linked: Hall) -> None:
    given = linked.give()
    with standing(linked, PORTRAIT) as resident:
        resident.scan(given.qr)
        assert resident.place.startswith("queue.")
        assert resident.says("before you")


def test_the_scanner_takes_the_link_of_a_door(tmp_path: Path) -> None:
    world = World(tmp_path, address=HUB)
    with at_lockers(world, page="lockers.size") as person:
        person.press("Small")
        link = person.shown_qr()
        assert [each.text for each in zxingcpp.read_barcodes(person.stage.picture())] == [link]
        person.shut(world.rental.door)
        person.press("Back")
        person.scan(link)
        assert person.place == "lockers.ask"
    assert is_link(link)
    assert scanned(link).startswith("YZL1:")
    world.close()


def test_the_scanner_takes_the_link_of_a_booking(tmp_path: Path) -> None:
    hall = places.Hall(tmp_path, address=HUB)
    receipt = hall.approve(hall.apply())
    assert is_link(receipt.qr)
    with places.visiting(hall, page="") as resident:
        resident.scan(receipt.qr)
        assert resident.place == "venues.booking"
        assert resident.says("Approved")
