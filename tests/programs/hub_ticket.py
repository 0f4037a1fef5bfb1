"""Another hub process on the same database: somebody takes a ticket there.

hub_ticket DIRECTORY STATION SERVICE
"""

from __future__ import annotations

import sys
from pathlib import Path

from kiosk.config import load_station
from kiosk.ids import ServiceId
from kiosk.queueing.desk import QueueDesk
from kiosk.secrets import token_tag
from kiosk.tap import Tap
from tests.filled import open_hub


def main() -> None:
    directory, station, service = sys.argv[1:]
    hub = open_hub(Path(directory))
    file = load_station(station)
    desk = QueueDesk(hub.station(file.id), file.hall, hub.keys.of(file.id), token_tag)
    given = desk.take(Tap.fresh(), service=ServiceId(service), visit="another process")
    print(given.ticket.number)
    hub.close()


if __name__ == "__main__":
    main()
